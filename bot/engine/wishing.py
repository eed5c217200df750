"""
A message that wants an order changed or something bought, whatever it was heard as.

Who names several wishes in one breath says nothing that training sentences are like.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.buying import draft
from actions.buying.draft import Draft
from actions.buying.wanting import asks_price, is_of_theirs, wants_to_have
from actions.changing.reading import (
    Known,
    is_of_data,
    pieces,
    says_postal_code,
    says_whether_opened,
)
from actions.changing.state import wishes
from actions.changing.state.kinds import kind_of
from actions.changing.state.wishes import INTENTS, Kind, Wishes, refused_as_opened
from actions.orders.at_hand import NUMBER
from bot.engine.meaning import Parsed, meaning
from bot.nlu.decision import ASK_WHICH, ASKED_BETWEEN, FALLBACK, OUT_OF_SCOPE, Bounds

# Understood for sure, these are no such wish, whatever words stand in them.
_OTHERS = frozenset(
    {
        *("track_order", "list_orders", "track_refund", "get_invoice", "affirm"),
        *("contact_human_agent", "check_refund_policy", "check_cancellation_fee"),
        *("deny", "thank", "goodbye", "complaint", "delete_my_data", "review"),
    }
)
_BUYS, _PRICE, _DELETES = "place_order", "check_price", "delete_my_data"
# What wanting a thing may be taken for, however surely; all else has to be unsure.
_LIKE_BUYING = frozenset({_BUYS, "search_product"})
# What names something that may stand in an order.
_THINGS = frozenset({"product", "product_word", "category", "order_ordinal"})
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


def contested(
    parsed: Parsed, slots: Mapping[str, Any], customer: str | None, now: datetime
) -> Parsed:
    """
    The message as that wish once more which was refused for goods that were opened.

    "It is opened" by itself would be taken for damage.
    """
    kept = Wishes.read(slots.get(wishes.SLOT), now)
    if kept.is_open or kept.customer != (customer or ""):
        return parsed
    if refused_as_opened(kept) is None or not says_whether_opened(parsed["text"]):
        return parsed
    return meaning(Kind.RETURN.value, parsed, [], confidence=1.0)


def bought(parsed: Parsed) -> Parsed:
    """
    The message as the beginning of a cart, if it asks for a thing of the catalogue.

    What such a thing costs is a question of its own, however odd it sounds.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    between = parsed.get(ASKED_BETWEEN, ())
    # "Where is the kettle?" is no wish to have one.
    is_unsure = intent in (FALLBACK, ASK_WHICH) or confidence < Bounds.sure
    is_like = intent in _LIKE_BUYING or not _LIKE_BUYING.isdisjoint(between)
    has_number = any(each["entity"] == NUMBER for each in parsed["entities"])
    is_theirs = has_number or is_of_theirs(parsed["text"])
    is_tracking = intent == "track_order" and not is_theirs
    is_odd = intent in (FALLBACK, ASK_WHICH, OUT_OF_SCOPE)
    if is_odd and asks_price(parsed["text"], parsed["entities"]):
        return meaning(_PRICE, parsed, confidence=1.0)
    if not (is_like or is_unsure or is_tracking):
        return parsed
    if not wants_to_have(parsed["text"], parsed["entities"]):
        return parsed
    return meaning(_BUYS, parsed, confidence=1.0)


def begun(parsed: Parsed, written: str) -> Parsed:
    """
    The message as a wish of that kind, if its words say so; else as it was.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    if intent in INTENTS:
        return parsed
    is_unsure = intent in (FALLBACK, ASK_WHICH) or confidence < Bounds.sure
    has_number = any(each["entity"] == NUMBER for each in parsed["entities"])
    named = {each["entity"] for each in parsed["entities"]}
    if intent == _DELETES and (has_number or named & _THINGS):
        is_unsure = not is_of_data(parsed["text"])
    if says_postal_code(parsed["text"]):
        # Its digits are no order's number.
        rest = [e for e in parsed["entities"] if e["entity"] != NUMBER]
        return meaning(Kind.ADDRESS.value, parsed, rest, confidence=1.0)
    if not is_unsure and (intent in _OTHERS or not has_number):
        return parsed
    for piece in pieces(parsed["text"], written, Known()):
        kind = kind_of(piece)
        if kind is not None:
            name = _AS.get(kind, kind).value
            return meaning(name, parsed, confidence=1.0)
    return parsed
