"""
How it was with a person of the shop: asked once behind each, by five buttons.

What the customer adds in words is taken as the next message after the rating, and
waited for in a slot of its own.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import entities_of

SLOT = "rating_open"
STILL = timedelta(minutes=15)
"""So long the next message is what is added to a rating."""
RATE, AGAIN, WORDS = "rate_person", "rating_again", "rating_words"
HANDOFF, STARS = "handoff", "stars"
_BUTTONS = ("one", "two", "three", "four", "five")


@dataclass(frozen=True)
class Open:
    """
    The handoff that was rated just now; `at` is in seconds since 1970.
    """

    handoff: int
    at: float

    @property
    def slot(self) -> str:
        """
        As text for the slot.
        """
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, slot: Any, now: datetime) -> Open | None:
        """
        What the slot holds, if it is still waited for.
        """
        try:
            kept = cls(**json.loads(slot))
        except (TypeError, ValueError):
            return None
        return kept if now.timestamp() - kept.at <= STILL.total_seconds() else None


def ask(
    dispatcher: CollectingDispatcher, response: str, handoff: int, **fields: str
) -> None:
    """
    Ask by five buttons.
    """
    buttons = {
        name: f"/{RATE}{json.dumps({HANDOFF: str(handoff), STARS: str(stars)})}"
        for stars, name in enumerate(_BUTTONS, 1)
    }
    dispatcher.utter_message(response=response, **fields, **buttons)


def again(handoff: int) -> str:
    """
    What the button means by which a rating is changed.
    """
    return f"/{AGAIN}{json.dumps({HANDOFF: str(handoff)})}"


def number_in(tracker: Tracker, entity: str) -> int:
    """
    A number that a button of ours carries.
    """
    return next(int(e["value"]) for e in entities_of(tracker) if e["entity"] == entity)
