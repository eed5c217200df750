"""
A mapping held against the database it speaks of, at start and not at a customer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from crm_connector.errors import BadMapping
from crm_connector.sources.document import nearest
from crm_connector.sources.sql.fields import Column, Key, KeyType, Reach, Table
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.operations import OperationMapping
from crm_connector.sources.sql.parts import PartMapping

_KINDS = {
    KeyType.TEXT: "no whole numbers",
    KeyType.INTEGER: "whole numbers",
    KeyType.UUID: "UUIDs",
}


def check(connection: Connection, shop: ShopMapping) -> None:
    """
    Raises `BadMapping` for the first thing in the file that the database lacks.

    Also for a column of numbers that is compared as text, or the other way round.
    """
    known = _Known(inspect(connection), shop)
    for _, part in shop.parts():
        tables = {each.alias: known.columns(each) for each in part.rows.tables()}
        for column in (*part.columns(), *part.rows.own_columns()):
            _known(shop, column, tables[column.table])
        for columns, type_ in _keys(part):
            for column in columns:
                _same_type(shop, column, type_, tables[column.table][column.name])
    for table, column in _all_written(shop):
        _known(shop, column, known.columns(table))
        if connection.dialect.name == "sqlite" and known.is_view(table):
            # Other databases can write into views that are simple enough.
            raise _wrong(shop, column.place, f"{table.name!r} is a view")


def _all_written(shop: ShopMapping) -> Iterator[tuple[Table, Column]]:
    for operation in shop.operations:
        yield from _written(shop, operation)
    if shop.placing is not None:
        for row in shop.placing.rows():
            for column in (*row.values, *((row.id,) if row.id else ())):
                yield row.table, column
        stock = shop.placing.goods.stock
        if stock is not None:
            yield shop.placing.goods.rows.table, stock.column


def _written(
    shop: ShopMapping, operation: OperationMapping
) -> Iterator[tuple[Table, Column]]:
    """
    The columns that an operation writes, with their tables.
    """
    for setting in operation.settings:
        yield shop.orders.rows.table, setting.column
    if operation.lines is not None:
        for setting in operation.lines.settings:
            yield operation.lines.table, setting.column
    for added in operation.added:
        for setting in added.settings:
            yield added.table, setting.column
    paid, goods = shop.payment_methods, shop.variants
    if operation.pays and paid is not None and paid.balance is not None:
        yield paid.rows.table, paid.balance.column
    stock = operation.gives or operation.takes
    if stock and goods is not None and goods.quantity is not None:
        yield goods.rows.table, goods.quantity.column
    if shop.history is not None:
        for setting in operation.history:
            yield shop.history.rows.table, setting.column
    if operation.memory is not None:
        for column in operation.memory.columns():
            yield operation.memory.table, column


class _Known:
    """
    What the database has; it is asked once for each table.
    """

    def __init__(self, inspector: Any, shop: ShopMapping) -> None:
        self._inspector = inspector
        self._shop = shop
        self._found: dict[tuple[str | None, str], dict[str, Any]] = {}

    def columns(self, table: Table) -> dict[str, Any]:
        """
        The types of a table's columns by name.
        """
        asked = (table.schema, table.name)
        if asked not in self._found:
            self._found[asked] = _columns(self._inspector, self._shop, table)
        return self._found[asked]

    def is_view(self, table: Table) -> bool:
        """
        Whether it is a view and no table.
        """
        return table.name in self._inspector.get_view_names(schema=table.schema)


def _columns(inspector: Any, shop: ShopMapping, table: Table) -> dict[str, Any]:
    """
    The types of a table's columns by name.
    """
    known = {
        *inspector.get_table_names(schema=table.schema),
        *inspector.get_view_names(schema=table.schema),
    }
    if table.name not in known:
        near = nearest(table.name, known)
        raise _wrong(shop, table.place, f"there is no table {table.name!r}{near}")
    found = inspector.get_columns(table.name, schema=table.schema)
    return {each["name"]: each["type"] for each in found}


def _known(shop: ShopMapping, column: Column, known: dict[str, Any]) -> None:
    if column.name not in known:
        near = nearest(column.name, known)
        raise _wrong(
            shop,
            column.place,
            f"the table {column.table!r} has no column {column.name!r}{near}",
        )


def _keys(part: PartMapping) -> Iterator[tuple[tuple[Column, ...], KeyType]]:
    """
    The columns whose values are compared with what is given, and as what.
    """
    for value in vars(part).values():
        if isinstance(value, (Key, Reach)):
            yield value.columns, value.type


def _same_type(shop: ShopMapping, column: Column, type_: KeyType, held: Any) -> None:
    found = _type(held)
    if found not in (None, type_):
        real = _KINDS[found]
        raise _wrong(
            shop,
            column.place,
            f"the column holds {real}, but is compared as type {type_.value}",
        )


def _type(held: Any) -> KeyType | None:
    if held.__visit_name__ == "UUID":
        return KeyType.UUID
    try:
        return KeyType.INTEGER if held.python_type is int else KeyType.TEXT
    except NotImplementedError:  # SQLite's columns need no type.
        return None


def _wrong(shop: ShopMapping, place: str, why: str) -> BadMapping:
    return BadMapping(f"{shop.file}: {place}: {why}", source=shop.source)
