"""
What may be done with an order, now: pure functions of the rules and the order.

A refusal is for words and for handing over, so it says why, and what would be allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum

from crm_connector.model import Money, Order, OrderLine, OrderStatus
from crm_connector.operations import Operation, Reason
from crm_connector.policies.terms import (
    Fee,
    Limit,
    Payer,
    Policies,
    Rule,
    Terms,
    folded,
)
from crm_connector.reckoning import worth

_WHOLE = 100
_NOT_SENT = (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING)
_OF_WHAT_CAME = (Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS)


class Why(str, Enum):
    """
    Why something is not allowed.
    """

    NOT_OFFERED = "not_offered"
    """The shop has no rule for it: it is for people to say."""
    DONE_BEFORE = "done_before"
    """It was done already, or something after which it is not possible."""
    STATUS = "status"
    TOO_LATE = "too_late"
    CATEGORY = "category"
    """Things of this kind are not taken back."""
    REASON = "reason"
    """The shop does not do it for this reason."""
    CANNOT_TELL = "cannot_tell"
    """The source does not say what the rule depends on, or a part was sent already."""


class Need(str, Enum):
    """
    What the customer has to be asked before it is done.
    """

    REASON = "reason"
    UNOPENED = "unopened"
    PHOTO = "photo"


@dataclass(frozen=True)
class Allowed:
    """
    It may be done with these `lines`, for this `fee`, before `until` (None: no end).

    `needs` is what has to be asked first, a reason of `reasons`. Afterwards what is in
    `closes` is not possible any more. `way_back` says who pays for sending it back.
    """

    lines: tuple[OrderLine, ...]
    fee: Money
    until: datetime | None
    needs: frozenset[Need]
    reasons: tuple[Reason, ...]
    closes: frozenset[Operation]
    way_back: Payer | None


@dataclass(frozen=True)
class Forbidden:
    """
    It may not be done, and `why`.

    `until` is when it ended that was too late, `lines` are those that are not taken,
    `statuses` those in which it would be allowed, `by` what was done before, and
    `reasons` those for which it is done. Each is empty where it is not the cause.
    """

    why: Why
    until: datetime | None = None
    lines: tuple[OrderLine, ...] = ()
    statuses: frozenset[OrderStatus] = frozenset()
    by: Operation | None = None
    reasons: tuple[Reason, ...] = ()


Decision = Allowed | Forbidden


def decide(
    policies: Policies,
    operation: Operation,
    order: Order,
    now: datetime,
    *,
    lines: Sequence[OrderLine] | None = None,
    reason: Reason | None = None,
    done: Collection[Operation] = (),
) -> Decision:
    """
    Whether it may be done with these lines of the order (None: as many as may be).

    `now` is aware. `done` is what was done with this order before, as far as its status
    does not say so itself. Without a `reason` the terms are those of no fault.
    """
    rule = policies.rules.get(operation)
    if rule is None:
        return Forbidden(Why.NOT_OFFERED)
    before = _closing(policies, operation, done)
    if before is not None:
        return Forbidden(Why.DONE_BEFORE, by=before)
    if order.status not in rule.statuses:
        return Forbidden(Why.STATUS, statuses=rule.statuses)
    if operation is Operation.CANCEL_ORDER and _is_partly_sent(order):
        return Forbidden(Why.CANNOT_TELL)
    if reason is not None and rule.reasons and reason not in rule.reasons:
        return Forbidden(Why.REASON, reasons=rule.reasons)
    terms = rule.terms_for(reason)
    until = None
    if terms.until is not None:
        until = ends(terms.until, order, policies)
        if until is None:
            return Forbidden(Why.CANNOT_TELL)
        if now >= until:
            return Forbidden(Why.TOO_LATE, until=until)
    about = order.lines if lines is None else tuple(lines)
    if operation in _OF_WHAT_CAME:
        # What is back, or on its way back, cannot come back again.
        gone = tuple(line for line in about if line.returned >= line.quantity)
        about = tuple(line for line in about if line not in gone)
        if gone and (lines is not None or not about):
            return Forbidden(Why.DONE_BEFORE, lines=gone, by=operation)
    taken, left = _sorted_out(about, terms)
    if left and (lines is not None or not taken):
        return Forbidden(Why.CATEGORY, lines=left)
    if operation.is_of_lines and not taken:
        return Forbidden(Why.CANNOT_TELL)
    fee = _fee(terms.fees, order, taken, operation, policies)
    if fee is None:
        return Forbidden(Why.CANNOT_TELL)
    return Allowed(
        lines=taken,
        fee=fee,
        until=until,
        needs=frozenset(_needs(rule, terms, taken, reason)),
        reasons=rule.reasons,
        closes=rule.closes,
        way_back=terms.way_back,
    )


def open_now(
    policies: Policies,
    order: Order,
    now: datetime,
    *,
    done: Collection[Operation] = (),
) -> Mapping[Operation, Decision]:
    """
    The decision about everything that the shop has a rule for.
    """
    return {
        operation: decide(policies, operation, order, now, done=done)
        for operation in policies.rules
    }


def reached(order: Order, status: OrderStatus) -> datetime | None:
    """
    When the order got this status last; None where the source does not tell.
    """
    if status is OrderStatus.PLACED:
        return order.placed_at
    known = [each.at for each in order.history if each.status is status]
    if not known and status is OrderStatus.DELIVERED:
        parcels = [each.delivered_at for each in order.parcels]
        # With one of them still under way it is not all there.
        if parcels and None not in parcels:
            known = [each for each in parcels if each is not None]
    return max(known, default=None)


def ends(limit: Limit, order: Order, policies: Policies) -> datetime | None:
    """
    The moment from which it is too late, by the shop's clock; None where not known.
    """
    begun = reached(order, limit.after)
    if begun is None:
        return None
    if limit.hours is not None:
        return (begun + timedelta(hours=limit.hours)).astimezone(policies.zone)
    day = begun.astimezone(policies.zone).date()
    last = day + timedelta(days=limit.days or 0)
    # Midnight after the last day, by a clock that may have been put forward meanwhile.
    return datetime.combine(last + timedelta(days=1), time(), policies.zone)


def _is_partly_sent(order: Order) -> bool:
    """
    Whether a part of an order has left that is not said to have been sent.
    """
    has_left = any(each.shipped_at or each.delivered_at for each in order.parcels)
    return has_left and order.status in _NOT_SENT


def _closing(
    policies: Policies, operation: Operation, done: Collection[Operation]
) -> Operation | None:
    """
    What was done after which this is not possible.
    """
    for each in Operation:
        rule = policies.rules.get(each)
        if each in done and rule is not None and operation in rule.closes:
            return each
    return None


def _sorted_out(
    lines: Sequence[OrderLine], terms: Terms
) -> tuple[tuple[OrderLine, ...], tuple[OrderLine, ...]]:
    """
    The lines that may be taken, and those that may not.
    """
    taken: list[OrderLine] = []
    left: list[OrderLine] = []
    for line in lines:
        (left if is_of(line, terms.never) else taken).append(line)
    return tuple(taken), tuple(left)


def is_of(line: OrderLine, categories: frozenset[str]) -> bool:
    """
    Whether it is of one of these categories, which are folded.
    """
    return not categories.isdisjoint(map(folded, line.categories.values()))


def _needs(
    rule: Rule, terms: Terms, lines: Sequence[OrderLine], reason: Reason | None
) -> Collection[Need]:
    needs = set()
    if rule.reasons and reason is None:
        needs.add(Need.REASON)
    if any(is_of(line, terms.unopened) for line in lines):
        needs.add(Need.UNOPENED)
    if terms.photo:
        needs.add(Need.PHOTO)
    return needs


def _fee(
    fees: Sequence[Fee],
    order: Order,
    lines: Sequence[OrderLine],
    operation: Operation,
    policies: Policies,
) -> Money | None:
    """
    What it costs: of the steps the first that names the order's status, or none.

    It is never more than what it is about is worth. None where it cannot be reckoned.
    """
    currency = order.total.currency
    fee = next((f for f in fees if not f.statuses or order.status in f.statuses), None)
    if fee is None:
        return Money(0, currency)
    price = order.total.amount
    if operation.is_of_lines:
        if any(line.unit_price.currency != currency for line in lines):
            return None
        price = sum(worth(line).amount for line in lines)
    if fee.percent:
        # What does not come to a whole unit is left to the customer.
        return Money(price * fee.percent // _WHOLE, currency)
    if policies.currency != currency:
        return None
    return Money(min(fee.amount, price), currency)
