"""
The end state of a database, and what is other in another one.

A state is what can be told apart: ids that the database makes itself are left out, and
of two equal pieces of an order it does not matter which one comes back. Everything else
counts, in every table but `wishes`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_OURS = frozenset({"wishes", "sqlite_sequence"})
# Of these, what an id of the database's own stands for.
_SPELT_OUT = {
    "returns": "SELECT r.order_id, i.item_id, r.method_id "
    "FROM returns r JOIN items i ON i.id = r.line",
    "exchanges": "SELECT x.order_id, i.item_id, x.new_item_id, x.difference, "
    "x.method_id FROM exchanges x JOIN items i ON i.id = x.line",
}
_MOST_SHOWN = 12

Row = tuple[object, ...]


@dataclass(frozen=True)
class Table:
    """
    The rows of one table, each as often as it is there, by the names of `columns`.
    """

    columns: tuple[str, ...]
    rows: Mapping[Row, int]


State = Mapping[str, Table]


def read(file: Path) -> State:
    """
    The state of this file.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return state(database)


def state(database: sqlite3.Connection) -> State:
    """
    The state of an open database.
    """
    names = [
        name
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        if name not in _OURS
    ]
    return {name: _table(database, name) for name in names}


def differences(found: State, wanted: State) -> list[str]:
    """
    What is other than wanted, in lines; none if nothing is.
    """
    lines = []
    for name in sorted({*found, *wanted}):
        if name not in found or name not in wanted:
            lines.append(f"{name}: there is no such table in one of them")
            continue
        lines += _of_table(name, found[name], wanted[name])
    if len(lines) > _MOST_SHOWN:
        more = len(lines) - _MOST_SHOWN
        return [*lines[:_MOST_SHOWN], f"... and {more} more"]
    return lines


def _table(database: sqlite3.Connection, name: str) -> Table:
    asked = _SPELT_OUT.get(name)
    if asked is None:
        kept = [
            column
            for _, column, kind, _, _, is_key in database.execute(
                f"PRAGMA table_info({name})"
            )
            if not (is_key and kind == "INTEGER")
        ]
        asked = f"SELECT {', '.join(kept)} FROM {name}"  # noqa: S608 - names of ours
    cursor = database.execute(asked)
    columns = tuple(each[0] for each in cursor.description)
    return Table(columns, Counter(map(tuple, cursor)))


def _of_table(name: str, found: Table, wanted: Table) -> Iterator[str]:
    extra = list((Counter(found.rows) - Counter(wanted.rows)).elements())
    missing = list((Counter(wanted.rows) - Counter(found.rows)).elements())
    for row in sorted(missing, key=repr):
        # The row that was meant has the same first column, and little else is other.
        near = [each for each in extra if each[:1] == row[:1]]
        if not near:
            yield f"{name}: {_told(wanted, row)} is missing"
            continue
        other = min(near, key=lambda each: sum(map(_differs, each, row)))
        extra.remove(other)
        parts = ", ".join(
            f"{column} is {is_!r} and should be {should!r}"
            for column, is_, should in zip(wanted.columns, other, row, strict=True)
            if is_ != should
        )
        yield f"{name} {row[0]}: {parts}"
    for row in sorted(extra, key=repr):
        yield f"{name}: {_told(found, row)} should not be there"


def _differs(one: object, other: object) -> bool:
    return one != other


def _told(table: Table, row: Row) -> str:
    pairs = zip(table.columns, row, strict=True)
    return ", ".join(f"{column} {value}" for column, value in pairs)
