"""
The message after a rating as a word about it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actions.people import rating
from actions.shared.sayings import asks
from bot.engine.meaning import Parsed, meaning

# Whoever wants one of these wants it now, whatever they have just rated.
_WANTED = frozenset({"change_language", "contact_human_agent", "withdraw_person"})
# A bare no is none to add, and thanks alone say nothing.
_SMALL = frozenset({"affirm", "deny", "goodbye", "greet", "thank"})
_FEW = 3


def rated(parsed: Parsed, slot: Any, now: datetime) -> Parsed:
    """
    The message as what is added to the rating in `slot`; else as it was.

    "It came too late" is then no question about a parcel. What is asked with a question
    mark is one all the same.
    """
    waits = rating.Open.read(slot, now)
    text, intent = parsed["text"], parsed["intent"]["name"]
    if waits is None or asks(text):
        return parsed
    if intent in _WANTED or (intent in _SMALL and len(text.split()) <= _FEW):
        return parsed
    said = [{"entity": rating.HANDOFF, "value": str(waits.handoff)}]
    return meaning(rating.WORDS, parsed, said, confidence=1.0)
