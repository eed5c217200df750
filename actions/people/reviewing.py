"""
What a message about reviews is: a review, or a question about reviews; by words.
"""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from actions.shared.sayings import asks, bare, listed

WORDS = Path(__file__).with_name("reviewing.yml")


class About(Enum):
    """
    What a message about reviews is.
    """

    READING = auto()
    PRAISE = auto()
    CRITICISM = auto()
    WRITING = auto()


def about_reviews(text: str) -> About:
    """
    What it is; who says nothing of the thing itself may want to write.
    """
    said = bare(text)
    if listed(WORDS, "reads").search(said):
        return About.READING
    if asks(text) or listed(WORDS, "how").search(said):
        return About.WRITING
    if is_bad(text):
        return About.CRITICISM
    return About.PRAISE if listed(WORDS, "good").search(said) else About.WRITING


def is_bad(text: str) -> bool:
    """
    Whether a review finds something bad.
    """
    return listed(WORDS, "bad").search(bare(text)) is not None
