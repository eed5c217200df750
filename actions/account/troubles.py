"""
What goes wrong with an account on the site, by the words of a message.
"""

from __future__ import annotations

from pathlib import Path

from actions.shared.sayings import bare, listed, saying_of

WORDS = Path(__file__).with_name("troubles.yml")
_AFTERWARDS = Path(__file__).with_name("failing.yml")
# The first that fits: who "already has an account" says more than that of a number.
_TROUBLES = ("taken", "code_missing", "code_wrong", "locked", "contact_refused")
_MOST_WORDS = 12


def trouble_of(text: str) -> str | None:
    """
    Which of the troubles that have an answer of their own a message tells of, if any.
    """
    said = bare(text)
    found = (each for each in _TROUBLES if listed(WORDS, each).search(said))
    return next(found, None)


def is_beyond_the_page(text: str) -> bool:
    """
    Whether a message says that the site does not let them.
    """
    return listed(WORDS, "beyond").search(bare(text)) is not None


def still_fails(text: str) -> bool:
    """
    Whether a message says no more than that it did not work.
    """
    return saying_of(_AFTERWARDS, text, most_words=_MOST_WORDS) is not None
