"""
What a customer has said so far, as their mood is judged from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.nlu.language import Language


class Outcome(str, Enum):
    """
    What came of a message.
    """

    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not_understood"
    FAILED = "failed"
    """Understood, and could not be done: a system was down, the shop does not do it."""


@dataclass(frozen=True)
class Said:
    """
    One message of the customer, and what the bot made of it.

    `wish` is the intent it was taken for. `is_repeated` says that the same was wanted
    before; None leaves that to be judged from wishes and words. `asked_again` says that
    the bot answered with a question which it had asked before. `at` is aware.
    """

    text: str
    at: datetime | None = None
    language: Language | None = None
    outcome: Outcome = Outcome.UNDERSTOOD
    wish: str = ""
    is_repeated: bool | None = None
    asked_again: bool = False
