"""
Questions about customers, their orders, and what else the mapping speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Integer, bindparam, func
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from crm_connector.sources.sql.fields import Key, KeyType
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.parts import (
    AttemptMapping,
    InvoiceMapping,
    LoyaltyMapping,
    MethodMapping,
    OptionMapping,
    PaymentMapping,
    ShelfMapping,
    VariantMapping,
)
from crm_connector.sources.sql.records import Child, CustomerRows, OrderRows
from crm_connector.sources.sql.statements import Query, Row, key_value

P = TypeVar("P")
T = TypeVar("T")
M = TypeVar("M", bound=PaymentMapping | AttemptMapping)

Value = str | int

_MOST_IDS = 1_000
"""Ids in one question: databases allow some ten thousand parameters."""


@dataclass(frozen=True)
class Asked:
    """
    Which orders are wanted: the newest of a customer, or one by its number.
    """

    customer: Value
    limit: int = 1
    number: Value | None = None


ChildQuery = tuple[Query, Select]


class OrderQueries:
    """
    Everything that is asked about orders.
    """

    def __init__(self, shop: ShopMapping) -> None:
        self._shop = shop
        orders = shop.orders
        self._orders = Query(orders, [orders.id, orders.number, orders.customer])
        column = self._orders.column
        theirs = self._orders.select.where(
            column(orders.customer.column) == bindparam("customer")
        )
        self._newest = theirs.order_by(
            column(orders.placed_at.column).desc(), column(orders.id.column).desc()
        ).limit(bindparam("limit", type_=Integer))
        number = column(orders.number.column)
        if orders.number.type is KeyType.TEXT:
            number = func.replace(func.lower(number), " ", "")
        self._numbered = theirs.where(number == bindparam("number"))

        self._lines = self._child(shop.lines)
        self._history = self._child(shop.history)
        self._parcels = self._child(shop.parcels)
        self._refunds = self._child(shop.refunds)
        self._options = made(OptionQueries, shop.options)

    def _child(self, part: Child | None) -> ChildQuery | None:
        if part is None:
            return None
        query = Query(part, [part.order] if part.id is None else [part.order, part.id])
        order = query.column(part.order.column)
        statement = query.select.where(order.in_(bindparam("orders", expanding=True)))
        first = getattr(part, "position", None) or getattr(part, "shipped_at", None)
        by = [each.column for each in (first, part.id) if each is not None]
        return query, statement.order_by(*map(query.column, by))

    def order(
        self, connection: Connection, customer: Value, number: Value
    ) -> list[Row]:
        """
        The rows of one order, without what belongs to it.
        """
        return self._orders.rows(
            connection, self._numbered, customer=customer, number=number
        )

    def orders(self, connection: Connection, asked: Asked) -> OrderRows:
        """
        The orders asked for and what belongs to them: six queries, however many.
        """
        values: dict[str, object] = {"customer": asked.customer}
        if asked.number is None:
            statement, values["limit"] = self._newest, asked.limit
        else:
            statement, values["number"] = self._numbered, asked.number
        found = self._orders.rows(connection, statement, **values)
        ids = [row[self._shop.orders.id.column] for row in found]
        lines, options = _of(connection, self._lines, ids), []
        variant = self._shop.lines.variant
        if self._options is not None and variant is not None:
            bought = {row[variant.column] for row in lines} - {None}
            options = self._options.options(connection, bought)
        return OrderRows(
            orders=found,
            lines=lines,
            history=_of(connection, self._history, ids),
            parcels=_of(connection, self._parcels, ids),
            refunds=_of(connection, self._refunds, ids),
            options=options,
        )


def _of(
    connection: Connection, child: ChildQuery | None, ids: list[object]
) -> list[Row]:
    if child is None or not ids:
        return []
    query, statement = child
    return query.rows(connection, statement, orders=ids)


class OptionQueries:
    """
    What variants are like, where that has a table of its own.
    """

    def __init__(self, part: OptionMapping) -> None:
        self._query = Query(part, [part.variant])
        variant = self._query.column(part.variant.column)
        by = [variant]
        if part.position is not None:
            by.append(self._query.column(part.position.column))
        self._of = self._query.select.where(
            variant.in_(bindparam("variants", expanding=True))
        ).order_by(*by)

    def options(
        self, connection: Connection, variants: Collection[object]
    ) -> list[Row]:
        """
        The rows of these variants, each with its options in their order.
        """
        return _in_parts(connection, self._query, self._of, "variants", variants)


class VariantQueries:
    """
    The pieces in which products can be had.
    """

    def __init__(self, part: VariantMapping) -> None:
        self.part = part
        self._query = Query(part, [part.id, part.product])
        column = self._query.column
        ordered = self._query.select.order_by(column(part.id.column))
        self._of_products = ordered.where(
            column(part.product.column).in_(bindparam("products", expanding=True))
        )
        self._by_ids = ordered.where(
            column(part.id.column).in_(bindparam("ids", expanding=True))
        )

    def of_products(
        self, connection: Connection, product_ids: Collection[str]
    ) -> list[Row]:
        """
        The rows of these products.
        """
        ids = _comparable(product_ids, self.part.product)
        return _in_parts(connection, self._query, self._of_products, "products", ids)

    def by_ids(self, connection: Connection, ids: Collection[object]) -> list[Row]:
        """
        The rows of these variants.
        """
        return _in_parts(connection, self._query, self._by_ids, "ids", ids)


class MethodQueries:
    """
    What customers have on file to pay with.
    """

    def __init__(self, part: MethodMapping) -> None:
        self.part = part
        self._query = Query(part, [part.id, part.customer])
        column = self._query.column
        self._theirs = self._query.select.where(
            column(part.customer.column) == bindparam("customer")
        ).order_by(column(part.id.column))

    def methods(self, connection: Connection, customer: Value) -> list[Row]:
        """
        The rows of one customer.
        """
        return self._query.rows(connection, self._theirs, customer=customer)


class MoneyQueries(Generic[M]):
    """
    What was paid for an order, or all tries to pay for it: rows of the order.
    """

    def __init__(self, part: M) -> None:
        self.part = part
        self._query = Query(part, [part.id, part.order])
        column = self._query.column
        self._of = self._query.select.where(
            column(part.order.column) == bindparam("order")
        ).order_by(column(part.id.column))

    def rows(self, connection: Connection, order: object) -> list[Row]:
        """
        The rows of one order, the first one first.
        """
        return self._query.rows(connection, self._of, order=order)


class CustomerQueries:
    """
    Everything that is asked about customers by their ids.
    """

    def __init__(self, shop: ShopMapping) -> None:
        self._shop = shop
        customers = shop.customers
        self._customers = Query(customers, [customers.id])
        id_ = self._customers.column(customers.id.column)
        self._by_ids = self._customers.select.where(
            id_.in_(bindparam("ids", expanding=True))
        ).order_by(id_)
        self._contacts = _contacts(shop)

    def customers(
        self, connection: Connection, ids: Collection[object]
    ) -> CustomerRows:
        """
        Some customers and their contacts, by their ids: two queries at most.
        """
        if not ids:
            return CustomerRows(())
        found = self._customers.rows(connection, self._by_ids, ids=list(ids))
        theirs = [row[self._shop.customers.id.column] for row in found]
        if self._contacts is None or not theirs:
            return CustomerRows(found)
        query, statement = self._contacts
        return CustomerRows(found, query.rows(connection, statement, customers=theirs))


def _contacts(shop: ShopMapping) -> ChildQuery | None:
    part = shop.contacts
    if part is None:
        return None
    query = Query(
        part, [part.customer] if part.id is None else [part.customer, part.id]
    )
    statement = query.select.where(
        query.column(part.customer.column).in_(bindparam("customers", expanding=True))
    )
    by = [each.column for each in (part.position, part.id) if each is not None]
    return query, statement.order_by(*map(query.column, by))


class InvoiceQueries:
    """
    A customer's invoices.
    """

    def __init__(self, part: InvoiceMapping) -> None:
        self.part = part
        self._query = Query(part, [part.number, part.customer])
        column = self._query.column
        self._newest = (
            self._query.select.where(
                column(part.customer.column) == bindparam("customer")
            )
            .order_by(
                column(part.billed_on.column).desc(), column(part.number.column).desc()
            )
            .limit(bindparam("limit", type_=Integer))
        )

    def invoices(
        self, connection: Connection, customer: Value, limit: int
    ) -> list[Row]:
        """
        The newest of them.
        """
        return self._query.rows(
            connection, self._newest, customer=customer, limit=limit
        )


class LoyaltyQueries:
    """
    What a customer has collected.
    """

    def __init__(self, part: LoyaltyMapping) -> None:
        self.part = part
        self._query = Query(part, [part.customer])
        self._theirs = self._query.select.where(
            self._query.column(part.customer.column) == bindparam("customer")
        )

    def loyalty(self, connection: Connection, customer: Value) -> list[Row]:
        """
        The row of one customer: one, or none.
        """
        return self._query.rows(connection, self._theirs, customer=customer)


class ShelfQueries:
    """
    Price and stock.
    """

    def __init__(self, part: ShelfMapping) -> None:
        self.part = part
        self._query = Query(part, [part.product])
        self._products = self._query.select.where(
            self._query.column(part.product.column).in_(
                bindparam("products", expanding=True)
            )
        )

    def shelf(self, connection: Connection, product_ids: Collection[str]) -> list[Row]:
        """
        The rows of these products, in as few questions as databases allow.
        """
        ids = _comparable(product_ids, self.part.product)
        return _in_parts(connection, self._query, self._products, "products", ids)


def _comparable(given: Collection[str], key: Key) -> list[Value]:
    values = {key_value(each, key) for each in given}
    return sorted(each for each in values if each is not None)


def _in_parts(
    connection: Connection,
    query: Query,
    statement: Select,
    name: str,
    ids: Collection[object],
) -> list[Row]:
    """
    The rows for all of these ids, in as few questions as databases allow.
    """
    wanted, found = list(ids), list[Row]()
    for begin in range(0, len(wanted), _MOST_IDS):
        some = wanted[begin : begin + _MOST_IDS]
        found += query.rows(connection, statement, **{name: some})
    return found


def made(queries: Callable[[P], T], part: P | None) -> T | None:
    """
    The queries of a part, if the file has it.
    """
    return None if part is None else queries(part)
