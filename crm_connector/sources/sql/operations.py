"""
The operations of a mapping: what may be written into a shop's database, and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from crm_connector.model import OrderStatus
from crm_connector.operations import Operation
from crm_connector.sources.document import Section, nearest
from crm_connector.sources.sql.defaults import Defaults
from crm_connector.sources.sql.entries import (
    DUE,
    LINE,
    NEW,
    ORDER,
    PAYMENT,
    PLUS,
    WISH,
    Setting,
    read_settings,
)
from crm_connector.sources.sql.fields import Column, Place, Status, Table, fold
from crm_connector.sources.sql.parts import OrderMapping

_STATUSES = tuple(each.value for each in OrderStatus)
_COMMON = ("unless", "set", "history", "remember")
_MONEY = ("add", "balance")
# What each operation has to say besides `from`, and what it may.
_SETTINGS: Mapping[Operation, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Operation.CANCEL_ORDER: (("set",), (*_COMMON, *_MONEY, "stock")),
    Operation.CHANGE_ADDRESS: ((), _COMMON),
    Operation.CHANGE_ITEMS: (("lines", "remember"), (*_COMMON, *_MONEY, "stock")),
    Operation.RETURN_ITEMS: (("remember",), (*_COMMON, *_MONEY)),
    Operation.EXCHANGE_ITEMS: (("remember",), (*_COMMON, *_MONEY, "stock")),
}
_GIVE, _TAKE = "give", "take"


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


class Per(str, Enum):
    """
    For what each of several rows is added.
    """

    ORDER = "order"
    LINE = "line"
    PAYMENT = "payment"
    """What is left of each payment, after what was given back of it."""
    DUE = "due"
    """One row, unless there is nothing to pay now or to be given back."""


@dataclass(frozen=True)
class Added:
    """
    Rows that are added to a table.
    """

    table: Table
    per: Per
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class Lines:
    """
    What is written into lines that change; without `removes` none can be taken away.
    """

    table: Table
    settings: tuple[Setting, ...]
    removes: bool


@dataclass(frozen=True)
class OperationMapping:
    """
    One operation: from which statuses, `unless` what was done, and what is written.

    `history` is what a new row of the order's history holds, besides the order; empty
    where none is written. `place` has the columns of a new address. With `pays` the
    balance of what is paid with moves at once; old pieces go back on the shelf with
    `gives`, and with `takes` the new ones are taken from it.
    """

    name: str
    allowed: frozenset[OrderStatus]
    settings: tuple[Setting, ...]
    history: tuple[Setting, ...]
    memory: Memory | None
    place: Place | None = None
    unless: frozenset[Operation] = frozenset()
    lines: Lines | None = None
    added: tuple[Added, ...] = ()
    pays: bool = False
    gives: bool = False
    takes: bool = False

    @property
    def operation(self) -> Operation:
        """
        Which one it is.
        """
        return Operation(self.name)


def read_operations(
    section: Section, defaults: Defaults, parts: Mapping[str, Any]
) -> tuple[OperationMapping, ...]:
    """
    The operations that the file allows, over its parts; raises `BadMapping`.
    """
    section.only((), tuple(each.value for each in Operation))
    reading = _Reading(defaults, parts)
    if section.content and not reading.is_own("orders", "id"):
        raise section.wrong(
            next(iter(section.content)), "needs orders.columns.id in the table itself"
        )
    return tuple(
        reading.operation(section.section(name), Operation(name))
        for name in section.content
    )


class _Reading:
    """
    Reads operations over the parts of a file.
    """

    def __init__(self, defaults: Defaults, parts: Mapping[str, Any]) -> None:
        self._defaults = defaults
        self._parts = parts
        self._own = parts["orders"].rows.table

    def is_own(self, part: str, field: str) -> bool:
        """
        Whether a part has this field, in a column of its own table.
        """
        mapped = self._parts.get(part)
        value = getattr(mapped, field, None)
        if mapped is None or value is None:
            return False
        return all(each.table == mapped.rows.table.alias for each in value.columns)

    def operation(self, section: Section, operation: Operation) -> OperationMapping:
        required, optional = _SETTINGS[operation]
        section.only(("from", *required), optional)
        known = (WISH, ORDER, PLUS) if operation.is_of_lines else (WISH, ORDER)
        settings = self._settings(section, "set", self._own, known)
        if operation.is_of_lines:
            self._needs(section, "from", "lines", "id")
        changes = operation in (Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS)
        if changes:
            self._needs(section, "from", "lines", "variant")
            self._needs(section, "from", "variants", "price", own=False)
        self._leads_there(section, operation, settings)
        stock = _some_of(section, "stock", (_GIVE, _TAKE))
        if stock:
            self._needs(section, "stock", "variants", "id")
            self._needs(section, "stock", "variants", "quantity")
            self._needs(section, "stock", "lines", "variant", own=False)
        pays = section.choice("balance", ("at_once", "later"), "later") == "at_once"
        if pays:
            self._needs(section, "balance", "payment_methods", "id")
            self._needs(section, "balance", "payment_methods", "balance")
        is_address = operation is Operation.CHANGE_ADDRESS
        return OperationMapping(
            name=operation.value,
            allowed=_allowed(section),
            settings=settings,
            history=self._history(section),
            memory=self._memory(section),
            place=_place(section, self._parts["orders"]) if is_address else None,
            unless=frozenset(
                map(Operation, _some_of(section, "unless", _values(Operation)))
            ),
            lines=self._lines(section),
            added=tuple(self._added(section, operation)),
            pays=pays,
            gives=_GIVE in stock,
            takes=_TAKE in stock,
        )

    def _settings(
        self, section: Section, name: str, table: Table, known: tuple[str, ...]
    ) -> tuple[Setting, ...]:
        return read_settings(section.section(name), table, self._defaults, known)

    def _needs(
        self, section: Section, key: str, part: str, field: str, *, own: bool = True
    ) -> None:
        if getattr(self._parts.get(part), field, None) is None:
            raise section.wrong(key, f"needs {part}.columns.{field}")
        if own and not self.is_own(part, field):
            raise section.wrong(
                key, f"needs {part}.columns.{field} in the table itself"
            )

    def _leads_there(
        self, section: Section, operation: Operation, settings: tuple[Setting, ...]
    ) -> None:
        """
        That it can be seen afterwards what was done, so that it is not done again.
        """
        status: Status = self._parts["orders"].status
        words = [
            fold(str(each.value)) for each in settings if each.column == status.column
        ]
        if operation is Operation.CANCEL_ORDER:
            place = section.section("set")
            if not settings:
                raise place.wrong(status.column.name, "this setting is missing")
            for word in words:
                if status.words.get(word) is not OrderStatus.CANCELLED:
                    raise place.wrong(
                        status.column.name,
                        "is no word that `statuses` maps to cancelled",
                    )
        if operation in (Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS):
            told = any(operation in status.done.get(word, ()) for word in words)
            if not told and self._parts["lines"].returned is None:
                raise section.wrong(
                    "set",
                    f"must be a status with `done: [{operation.value}]`, or there has "
                    "to be lines.columns.returned",
                )

    def _history(self, section: Section) -> tuple[Setting, ...]:
        if "history" not in section.content:
            return ()
        history = self._parts.get("history")
        if history is None:
            raise section.wrong("history", "needs the part `history`")
        if not self.is_own("history", "order"):
            raise section.wrong(
                "history", "needs history.columns.order in the table itself"
            )
        return self._settings(section, "history", history.rows.table, (WISH, ORDER))

    def _memory(self, section: Section) -> Memory | None:
        if "remember" not in section.content:
            return None
        remember, own = section.section("remember"), self._own
        if "column" in remember.content:
            remember.only(("column",))
            name = remember.text("column")
            return Memory(own, Column(own.alias, name, remember.at("column")))
        remember.only(("table", "columns"), ("schema", "set"))
        table = _table(remember, own)
        columns = remember.section("columns")
        columns.only(("key", "order"), ("operation",))
        named = {
            each: Column(table.alias, columns.text(each), columns.at(each))
            for each in columns.content
        }
        settings = self._settings(remember, "set", table, (WISH, ORDER))
        return Memory(table, **named, settings=settings)

    def _lines(self, section: Section) -> Lines | None:
        if "lines" not in section.content:
            return None
        table, lines = self._parts["lines"].rows.table, section.section("lines")
        lines.only(("set",), ("remove",))
        return Lines(
            table,
            self._settings(lines, "set", table, (WISH, ORDER, LINE, NEW)),
            removes=lines.choice("remove", ("delete", "never"), "never") == "delete",
        )

    def _added(self, section: Section, operation: Operation) -> Iterator[Added]:
        given = section.content.get("add") or []
        if not isinstance(given, list) or not all(isinstance(x, dict) for x in given):
            raise section.wrong("add", "must be a list: - {table: ..., set: ...}")
        for place, content in enumerate(given, 1):
            rows = Section(section.file, section.at(f"add.{place}"), content)
            rows.only(("table", "set"), ("schema", "for"))
            per = Per(rows.choice("for", _values(Per), Per.ORDER.value))
            known = [WISH, ORDER]
            if operation.is_of_lines:
                known.append(DUE)
            elif per in (Per.DUE, Per.LINE):
                raise rows.wrong("for", "is not for an order as a whole")
            if per is Per.LINE:
                known.append(LINE)
                if operation is not Operation.RETURN_ITEMS:
                    known.append(NEW)
            if per is Per.PAYMENT:
                known.append(PAYMENT)
                if "payments" not in self._parts:
                    raise rows.wrong("for", "needs the part `payments`")
            table = _table(rows, self._own)
            yield Added(table, per, self._settings(rows, "set", table, tuple(known)))


def _table(section: Section, beside: Table) -> Table:
    """
    A table that is written, in the schema of another one unless it says otherwise.
    """
    name = section.text("table")
    schema = section.text("schema") if "schema" in section.content else beside.schema
    return Table(name, name, schema, section.at("table"))


def _values(words: type[Enum]) -> tuple[str, ...]:
    return tuple(str(each.value) for each in words)


def _some_of(section: Section, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    given = section.texts(key)
    for each in given:
        if each not in known:
            near = nearest(each, known)
            raise section.wrong(key, f"must be of {', '.join(known)}{near}")
    return given


def _allowed(section: Section) -> frozenset[OrderStatus]:
    given = section.content["from"]
    if not isinstance(given, list) or not given:
        raise section.wrong("from", "must be a list of statuses")
    for each in given:
        if each not in _STATUSES:
            near = nearest(str(each), _STATUSES)
            raise section.wrong("from", f"must be of {', '.join(_STATUSES)}{near}")
    return frozenset(map(OrderStatus, given))


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
