"""
What would be done, with its amounts: exactly what is read back and agreed to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from actions.changing.state.wishes import Pick, Wish
from crm_connector import reckoning
from crm_connector.cart import Delivery
from crm_connector.choices import LineChange, LinePart, PaymentMethod, Variant
from crm_connector.errors import Refused
from crm_connector.model import Address, Money, Order, OrderLine
from crm_connector.operations import Operation, Reason
from crm_connector.policies.deciding import Allowed
from crm_connector.policies.terms import Policies, Rule


@dataclass(frozen=True)
class Seen:
    """
    What is known at this moment of the order that a wish is of.

    `variants` are by the id of their product. `can` are the operations that the shop's
    system is able to do; of an order that is kept in another system it can none. What
    `is_for_people` the shop has seen to by them, for what it is worth. An order that
    tells no country goes to one in the shop's own `country`. `way` is how it comes, and
    `ways` are those to the address that is wished for; None where nobody can tell.
    `places` are where other orders of theirs went, by the number of the last of them.
    """

    order: Order
    policies: Policies
    now: datetime
    can: frozenset[Operation]
    variants: Mapping[str, tuple[Variant, ...]]
    methods: tuple[PaymentMethod, ...]
    is_for_people: bool = False
    country: str = ""
    ways: tuple[Delivery, ...] | None = None
    way: Delivery | None = None
    places: tuple[tuple[str, Address], ...] = ()

    def line(self, line_id: str) -> OrderLine | None:
        """
        The line of the order with this id.
        """
        return next((e for e in self.order.lines if e.id and e.id == line_id), None)

    def variants_of(self, line: OrderLine) -> tuple[Variant, ...]:
        """
        All pieces of the product in this line.
        """
        return self.variants.get(line.product_id, ())

    def variant(self, line: OrderLine, variant_id: str) -> Variant | None:
        """
        The piece of the product in this line that has this id.
        """
        found = (v for v in self.variants_of(line) if v.id == variant_id)
        return next(found, None)

    def method(self, method_id: str | None) -> PaymentMethod | None:
        """
        The means of payment of this id.
        """
        return next((each for each in self.methods if each.id == method_id), None)

    def rule(self, operation: Operation) -> Rule:
        """
        The shop's rule; there has to be one.
        """
        return self.policies.rules[operation]


@dataclass(frozen=True)
class Deal:
    """
    An operation with all that it depends on.

    `due` is what the customer has to pay, or below 0 gets back; None where nothing is
    reckoned. By `method` it is settled; None is what the order was paid with. `paid` is
    what the shop had been paid for it, where any money is concerned. `whole` is what
    was in the order, where all of it is.
    """

    operation: Operation
    number: str
    allowed: Allowed
    changes: tuple[LineChange, ...] = ()
    parts: tuple[LinePart, ...] = ()
    due: Money | None = None
    method: PaymentMethod | None = None
    reason: Reason | None = None
    address: Address | None = None
    whole: tuple[Hashable, ...] = ()
    paid: Money | None = None

    @property
    def is_unpaid(self) -> bool:
        """
        Whether the order was not paid, so that no money moves.
        """
        return self.paid is not None and self.paid.amount == 0

    @property
    def method_id(self) -> str | None:
        """
        The id of the method, where one was chosen.
        """
        return self.method.id if self.method else None

    @property
    def digest(self) -> str:
        """
        A code that is another one whenever something else would be done.
        """
        # Until when it may be done is told, and not what is agreed to.
        whole = replace(self.allowed, lines=(), until=None, reasons=())
        parts = (
            *(self.operation.value, self.number, self.changes, self.parts, self.due),
            *(self.paid, self.method_id, self.reason, self.address),
            *(whole.fee, sorted(whole.closes), whole.way_back, self.whole),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def former_picks(made: Deal, seen: Seen) -> tuple[Pick, ...]:
    """
    What the lines that would be changed are before that.
    """
    if made.operation is not Operation.CHANGE_ITEMS:
        return ()
    lines = (seen.line(each.line_id) for each in made.changes)
    return tuple(
        Pick(line.id, line.variant_id or "", line.quantity) for line in lines if line
    )


def parts_of(wish: Wish) -> tuple[LinePart, ...]:
    """
    What comes back.
    """
    found = []
    for line in wish.lines:
        pick = wish.pick_of(line)
        found.append(LinePart(line, pick.quantity if pick else None))
    return tuple(found)


def changes_of(wish: Wish) -> tuple[LineChange, ...]:
    """
    What becomes of which lines.
    """
    return tuple(
        LineChange(each.line, each.variant or None, each.quantity)
        for each in wish.picks
    )


def due_for_parts(parts: Sequence[LinePart], seen: Seen) -> Money | None:
    """
    What comes back for these parts, as an amount of 0 or less; None if unknown.
    """
    try:
        becoming = reckoning.returned(seen.order, parts)
    except Refused:
        return None
    return reckoning.due(becoming, seen.order.total.currency)


def due_for_changes(
    changes: Sequence[LineChange], seen: Seen, *, is_exchange: bool
) -> Money | None:
    """
    What there is to pay for these changes, or below 0 to get back; None if unknown.
    """
    variants = {each.id: each for some in seen.variants.values() for each in some}
    reckon = reckoning.exchanged if is_exchange else reckoning.changed
    try:
        becoming = reckon(seen.order, changes, variants)
    except Refused:
        return None
    return reckoning.due(becoming, seen.order.total.currency)


def whole_of(order: Order) -> tuple[Hashable, ...]:
    """
    What is in an order and what it comes to: another one is another order to cancel.
    """
    lines = ((e.id, e.product_id, e.variant_id, e.quantity) for e in order.lines)
    return (order.total, order.paid_with, *lines)
