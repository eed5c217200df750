"""
A parcel that is said to have been delivered, and that its customer never had.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from actions.orders.at_hand import AtHand
from actions.shared.sayings import bare, listed
from crm_connector.model import Order, OrderStatus

WORDS = Path(__file__).with_name("missing.yml")
_EVER = datetime(1970, 1, 1, tzinfo=timezone.utc)


def says_missing(text: str) -> bool:
    """
    Whether a parcel was stolen, or came as the shop says, and not to them.
    """
    said = bare(text)

    def has(kind: str) -> bool:
        return listed(WORDS, kind).search(said) is not None

    if has("stolen"):
        return has("parcel") or has("delivered")
    return has("delivered") and has("not_had")


def delivered(orders: Sequence[Order], hand: AtHand) -> Order | None:
    """
    The order of which that is said: the one at hand if it came, else what came last.
    """
    came = [each for each in orders if each.status is OrderStatus.DELIVERED]
    spoken_of = (each for each in came if hand.is_number(each.number))
    last = max(came, key=lambda each: each.changed_at or _EVER, default=None)
    return next(spoken_of, last)
