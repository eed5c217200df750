"""
Money of an order that goes back to the customer, or has gone: how far it has come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING

from crm_connector.operations import MethodKind

if TYPE_CHECKING:
    from crm_connector.model import Money

_LONG_AGO = datetime.min.replace(tzinfo=timezone.utc)


class RefundState(str, Enum):
    """
    How far it has come.
    """

    AWAITS_GOODS = "awaits_goods"
    """It goes back once the things are with the shop."""
    REQUESTED = "requested"
    APPROVED = "approved"
    """The shop has agreed to it, and has not sent it yet."""
    RECORDED = "recorded"
    """
    The shop has booked it and sends it by a way of its own: whether it has gone, its
    system does not tell.
    """
    PAID = "paid"


@dataclass(frozen=True)
class OrderRefund:
    """
    A part of what was paid for an order, or all of it, that goes back.

    `asked_at` is when it was asked for, `paid_at` when the shop sent it, and `to` what
    it goes to; None where the source does not tell.
    """

    amount: Money
    state: RefundState
    asked_at: datetime | None = None
    paid_at: datetime | None = None
    to: MethodKind | None = None

    @property
    def is_under_way(self) -> bool:
        """
        Whether the customer still waits for it, or may.
        """
        return self.state is not RefundState.PAID


def newest_last(refunds: Iterable[OrderRefund]) -> tuple[OrderRefund, ...]:
    """
    Those of one order as `Order.refunds` has them; what has no moment comes first.
    """
    return tuple(sorted(refunds, key=lambda each: each.asked_at or _LONG_AGO))


@dataclass(frozen=True)
class Refund:
    """
    Money given back, under the source's own `reference`.

    `is_settled` tells that it has left the shop; else it is under way.
    """

    reference: str
    order_number: str
    amount: Money
    is_settled: bool
    source: str
    as_of: datetime
