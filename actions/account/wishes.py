"""
Whether a message wants advertising to stop or to begin: by words.

One intent holds both, and how to do either, and what was agreed to. A stop counts at
once, so it must be said; what says neither is asked about, and so is a stop that may
not be about the customer, or not about all.
"""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from actions.shared.sayings import bare, listed

WORDS = Path(__file__).with_name("wishes.yml")


class Wish(Enum):
    """
    What is wanted.
    """

    STOP = auto()
    START = auto()


class Doubt(Enum):
    """
    Why a stop is not noted before they have said that they mean all of their own.
    """

    ANOTHERS = "anothers"
    """Adverts to somebody else, of whom nobody can decide here."""
    PARTIAL = "partial"
    """By one way and not by another, which nobody can keep apart here."""


def wish_of(text: str) -> Wish | None:
    """
    The wish of a message about newsletters and advertising; None where it says neither.
    """
    said = bare(text)
    if listed(WORDS, "asks").search(said):
        return None
    if listed(WORDS, "again").search(said):
        return Wish.START
    if listed(WORDS, "stop").search(said):
        return Wish.STOP
    starts = ("start", "signs_up")
    found = any(listed(WORDS, kind).search(said) for kind in starts)
    return Wish.START if found else None


def doubt_of(text: str) -> Doubt | None:
    """
    What is doubtful of a wish to stop; None where it is plainly about the writer.
    """
    said = bare(text)
    if listed(WORDS, "anothers").search(said):
        return Doubt.ANOTHERS
    if listed(WORDS, "news").search(said):
        # Of their orders they want to hear, which no stop is about.
        return None
    kinds = ("ways", "apart")
    is_partial = all(listed(WORDS, kind).search(said) for kind in kinds)
    return Doubt.PARTIAL if is_partial else None


def signs_up(text: str) -> bool:
    """
    Whether offers are to be sent from now on, not told now.
    """
    said = bare(text)
    wants = listed(WORDS, "signs_up").search(said) is not None
    return wants and wish_of(text) is Wish.START
