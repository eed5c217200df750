"""
What came from a customer in one turn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """
    What came: words in the way of writing `lang`, or a button's `answer`.

    `intent` is what was understood, `is_sure` how well; `names` are numbers in it that
    may be those of orders, and `at_hand` is the order that was spoken of before. With
    `has_file` a photo came with it.
    """

    text: str = ""
    lang: str = "fa"
    intent: str = ""
    is_sure: bool = False
    names: tuple[str, ...] = ()
    at_hand: str = ""
    answer: str = ""
    has_file: bool = False
