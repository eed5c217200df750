"""
How it stands with the money for an order: pure functions of what the systems say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from crm_connector.attempts import AttemptState, PaymentAttempt
from crm_connector.model import Invoice, Money, Order, OrderStatus
from crm_connector.operations import MethodKind


class Standing(str, Enum):
    """
    What is known of it.
    """

    PAID = "paid"
    TWICE = "twice"
    """More than it costs has come, by several payments."""
    FAILED = "failed"
    PENDING = "pending"
    AT_DOOR = "at_door"
    """It is to be paid when it is delivered."""
    CANCELLED = "cancelled"
    """Every try to pay was broken off."""
    REFUNDED = "refunded"
    OVER = "over"
    """The order was cancelled, and nothing is paid for it any more."""
    OVER_PAID = "over_paid"
    """The order was cancelled, and what was paid for it has not gone back yet."""
    UNKNOWN = "unknown"
    """The systems do not tell."""

    @property
    def is_unpaid(self) -> bool:
        """
        Whether the shop waits for money that is paid online.
        """
        return self in (Standing.FAILED, Standing.PENDING, Standing.CANCELLED)


@dataclass(frozen=True)
class Payments:
    """
    How it stands with one order, with what came (`paid`) and by which payments.

    `last` is the last payment that came, or else the last try.
    """

    order: Order
    standing: Standing
    paid: Money | None = None
    count: int = 0
    last: PaymentAttempt | None = None

    @property
    def surplus(self) -> Money | None:
        """
        What came above the order's total, where that was told.
        """
        if self.paid is None or self.paid.currency != self.order.total.currency:
            return None
        more = self.paid.amount - self.order.total.amount
        return Money(more, self.paid.currency) if more > 0 else None


def standing_of(
    order: Order,
    attempts: Sequence[PaymentAttempt] | None,
    invoices: Sequence[Invoice] = (),
) -> Payments:
    """
    By the tries to pay where they are told (not None), else by invoices and status.
    """
    if attempts:
        return _by_attempts(order, attempts)
    return _by_invoices(order, invoices)


def _by_attempts(order: Order, attempts: Sequence[PaymentAttempt]) -> Payments:
    currency = order.total.currency
    came = [
        each
        for each in attempts
        if each.state is AttemptState.PAID and each.amount.currency == currency
    ]
    paid = Money(sum(each.amount.amount for each in came), currency)
    last = (came or list(attempts))[-1]

    def stands(standing: Standing) -> Payments:
        return Payments(order, standing, paid, len(came), last)

    if order.status is OrderStatus.CANCELLED:
        return stands(Standing.OVER_PAID if came else Standing.OVER)
    # What was taken out of an order since it was paid is no second payment.
    is_twice = len(came) > 1 and paid.amount > order.total.amount
    if is_twice:
        return stands(Standing.TWICE)
    if came:
        return stands(Standing.PAID)
    states = [each.state for each in attempts]
    if AttemptState.REFUNDED in states:
        return stands(Standing.REFUNDED)
    if last.method is MethodKind.CASH and last.state is AttemptState.PENDING:
        return stands(Standing.AT_DOOR)
    if AttemptState.FAILED in states:
        return stands(Standing.FAILED)
    if last.state is AttemptState.CANCELLED:
        return stands(Standing.CANCELLED)
    return stands(Standing.PENDING)


def _by_invoices(order: Order, invoices: Sequence[Invoice]) -> Payments:
    paid = None
    if invoices and len({each.total.currency for each in invoices}) == 1:
        currency = invoices[0].total.currency
        paid = Money(sum(each.paid.amount for each in invoices), currency)
    if order.status is OrderStatus.CANCELLED:
        return Payments(order, Standing.OVER, paid)
    if invoices:
        is_paid = all(each.unpaid.amount <= 0 for each in invoices)
        # What is not paid may be due later, or at the door: nobody tells of tries.
        standing = Standing.PAID if is_paid else Standing.PENDING
        return Payments(order, standing, paid)
    by_status = {
        OrderStatus.PLACED: Standing.PENDING,
        OrderStatus.PAID: Standing.PAID,
    }
    return Payments(order, by_status.get(order.status, Standing.UNKNOWN))
