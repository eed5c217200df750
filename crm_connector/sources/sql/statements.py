"""
What all statements are made of: a part's rows, and values that may be compared.

Statements are made once and asked with bound parameters. Tables and columns come from
the mapping alone and are quoted by SQLAlchemy; what a customer says is only ever a
parameter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select, and_
from sqlalchemy.sql import column as sql_column
from sqlalchemy.sql import table as sql_table
from sqlalchemy.types import NullType

from crm_connector.sources.numbers import plain
from crm_connector.sources.sql.fields import (
    Column,
    Condition,
    Key,
    KeyType,
    Rows,
    Table,
)
from crm_connector.sources.sql.parts import PartMapping

Row = Mapping[Column, object]
"""What a row holds, by the columns of the mapping."""

# Only whole numbers are given a type. What else is compared goes to the database as it
# is, which knows whether its column holds text, one of a few words or a UUID.
_TYPES = {KeyType.INTEGER: BigInteger}
_LONGEST_INTEGER = 18
"""Digits that fit into 64 bits; what is longer is nobody's number."""

_UNSENT = ("Cc", "Cs")


class Query:
    """
    One part's rows, as wide as the mapping needs them.
    """

    def __init__(self, part: PartMapping, keys: Iterable[Key]) -> None:
        self._columns = tuple(part.columns())
        types = {key.column: _TYPES.get(key.type) for key in keys}
        wanted: dict[str, dict[str, Any]] = {}
        for each in (*self._columns, *part.rows.own_columns()):
            wanted.setdefault(each.table, {})[each.name] = types.get(each)
        self._tables = {
            each.alias: selectable(each, wanted.get(each.alias, {}))
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
        return holds(self.column(condition.column), condition)

    def rows(
        self, connection: Connection, statement: Select, **values: object
    ) -> list[Row]:
        """
        The answer, each row by the mapping's columns.
        """
        found = connection.execute(statement, values)
        return [dict(zip(self._columns, row, strict=True)) for row in found]


def holds(column: Any, condition: Condition) -> Any:
    """
    The test that a column holds one of the condition's values.
    """
    values = [each for each in condition.values if each is not None]
    tests = [column.in_(untyped(None, values, expanding=True))] if values else []
    if None in condition.values:
        tests.append(column.is_(None))
    return or_(*tests)


def untyped(name: str | None, value: object = None, **options: Any) -> Any:
    """
    A parameter whose type is the database's own affair.
    """
    return bindparam(name, value, type_=NullType(), **options)


def selectable(table: Table, columns: Mapping[str, Any]) -> Any:
    """
    A table with these columns, under the name that the mapping gives it.
    """
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
    return _uuid(given) if key.type is KeyType.UUID else _integer(given)


def _uuid(given: str) -> str | None:
    try:
        return str(UUID(given))
    except ValueError:
        return None


def _integer(given: str) -> int | None:
    fits = given.isascii() and given.isdecimal() and len(given) <= _LONGEST_INTEGER
    return int(given) if fits else None


def number_value(given: str, key: Key) -> str | int | None:
    """
    An order number as people write it, in the form in which numbers are compared.

    Any digits, capitals or not, with spaces and with the invisible marks that chats
    put around numbers in text that runs from right to left.
    """
    # Small letters as databases make them, which know no `casefold`.
    written = plain(given).lower()
    prefix = plain(key.prefix).lower()
    written = written[len(prefix) :] if written.startswith(prefix) else written
    if not written:
        return None
    if key.type is KeyType.INTEGER:
        return _integer(written)
    return prefix + written
