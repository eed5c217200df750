"""
The operation `place_order` of a mapping: what is sold, delivered, and written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from zoneinfo import ZoneInfo

from crm_connector.model import Address
from crm_connector.operations import MethodKind
from crm_connector.sources.sql.columns import Columns
from crm_connector.sources.sql.entries import Now
from crm_connector.sources.sql.fields import (
    Amount,
    Column,
    Key,
    Scalar,
    Table,
    TimeFormat,
)
from crm_connector.sources.sql.parts import PartMapping, needed, optional

PLACE = "place_order"
_CODE = 2
_ALIKE = str.maketrans("يىكةأإآ", "ییکهااا")


class Figure(str, Enum):
    """
    What is known of an order while it is placed, and may be written into a column.
    """

    CUSTOMER = "customer"
    KEY = "key"
    """The name of the wish, which is done once."""
    DELIVERY = "delivery"
    METHOD = "method"
    """The database's own word for the kind of paying."""
    SUBTOTAL = "subtotal"
    SHIPPING = "shipping"
    TOTAL = "total"
    NAME = "name"
    STREET = "street"
    CITY = "city"
    PROVINCE = "province"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    PHONE = "phone"
    ADDRESS = "address"
    """The id of the row of the address."""
    ORDER = "order"
    """The id of the order's row."""
    NUMBER = "number"
    TOKEN = "token"  # noqa: S105 (the word of the file, not a token)
    """What makes the link to pay by unguessable; empty where there is none."""
    POSITION = "position"
    PRODUCT = "product"
    VARIANT = "variant"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    LINE_TOTAL = "line_total"


@dataclass(frozen=True)
class Expected:
    """
    The day by which it should be there, as the delivery says.
    """

    format: TimeFormat
    zone: ZoneInfo | None


@dataclass(frozen=True)
class Following:
    """
    One more than the highest number of the newest orders, and at least `least`.
    """

    least: int
    prefix: str = ""


@dataclass(frozen=True)
class NewId:
    """
    A random UUID.
    """


@dataclass(frozen=True)
class Given:
    """
    A figure, and what is written where there is none of it.
    """

    figure: Figure
    otherwise: Scalar = None


Written = Scalar | Now | Given | Expected | Following | NewId


@dataclass(frozen=True)
class NewRow:
    """
    A row that is added: `values` by column.

    `id` is its key, `same` the columns by which one that is there already is used in
    its place.
    """

    table: Table
    values: Mapping[Column, Written]
    id: Column | None = None
    same: tuple[Column, ...] = ()


@dataclass(frozen=True)
class GoodsMapping(PartMapping):
    """
    What can be bought: a row for each variant, or for each product without any.
    """

    id: Key = field(metadata=needed(Columns.key))
    product: Key = field(metadata=needed(Columns.key))
    price: Amount = field(metadata=needed(Columns.money))
    stock: Amount | None = field(metadata=optional(Columns.count))


@dataclass(frozen=True)
class Way:
    """
    A way of delivery; prices are in the smallest unit of the mapping's currency.

    Above `free_above` it costs nothing. It goes to `cities` alone where there are any,
    in the letters in which they are compared, and of other countries than the shop's
    own to `countries` alone (codes of two letters). `pay` is the database's word for
    each kind of paying, the usual one first.
    """

    id: str
    names: Mapping[str, str]
    price: int
    free_above: int | None
    days: tuple[int, int] | None
    cities: frozenset[str]
    countries: frozenset[str]
    pay: Mapping[MethodKind, str]

    def goes_to(self, address: Address, home: str) -> bool:
        """
        Whether it goes to this place; `home` is the code of the shop's country.
        """
        country = (address.country or "")[:_CODE].upper()
        if country not in ("", home) and country not in self.countries:
            return False
        return not self.cities or compared(address.city) in self.cities


@dataclass(frozen=True)
class RememberedOrder:
    """
    Where the key of a wish is kept with the order that came of it, and its token.
    """

    table: Table
    key: Column
    order: Column
    token: Column | None


@dataclass(frozen=True)
class PlacingMapping:
    """
    Everything that placing an order needs. `link` has {token} in it.
    """

    goods: GoodsMapping
    ways: tuple[Way, ...]
    order: NewRow
    number: Column
    line: NewRow
    remember: RememberedOrder
    remembered: NewRow
    address: NewRow | None = None
    others: tuple[NewRow, ...] = ()
    link: str | None = None

    def rows(self) -> Iterator[NewRow]:
        """
        All rows that are written.
        """
        if self.address is not None:
            yield self.address
        yield from (self.order, self.line, self.remembered, *self.others)


def compared(city: str) -> str:
    """
    A city's name as names of cities are compared, in whatever letters.
    """
    return "".join(city.translate(_ALIKE).split()).replace("\u200c", "").casefold()
