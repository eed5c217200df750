"""
Rows of the database turned into records of the model.

Pure functions: `ShopMapping` and rows in, records out, or `BadSourceData` that names
table, key and column, and never a value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from crm_connector import contacts
from crm_connector.errors import BadSourceData
from crm_connector.model import (
    CatalogueEntry,
    Customer,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    StatusChange,
)
from crm_connector.sources.sql import values
from crm_connector.sources.sql.fields import (
    Amount,
    Column,
    Key,
    Status,
    Text,
    Texts,
    Time,
)
from crm_connector.sources.sql.mapping import (
    HistoryMapping,
    LineMapping,
    NamesMapping,
    ParcelMapping,
    PartMapping,
    ShopMapping,
)

Row = Mapping[Column, object]
T = TypeVar("T")
U = TypeVar("U")

Child = LineMapping | HistoryMapping | ParcelMapping

LANGUAGES = ("fa", "ar", "en")
CURRENCY = re.compile(r"[A-Z]{3}")

_SAFE_KEY = re.compile(r"[#\w-]{1,40}", re.ASCII)


class _Reading:
    """
    One row being read: says where it stands when something in it makes no sense.
    """

    def __init__(self, source: str, part: PartMapping, key: Key, row: Row) -> None:
        self.row = row
        self._source = source
        self._table = part.rows.table.name
        self._key = key

    def wrong(self, where: Column | Text | str, why: str) -> BadSourceData:
        columns = where.columns if isinstance(where, Text) else (where,)
        named = " + ".join(map(str, columns))
        key = str(self.row[self._key.column])
        # A key with an @ or a + is an address or a phone: personal, and not for logs.
        shown = key if _SAFE_KEY.fullmatch(key) else "(hidden)"
        return BadSourceData(
            f"{self._table}, key {shown}, column {named}: {why}", source=self._source
        )

    def _read(self, column: Column, read: Callable[[object, T], U], field: T) -> U:
        try:
            return read(self.row[column], field)
        except values.Nonsense as exc:
            raise self.wrong(column, str(exc)) from exc

    def _must(self, where: Column | Text, value: U | None) -> U:
        if value is None:
            raise self.wrong(where, "is empty")
        return value

    def key_of(self, field: Key) -> str:
        return self._must(field.column, self._read(field.column, values.key, field))

    def text(self, field: Text | None) -> str | None:
        """
        The texts of all columns, one after the other; None where all are empty.
        """
        if field is None:
            return None
        words = [self._read(each, values.text, field) for each in field.columns]
        return " ".join(each for each in words if each is not None) or None

    def must_text(self, field: Text) -> str:
        return self._must(field, self.text(field))

    def each_text(self, field: Text | None) -> tuple[str, ...]:
        """
        The texts of all columns that hold any, each on its own.
        """
        if field is None:
            return ()
        words = [self._read(each, values.text, field) for each in field.columns]
        return tuple(each for each in words if each is not None)

    def texts(self, fields: Texts) -> dict[str, str]:
        found = {}
        for language, field in fields.items():
            text = self.text(field)
            if text is not None:
                found[language] = text
        return found

    def status(self, field: Status) -> OrderStatus | None:
        return self._read(field.column, values.status, field)

    def moment(self, field: Time | None) -> datetime | None:
        if field is None:
            return None
        return self._read(field.column, values.moment, field)

    def must_moment(self, field: Time) -> datetime:
        return self._must(field.column, self.moment(field))

    def day(self, field: Time | None) -> date | None:
        if field is None:
            return None
        return self._read(field.column, values.day, field)

    def number(self, field: Amount) -> int:
        self._must(field.column, self.row[field.column])
        return self._read(field.column, values.number, field)


def customer(shop: ShopMapping, row: Row, as_of: datetime) -> Customer:
    """
    The customer of one row.
    """
    part = shop.customers
    reading = _Reading(shop.source, part, part.id, row)
    language = reading.text(part.language)
    # "fa-IR" and "en_GB" are fa and en; a language we do not speak is as good as none.
    short = re.split(r"[-_]", language.casefold())[0] if language else None
    return Customer(
        id=reading.key_of(part.id),
        name=reading.must_text(part.name),
        phones=contacts.phones([reading.text(part.phone)], shop.country),
        emails=contacts.emails([reading.text(part.email)]),
        language=short if short in LANGUAGES else None,
        source=shop.source,
        as_of=as_of,
    )


Readings = defaultdict[str, list[_Reading]]


@dataclass(frozen=True)
class OrderRows:
    """
    Everything that was read about some orders of one customer.
    """

    orders: Sequence[Row]
    lines: Sequence[Row] = ()
    history: Sequence[Row] = ()
    parcels: Sequence[Row] = ()


def orders(shop: ShopMapping, rows: OrderRows, as_of: datetime) -> tuple[Order, ...]:
    """
    The orders of these rows, the newest first.
    """
    part = shop.orders
    lines = _by_order(shop, shop.lines, rows.lines)
    history = _by_order(shop, shop.history, rows.history)
    parcels = _by_order(shop, shop.parcels, rows.parcels)
    found = []
    for reading in _each_once(shop, part, part.id, part.id, rows.orders):
        id_ = reading.key_of(part.id)
        currency = _currency(shop, reading)
        status = reading.status(part.status)
        if status is None:
            raise reading.wrong(part.status.column, "is a step customers do not see")
        found.append(
            Order(
                number=reading.key_of(part.number),
                customer_id=reading.key_of(part.customer),
                status=status,
                placed_at=reading.must_moment(part.placed_at),
                expected_on=reading.day(part.expected_on),
                lines=_lines(shop.lines, lines[id_], currency),
                history=_history(shop.history, history[id_]),
                parcels=_parcels(shop.parcels, parcels[id_]),
                total=Money(reading.number(part.total), currency),
                source=shop.source,
                as_of=as_of,
            )
        )
    # The database sorts what is written; only now is it known which moments those are.
    return tuple(sorted(found, key=lambda order: order.placed_at, reverse=True))


def _currency(shop: ShopMapping, reading: _Reading) -> str:
    field = shop.orders.currency
    if field is None:
        return shop.currency or ""
    found = reading.must_text(field).upper()
    if not CURRENCY.fullmatch(found):
        raise reading.wrong(field, "is not a currency")
    if shop.currency not in (None, found):
        raise reading.wrong(field, f"is not {shop.currency}")
    return found


def _by_order(shop: ShopMapping, part: Child | None, rows: Iterable[Row]) -> Readings:
    """
    The readings of a part's rows by the order that they belong to.
    """
    found: Readings = defaultdict(list)
    if part is not None:
        for reading in _each_once(shop, part, part.id, part.id or part.order, rows):
            found[reading.key_of(part.order)].append(reading)
    return found


def _each_once(
    shop: ShopMapping, part: PartMapping, id_: Key | None, key: Key, rows: Iterable[Row]
) -> Iterator[_Reading]:
    seen: set[object] = set()
    for row in rows:
        reading = _Reading(shop.source, part, key, row)
        if id_ is not None:
            if row[id_.column] in seen:
                raise reading.wrong(id_.column, "came twice: a join finds several rows")
            seen.add(row[id_.column])
        yield reading


def _lines(
    part: LineMapping, readings: Iterable[_Reading], currency: str
) -> tuple[OrderLine, ...]:
    return tuple(_line(part, reading, currency) for reading in readings)


def _line(part: LineMapping, reading: _Reading, currency: str) -> OrderLine:
    names = reading.texts(part.names)
    if not names:
        raise reading.wrong("names", "is empty in every language")
    quantity = reading.number(part.quantity)
    if quantity == 0:
        raise reading.wrong(part.quantity.column, "is zero")
    return OrderLine(
        product_id=reading.must_text(part.product),
        names=names,
        categories=reading.texts(part.categories),
        quantity=quantity,
        unit_price=Money(reading.number(part.unit_price), currency),
        variants=reading.texts(part.variants),
    )


def _history(
    part: HistoryMapping | None, readings: Iterable[_Reading]
) -> tuple[StatusChange, ...]:
    if part is None:
        return ()
    steps = []
    for reading in readings:
        status = reading.status(part.status)
        if status is not None:
            steps.append(StatusChange(status, reading.must_moment(part.at)))
    return tuple(sorted(steps, key=lambda step: step.at))


def _parcels(
    part: ParcelMapping | None, readings: Iterable[_Reading]
) -> tuple[Parcel, ...]:
    if part is None:
        return ()
    return tuple(
        Parcel(
            carriers=reading.texts(part.carriers),
            tracking_code=reading.text(part.tracking_code),
            shipped_at=reading.moment(part.shipped_at),
            delivered_at=reading.moment(part.delivered_at),
        )
        for reading in readings
    )


def entries(
    shop: ShopMapping, part: NamesMapping, rows: Iterable[Row]
) -> Iterator[CatalogueEntry]:
    """
    The entries of a catalogue's rows; what has no name at all cannot be spoken of.
    """
    for row in rows:
        reading = _Reading(shop.source, part, part.id, row)
        names = reading.texts(part.names)
        aliases = (*reading.each_text(part.aliases), *reading.each_text(part.word))
        if names or aliases:
            yield CatalogueEntry(
                kind=part.kind,
                id=reading.key_of(part.id),
                names=names,
                aliases=aliases,
                brand=reading.text(part.brand),
                cities=reading.texts(part.cities),
            )
