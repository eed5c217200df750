"""
What the language model knows of words: counts from the training sentences, and lists.
"""

import math

import pytest

from bot.nlu.language import LANGUAGES
from bot.nlu.word_counts import lines_of, read_counts, sentences_of, words_of
from bot.nlu.word_model import WordModel, word_models


def test_words_are_counted_without_names_and_other_scripts():
    sentences = [
        "kafshe [Adidas](brand) ro mikham",
        "[kafshe](product) من ro [bede](date)",
    ]
    assert words_of(sentences, in_arabic_letters=False) == {
        "kafshe": 2,
        "ro": 2,
        "mikham": 1,
        "bede": 1,
    }
    assert words_of(sentences, in_arabic_letters=True) == {"من": 1}


def test_a_line_has_the_count_of_every_way_of_writing():
    counts = {"fa": {"سلام": 2}, "fa-Latn": {"to": 3}, "ar": {"سلام": 1}, "en": {}}
    assert lines_of(counts) == ["to\t0\t3\t0\t0", "سلام\t2\t0\t1\t0"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_was_made_from_these_training_sentences(language):
    """
    Of their words at least 95 of 100 are in it; if not, make it anew.
    """
    words = words_of(sentences_of(language), language in ("fa", "ar"))
    counted = read_counts()[language]
    assert len(words) > 1000
    assert sum(word in counted for word in words) / len(words) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_probabilities_of_words_make_no_more_than_one(language):
    model = word_models()[language]
    total = sum(math.exp(model.log_probability(word)) for word in model.words)
    assert 0.7 <= total <= 1


def test_a_frequent_word_is_more_probable_than_a_listed_and_that_than_a_new_one():
    model = WordModel(["often", "listed", "common"], {"often": 9, "else": 1})
    often, listed, new = map(model.log_probability, ("often", "listed", "lofted"))
    assert often > listed > new
    assert model.lists("listed")
    assert model.knows("else")
    assert not model.knows("lofted")


def test_a_new_word_is_probable_where_words_are_spelled_so():
    """
    Nobody listed these two.
    """
    models = word_models()
    for word, own, other in (
        ("nemiporsidim", "fa-Latn", "en"),
        ("thoughtfulness", "en", "fa-Latn"),
    ):
        assert not models[own].knows(word)
        assert models[own].log_probability(word) > models[other].log_probability(word)
