"""
Sizes of shoes in words: «سایز چهل و دو», "size forty two".
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.nlu.catalogue import base
from bot.nlu.catalogue.index import SIZE
from bot.nlu.catalogue.named import Named
from bot.nlu.finders.number_words import PARTS
from bot.nlu.finders.numbers import numbers, tokens_of
from bot.nlu.text import Normalized

SMALLEST, GREATEST = 36, 48
_SHORTEST_STEM = 3


def find(normal: Normalized) -> Iterator[Named]:
    """
    The sizes in words right behind a word for sizes or for what has them.
    """
    tokens = tokens_of(normal.text)
    openers = base.words_for("spelled_size_words") | base.words_for("clothing")
    if openers.isdisjoint(token.text for token in tokens):
        return
    for number in numbers(tokens):
        size = number.whole
        if number.digits or number.ordinal or size is None or not number.first:
            continue
        if not SMALLEST <= size <= GREATEST:
            continue
        following = tokens[number.last].text if number.last < len(tokens) else ""
        if tokens[number.first - 1].text in openers and not _counts(following):
            start, end = tokens[number.first].start, tokens[number.last - 1].end
            yield Named(SIZE, str(size), start, end, str(size), SIZE)


def _counts(following: str) -> bool:
    """
    Whether the word makes the number another one: "forty hours", «چهل و دومی».
    """
    counted = base.words_for("counted")
    if following in PARTS or following in counted:
        return True
    stems = (following[:end] for end in range(_SHORTEST_STEM, len(following)))
    return any(stem in counted for stem in stems)
