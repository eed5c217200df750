"""
The language of messages of one word or two.
"""

import pytest

from bot.nlu.language import LANGUAGES, detect

_OF_LATIN_LETTERS = ("fa-Latn", "en")
_SHARED = ["ok", "okay", "merci", "size", "sale", "bad", "sms", "online", "iphone"]


@pytest.mark.parametrize("prior", [None, *LANGUAGES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_word_is_of_its_language(short, language, prior):
    """
    At least 95 of 100, over 60 messages a way of writing, whatever was spoken before.
    """
    wrong = [
        text for text in short[language] if detect(text, prior).language != language
    ]
    assert len(short[language]) >= 60
    assert len(wrong) / len(short[language]) <= 0.05, wrong


@pytest.mark.parametrize("prior", LANGUAGES)
@pytest.mark.parametrize("word", _SHARED)
def test_a_word_in_use_in_both_goes_with_the_conversation(word, prior):
    """
    Iranians write them in Latin letters too.
    """
    found = detect(word, prior).language
    assert found == prior or (word == "merci" and prior in {"fa", "ar"})


def test_merci_alone_is_persian():
    """
    It is how thanks are said in Tehran; the English know it from abroad.
    """
    assert detect("merci").language == "fa-Latn"


@pytest.mark.parametrize("prior", [None, "fa", "ar", "en"])
def test_bye_is_english_unless_persian_was_in_latin_letters(prior):
    """
    Persians who write Latin letters say it as well.
    """
    assert detect("bye", prior).language == "en"
    assert detect("bye", "fa-Latn").language == "fa-Latn"


@pytest.mark.parametrize(
    ("typed", "language"),
    [("address", "en"), ("adres", "fa-Latn"), ("أين", "ar"), ("این", "fa")],
)
@pytest.mark.parametrize("prior", [None, *LANGUAGES])
def test_a_spelling_of_one_language_is_enough(typed, language, prior):
    """
    Though compared, both are one word.
    """
    assert detect(typed, prior).language == language


@pytest.mark.parametrize("prior", _OF_LATIN_LETTERS)
def test_a_word_in_arabic_letters_is_never_of_latin_ones(prior):
    """
    Not even a word that says nothing of its language.
    """
    assert detect("ممنون", prior).language == "fa"
    assert detect("ناقص", prior).language in {"fa", "ar"}
