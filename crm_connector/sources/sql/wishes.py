"""
What a customer wants of an order, and what that means with what is there now.

All of it is read within the transaction that then writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.engine import Connection

from crm_connector import reckoning
from crm_connector.choices import LineChange, LinePart, PaymentMethod, Variant
from crm_connector.errors import DueChanged, Refused
from crm_connector.model import Address, Money, Order
from crm_connector.operations import Operation, Reason
from crm_connector.reckoning import Becoming
from crm_connector.sources.sql import choices
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.queries import (
    MethodQueries,
    MoneyQueries,
    Value,
    VariantQueries,
    made,
)
from crm_connector.sources.sql.reading import Reading
from crm_connector.sources.sql.statements import Row, key_value


@dataclass(frozen=True)
class Wish:
    """
    What a customer wants of an order; `key` is the wish's own name.
    """

    customer: Value
    number: Value
    key: str
    address: Address | None = None
    reason: Reason | None = None
    changes: Sequence[LineChange] = ()
    parts: Sequence[LinePart] = ()
    due: Money | None = None
    method_id: str | None = None


@dataclass(frozen=True)
class Paid:
    """
    What is left of a payment: its row, by what it was paid, and how much.
    """

    row: Row
    method: object
    amount: int


@dataclass(frozen=True)
class Method:
    """
    By what is paid; `id` is as the database has it, None where nothing is known.
    """

    id: object
    known: PaymentMethod | None


@dataclass(frozen=True)
class Meant:
    """
    What a wish means: what becomes of lines, what that comes to, and how it is paid.

    `lines` and `variants` are the rows by the ids of the model. Of what `is_unpaid` no
    money moves, whatever is due: the order costs more or less, and is paid some day.
    """

    due: Money
    method: Method
    becoming: tuple[Becoming, ...] = ()
    lines: Mapping[str, Row] = field(default_factory=dict)
    variants: Mapping[str, Row] = field(default_factory=dict)
    payments: tuple[Paid, ...] = ()
    is_unpaid: bool = False


def taken(
    becoming: Sequence[Becoming], *, gives: bool, takes: bool
) -> Mapping[str, int]:
    """
    How many of each variant are taken from the shelf; below 0: given back to it.
    """
    count = Counter[str]()
    for each in becoming:
        if takes and each.variant_id is not None:
            count[each.variant_id] += each.new_quantity
        if gives and each.line.variant_id is not None:
            count[each.line.variant_id] -= each.quantity
    return count


class Meaning:
    """
    Finds out what wishes for this operation mean.
    """

    def __init__(self, shop: ShopMapping, operation: Operation) -> None:
        self._shop = shop
        self._operation = operation
        self._variants = made(VariantQueries, shop.variants)
        self._methods = made(MethodQueries, shop.payment_methods)
        self._payments = made(MoneyQueries, shop.payments)

    def of(
        self,
        connection: Connection,
        wish: Wish,
        order: Order,
        row: Row,
        lines: Mapping[str, Row],
        now: datetime,
    ) -> Meant:
        """
        What a wish for this order means; `row` and `lines` are its rows.

        Raises `Refused`, or `DueChanged` where it comes to something else than said.
        """
        currency = order.total.currency
        nothing, by = Money(0, currency), Method(order.paid_with, None)
        if self._operation is Operation.CHANGE_ADDRESS:
            return Meant(nothing, by)
        rows = self._rows(connection, wish, order)
        if self._operation is Operation.CANCEL_ORDER:
            paid = self._paid(connection, row[self._shop.orders.id.column])
            return Meant(nothing, by, reckoning.cancelled(order), lines, rows, paid)
        becoming = self._becoming(wish, order, self._pieces(rows, now))
        self._are_there(becoming, rows)
        due = self._due(wish, reckoning.due(becoming, currency))
        method = self._method(connection, wish, order)
        if due.amount > 0 and not order.is_unpaid:
            self._covers(method, due)
        return Meant(due, method, becoming, lines, rows, is_unpaid=order.is_unpaid)

    def _becoming(
        self, wish: Wish, order: Order, variants: Mapping[str, Variant]
    ) -> tuple[Becoming, ...]:
        try:
            if self._operation is Operation.CHANGE_ITEMS:
                return reckoning.changed(order, wish.changes, variants)
            if self._operation is Operation.EXCHANGE_ITEMS:
                return reckoning.exchanged(order, wish.changes, variants)
            return reckoning.returned(order, wish.parts)
        except Refused as refused:
            raise self._refused(str(refused)) from None

    def _are_there(self, becoming: Sequence[Becoming], rows: Mapping[str, Row]) -> None:
        """
        That there are as many as are wanted, where the shop counts them.
        """
        part = self._shop.variants
        if part is None or part.quantity is None:
            return
        for id_, count in taken(
            becoming, gives=self._operation is Operation.CHANGE_ITEMS, takes=True
        ).items():
            row = rows.get(id_)
            if count > 0 and row is not None:
                left = Reading(self._shop, part, part.id, row).stock(part.quantity)
                if left is not None and left < count:
                    raise self._refused("There are not so many in stock.")

    def _due(self, wish: Wish, comes_to: Money) -> Money:
        """
        What was said, if that is what it comes to; of a return fees may be kept back.
        """
        said = wish.due
        if self._operation is Operation.RETURN_ITEMS and said is not None:
            fits = comes_to.amount <= said.amount <= 0
            if fits and said.currency == comes_to.currency:
                return said
        if said != comes_to:
            raise DueChanged(
                "It comes to something else now.", source=self._shop.source
            )
        return comes_to

    def _rows(self, connection: Connection, wish: Wish, order: Order) -> dict[str, Row]:
        """
        The rows of all variants that are wished for or stand in the order.
        """
        part = self._shop.variants
        if self._variants is None or part is None:
            return {}
        wanted = {each.variant_id for each in wish.changes}
        wanted |= {line.variant_id for line in order.lines}
        ids = {key_value(each, part.id) for each in wanted if each is not None} - {None}
        rows = self._variants.by_ids(connection, ids)
        return {Reading(self._shop, part, part.id, r).key_of(part.id): r for r in rows}

    def _pieces(self, rows: Mapping[str, Row], now: datetime) -> dict[str, Variant]:
        part = self._shop.variants
        if part is None:
            return {}
        return {
            id_: choices.variant(self._shop, part, row, {}, now)
            for id_, row in rows.items()
        }

    def _method(self, connection: Connection, wish: Wish, order: Order) -> Method:
        """
        What is paid with: one of the customer's, or what the order was paid with.
        """
        part = self._shop.payment_methods
        id_ = order.paid_with if wish.method_id is None else wish.method_id
        if self._methods is None or part is None:
            if wish.method_id not in (None, order.paid_with):
                raise self._refused("The customer has no such way to pay.")
            return Method(id_, None)
        for row in self._methods.methods(connection, wish.customer):
            known = choices.method(self._shop, part, row)
            if known.id == id_:
                return Method(row[part.id.column], known)
        if wish.method_id is not None:
            raise self._refused("The customer has no such way to pay.")
        return Method(id_, None)

    def _covers(self, method: Method, due: Money) -> None:
        has = None if method.known is None else method.known.balance
        if has is not None and (
            has.currency != due.currency or has.amount < due.amount
        ):
            raise self._refused("There is not enough on it.")

    def _paid(self, connection: Connection, order_id: object) -> tuple[Paid, ...]:
        """
        What is left of the payments, after what was given back to the same method.
        """
        part = self._shop.payments
        if self._payments is None or part is None:
            return ()
        paid: list[Paid] = []
        back: dict[object, int] = {}
        for row in self._payments.rows(connection, order_id):
            found = choices.payment(self._shop, part, row)
            method = None if part.method is None else row[part.method.column]
            if found.is_refund:
                back[method] = back.get(method, 0) + found.amount
            else:
                paid.append(Paid(row, method, found.amount))
        left = []
        for each in reversed(paid):
            given = min(each.amount, back.get(each.method, 0))
            back[each.method] = back.get(each.method, 0) - given
            left.append(Paid(each.row, each.method, each.amount - given))
        return tuple(each for each in reversed(left) if each.amount > 0)

    def _refused(self, message: str) -> Refused:
        return Refused(message, source=self._shop.source)
