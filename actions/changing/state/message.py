"""
What came from a customer in one turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from actions.shared import kept


@dataclass(frozen=True)
class Message(kept.Message):
    """
    With what an order may be meant by.

    `names` are numbers in it that may be those of orders, and `at_hand` is the order
    that was spoken of before. With `has_file` a photo came with it.
    """

    names: tuple[str, ...] = ()
    at_hand: str = ""
    has_file: bool = False
