"""
A message that wants an order changed, whatever else it was understood as.

Who names several wishes in one breath says nothing that training sentences are like.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.buying import draft
from actions.buying.draft import Draft
from actions.changing import wishes
from actions.changing.kinds import kind_of
from actions.changing.reading import Known, is_of_data, pieces
from actions.changing.wishes import INTENTS, Kind, Wishes
from actions.orders.at_hand import NUMBER
from bot.engine.meaning import Parsed, meaning
from bot.nlu.decision import ASK_WHICH, FALLBACK, Bounds

# Understood for sure, these are no such wish, whatever words stand in them.
_OTHERS = frozenset(
    {
        *("track_order", "list_orders", "track_refund", "get_invoice", "affirm"),
        *("contact_human_agent", "check_refund_policy", "check_cancellation_fee"),
        *("deny", "thank", "goodbye", "complaint", "delete_my_data", "review"),
    }
)
# An exchange has no intent of its own.
_AS = {Kind.EXCHANGE: Kind.CHANGE}


def is_awaited(slots: Mapping[str, Any], customer: str | None, now: datetime) -> bool:
    """
    Whether a question about a wish or a cart of theirs stands open.
    """
    kept: tuple[Wishes | Draft, ...] = (
        Wishes.read(slots.get(wishes.SLOT), now),
        Draft.read(slots.get(draft.SLOT), now),
    )
    return any(e.is_asking and e.customer in ("", customer or "") for e in kept)


def begun(parsed: Parsed, written: str) -> Parsed:
    """
    The message as a wish of that kind, if its words say so; else as it was.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    if intent in INTENTS:
        return parsed
    is_unsure = intent in (FALLBACK, ASK_WHICH) or confidence < Bounds.sure
    has_number = any(each["entity"] == NUMBER for each in parsed["entities"])
    if intent == "delete_my_data" and has_number:
        is_unsure = not is_of_data(parsed["text"])
    if not is_unsure and (intent in _OTHERS or not has_number):
        return parsed
    for piece in pieces(parsed["text"], written, Known()):
        kind = kind_of(piece)
        if kind is not None:
            name = _AS.get(kind, kind).value
            return meaning(name, parsed, confidence=1.0)
    return parsed
