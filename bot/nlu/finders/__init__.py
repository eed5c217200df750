"""
Pure functions that find things in one message; none of them knows Rasa.
"""

from dataclasses import dataclass

from bot.nlu.text import Normalized


@dataclass(frozen=True)
class Found:
    """
    One thing found: its kind, its value, and where it stands in the compared form.
    """

    entity: str
    value: str
    start: int
    end: int


__all__ = ["Found", "Normalized"]
