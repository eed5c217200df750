"""
The parts of a mapping: each is a class, whose fields say by what they are read.

A new part is a class here and its name in `PARTS`. What a shop's file leaves out is
empty: None, or no text in any language.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from crm_connector.model import CatalogueKind
from crm_connector.sources.document import Section
from crm_connector.sources.sql.columns import Columns
from crm_connector.sources.sql.defaults import Defaults
from crm_connector.sources.sql.fields import (
    Amount,
    Column,
    Flag,
    Key,
    KeyType,
    Kind,
    Options,
    Outcome,
    Place,
    Reach,
    Rows,
    Status,
    Text,
    Texts,
    Time,
)

_READ, _EMPTY = "read", "empty"
_NEEDED = object()


def needed(read: Callable[[Columns, str], object]) -> dict[str, Any]:
    """
    A field that the file has to map, read by this method.
    """
    return {_READ: read, _EMPTY: _NEEDED}


def optional(
    read: Callable[[Columns, str], object], empty: object = None
) -> dict[str, Any]:
    """
    A field that the file may map, and what stands there if it does not.
    """
    return {_READ: read, _EMPTY: empty}


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
            if _READ in each.metadata:
                value = getattr(self, each.name)
                for one in value.values() if isinstance(value, dict) else (value,):
                    found.update(dict.fromkeys(one.columns if one else ()))
        yield from found


P = TypeVar("P", bound=PartMapping)


def read_part(
    shape: type[P],
    section: Section,
    defaults: Defaults,
    keys: Mapping[str, KeyType],
    *,
    lacks: Collection[str] = (),
    **more: object,
) -> P:
    """
    The part that a section of the file describes, without the fields in `lacks`.

    `keys` says how the ids of other parts are compared; `more` is for fields that are
    not in the file. Raises `BadMapping`.
    """
    known = {
        each.name: each.metadata
        for each in fields(shape)
        if _READ in each.metadata and each.name not in lacks
    }
    columns = Columns(
        section,
        defaults,
        keys,
        required=[name for name, how in known.items() if how[_EMPTY] is _NEEDED],
        optional=[name for name, how in known.items() if how[_EMPTY] is not _NEEDED],
    )
    values = {
        name: how[_READ](columns, name) if columns.has(name) else how[_EMPTY]
        for name, how in known.items()
    }
    return shape(rows=columns.rows, **values, **dict.fromkeys(lacks), **more)


@dataclass(frozen=True)
class CustomerMapping(PartMapping):
    """
    The people the shop knows.
    """

    id: Key = field(metadata=needed(Columns.key))
    name: Text = field(metadata=needed(Columns.text))
    phone: Reach | None = field(metadata=optional(Columns.reach))
    email: Reach | None = field(metadata=optional(Columns.reach))
    language: Text | None = field(metadata=optional(Columns.text))


@dataclass(frozen=True)
class ContactMapping(PartMapping):
    """
    Further phones and addresses of theirs, in a table of their own.
    """

    id: Key | None = field(metadata=optional(Columns.key))
    customer: Key = field(metadata=needed(Columns.customer))
    position: Amount | None = field(metadata=optional(Columns.count))
    phone: Reach | None = field(metadata=optional(Columns.reach))
    email: Reach | None = field(metadata=optional(Columns.reach))


@dataclass(frozen=True)
class OrderMapping(PartMapping):
    """
    Their orders; `currency` is read where an order says its own.
    """

    id: Key = field(metadata=needed(Columns.key))
    number: Key = field(metadata=needed(Columns.number))
    customer: Key = field(metadata=needed(Columns.customer))
    status: Status = field(metadata=needed(Columns.status))
    placed_at: Time = field(metadata=needed(Columns.time))
    expected_on: Time | None = field(metadata=optional(Columns.day))
    total: Amount = field(metadata=needed(Columns.money))
    currency: Text | None = field(metadata=optional(Columns.text))
    ship_to: Place | None = field(metadata=optional(Columns.place))
    paid_with: Text | None = field(metadata=optional(Columns.text))
    paid: Amount | None = field(metadata=optional(Columns.money))
    shipping: Amount | None = field(metadata=optional(Columns.money))
    discount: Amount | None = field(metadata=optional(Columns.money))
    delivery: Text | None = field(metadata=optional(Columns.text))


@dataclass(frozen=True)
class VariantMapping(PartMapping):
    """
    The pieces of which products can be bought: a row for each.
    """

    id: Key = field(metadata=needed(Columns.key))
    product: Key = field(metadata=needed(Columns.key))
    options: Options | None = field(metadata=optional(Columns.options))
    price: Amount | None = field(metadata=optional(Columns.money))
    currency: Text | None = field(metadata=optional(Columns.text))
    quantity: Amount | None = field(metadata=optional(Columns.count))
    in_stock: Flag | None = field(metadata=optional(Columns.flag))


@dataclass(frozen=True)
class OptionMapping(PartMapping):
    """
    What variants are like, where that has a table of its own: a row for each option.
    """

    variant: Key = field(metadata=needed(Columns.variant))
    position: Amount | None = field(metadata=optional(Columns.count))
    names: Texts = field(metadata=needed(Columns.texts))
    values: Texts = field(metadata=needed(Columns.texts))


@dataclass(frozen=True)
class LineMapping(PartMapping):
    """
    What was ordered; `returned` is how many of it came back or are to come back.

    `discount` is what was taken off of the whole line.
    """

    id: Key | None = field(metadata=optional(Columns.key))
    order: Key = field(metadata=needed(Columns.order))
    position: Amount | None = field(metadata=optional(Columns.count))
    product: Text = field(metadata=needed(Columns.text))
    names: Texts = field(metadata=needed(Columns.texts))
    categories: Texts = field(metadata=optional(Columns.texts, {}))
    variants: Texts = field(metadata=optional(Columns.texts, {}))
    variant: Key | None = field(metadata=optional(Columns.variant))
    options: Options | None = field(metadata=optional(Columns.options))
    quantity: Amount = field(metadata=needed(Columns.count))
    unit_price: Amount = field(metadata=needed(Columns.money))
    discount: Amount | None = field(metadata=optional(Columns.money))
    returned: Amount | None = field(metadata=optional(Columns.count))


@dataclass(frozen=True)
class HistoryMapping(PartMapping):
    """
    When an order got which status.
    """

    id: Key | None = field(metadata=optional(Columns.key))
    order: Key = field(metadata=needed(Columns.order))
    status: Status = field(metadata=needed(Columns.status))
    at: Time = field(metadata=needed(Columns.time))


@dataclass(frozen=True)
class ParcelMapping(PartMapping):
    """
    What was sent.
    """

    id: Key | None = field(metadata=optional(Columns.key))
    order: Key = field(metadata=needed(Columns.order))
    carriers: Texts = field(metadata=optional(Columns.texts, {}))
    tracking_code: Text | None = field(metadata=optional(Columns.text))
    shipped_at: Time | None = field(metadata=optional(Columns.time))
    delivered_at: Time | None = field(metadata=optional(Columns.time))


@dataclass(frozen=True)
class RefundMapping(PartMapping):
    """
    What of an order's money goes back: a row for each time, with how far it has come.
    """

    id: Key | None = field(metadata=optional(Columns.key))
    order: Key = field(metadata=needed(Columns.order))
    amount: Amount = field(metadata=needed(Columns.money))
    state: Text = field(metadata=needed(Columns.text))
    asked_at: Time | None = field(metadata=optional(Columns.time))
    paid_at: Time | None = field(metadata=optional(Columns.time))
    kind: Kind | None = field(metadata=optional(Columns.kind))


@dataclass(frozen=True)
class InvoiceMapping(PartMapping):
    """
    What customers were billed; one of `unpaid` and `paid` says what is left of it.
    """

    number: Key = field(metadata=needed(Columns.number))
    customer: Key = field(metadata=needed(Columns.customer))
    order_number: Text | None = field(metadata=optional(Columns.text))
    billed_on: Time = field(metadata=needed(Columns.day))
    due_on: Time | None = field(metadata=optional(Columns.day))
    total: Amount = field(metadata=needed(Columns.money))
    unpaid: Amount | None = field(metadata=optional(Columns.money))
    paid: Amount | None = field(metadata=optional(Columns.money))
    refunded: Amount | None = field(metadata=optional(Columns.money))
    currency: Text | None = field(metadata=optional(Columns.text))


@dataclass(frozen=True)
class LoyaltyMapping(PartMapping):
    """
    What customers have collected.
    """

    customer: Key = field(metadata=needed(Columns.customer))
    points: Amount = field(metadata=needed(Columns.count))
    tier: Text | None = field(metadata=optional(Columns.text))


@dataclass(frozen=True)
class MethodMapping(PartMapping):
    """
    What customers have on file to pay with; `balance` is what is on it.
    """

    id: Key = field(metadata=needed(Columns.key))
    customer: Key = field(metadata=needed(Columns.customer))
    kind: Kind = field(metadata=needed(Columns.kind))
    names: Texts = field(metadata=optional(Columns.texts, {}))
    balance: Amount | None = field(metadata=optional(Columns.money))
    currency: Text | None = field(metadata=optional(Columns.text))


@dataclass(frozen=True)
class PaymentMapping(PartMapping):
    """
    What was paid for an order, and what of it was given back (`is_refund`).
    """

    id: Key = field(metadata=needed(Columns.key))
    order: Key = field(metadata=needed(Columns.order))
    amount: Amount = field(metadata=needed(Columns.money))
    method: Key | None = field(metadata=optional(Columns.method))
    is_refund: Flag | None = field(metadata=optional(Columns.flag))


@dataclass(frozen=True)
class AttemptMapping(PartMapping):
    """
    What became of paying for an order: a row for each try, also those that failed.
    """

    id: Key = field(metadata=needed(Columns.key))
    order: Key = field(metadata=needed(Columns.order))
    status: Outcome = field(metadata=needed(Columns.outcome))
    amount: Amount = field(metadata=needed(Columns.money))
    currency: Text | None = field(metadata=optional(Columns.text))
    at: Time | None = field(metadata=optional(Columns.time))
    paid_at: Time | None = field(metadata=optional(Columns.time))
    kind: Kind | None = field(metadata=optional(Columns.kind))
    reference: Text | None = field(metadata=optional(Columns.text))


@dataclass(frozen=True)
class ShelfMapping(PartMapping):
    """
    What products cost, and whether there are any: a row for each, or for each variant.
    """

    product: Key = field(metadata=needed(Columns.key))
    price: Amount | None = field(metadata=optional(Columns.money))
    currency: Text | None = field(metadata=optional(Columns.text))
    quantity: Amount | None = field(metadata=optional(Columns.count))
    in_stock: Flag | None = field(metadata=optional(Columns.flag))


@dataclass(frozen=True)
class NamesMapping(PartMapping):
    """
    What the shop calls its products, brands, colours ...: a part of its catalogue.

    `word` is there in the part `nouns` alone, which has a row for each word.
    """

    kind: CatalogueKind
    id: Key = field(metadata=needed(Columns.key))
    word: Text | None = field(metadata=needed(Columns.text))
    names: Texts | None = field(metadata=needed(Columns.texts))
    aliases: Text | None = field(metadata=optional(Columns.text))
    brand: Text | None = field(metadata=optional(Columns.text))
    category: Text | None = field(metadata=optional(Columns.text))
    cities: Texts | None = field(metadata=optional(Columns.texts))
    changed: Time | None = field(metadata=optional(Columns.time))


PARTS: Mapping[str, type[PartMapping]] = {
    "customers": CustomerMapping,
    "contacts": ContactMapping,
    "orders": OrderMapping,
    "variants": VariantMapping,
    "options": OptionMapping,
    "lines": LineMapping,
    "history": HistoryMapping,
    "parcels": ParcelMapping,
    "refunds": RefundMapping,
    "invoices": InvoiceMapping,
    "loyalty": LoyaltyMapping,
    "shelf": ShelfMapping,
    "payment_methods": MethodMapping,
    "payments": PaymentMapping,
    "payment_attempts": AttemptMapping,
}
"""All parts but those of the catalogue, in the order in which they are read."""

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

_THINGS_LACK = ("word", "brand", "category", "cities")
CATALOGUE_LACKS = {
    **dict.fromkeys(CATALOGUE_PARTS, _THINGS_LACK),
    CatalogueKind.NOUN: ("names", "aliases", "brand", "category", "cities"),
    CatalogueKind.BRANCH: ("word", "brand", "category"),
    CatalogueKind.PRODUCT: ("word", "cities"),
}
"""What a kind of thing has no use for."""
