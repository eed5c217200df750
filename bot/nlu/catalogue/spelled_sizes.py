"""
Sizes of shoes in words: «سایز چهل و دو», "size forty two".
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.nlu.catalogue import base
from bot.nlu.catalogue.index import SIZE
from bot.nlu.catalogue.named import Named
from bot.nlu.finders.numbers import numbers, tokens_of
from bot.nlu.text import Normalized

SMALLEST, GREATEST = 36, 48
# «سایز پای چهل و دو»: so many words may stand between.
_NEAR = 2


def find(normal: Normalized, of_dress: bool) -> Iterator[Named]:
    """
    The sizes in words beside a word for sizes; with clothes spoken of, all of them.
    """
    tokens = tokens_of(normal.text)
    sizes, counted = base.words_for("size_words"), base.words_for("counted")
    if not of_dress and sizes.isdisjoint(token.text for token in tokens):
        return
    for number in numbers(tokens):
        size = number.whole
        if number.digits or number.ordinal or size is None:
            continue
        if not SMALLEST <= size <= GREATEST:
            continue
        following = tokens[number.last].text if number.last < len(tokens) else ""
        before = tokens[max(0, number.first - _NEAR) : number.first]
        beside = {following, *(token.text for token in before)}
        if following not in counted and (of_dress or not sizes.isdisjoint(beside)):
            start, end = tokens[number.first].start, tokens[number.last - 1].end
            yield Named(SIZE, str(size), start, end, str(size), SIZE)
