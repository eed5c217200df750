"""
Whether a message wants advertising to stop or to begin: by words.

One intent holds both, and how to do either, and what was agreed to. A stop counts at
once, so it must be said; what says neither is asked about.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache
from pathlib import Path

import yaml

from actions.shared.likeness import letters
from actions.shared.sayings import bare

WORDS = Path(__file__).with_name("wishes.yml")


class Wish(Enum):
    """
    What is wanted.
    """

    STOP = auto()
    START = auto()


def wish_of(text: str) -> Wish | None:
    """
    The wish of a message about newsletters and advertising; None where it says neither.
    """
    said = bare(text)
    if _listed("asks").search(said):
        return None
    if _listed("again").search(said):
        return Wish.START
    if _listed("stop").search(said):
        return Wish.STOP
    starts = ("start", "signs_up")
    found = any(_listed(kind).search(said) for kind in starts)
    return Wish.START if found else None


def signs_up(text: str) -> bool:
    """
    Whether offers are to be sent from now on, not told now.
    """
    said = bare(text)
    wants = _listed("signs_up").search(said) is not None
    return wants and wish_of(text) is Wish.START


@cache
def _listed(kind: str) -> re.Pattern[str]:
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return re.compile(rf"\b(?:{'|'.join(map(letters, content[kind]))})")
