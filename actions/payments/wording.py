"""
What somebody says of a payment that went wrong: by words.

Whether money has left an account decides what is done, so what is denied counts as
little as what is only asked.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from actions.shared.likeness import fold
from actions.shared.sayings import listed

WORDS = Path(__file__).with_name("issue.yml")
CODE, TAKEN, TWICE = "code", "taken", "twice"
_APOSTROPHES = re.compile(r"['’‘`]")
_STOPS = re.compile(r"[.,،؛;:!?؟\n()…]+")
# Behind money that has left, so many words may say no more than that it was twice.
_MOST_AFTER = 3


def said_in(text: str) -> tuple[str, ...]:
    """
    What these words say of it, of the kinds of `issue.yml`.

    A denial is none: "it was not charged" says nothing. Twice is said only of money
    that has left, not of tries.
    """
    folded = _plain(text)
    # It keeps its place, so that what is around it does not come together.
    stated = listed(WORDS, "denied").sub(" , ", folded)
    parts = [
        part
        for stretch in _STOPS.split(stated)
        for each in listed(WORDS, "ends").split(stretch)
        if (part := each.strip())
    ]
    taken = [listed(WORDS, TAKEN).search(part) is not None for part in parts]
    twice = [listed(WORDS, TWICE).search(part) is not None for part in parts]
    is_short = [len(part.split()) <= _MOST_AFTER for part in parts]
    is_twice = any(
        twice[at] and (taken[at] or (at > 0 and taken[at - 1] and is_short[at]))
        for at in range(len(parts))
    )
    has_code = listed(WORDS, CODE).search(folded) is not None
    found = {CODE: has_code, TAKEN: any(taken), TWICE: is_twice}
    return tuple(kind for kind, is_said in found.items() if is_said)


def is_of_code(said: tuple[str, ...]) -> bool:
    """
    Whether it is about a code for a discount, and no money is missing.
    """
    return CODE in said and TAKEN not in said


def _plain(text: str) -> str:
    # The sign over an alef is one of its own in some texts.
    composed = unicodedata.normalize("NFC", text)
    bare = "".join(each for each in composed if not unicodedata.combining(each))
    return " ".join(_APOSTROPHES.sub("", fold(bare)).split())
