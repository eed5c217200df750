"""
What of the rows that are there would make no sense to Hamyar, before a customer asks.

For whoever writes a mapping, on a terminal of their own. Of what stands in a row only
words are repeated that the mapping has to know: statuses, and those of `values`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from crm_connector import contacts
from crm_connector.sources.sql import attempts, choices, records
from crm_connector.sources.sql.fields import (
    Column,
    Flag,
    Join,
    Key,
    Kind,
    Outcome,
    Place,
    Status,
    Text,
    fold,
)
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.parts import (
    AttemptMapping,
    ContactMapping,
    CustomerMapping,
    HistoryMapping,
    InvoiceMapping,
    LineMapping,
    LoyaltyMapping,
    MethodMapping,
    NamesMapping,
    OptionMapping,
    OrderMapping,
    ParcelMapping,
    PartMapping,
    PaymentMapping,
    RefundMapping,
    ShelfMapping,
    VariantMapping,
)
from crm_connector.sources.sql.placing import GoodsMapping
from crm_connector.sources.sql.reading import BadRow, Reading
from crm_connector.sources.sql.statements import Query, Row, holds, selectable

MOST = 1_000
"""Rows of each part that are looked at: the newest orders, of the rest the first."""
_NAMED = 5
"""Words that are repeated; the rest are only counted."""


@dataclass(frozen=True)
class Trouble:
    """
    What is wrong with `count` rows, one of which has the key `example`.

    `words` are those that the mapping does not know.
    """

    what: str
    count: int
    example: str
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = ", ".join(map(repr, self.words[:_NAMED]))
        more = len(self.words) - _NAMED
        named = (
            f": {words}" + (f" and {more} more" if more > 0 else "") if words else ""
        )
        rows = "1 row" if self.count == 1 else f"{self.count:,} rows"
        return f"{self.what}{named} ({rows}, such as {self.example})"


@dataclass(frozen=True)
class Surveyed:
    """
    One part: how many rows were looked at, and what is wrong with some of them.

    `unread` are the columns of phones or of e-mail addresses of which some hold what is
    none, with their number and that of all that hold anything. `doubled` are joins that
    find several rows for one.
    """

    part: str
    rows: int
    troubles: tuple[Trouble, ...]
    unread: tuple[tuple[Column, int, int], ...]
    doubled: tuple[str, ...] = ()


def surveyed_parts(shop: ShopMapping) -> Iterator[tuple[str, PartMapping]]:
    """
    The parts whose rows customers are told of.
    """
    for name, part in shop.parts():
        if not isinstance(part, (NamesMapping, GoodsMapping)):
            yield name, part


def some_rows(connection: Connection, part: PartMapping) -> list[Row]:
    """
    Some rows of a part.
    """
    query = Query(part, [])
    statement = query.select.limit(MOST)
    if isinstance(part, OrderMapping):
        statement = statement.order_by(query.column(part.id.column).desc())
    return query.rows(connection, statement)


def doubled(connection: Connection, part: PartMapping) -> list[str]:
    """
    The joins by which a row would find several, and so come several times itself.
    """
    return [
        join.table.alias
        for join in part.rows.joins
        if connection.execute(_several(join)).first() is not None
    ]


def _several(join: Join) -> Select:
    """
    Asks for one of the values under which a joined table has several rows.
    """
    keys = [column.name for _, column in join.match]
    wanted = dict.fromkeys((*keys, *(each.column.name for each in join.where)))
    table = selectable(join.table, wanted)
    matched = [table.c[name] for name in keys]
    return (
        select(*matched)
        .select_from(table)
        .where(
            *(column.is_not(None) for column in matched),
            *(holds(table.c[each.column.name], each) for each in join.where),
        )
        .group_by(*matched)
        .having(func.count() > 1)
        .limit(1)
    )


def survey(
    shop: ShopMapping, name: str, part: PartMapping, rows: list[Row], now: datetime
) -> Surveyed:
    """
    What is wrong with these rows of a part.
    """
    found: dict[str, list[BadRow]] = {}
    read = _reader(shop, part, now)
    for wrong in filter(None, (_wrong(read, row) for row in rows)):
        found.setdefault(f"{wrong.where}: {wrong.why}", []).append(wrong)
    unknown = _unknown(part, rows)
    troubles = (
        Trouble(what, len(of), of[0].key, unknown.get(of[0].where, ()))
        for what, of in found.items()
    )
    return Surveyed(name, len(rows), tuple(troubles), tuple(_unread(shop, part, rows)))


def _wrong(read: Callable[[Row], object], row: Row) -> BadRow | None:
    try:
        read(row)
    except BadRow as wrong:
        return wrong
    return None


def _reader(
    shop: ShopMapping, part: PartMapping, now: datetime
) -> Callable[[Row], object]:
    """
    What makes a record of one row of this part, as it will be made for customers.
    """
    money = shop.defaults.currency or ""

    def reading(row: Row, key: Key) -> list[Reading]:
        return [Reading(shop, part, key, row)]

    if isinstance(part, CustomerMapping):
        return lambda row: records.customers(shop, records.CustomerRows([row]), now)
    if isinstance(part, OrderMapping):
        return lambda row: records.orders(shop, records.OrderRows([row]), now)
    if isinstance(part, LineMapping):
        return lambda row: records.lines(
            part, reading(row, part.id or part.order), money
        )
    if isinstance(part, HistoryMapping):
        return lambda row: records.history(part, reading(row, part.id or part.order))
    if isinstance(part, ParcelMapping):
        return lambda row: records.parcels(part, reading(row, part.id or part.order))
    if isinstance(part, RefundMapping):
        return lambda row: records.refunds(
            part, reading(row, part.id or part.order), money
        )
    if isinstance(part, InvoiceMapping):
        return lambda row: records.invoices(shop, part, [row], now)
    if isinstance(part, LoyaltyMapping):
        return lambda row: records.loyalty(shop, part, [row], now)
    if isinstance(part, ShelfMapping):
        return lambda row: choices.shelf(shop, part, [row], now)
    if isinstance(part, VariantMapping):
        return lambda row: choices.variant(shop, part, row, {}, now)
    if isinstance(part, OptionMapping):
        return lambda row: choices.options(shop, [row])
    if isinstance(part, MethodMapping):
        return lambda row: choices.method(shop, part, row)
    if isinstance(part, PaymentMapping):
        return lambda row: choices.payment(shop, part, row)
    if isinstance(part, AttemptMapping):
        return lambda row: attempts.attempt(shop, part, row)
    if isinstance(part, ContactMapping):
        customer = part.customer
        return lambda row: Reading(shop, part, customer, row).key_of(customer)
    raise TypeError(f"no record is made of {type(part).__name__}")


def _unknown(part: PartMapping, rows: list[Row]) -> dict[str, tuple[str, ...]]:
    """
    By column: the words that the mapping does not know, the commonest first.
    """
    found = {}
    for column, known in _known_words(part):
        words = (str(row[column]).strip() for row in rows if row[column] is not None)
        counted = Counter(each for each in words if each and fold(each) not in known)
        found[str(column)] = tuple(word for word, _ in counted.most_common())
    return found


def _known_words(part: PartMapping) -> Iterator[tuple[Column, Mapping[str, object]]]:
    for field in vars(part).values():
        if isinstance(field, (Status, Flag, Kind, Outcome)):
            yield field.column, field.words
        texts = (each for _, each in field.fields()) if isinstance(field, Place) else ()
        for text in (field, *texts):
            if isinstance(text, Text) and text.values is not None:
                for column in text.columns:
                    yield column, text.values


def _unread(
    shop: ShopMapping, part: PartMapping, rows: list[Row]
) -> Iterator[tuple[Column, int, int]]:
    if not isinstance(part, (CustomerMapping, ContactMapping)):
        return
    country = shop.defaults.country
    reaches = [each for each in (part.phone, part.email) if each is not None]
    for column in dict.fromkeys(each for reach in reaches for each in reach.columns):
        cells = [str(row[column]) for row in rows if row[column] not in (None, "")]
        # One column may be mapped as both, and nothing is both.
        unread = sum(
            not (contacts.phones([each], country) or contacts.emails([each]))
            for each in cells
        )
        if unread:
            yield column, unread, len(cells)
