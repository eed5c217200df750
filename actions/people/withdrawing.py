"""
Whether somebody who waits for a person says that they need nobody any more.
"""

from __future__ import annotations

from pathlib import Path

from actions.shared.sayings import saying_of

WORDS = Path(__file__).with_name("withdrawing.yml")
_MOST_WORDS = 12
_NAMED = "named"


def wants_nobody(text: str, *, is_asked: bool) -> bool:
    """
    Whether a message takes the wish for a person back.

    While a question stands open (`is_asked`) it has to name the person: a bare "never
    mind" is said to the question.
    """
    only = _NAMED if is_asked else None
    return saying_of(WORDS, text, most_words=_MOST_WORDS, only=only) is not None
