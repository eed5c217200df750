"""
The rows that are added for a new order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from crm_connector.errors import SourceRejected
from crm_connector.sources.sql import values
from crm_connector.sources.sql.entries import Now
from crm_connector.sources.sql.fields import Column, Table, TimeFormat
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.placing import (
    Expected,
    Figure,
    Following,
    Given,
    NewId,
    NewRow,
    Written,
)
from crm_connector.sources.sql.statements import selectable, untyped

_NEWEST = 500
"""So many of the newest orders are looked at for the highest number."""
_FIGURES_OF_MONEY = frozenset(
    {
        Figure.SUBTOTAL,
        Figure.SHIPPING,
        Figure.TOTAL,
        Figure.UNIT_PRICE,
        Figure.LINE_TOTAL,
    }
)


class Writing:
    """
    The rows of one order being written.
    """

    def __init__(
        self,
        shop: ShopMapping,
        connection: Connection,
        now: datetime,
        days: int | None,
    ) -> None:
        self._shop = shop
        self._connection = connection
        self._now = now
        self._days = days

    def row(
        self, row: NewRow, known: Mapping[Figure, object], number: Column | None = None
    ) -> dict[Column, object]:
        """
        The values of a row by column.
        """
        return {
            column: self._value(value, known, number)
            for column, value in row.values.items()
        }

    def add(self, row: NewRow, known: Mapping[Figure, object]) -> None:
        """
        Write a row.
        """
        self._insert(row, self.row(row, known))

    def added(
        self,
        row: NewRow,
        written: Mapping[Column, object],
        id_: Column,
        by: Sequence[Column],
    ) -> object:
        """
        Write a row, and give the id that the database has given it.
        """
        self._insert(row, written)
        found = self._found(row, written, id_, by)
        if found is None:
            raise SourceRejected(
                f"{row.table.name} has no row where one was written.",
                source=self._shop.source,
            )
        return found

    def found_or_added(self, row: NewRow, known: Mapping[Figure, object]) -> object:
        """
        The id of a row that is there already, or of a new one.
        """
        if row.id is None:
            raise ValueError("the row has no id")
        written = self.row(row, known)
        found = self._found(row, written, row.id, row.same)
        if found is not None:
            return found
        return self.added(row, written, row.id, row.same)

    def _insert(self, row: NewRow, written: Mapping[Column, object]) -> None:
        table = with_columns(row.table, *written)
        self._connection.execute(
            insert(table).values(
                {column.name: untyped(None, value) for column, value in written.items()}
            )
        )

    def _found(
        self,
        row: NewRow,
        written: Mapping[Column, object],
        id_: Column,
        by: Sequence[Column],
    ) -> object | None:
        table = with_columns(row.table, id_, *by)
        tests = [
            table.c[each.name].is_(None)
            if written[each] is None
            else table.c[each.name] == untyped(None, written[each])
            for each in by
        ]
        column = table.c[id_.name]
        newest = select(column).where(*tests).order_by(column.desc()).limit(1)
        found = self._connection.execute(newest).first()
        return None if found is None else found[0]

    def _value(
        self, value: Written, known: Mapping[Figure, object], number: Column | None
    ) -> object:
        if isinstance(value, Given):
            figure = known[value.figure]
            if figure is None:
                return value.otherwise
            is_money = value.figure in _FIGURES_OF_MONEY
            return self._money(figure) if is_money else figure
        if isinstance(value, Now):
            return values.moment_written(self._now, value.format, value.zone)
        if isinstance(value, Expected):
            return self._expected(value)
        if isinstance(value, Following):
            return self._following(value, number)
        if isinstance(value, NewId):
            return str(uuid4())
        return value

    def _money(self, amount: object) -> object:
        """
        An amount in the database's own unit.
        """
        known = self._shop.defaults
        exact = Decimal(str(amount)) * known.divide_by / known.multiply_by
        if exact == exact.to_integral_value():
            return int(exact)
        # SQLite knows no decimals; the others keep them as they are.
        return float(exact) if self._connection.dialect.name == "sqlite" else exact

    def _expected(self, value: Expected) -> object:
        if self._days is None:
            return None
        zone = value.zone or self._shop.defaults.zone
        day = self._now.astimezone(zone or timezone.utc) + timedelta(days=self._days)
        if value.format is TimeFormat.ISO:
            return day.date().isoformat()
        written = values.moment_written(day, value.format, zone)
        return written.split(" ")[0] if isinstance(written, str) else written

    def _following(self, value: Following, number: Column | None) -> object:
        """
        The next number; that nobody else takes it at once is for the column's own key.
        """
        part = self._shop.orders
        column = number or part.number.column
        table = with_columns(part.rows.table, part.id.column, column)
        newest = (
            select(table.c[column.name])
            .order_by(table.c[part.id.column.name].desc())
            .limit(_NEWEST)
        )
        last = value.least - 1
        is_text = False
        for (each,) in self._connection.execute(newest):
            is_text = is_text or isinstance(each, str)
            digits = str(each).removeprefix(value.prefix)
            if digits.isascii() and digits.isdecimal():
                last = max(last, int(digits))
        written = f"{value.prefix}{last + 1}"
        return written if is_text or value.prefix else last + 1


def with_columns(table: Table, *columns: Column) -> Any:
    """
    A table with these columns of it.
    """
    return selectable(table, dict.fromkeys(each.name for each in columns))
