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
from crm_connector.sources.sql.fields import Column, Key, KeyType, Table
from crm_connector.sources.sql.mapping import PartMapping, ShopMapping


def check(connection: Connection, shop: ShopMapping) -> None:
    """
    Raises `BadMapping` for the first thing in the file that the database lacks.

    Also for a column of numbers that is compared as text, or the other way round.
    """
    inspector = inspect(connection)
    for _, part in shop.parts():
        tables = {
            table.alias: _columns(inspector, shop, table)
            for table in part.rows.tables()
        }
        for column in (*part.columns(), *part.rows.own_columns()):
            _known(shop, column, tables[column.table])
        for key in _keys(part):
            _same_type(shop, key, tables[key.column.table][key.column.name])


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


def _keys(part: PartMapping) -> Iterator[Key]:
    for value in vars(part).values():
        if isinstance(value, Key):
            yield value


def _same_type(shop: ShopMapping, key: Key, type_: Any) -> None:
    try:
        is_integer = type_.python_type is int
    except NotImplementedError:  # SQLite's columns need no type.
        return
    if is_integer != (key.type is KeyType.INTEGER):
        real = "whole numbers" if is_integer else "no whole numbers"
        raise _wrong(
            shop,
            key.column.place,
            f"the column holds {real}, but is compared as type {key.type.value}",
        )


def _wrong(shop: ShopMapping, place: str, why: str) -> BadMapping:
    return BadMapping(f"{shop.file}: {place}: {why}", source=shop.source)
