"""
What order is at hand, since when and for which wish: the memory of the orders journey.

It is one document in one slot. The engine notes what a message says, actions what they
told or offered. After `STILL` nothing of it holds any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

SLOT = "orders_at_hand"
# "And when does it arrive?" a moment later still means the same order; later than this
# a no is an answer to something else.
STILL = timedelta(minutes=15)

TRACK = "track_order"
INVOICE = "get_invoice"
# What is answered by the shop's rules where the chat does not do it itself.
BY_RULES = frozenset(
    {
        "cancel_order",
        "change_order",
        "change_shipping_address",
        "reorder",
        "report_damaged_item",
        "return_item",
        "get_refund",
        "track_refund",
    }
)
WISHES = BY_RULES | {TRACK, INVOICE, "check_cancellation_fee"}
# After these a wish is still the one in hand.
_GOES_ON = frozenset({"affirm", "deny", "nlu_fallback", "ask_which"})
_UNSAID = frozenset({"unreadable_received"})

# How a message may name orders, as the extractor calls it; `DENIED` is a number, place
# or product of which the message says that it is not meant.
NUMBER, DENIED, PLACE = "order_number", "order_number_denied", "order_ordinal"
# The newest order, and places to which only what was said before gives a meaning.
LAST, OTHER, BOTH = "last", "other", "both"


@dataclass(frozen=True)
class AtHand:
    """
    The order last named or told, the last wish, and the orders last listed to see.

    `over` is whether something else has been said since that wish, `asks` whether the
    list was a question that is still open. `at` is when orders were last spoken of, in
    seconds since 1970; 0 for not at all.
    """

    number: str = ""
    wish: str = TRACK
    over: bool = False
    offered: tuple[str, ...] = ()
    asks: bool = False
    at: float = 0.0

    @classmethod
    def read(cls, slot: Any, now: datetime) -> AtHand:
        """
        What the slot holds; nothing where that is too old, or cannot be read.
        """
        try:
            kept = json.loads(slot)
            known = cls(**{**kept, "offered": tuple(kept["offered"])})
            age = now.timestamp() - known.at
        except (TypeError, ValueError, KeyError):
            return cls()
        return known if age <= STILL.total_seconds() else cls()

    @property
    def slot(self) -> str | None:
        """
        The same as text for the slot.
        """
        return json.dumps(asdict(self), separators=(",", ":")) if self.at else None

    @property
    def is_spoken_of(self) -> bool:
        """
        Whether orders are spoken of: "no, the shoes" then means another one of them.
        """
        return self.at > 0

    def is_number(self, number: object) -> bool:
        """
        Whether this is the number at hand, in whatever case.
        """
        return bool(self.number) and str(number).casefold() == self.number.casefold()

    def heard(
        self, intent: str, entities: Iterable[Mapping[str, Any]], now: datetime
    ) -> AtHand:
        """
        After a message of the customer's.

        The one order that it names is at hand, whatever is wanted of it: after "cancel
        21957", "was it sent yet?" means 21957. Whether there is such an order is seen
        when it is asked for. A question is open until the next message; the places in
        its list are counted as long as orders are spoken of. What is no word answers
        nothing.
        """
        if intent in _UNSAID:
            return self
        numbers = {str(e["value"]) for e in entities if e["entity"] == NUMBER}
        over = self.over or intent not in _GOES_ON
        heard = replace(self, over=over, asks=False)
        if intent in WISHES:
            heard = replace(heard, wish=intent, over=False, at=now.timestamp())
        if len(numbers) == 1:
            heard = replace(heard, number=numbers.pop(), at=now.timestamp())
        return heard

    def told(self, number: str, now: datetime) -> AtHand:
        """
        After telling about one order; an empty number is that of none.
        """
        return replace(self, number=number, asks=False, at=now.timestamp())

    def listed(self, numbers: Iterable[str], now: datetime) -> AtHand:
        """
        After showing these orders, of which no single one is at hand.
        """
        return AtHand(offered=tuple(numbers), at=now.timestamp())

    def asked(self, offered: Iterable[str], now: datetime) -> AtHand:
        """
        After asking which of these orders is meant.
        """
        offered = tuple(offered)
        return replace(self, offered=offered, asks=True, at=now.timestamp())
