"""
Whether somebody asks to be put through to a person, or how long they still wait.
"""

from __future__ import annotations

from pathlib import Path

from actions.shared.sayings import saying_of

WORDS = Path(__file__).with_name("calling.yml")
_MOST_WORDS = 12
_CONNECT, _PLACE = "connect", "place"


def wants_person(text: str, *, is_waiting: bool) -> bool:
    """
    Whether a message asks for a person and for nothing else.

    Of whoever is waiting for one (`is_waiting`) it may ask for their place in the line.
    """
    only = None if is_waiting else _CONNECT
    return saying_of(WORDS, text, most_words=_MOST_WORDS, only=only) is not None
