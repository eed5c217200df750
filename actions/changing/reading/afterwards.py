"""
What is said of a deed once it is over: whether it was done, and that it shall not be.
"""

from __future__ import annotations

import re

from actions.changing.reading.phrases import pattern
from actions.changing.reading.text import text_of

_MOST_WORDS = 10
_NUMBER = re.compile(r"(?<!\w)[a-z]{0,4}-?\d[\da-z-]{2,}(?!\w)")


def asks_if_done(text: str) -> bool:
    """
    Whether it is asked if what was agreed to was done, as in "did you cancel it?".
    """
    said = text_of(text).folded
    if not _is_short(said) or not pattern("afterwards", "asks_if_done").search(said):
        return False
    asks = pattern("afterwards", "as_a_question").search(said)
    return "?" in said or asks is not None


def takes_back(text: str) -> bool:
    """
    Whether what was done shall be as it was before, and nothing else is told.
    """
    said = text_of(text).folded
    if not _is_short(said) or "?" in said:
        return False
    return pattern("afterwards", "takes_back").search(said) is not None


def stays(text: str) -> bool:
    """
    Whether a no says that something is to be as it was: "no, keep it black".
    """
    said = text_of(text).folded
    if not _is_short(said) or "?" in said:
        return False
    if pattern("afterwards", "content").search(said):
        return False
    return pattern("afterwards", "stays").search(said) is not None


def said_besides(text: str) -> str:
    """
    What is left of a text, in folded form, without the words that take something back.
    """
    return pattern("afterwards", "takes_back").sub(" ", text_of(text).folded).strip()


def number_like(text: str) -> tuple[str, ...]:
    """
    Whatever in a text may be the number of an order, whosever.
    """
    return tuple(_NUMBER.findall(text_of(text).folded))


def _is_short(said: str) -> bool:
    return 0 < len(said.split()) <= _MOST_WORDS
