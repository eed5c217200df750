"""
The mapping turned into statements, made once and asked with bound parameters.

Tables and columns come from the mapping alone and are quoted by SQLAlchemy; what a
customer says is only ever a parameter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Integer, String, bindparam, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select, and_
from sqlalchemy.sql import column as sql_column
from sqlalchemy.sql import table as sql_table

from crm_connector.sources.sql.fields import (
    Column,
    Condition,
    Key,
    KeyType,
    Rows,
    Table,
)
from crm_connector.sources.sql.mapping import PartMapping, ShopMapping
from crm_connector.sources.sql.records import Child, OrderRows, Row

_TYPES = {KeyType.TEXT: String, KeyType.INTEGER: BigInteger}
_LONGEST_INTEGER = 18
"""Digits that fit into 64 bits; what is longer is nobody's number."""

_UNSENT = ("Cc", "Cs")


class Query:
    """
    One part's rows, as wide as the mapping needs them.
    """

    def __init__(self, part: PartMapping, keys: Iterable[Key]) -> None:
        self._columns = tuple(part.columns())
        types = {key.column: _TYPES[key.type] for key in keys}
        wanted: dict[str, dict[str, Any]] = {}
        for each in (*self._columns, *part.rows.own_columns()):
            wanted.setdefault(each.table, {})[each.name] = types.get(each)
        self._tables = {
            each.alias: _selectable(each, wanted.get(each.alias, {}))
            for each in part.rows.tables()
        }
        self.select = self._select(part.rows)

    def column(self, column: Column) -> Any:
        """
        The SQLAlchemy column for a column of the mapping.
        """
        return self._tables[column.table].c[column.name]

    def _select(self, rows: Rows) -> Select:
        source = self._tables[rows.table.alias]
        for join in rows.joins:
            # Outer, so that a missing row is an empty value that is noticed, and not
            # an order or a line that silently disappears.
            source = source.outerjoin(
                self._tables[join.table.alias],
                and_(
                    *(self.column(a) == self.column(b) for a, b in join.match),
                    *map(self._condition, join.where),
                ),
            )
        labels = (
            self.column(each).label(f"c{place}")
            for place, each in enumerate(self._columns)
        )
        statement = select(*labels).select_from(source)
        return statement.where(*map(self._condition, rows.where))

    def _condition(self, condition: Condition) -> Any:
        column = self.column(condition.column)
        values = [each for each in condition.values if each is not None]
        tests = [column.in_(values)] if values else []
        if None in condition.values:
            tests.append(column.is_(None))
        return or_(*tests)

    def rows(
        self, connection: Connection, statement: Select, **values: object
    ) -> list[Row]:
        """
        The answer, each row by the mapping's columns.
        """
        found = connection.execute(statement, values)
        return [dict(zip(self._columns, row, strict=True)) for row in found]


def _selectable(table: Table, columns: dict[str, Any]) -> Any:
    made = sql_table(
        table.name,
        *(sql_column(name, type_) for name, type_ in columns.items()),
        schema=table.schema,
    )
    return made if table.alias == table.name else made.alias(table.alias)


def key_value(given: str, key: Key) -> str | int | None:
    """
    What somebody gave as an id, ready to be compared; None if no row can have it.
    """
    if key.type is KeyType.TEXT:
        # Drivers refuse to send such characters, and no id has them.
        return None if any(unicodedata.category(c) in _UNSENT for c in given) else given
    return _integer(given)


def _integer(given: str) -> int | None:
    fits = given.isascii() and given.isdecimal() and len(given) <= _LONGEST_INTEGER
    return int(given) if fits else None


def number_value(given: str, key: Key) -> str | int | None:
    """
    An order number as people write it, in the form in which numbers are compared.

    Any digits, capitals or not, with spaces and with the invisible marks that chats
    put around numbers in text that runs from right to left.
    """
    kept = []
    for letter in unicodedata.normalize("NFKC", given):
        kind = unicodedata.category(letter)
        if kind == "Nd":
            kept.append(str(unicodedata.decimal(letter)))
        elif kind[0] not in "CZ":
            kept.append(letter.lower())
    written = "".join(kept)
    prefix = _compared(key.prefix)
    written = written[len(prefix) :] if written.startswith(prefix) else written
    if not written:
        return None
    if key.type is KeyType.INTEGER:
        return _integer(written)
    return prefix + written


def _compared(text: str) -> str:
    return "".join(text.split()).lower()


@dataclass(frozen=True)
class Asked:
    """
    Which orders are wanted: the newest of a customer, or one by its number.
    """

    customer: str | int
    limit: int = 1
    number: str | int | None = None


ChildQuery = tuple[Query, Select]


class Queries:
    """
    All that is ever asked of a shop's database.
    """

    def __init__(self, shop: ShopMapping) -> None:
        self._shop = shop
        customers, orders = shop.customers, shop.orders
        self._customers = Query(customers, [customers.id])
        id_ = self._customers.column(customers.id.column)
        self._customer = self._customers.select.where(id_ == bindparam("customer"))

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

    def _child(self, part: Child | None) -> ChildQuery | None:
        if part is None:
            return None
        query = Query(part, [part.order] if part.id is None else [part.order, part.id])
        order = query.column(part.order.column)
        statement = query.select.where(order.in_(bindparam("orders", expanding=True)))
        first = getattr(part, "position", None) or getattr(part, "shipped_at", None)
        by = [each.column for each in (first, part.id) if each is not None]
        return query, statement.order_by(*map(query.column, by))

    def customer(self, connection: Connection, customer: str | int) -> list[Row]:
        """
        The rows of one customer: one, or none.
        """
        return self._customers.rows(connection, self._customer, customer=customer)

    def orders(self, connection: Connection, asked: Asked) -> OrderRows:
        """
        The orders asked for and what belongs to them: four queries, however many.
        """
        values: dict[str, object] = {"customer": asked.customer}
        if asked.number is None:
            statement, values["limit"] = self._newest, asked.limit
        else:
            statement, values["number"] = self._numbered, asked.number
        found = self._orders.rows(connection, statement, **values)
        ids = [row[self._shop.orders.id.column] for row in found]
        return OrderRows(
            orders=found,
            lines=_of(connection, self._lines, ids),
            history=_of(connection, self._history, ids),
            parcels=_of(connection, self._parcels, ids),
        )


def _of(
    connection: Connection, child: ChildQuery | None, ids: list[object]
) -> list[Row]:
    if child is None or not ids:
        return []
    query, statement = child
    return query.rows(connection, statement, orders=ids)
