"""
The language of sentences that no word list was made from.
"""

from collections import Counter

import pytest

from bot.nlu.language import detect


@pytest.mark.parametrize("language", ["fa", "fa-Latn", "ar", "en"])
def test_three_words_and_more_are_told_apart(any_sentences, language):
    """
    At least 98 of 100, over at least 100 sentences a way of writing.
    """
    long = [
        sentence
        for sentence, written in any_sentences
        if written == language and len(sentence.split()) >= 3
    ]
    wrong = [sentence for sentence in long if detect(sentence).language != language]
    assert len(long) >= 100
    assert len(wrong) / len(long) <= 0.02, wrong


def test_persian_in_latin_letters_is_not_taken_for_english(any_sentences):
    """
    Also where it is a word or two.
    """
    taken = Counter(
        detect(sentence).language
        for sentence, written in any_sentences
        if written == "fa-Latn"
    )
    assert taken["en"] / sum(taken.values()) <= 0.03
