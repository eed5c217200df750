"""
The language of short and mixed messages, and what the conversation decides.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.language import LANGUAGES, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("سفارشم کجاست", "fa"),
        ("كجاست سفارش من", "fa"),
        ("أين طلبي", "ar"),
        ("وین طلبی", "ar"),
        ("sefaresham kojast", "fa-Latn"),
        ("where is my order", "en"),
        ("گوشی samsung galaxy ultra کجاست", "fa"),
        ("سلام where is my order", "en"),
        ("salam", "fa-Latn"),
        ("هلا والله", "ar"),
        ("bastamo kojaa ferestadyn", "fa-Latn"),
        ("app شما روی اندروید crash میکنه", "fa"),
        ("is the شعبه open today", "en"),
        # What a street is called, and a city, is of no language.
        ("14 Azadi Street, Isfahan 8134567890", "en"),
        ("flat 3, 22 Hafez Avenue, Shiraz", "en"),
        ("khiaban azadi pelak 12 Isfahan", "fa-Latn"),
    ],
)
def test_each_way_of_writing_is_told(text, language):
    """
    Also with a foreign name, a foreign word, or another keyboard's letters.
    """
    assert detect(text).language == language


@pytest.mark.parametrize("text", ["ok", "10042", "😂", "", "...", "iPhone 13"])
@pytest.mark.parametrize("prior", LANGUAGES)
def test_what_a_message_leaves_open_the_conversation_decides(text, prior):
    """
    A number or a name changes no language.
    """
    assert detect(text, prior).language == prior


@pytest.mark.parametrize(
    ("prior", "language"), [(None, "fa"), ("fa", "fa"), ("ar", "ar")]
)
def test_a_word_of_both_languages_goes_with_the_conversation(prior, language):
    """
    سلام is Persian and Arabic.
    """
    assert detect("سلام", prior).language == language


@pytest.mark.parametrize("prior", LANGUAGES)
def test_a_clear_sentence_changes_the_language(prior):
    """
    The prior does not hold against evidence.
    """
    assert detect("where is my order please", prior).language == "en"


def test_confidence_grows_with_evidence():
    """
    A whole sentence is surer than a number.
    """
    assert detect("10042").confidence < detect("where is my order").confidence


@given(st.text(max_size=200), st.sampled_from([None, *LANGUAGES]))
def test_any_text_has_a_language(text, prior):
    """
    Total, and confidence is a probability.
    """
    guess = detect(text, prior)
    assert guess.language in LANGUAGES
    assert 0 <= guess.confidence <= 1


@pytest.mark.parametrize("prior", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["\ud800", "a\x00b", "ß", "ﷺ", "'’\u200c", "x" * 5000],
    ids=["surrogate", "zero", "sharp s", "ligature", "joiners", "long"],
)
def test_strange_texts_have_a_language_too(text, prior):
    """
    Half of a character, ligatures, letters of no language here, a word without end.
    """
    assert detect(text, prior).language in LANGUAGES
