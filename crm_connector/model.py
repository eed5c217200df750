"""
The shop as Hamyar sees it, whatever system it was read from.

Only the standard library and our plainest words are imported here. Times are aware and
in UTC; every record says which source it came from and as of when.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, IntEnum

from crm_connector.operations import Operation
from crm_connector.refunds import OrderRefund


class Assurance(IntEnum):
    """
    How sure we are who is writing (each level includes the ones below).
    """

    ANONYMOUS = 0
    CHANNEL = 1
    PROVEN = 2
    FRESH_CODE = 3


class ProofKind(str, Enum):
    """
    How somebody has proven who they are.
    """

    SHOP = "shop"
    """The shop's own site has said so, signed."""
    CODE = "code"
    """They typed the one-time code that went to what is on file of them."""
    CONTACT = "contact"
    """Their messenger's account vouches for the telephone that is on file of them."""


@dataclass(frozen=True)
class Proof:
    """
    How and when it was proven; it ends at `until` (None: with the session that has it).
    """

    kind: ProofKind
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Identity:
    """
    Who is writing and how we know; `customer_id` is the shop's own number for them.

    `assurance` is the level that was reached then; what is left of it at a moment is
    told by `crm_connector.identity.ageing.level`.
    """

    customer_id: str | None = None
    assurance: Assurance = Assurance.ANONYMOUS
    proof: Proof | None = None


class JoinedBy(Enum):
    """
    Who found a record of another system, or another customer, to be this person.
    """

    THEMSELVES = "themselves"
    RULE = "rule"
    PEOPLE = "people"


Wish = tuple[Hashable, ...]
"""What a customer wants done: its name, and all that it depends on."""


@dataclass(frozen=True)
class Yes:
    """
    A customer's explicit yes to one wish, as it was put to them.

    `wish` is what is done and to what, as ("cancel_order", "10042"): it is a yes to
    nothing else, and nobody else's. `key` names it: what is done once for a key is not
    done again.
    """

    customer_id: str
    wish: Wish
    key: str


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
    An amount in the smallest unit of `currency` (see `currencies`): cents, or toman.
    """

    amount: int
    currency: str


class ContactKind(str, Enum):
    """
    Ways to reach somebody that are the same in every system.
    """

    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Contact:
    """
    A phone in E.164 or an e-mail address in its compared form (see `contacts`).
    """

    kind: ContactKind
    value: str


@dataclass(frozen=True)
class Customer:
    """
    A person a source knows. `language` is one of fa, ar, en, or None if unknown.

    `name` is empty where there is none.
    `phones` are in E.164 and `emails` in their compared form, the preferred one first;
    what is on file but cannot be one is left out.
    """

    id: str
    name: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    language: str | None
    source: str
    as_of: datetime

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """
        All ways to reach them, phones first.
        """
        return (
            *(Contact(ContactKind.PHONE, phone) for phone in self.phones),
            *(Contact(ContactKind.EMAIL, email) for email in self.emails),
        )


@dataclass(frozen=True)
class Address:
    """
    Where a parcel goes.

    `lines` are the street and what is more, as it is written; `country` is two letters.
    """

    name: str
    lines: tuple[str, ...]
    city: str
    province: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class OrderLine:
    """
    One position of an order; names, categories and variants are keyed by language.

    `variants` says which colour, size ... was chosen; it is empty where there was none.
    `id` is the source's own of this position in this order, empty where it has none,
    `variant_id` of what was chosen, and `options` is that again, by language and by the
    option's name: {"en": {"color": "red", "size": "9"}}. `discount` was taken off of
    the whole line; `returned` of its pieces came back, or are to.
    """

    product_id: str
    names: Mapping[str, str]
    categories: Mapping[str, str]
    quantity: int
    unit_price: Money
    variants: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    variant_id: str | None = None
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    discount: Money | None = None
    returned: int = 0


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

    `paid_with` is the id of what it was paid with, or is to be, None where that is not
    told. `paid` is what the shop has been paid for it and has not given back, nor is
    about to; None where the source does not tell. `refunds` is what of its money goes
    back or has gone, the newest last, and `shipping` and `discount` are in the total;
    None where not told. `done` is what was done with it already, as far as the source
    remembers that. `delivery` is the id of the way in which it is brought, as in
    `Delivery`; None where not told.
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
    ship_to: Address | None = None
    paid_with: str | None = None
    done: frozenset[Operation] = frozenset()
    refunds: tuple[OrderRefund, ...] | None = None
    shipping: Money | None = None
    discount: Money | None = None
    paid: Money | None = None
    delivery: str | None = None

    @property
    def is_unpaid(self) -> bool:
        """
        Whether it is known that the shop has no money for it.
        """
        return self.paid is not None and self.paid.amount == 0

    @property
    def changed_at(self) -> datetime | None:
        """
        When the present status was reached; None where the source does not tell.
        """
        reached = [c.at for c in self.history if c.status is self.status]
        if not reached and self.status is OrderStatus.DELIVERED:
            reached = [p.delivered_at for p in self.parcels if p.delivered_at]
        return max(reached, default=None)


@dataclass(frozen=True)
class Invoice:
    """
    A bill. `order_number` is None where the source does not tell what it is for.

    `refunded` is what was given back of what was paid, None where that is not told.
    """

    number: str
    customer_id: str
    order_number: str | None
    billed_on: date
    due_on: date | None
    total: Money
    unpaid: Money
    source: str
    as_of: datetime
    refunded: Money | None = None

    @property
    def paid(self) -> Money:
        """
        What was paid of it, whatever became of that.
        """
        return Money(
            max(0, self.total.amount - self.unpaid.amount), self.total.currency
        )


@dataclass(frozen=True)
class Loyalty:
    """
    What a customer has collected. `tier` is what the shop calls their standing.
    """

    customer_id: str
    points: int
    tier: str | None
    source: str
    as_of: datetime


@dataclass(frozen=True)
class ShelfItem:
    """
    A product now: what one costs and how many there are.

    None is what the source does not tell; `in_stock` may be known without the number.
    """

    product_id: str
    price: Money | None
    in_stock: bool | None
    quantity: int | None
    source: str
    as_of: datetime


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

    A product may say its brand and its category (their ids), a branch its city by
    language.
    """

    kind: CatalogueKind
    id: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    brand: str | None = None
    cities: Mapping[str, str] = field(default_factory=dict)
    category: str | None = None


@dataclass(frozen=True)
class CataloguePage:
    """
    Some entries; `following` asks for those after them and is None at the end.
    """

    entries: tuple[CatalogueEntry, ...]
    following: str | None = None
