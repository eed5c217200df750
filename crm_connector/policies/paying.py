"""
Which ways money may take: back to the customer, or for a difference in price.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from crm_connector.choices import PaymentMethod
from crm_connector.model import Money
from crm_connector.operations import MethodKind
from crm_connector.policies.terms import Policies, Rule, Span, Way


class Payable(str, Enum):
    """
    Whether a method may be used for this.
    """

    YES = "yes"
    NOT_ALLOWED = "not_allowed"
    TOO_LITTLE = "too_little"
    """There is not enough on it."""


_KEPT_AS = {Way.GIFT_CARD: MethodKind.GIFT_CARD, Way.WALLET: MethodKind.WALLET}


def payable(
    rule: Rule, method: PaymentMethod, paid_with: str | None, due: Money
) -> Payable:
    """
    Whether `due` may be settled by this method of the customer.

    `paid_with` is the id of what the order was paid with. `due` is what the customer
    has to pay; 0 or less is what they get back.
    """
    if not _is_allowed(rule, method, paid_with):
        return Payable.NOT_ALLOWED
    if due.amount > 0 and method.kind in _KEPT_AS.values():
        has = method.balance
        if has is None or has.currency != due.currency or has.amount < due.amount:
            return Payable.TOO_LITTLE
    return Payable.YES


def choices(
    rule: Rule, methods: Iterable[PaymentMethod], paid_with: str | None, due: Money
) -> tuple[PaymentMethod, ...]:
    """
    The methods that may be used; what the order was paid with comes first.
    """
    may = [m for m in methods if payable(rule, m, paid_with, due) is Payable.YES]
    return tuple(sorted(may, key=lambda method: method.id != paid_with))


def arrives(policies: Policies, method: PaymentMethod) -> Span | None:
    """
    How long a refund to it is under way; None where the shop does not say.
    """
    return policies.takes.get(method.kind, policies.takes.get(None))


def _is_allowed(rule: Rule, method: PaymentMethod, paid_with: str | None) -> bool:
    if Way.ANY in rule.ways or (Way.ORIGINAL in rule.ways and method.id == paid_with):
        return True
    return any(_KEPT_AS.get(way) is method.kind for way in rule.ways)
