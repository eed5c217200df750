"""
The shop as Hamyar sees it, whatever system it was read from.

Only the standard library is imported here. Times are aware and in UTC; every record
says which source it came from and as of when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, IntEnum


class Assurance(IntEnum):
    """
    How sure we are who is writing (each level includes the ones below).
    """

    ANONYMOUS = 0
    CHANNEL = 1
    PROVEN = 2
    FRESH_CODE = 3


@dataclass(frozen=True)
class Identity:
    """
    Who is writing and how we know; `customer_id` is the shop's own number for them.
    """

    customer_id: str | None = None
    assurance: Assurance = Assurance.ANONYMOUS


class OrderStatus(str, Enum):
    """
    Where an order stands, in the order in which it usually gets there.
    """

    PLACED = "placed"
    PAID = "paid"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"

    @property
    def is_open(self) -> bool:
        """
        Whether the customer is still waiting for something.
        """
        return self not in _ENDED


_ENDED = (OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED)


@dataclass(frozen=True)
class Money:
    """
    An amount in whole units of `currency` (IRT is the toman, which has no minor unit).
    """

    amount: int
    currency: str


@dataclass(frozen=True)
class Customer:
    """
    A person the shop knows. `language` is one of fa, ar, en, or None if unknown.
    """

    id: str
    name: str
    phone: str | None
    email: str | None
    language: str | None
    source: str
    as_of: datetime


@dataclass(frozen=True)
class OrderLine:
    """
    One position of an order; names, categories and variants are keyed by language.

    `variants` says which colour, size ... was chosen; it is empty where there was none.
    """

    product_id: str
    names: Mapping[str, str]
    categories: Mapping[str, str]
    quantity: int
    unit_price: Money
    variants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StatusChange:
    """
    The order got this status at this moment.
    """

    status: OrderStatus
    at: datetime


@dataclass(frozen=True)
class Parcel:
    """
    One parcel of an order; `carriers` holds the carrier's name by language.
    """

    carriers: Mapping[str, str]
    tracking_code: str | None
    shipped_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True)
class Order:
    """
    An order with all that a customer asks about; `expected_on` is the promised day.
    """

    number: str
    customer_id: str
    status: OrderStatus
    placed_at: datetime
    expected_on: date | None
    lines: tuple[OrderLine, ...]
    history: tuple[StatusChange, ...]
    parcels: tuple[Parcel, ...]
    total: Money
    source: str
    as_of: datetime

    @property
    def changed_at(self) -> datetime | None:
        """
        When the present status was reached; None where the source does not tell.
        """
        reached = [c.at for c in self.history if c.status is self.status]
        if not reached and self.status is OrderStatus.DELIVERED:
            reached = [p.delivered_at for p in self.parcels if p.delivered_at]
        return max(reached, default=None)


class CatalogueKind(str, Enum):
    """
    What an entry of the catalogue is a name of.
    """

    PRODUCT = "product"
    BRAND = "brand"
    CATEGORY = "category"
    NOUN = "noun"
    """A word for the things of a category ("shoes"); its id is the category's."""
    COLOR = "color"
    SIZE = "size"
    BRANCH = "branch"


@dataclass(frozen=True)
class CatalogueEntry:
    """
    How the shop calls one thing: names by language, and further ones in any.

    A product may say its brand (the brand's id), a branch its city by language.
    """

    kind: CatalogueKind
    id: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    brand: str | None = None
    cities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CataloguePage:
    """
    Some entries; `following` asks for those after them and is None at the end.
    """

    entries: tuple[CatalogueEntry, ...]
    following: str | None = None
