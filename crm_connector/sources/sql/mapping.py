"""
The mapping file: where a shop's database keeps customers, orders and what is in them.

The format is described in `docs/developer/sql-source.md`. What is optional there may be
absent here: the field is None or empty, and so is that part of every record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from crm_connector.model import CatalogueKind
from crm_connector.sources.document import Section, read
from crm_connector.sources.sql.fields import (
    Amount,
    Column,
    Key,
    KeyType,
    Rows,
    Status,
    Text,
    Texts,
    Time,
)
from crm_connector.sources.sql.parts import Defaults, Part

VERSION = 1


@dataclass(frozen=True)
class PartMapping:
    """
    What all parts have: where the rows come from.
    """

    rows: Rows

    def columns(self) -> Iterator[Column]:
        """
        Every column that is read for a record, each once.
        """
        found: dict[Column, None] = {}
        for each in fields(self):
            if each.name != "rows":
                found.update(dict.fromkeys(_columns(getattr(self, each.name))))
        yield from found


def _columns(value: object) -> Iterator[Column]:
    if isinstance(value, Text):
        yield from value.columns
    elif isinstance(value, (Key, Time, Amount, Status)):
        yield value.column
    elif isinstance(value, dict):
        for text in value.values():
            yield from text.columns


@dataclass(frozen=True)
class CustomerMapping(PartMapping):
    """
    The people the shop knows.
    """

    id: Key
    name: Text
    phone: Text | None
    email: Text | None
    language: Text | None


@dataclass(frozen=True)
class OrderMapping(PartMapping):
    """
    Their orders; `currency` is read where an order says its own.
    """

    id: Key
    number: Key
    customer: Key
    status: Status
    placed_at: Time
    expected_on: Time | None
    total: Amount
    currency: Text | None


@dataclass(frozen=True)
class LineMapping(PartMapping):
    """
    What was ordered.
    """

    id: Key | None
    order: Key
    position: Amount | None
    product: Text
    names: Texts
    categories: Texts
    variants: Texts
    quantity: Amount
    unit_price: Amount


@dataclass(frozen=True)
class HistoryMapping(PartMapping):
    """
    When an order got which status.
    """

    id: Key | None
    order: Key
    status: Status
    at: Time


@dataclass(frozen=True)
class ParcelMapping(PartMapping):
    """
    What was sent.
    """

    id: Key | None
    order: Key
    carriers: Texts
    tracking_code: Text | None
    shipped_at: Time | None
    delivered_at: Time | None


@dataclass(frozen=True)
class NamesMapping(PartMapping):
    """
    What the shop calls its products, brands, colours ...: a part of its catalogue.

    `word` is there in the part `nouns` alone, which has a row for each word.
    """

    kind: CatalogueKind
    id: Key
    names: Texts
    aliases: Text | None
    brand: Text | None
    cities: Texts
    word: Text | None
    changed: Time | None


@dataclass(frozen=True)
class ShopMapping:
    """
    The whole file. `currency` is None where orders may be in any.

    `country` is the one of phones that are written without their own; "ZZ" (nowhere)
    where the file does not say.
    """

    file: str
    source: str
    currency: str | None
    country: str
    customers: CustomerMapping
    orders: OrderMapping
    lines: LineMapping
    history: HistoryMapping | None
    parcels: ParcelMapping | None
    catalogue: tuple[NamesMapping, ...] = ()

    def parts(self) -> Iterator[tuple[str, PartMapping]]:
        """
        The parts that the file has, with their names in it.
        """
        for name in ("customers", "orders", "lines", "history", "parcels"):
            part = getattr(self, name)
            if part is not None:
                yield name, part
        for names in self.catalogue:
            yield f"catalogue.{CATALOGUE_PARTS[names.kind]}", names


CATALOGUE_PARTS = {
    CatalogueKind.BRAND: "brands",
    CatalogueKind.CATEGORY: "categories",
    CatalogueKind.NOUN: "nouns",
    CatalogueKind.COLOR: "colors",
    CatalogueKind.SIZE: "sizes",
    CatalogueKind.BRANCH: "branches",
    CatalogueKind.PRODUCT: "products",
}
"""The parts of a catalogue as the file calls them, in the order they are read."""


def load(path: Path) -> ShopMapping:
    """
    Read a mapping file; raises `BadMapping` with the file and the place of a mistake.
    """
    top = read(path)
    top.only(
        required=("version", "source", "statuses", "customers", "orders", "lines"),
        optional=("money", "times", "country", "history", "parcels", "catalogue"),
    )
    if top.content["version"] != VERSION:
        raise top.wrong("version", f"must be {VERSION}")
    defaults = Defaults.read(top)
    customers = _customers(top, defaults)
    orders = _orders(top, defaults, customers.id.type)
    if defaults.currency is None and orders.currency is None:
        raise top.wrong(
            "money.currency", "is missing, and there is no orders.columns.currency"
        )
    return ShopMapping(
        file=str(path),
        source=top.text("source"),
        currency=defaults.currency,
        country=top.country("country"),
        customers=customers,
        orders=orders,
        lines=_lines(top, defaults, orders.id.type),
        history=_history(top, defaults, orders.id.type),
        parcels=_parcels(top, defaults, orders.id.type),
        catalogue=tuple(_catalogue(top.section("catalogue"), defaults)),
    )


def _customers(top: Section, defaults: Defaults) -> CustomerMapping:
    part = Part(
        top.section("customers"),
        defaults,
        required=("id", "name"),
        optional=("phone", "email", "language"),
    )
    return CustomerMapping(
        rows=part.rows,
        id=part.key("id"),
        name=part.text("name"),
        phone=part.optional(part.text, "phone"),
        email=part.optional(part.text, "email"),
        language=part.optional(part.text, "language"),
    )


def _orders(top: Section, defaults: Defaults, customer_id: KeyType) -> OrderMapping:
    part = Part(
        top.section("orders"),
        defaults,
        required=("id", "number", "customer", "status", "placed_at", "total"),
        optional=("expected_on", "currency"),
    )
    return OrderMapping(
        rows=part.rows,
        id=part.key("id"),
        number=part.key("number", prefix=True),
        customer=part.reference("customer", customer_id),
        status=part.status("status"),
        placed_at=part.time("placed_at"),
        expected_on=part.optional(part.day, "expected_on"),
        total=part.money("total"),
        currency=part.optional(part.text, "currency"),
    )


def _lines(top: Section, defaults: Defaults, order_id: KeyType) -> LineMapping:
    part = Part(
        top.section("lines"),
        defaults,
        required=("order", "product", "names", "quantity", "unit_price"),
        optional=("id", "position", "categories", "variants"),
    )
    return LineMapping(
        rows=part.rows,
        id=part.optional(part.key, "id"),
        order=part.reference("order", order_id),
        position=part.optional(part.count, "position"),
        product=part.text("product"),
        names=part.texts("names"),
        categories=part.texts("categories"),
        variants=part.texts("variants"),
        quantity=part.count("quantity"),
        unit_price=part.money("unit_price"),
    )


def _history(
    top: Section, defaults: Defaults, order_id: KeyType
) -> HistoryMapping | None:
    if "history" not in top.content:
        return None
    part = Part(
        top.section("history"),
        defaults,
        required=("order", "status", "at"),
        optional=("id",),
    )
    return HistoryMapping(
        rows=part.rows,
        id=part.optional(part.key, "id"),
        order=part.reference("order", order_id),
        status=part.status("status"),
        at=part.time("at"),
    )


def _parcels(
    top: Section, defaults: Defaults, order_id: KeyType
) -> ParcelMapping | None:
    if "parcels" not in top.content:
        return None
    part = Part(
        top.section("parcels"),
        defaults,
        required=("order",),
        optional=("id", "carriers", "tracking_code", "shipped_at", "delivered_at"),
    )
    return ParcelMapping(
        rows=part.rows,
        id=part.optional(part.key, "id"),
        order=part.reference("order", order_id),
        carriers=part.texts("carriers"),
        tracking_code=part.optional(part.text, "tracking_code"),
        shipped_at=part.optional(part.time, "shipped_at"),
        delivered_at=part.optional(part.time, "delivered_at"),
    )


def _catalogue(section: Section, defaults: Defaults) -> Iterator[NamesMapping]:
    section.only((), CATALOGUE_PARTS.values())
    for kind, name in CATALOGUE_PARTS.items():
        if name in section.content:
            yield _names(section.section(name), kind, defaults)


# What a part may say besides its id, its names and when a row changed.
_MORE = {CatalogueKind.PRODUCT: ("brand",), CatalogueKind.BRANCH: ("cities",)}


def _names(section: Section, kind: CatalogueKind, defaults: Defaults) -> NamesMapping:
    is_noun = kind is CatalogueKind.NOUN
    part = Part(
        section,
        defaults,
        required=("id", "word") if is_noun else ("id", "names"),
        optional=(
            ("changed",) if is_noun else ("aliases", "changed", *_MORE.get(kind, ()))
        ),
    )
    return NamesMapping(
        rows=part.rows,
        kind=kind,
        id=part.key("id"),
        names=part.texts("names"),
        aliases=part.optional(part.text, "aliases"),
        brand=part.optional(part.text, "brand"),
        cities=part.texts("cities"),
        word=part.optional(part.text, "word"),
        changed=part.optional(part.time, "changed"),
    )
