"""
What a message about points asks besides how many there are: by words.

One wish has all these questions, and most are about rules that only the shop knows.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from actions.shared.sayings import saying_of

WORDS = Path(__file__).with_name("asked.yml")
_MOST_WORDS = 16


class Asked(Enum):
    """
    What is asked.
    """

    ANOTHERS = "anothers"
    GIVE = "give"
    UNTIL = "until"
    WORTH = "worth"
    TOTAL = "total"
    OTHER_CARD = "other_card"
    LEVEL = "level"


BY_RULES = frozenset({Asked.GIVE, Asked.UNTIL, Asked.WORTH})
"""What no list of points tells: the shop's rules, or its people."""


def asked_of_points(text: str) -> Asked | None:
    """
    What is asked; None for how many points there are.
    """
    kind = saying_of(WORDS, text, most_words=_MOST_WORDS)
    return None if kind is None else Asked(kind)
