"""
How it stands with the money for an order: pure functions of what the systems say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from crm_connector.attempts import AttemptState, PaymentAttempt
from crm_connector.model import Invoice, Money, Order, OrderStatus
from crm_connector.operations import MethodKind


class Standing(str, Enum):
    """
    What is known of it.
    """

    PAID = "paid"
    PART_PAID = "part_paid"
    """Less than it costs has come."""
    TWICE = "twice"
    """More than it costs has come, by several payments, and has not gone back."""
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
    GOES_BACK = "goes_back"
    """The order was cancelled, and what was paid for it went back, or is about to."""
    OVER_UNTOLD = "over_untold"
    """The order was cancelled and had been paid; nobody tells what became of that."""
    UNKNOWN = "unknown"
    """The systems do not tell."""

    @property
    def is_unpaid(self) -> bool:
        """
        Whether the shop waits for money that is paid online.
        """
        return self in _UNPAID


_UNPAID = frozenset(
    {
        *(Standing.PART_PAID, Standing.FAILED, Standing.PENDING),
        Standing.CANCELLED,
    }
)


@dataclass(frozen=True)
class Payments:
    """
    How it stands with one order, with what came (`paid`) and by which payments.

    `paid` is None where that cannot be told, and of a cancelled order what has not gone
    back, where that is known. `last` is the last payment that came, or else the last
    try. `surplus` is what the shop has above the order's total, and `left` what is
    still to be paid; each where there is some and it is told. `came` are the payments
    of which `paid` is the sum, as far as each is known.
    """

    order: Order
    standing: Standing
    paid: Money | None = None
    count: int = 0
    last: PaymentAttempt | None = None
    surplus: Money | None = None
    left: Money | None = None
    came: tuple[PaymentAttempt, ...] = ()


def standing_of(
    order: Order,
    attempts: Sequence[PaymentAttempt] | None,
    invoices: Sequence[Invoice] = (),
) -> Payments:
    """
    By the tries to pay where they are told (not None), else by invoices and status.

    The tries are in their order, the first one first.
    """
    if attempts:
        return _by_attempts(order, attempts)
    return _by_invoices(order, invoices)


def _by_attempts(order: Order, attempts: Sequence[PaymentAttempt]) -> Payments:
    total = order.total
    all_came = [each for each in attempts if each.state is AttemptState.PAID]
    came = [each for each in all_came if each.amount.currency == total.currency]
    paid = _sum(each.amount for each in came) or Money(0, total.currency)
    found = Payments(
        order, Standing.UNKNOWN, paid, len(came), (all_came or list(attempts))[-1]
    )
    found = replace(found, came=tuple(came))
    if order.status is OrderStatus.CANCELLED:
        return _cancelled(found, attempts, all_came)
    kept = _kept(order)
    more = (paid if kept is None else kept).amount - total.amount
    if more > 0 and _is_twice(came, total, is_kept=kept is not None):
        surplus = Money(more, total.currency)
        return replace(found, standing=Standing.TWICE, surplus=surplus)
    if came and paid.amount >= total.amount:
        return replace(found, standing=Standing.PAID)
    if kept is not None and kept.amount >= total.amount > 0:
        # By another way than those that were tried.
        last = found.last if came else None
        found = replace(found, paid=kept, last=last, came=())
        return replace(found, standing=Standing.PAID)
    if len(all_came) > len(came):
        # What it is worth in the order's currency nobody tells.
        return replace(found, paid=None)
    if not came:
        return replace(found, standing=_of_no_money(attempts))
    if order.status is OrderStatus.PAID:
        return replace(found, standing=Standing.PAID)
    left = Money(total.amount - paid.amount, total.currency)
    standing = Standing.AT_DOOR if _is_at_door(attempts[-1]) else Standing.PART_PAID
    return replace(found, standing=standing, left=left)


def _is_twice(came: Sequence[PaymentAttempt], total: Money, *, is_kept: bool) -> bool:
    """
    Whether what is above the total came by one payment too many.

    An order may be paid by card and gift card, be made smaller, and the difference be
    given back. Where nobody says what the shop has kept, two payments of the same
    amount are taken for the same one made twice, if each of them is enough.
    """
    if is_kept:
        return len(came) > 1
    amounts = [each.amount.amount for each in came]
    return any(
        each >= total.amount and amounts.count(each) > 1 for each in set(amounts)
    )


def _of_no_money(attempts: Sequence[PaymentAttempt]) -> Standing:
    """
    What the tries tell of which none brought money that is still there.
    """
    states, last = [each.state for each in attempts], attempts[-1]
    if last.state is AttemptState.PENDING:
        # Whatever became of those before it, this one is under way.
        return Standing.AT_DOOR if _is_at_door(last) else Standing.PENDING
    if last.state is AttemptState.FAILED:
        return Standing.FAILED
    if AttemptState.REFUNDED in states:
        return Standing.REFUNDED
    if AttemptState.PENDING in states:
        return Standing.PENDING
    return Standing.FAILED if AttemptState.FAILED in states else Standing.CANCELLED


def _is_at_door(attempt: PaymentAttempt) -> bool:
    return (attempt.method, attempt.state) == (MethodKind.CASH, AttemptState.PENDING)


def _cancelled(
    found: Payments,
    attempts: Sequence[PaymentAttempt],
    came: Sequence[PaymentAttempt],
) -> Payments:
    """
    Of a cancelled order, `came` being what was paid in any currency and not all back.
    """
    if not came:
        was_paid = any(each.state is AttemptState.REFUNDED for each in attempts)
        standing = Standing.REFUNDED if was_paid else Standing.OVER
        return replace(found, standing=standing)
    paid = _sum(each.amount for each in came)
    return _of_kept(replace(found, paid=paid), Standing.OVER_PAID)


def _of_kept(found: Payments, unless_told: Standing) -> Payments:
    """
    Of a cancelled order that was paid: by what the shop still has of that.
    """
    kept = _kept(found.order)
    if kept is not None and kept.amount > 0:
        return replace(found, standing=Standing.OVER_PAID, paid=kept)
    if found.paid is None:
        return found
    standing = unless_told if kept is None else Standing.GOES_BACK
    return replace(found, standing=standing)


def _by_invoices(order: Order, invoices: Sequence[Invoice]) -> Payments:
    paid, unpaid = _sum(e.paid for e in invoices), _sum(e.unpaid for e in invoices)
    has_money = any(each.paid.amount > 0 for each in invoices)
    kept = _kept(order)
    found = Payments(order, Standing.UNKNOWN, paid)
    if order.status is OrderStatus.CANCELLED:
        if has_money:
            return _cancelled_invoices(found, invoices)
        if kept is not None and kept.amount > 0:
            return replace(found, standing=Standing.OVER_PAID, paid=kept)
        return replace(found, standing=Standing.OVER)
    if invoices:
        if all(each.unpaid.amount <= 0 for each in invoices):
            return replace(found, standing=Standing.PAID)
        if not has_money:
            # It may be due later, or at the door: nobody tells of tries.
            return replace(found, standing=Standing.PENDING)
        if paid is None:
            return found
        return replace(found, standing=Standing.PART_PAID, left=unpaid)
    by_status = {
        OrderStatus.PLACED: Standing.PENDING,
        OrderStatus.PAID: Standing.PAID,
    }
    return Payments(order, by_status.get(order.status, Standing.UNKNOWN))


def _cancelled_invoices(found: Payments, invoices: Sequence[Invoice]) -> Payments:
    """
    Of a cancelled order of which some invoice was paid.
    """
    back = [each.refunded for each in invoices if each.refunded is not None]
    returned = _sum(back) if len(back) == len(invoices) else None
    if (
        found.paid is None
        or returned is None
        or found.paid.currency != returned.currency
    ):
        return _of_kept(found, Standing.OVER_UNTOLD)
    rest = Money(found.paid.amount - returned.amount, found.paid.currency)
    if rest.amount > 0:
        return _of_kept(replace(found, paid=rest), Standing.OVER_PAID)
    return replace(found, standing=Standing.REFUNDED)


def _kept(order: Order) -> Money | None:
    """
    What the shop has for it, in the currency of its total; None where nobody tells.
    """
    paid = order.paid
    return paid if paid and paid.currency == order.total.currency else None


def _sum(amounts: Iterable[Money]) -> Money | None:
    """
    All of them together; None for none, and for several currencies.
    """
    some = list(amounts)
    if len({each.currency for each in some}) != 1:
        return None
    return Money(sum(each.amount for each in some), some[0].currency)
