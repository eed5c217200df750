"""
The language of sentences that no word list was made from.
"""

import pytest

from bot.nlu.language import LANGUAGES, detect

each_language = pytest.mark.parametrize("language", LANGUAGES)


def _long(sentences, language):
    return [
        text
        for text, written in sentences
        if written == language and len(text.split()) >= 3
    ]


def _short(sentences, language):
    return [
        text
        for text, written in sentences
        if written == language and len(text.split()) < 3
    ]


def _wrong(texts, language, prior=None):
    return [text for text in texts if detect(text, prior).language != language]


@each_language
def test_three_words_and_more_are_told_apart(unseen, language):
    """
    At least 98 of 100, over at least 600 sentences a way of writing, and no prior.
    """
    texts = _long(unseen, language)
    wrong = _wrong(texts, language)
    assert len(texts) >= 600
    assert len(wrong) / len(texts) <= 0.02, wrong


@each_language
def test_foreign_words_do_not_change_a_sentences_language(mixed, language):
    """
    At least 95 of 100, over 40 sentences with names, codes and borrowed words.
    """
    texts = [text for text, written in mixed if written == language]
    wrong = _wrong(texts, language)
    assert len(texts) >= 40
    assert len(wrong) / len(texts) <= 0.05, wrong


@pytest.mark.parametrize(
    ("written", "taken_for"), [("fa-Latn", "en"), ("en", "fa-Latn")]
)
def test_persian_in_latin_letters_and_english_are_not_confused(
    any_sentences, written, taken_for
):
    """
    At most 1 of 100, also where it is a word or two, over at least 900 sentences.
    """
    texts = [text for text, language in any_sentences if language == written]
    taken = [text for text in texts if detect(text).language == taken_for]
    assert len(texts) >= 900
    assert len(taken) / len(texts) <= 0.01, taken


@each_language
def test_a_word_or_two_go_with_the_conversation(any_sentences, short, language):
    """
    At least 95 of 100, where the conversation was in their language.
    """
    texts = [*_short(any_sentences, language), *short[language]]
    wrong = _wrong(texts, language, prior=language)
    assert len(texts) >= 75
    assert len(wrong) / len(texts) <= 0.05, wrong


@each_language
@pytest.mark.parametrize("prior", LANGUAGES)
def test_three_words_win_against_another_conversation(unseen, language, prior):
    """
    At least 97 of 100, in whatever language the conversation was until now.
    """
    texts = _long(unseen, language)
    wrong = _wrong(texts, language, prior)
    assert len(texts) >= 600
    assert len(wrong) / len(texts) <= 0.03, wrong


def test_no_mark_is_left_in_a_blind_sentence(blind):
    """
    What was marked stands in the sentence as it was typed.
    """
    assert {sentence.way for sentence in blind} == set(LANGUAGES)
    for sentence in blind:
        assert "](" not in sentence.text
        for _, typed in sentence.entities:
            assert typed in sentence.text
