"""
The operations of a mapping: what may be written into a shop's database, and when.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from crm_connector.model import OrderStatus
from crm_connector.sources.document import Section, nearest
from crm_connector.sources.sql.defaults import FORMATS, zone
from crm_connector.sources.sql.fields import (
    Column,
    Place,
    Scalar,
    Status,
    Table,
    TimeFormat,
    fold,
)
from crm_connector.sources.sql.parts import HistoryMapping, OrderMapping

CANCEL, ADDRESS = "cancel_order", "change_address"
_STATUSES = tuple(each.value for each in OrderStatus)


@dataclass(frozen=True)
class Now:
    """
    The moment of writing; by the clock of `zone`, and then without an offset.
    """

    format: TimeFormat
    zone: ZoneInfo | None


@dataclass(frozen=True)
class Setting:
    """
    A column and what is written into it.
    """

    column: Column
    value: Scalar | Now


@dataclass(frozen=True)
class Memory:
    """
    Where the keys of wishes are kept, so that none is done twice.

    `order` and `operation` are None where the key stands in the order's own row.
    """

    table: Table
    key: Column
    order: Column | None = None
    operation: Column | None = None
    settings: tuple[Setting, ...] = ()

    def columns(self) -> Iterator[Column]:
        """
        All columns of it.
        """
        found = (self.key, self.order, self.operation)
        yield from (each for each in found if each is not None)
        yield from (each.column for each in self.settings)


@dataclass(frozen=True)
class OperationMapping:
    """
    One operation: from which statuses, and what is written.

    `history` is what a new row of the order's history holds, besides the order; empty
    where none is written. `place` has the columns of a new address.
    """

    name: str
    allowed: frozenset[OrderStatus]
    settings: tuple[Setting, ...]
    history: tuple[Setting, ...]
    memory: Memory | None
    place: Place | None = None


def read_operations(
    section: Section, orders: OrderMapping, history: HistoryMapping | None
) -> tuple[OperationMapping, ...]:
    """
    The operations that the file allows; raises `BadMapping`.
    """
    section.only((), (CANCEL, ADDRESS))
    if section.content and orders.id.column.table != orders.rows.table.alias:
        raise section.wrong(
            next(iter(section.content)), "needs orders.columns.id in the table itself"
        )
    return tuple(
        _operation(section.section(name), name, orders, history)
        for name in section.content
    )


def _operation(
    section: Section, name: str, orders: OrderMapping, history: HistoryMapping | None
) -> OperationMapping:
    own = orders.rows.table
    cancels = name == CANCEL
    section.only(
        ("from", "set") if cancels else ("from",),
        ("history", "remember") if cancels else ("set", "history", "remember"),
    )
    settings = _settings(section.section("set"), own)
    if cancels:
        _leads_to_cancelled(section.section("set"), settings, orders.status)
    return OperationMapping(
        name=name,
        allowed=_allowed(section),
        settings=settings,
        history=_history(section, history),
        memory=_memory(section, own),
        place=None if cancels else _place(section, orders),
    )


def _allowed(section: Section) -> frozenset[OrderStatus]:
    given = section.content["from"]
    if not isinstance(given, list) or not given:
        raise section.wrong("from", "must be a list of statuses")
    for each in given:
        if each not in _STATUSES:
            near = nearest(str(each), _STATUSES)
            raise section.wrong("from", f"must be of {', '.join(_STATUSES)}{near}")
    return frozenset(map(OrderStatus, given))


def _settings(section: Section, table: Table) -> tuple[Setting, ...]:
    return tuple(
        Setting(Column(table.alias, name, section.at(name)), _value(section, name))
        for name in section.content
    )


def _value(section: Section, name: str) -> Scalar | Now:
    value = section.content[name]
    if value is None or isinstance(value, (str, int)):
        return value
    if not isinstance(value, dict):
        raise section.wrong(name, "must be a value, or {now: format}")
    now = section.section(name)
    now.only(("now",), ("zone",))
    format_, clock = TimeFormat(now.choice("now", FORMATS, "iso")), zone(now)
    if format_ is TimeFormat.JALALI and clock is None:
        # Nothing in such a text says that it would be in UTC.
        raise now.wrong("zone", "is missing: by which clock is it, as Asia/Tehran?")
    return Now(format_, clock)


def _leads_to_cancelled(
    section: Section, settings: tuple[Setting, ...], status: Status
) -> None:
    if not settings:
        raise section.wrong(status.column.name, "this setting is missing")
    for each in settings:
        if each.column == status.column:
            word = fold(str(each.value))
            if status.words.get(word) is not OrderStatus.CANCELLED:
                raise section.wrong(
                    each.column.name, "is no word that `statuses` maps to cancelled"
                )


def _history(section: Section, history: HistoryMapping | None) -> tuple[Setting, ...]:
    if "history" not in section.content:
        return ()
    if history is None:
        raise section.wrong("history", "needs the part `history`")
    if history.order.column.table != history.rows.table.alias:
        raise section.wrong(
            "history", "needs history.columns.order in the table itself"
        )
    return _settings(section.section("history"), history.rows.table)


def _memory(section: Section, own: Table) -> Memory | None:
    if "remember" not in section.content:
        return None
    remember = section.section("remember")
    if "column" in remember.content:
        remember.only(("column",))
        name = remember.text("column")
        return Memory(own, Column(own.alias, name, remember.at("column")))
    remember.only(("table", "columns"), ("schema", "set"))
    name = remember.text("table")
    schema = remember.text("schema") if "schema" in remember.content else own.schema
    table = Table(name, name, schema, remember.at("table"))
    columns = remember.section("columns")
    columns.only(("key", "order"), ("operation",))
    named = {
        each: Column(name, columns.text(each), columns.at(each))
        for each in columns.content
    }
    return Memory(table, **named, settings=_settings(remember.section("set"), table))


def _place(section: Section, orders: OrderMapping) -> Place:
    place = orders.ship_to
    if place is None:
        raise section.wrong("from", "needs orders.columns.ship_to")
    for name, text in place.fields():
        if any(each.table != orders.rows.table.alias for each in text.columns):
            raise section.wrong(
                "from",
                f"ship_to.{name} is in a joined table, whose rows may be another's too",
            )
        if name != "lines" and len(text.columns) > 1:
            raise section.wrong("from", f"ship_to.{name} must be a single column")
    return place
