"""
Words that people say of anything: none of them tells by itself which thing is meant.
"""

from __future__ import annotations

from actions.changing.reading.words import Word, stock
from bot.nlu.catalogue.talk import talk
from bot.nlu.text import normalize

_KINDS = ("usual", "fillers", "describing", "into", "linking", "polite")


def is_usual(word: Word) -> bool:
    """
    Whether a word names nothing wherever it stands: "the", "change", "please".
    """
    return any(
        not stock(each).isdisjoint((word.text, *word.forms[:1])) for each in _KINDS
    )


def is_everyday(word: Word) -> bool:
    """
    Whether it is usual, or said of other things as often as in a name: "late", "road".
    """
    return is_usual(word) or normalize(word.text) in talk()
