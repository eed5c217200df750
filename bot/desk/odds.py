"""
Where what a customer says and what the shop's system says cannot both be true.
"""

from __future__ import annotations

from collections.abc import Iterable

from actions.orders.warranty import claims
from crm_connector.model import OrderStatus

DAMAGED_NOT_SENT = "damaged_not_sent"
"""They say that an order came damaged which has not been sent yet."""

_NOT_SENT = frozenset({OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING})
_DAMAGED = "report_damaged_item"


def at_odds(status: str | None, intent: str, said: Iterable[str]) -> str | None:
    """
    Tell what does not fit together; None if nothing is known to.

    `status` is that of the order at hand, `intent` the wish with which they were handed
    over, `said` what they have written about it.
    """
    if status not in {each.value for each in _NOT_SENT}:
        return None
    is_damaged = intent == _DAMAGED or any(map(claims, said))
    return DAMAGED_NOT_SENT if is_damaged else None
