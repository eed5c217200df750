"""
The shapes of what Tryton sends. Only fields that we use are named.

`"lines."` is the key of what was read through the field `lines`.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, StrictInt, StrictStr, validator

from crm_connector.sources.payload import Payload

if TYPE_CHECKING:
    from pydantic.fields import ModelField

_TOO_MUCH = Decimal(10) ** 18
_SPECIAL = {"date": date, "datetime": datetime, "Decimal": Decimal}


def _special(value: Any) -> Any:
    """
    The value of one of Tryton's special objects. Its moments are in UTC.
    """
    match value:
        case {"__class__": "date", "year": y, "month": m, "day": d}:
            return date(y, m, d)
        case {
            "__class__": "datetime",
            "year": y,
            "month": m,
            "day": d,
            "hour": hour,
            "minute": minute,
            "second": second,
            "microsecond": micro,
        }:
            return datetime(y, m, d, hour, minute, second, micro, timezone.utc)
        case {"__class__": "Decimal", "decimal": str(written)}:
            number = Decimal(written) if written.isascii() else Decimal("NaN")
            if number.is_finite() and abs(number) < _TOO_MUCH:
                return number
    raise ValueError("is not what Tryton writes it as")


class Record(Payload):
    """
    A record of any model.
    """

    id: StrictInt

    @validator("*", pre=True)
    @classmethod
    def _plain(cls, value: Any, field: ModelField) -> Any:
        # pydantic would take numbers and texts for days, and "4" for a quantity.
        if value is None:
            return value
        if field.type_ in _SPECIAL.values():
            try:
                found = _special(value)
            except (ArithmeticError, TypeError) as error:
                raise ValueError("is not what Tryton writes it as") from error
            if type(found) is not field.type_:
                raise ValueError("is of another kind")
            return found
        if field.type_ is float and (
            type(value) not in (int, float) or not math.isfinite(value)
        ):
            raise ValueError("is not a number")
        return value


class Currency(Record):
    """
    A currency.
    """

    code: StrictStr


class Company(Record):
    """
    The company in whose name the shop sells.
    """

    timezone: StrictStr | None
    currency: Currency = Field(alias="currency.")


class Language(Record):
    """
    A language into which things may be translated.
    """

    code: StrictStr


class Warehouse(Record):
    """
    A warehouse, and the place of it where what may be sold is stored.
    """

    code: StrictStr | None
    storage_location: StrictInt


class Coded(Record):
    """
    A party by its code.
    """

    code: StrictStr


class Contact(Record):
    """
    One way to reach somebody.
    """

    type: StrictStr
    value: StrictStr


class FoundContact(Contact):
    """
    One way to reach somebody, and who that is.
    """

    party: StrictInt


class Party(Coded):
    """
    A customer.
    """

    rec_name: StrictStr
    lang: Language | None = Field(alias="lang.")
    contacts: tuple[Contact, ...] = Field(alias="contact_mechanisms.")


class Named(Record):
    """
    Anything with a name in the language that was asked in.
    """

    name: StrictStr | None


class NamedProduct(Named):
    """
    A product and what it belongs to.
    """

    categories: tuple[Named, ...] = Field(alias="categories.")


class NamedLine(Record):
    """
    The names of a line; a line may be without a product.
    """

    product: NamedProduct | None = Field(alias="product.")


class NamedSale(Record):
    """
    The names in a sale, in one language.
    """

    lines: tuple[NamedLine, ...] = Field(alias="lines.")


class Unit(Record):
    """
    A unit of measure.
    """

    symbol: StrictStr


class Line(NamedLine):
    """
    A position of a sale, or a text between them.
    """

    type: StrictStr
    quantity: float | None
    unit: Unit | None = Field(alias="unit.")
    unit_price: Decimal | None
    amount: Decimal | None
    description: StrictStr | None


class Package(Record):
    """
    A package of a shipment, with its number at the carrier.
    """

    shipping_reference: StrictStr | None


class Carrier(Record):
    """
    A carrier, who is a party.
    """

    party: Named = Field(alias="party.")


class Shipment(Record):
    """
    A shipment. What the modules for carriers tell may be absent.
    """

    state: Literal[
        "draft",
        "waiting",
        "assigned",
        "picked",
        "packed",
        "shipped",
        "done",
        "cancelled",
    ]
    effective_date: date | None
    planned_date: date | None
    carrier: Carrier | None = Field(None, alias="carrier.")
    shipping_reference: StrictStr | None = None
    packages: tuple[Package, ...] = Field((), alias="root_packages.")


class Country(Record):
    """
    A country by its two letters.
    """

    code: StrictStr | None


class Place(Record):
    """
    An address.
    """

    party_name: StrictStr | None
    street: StrictStr | None
    city: StrictStr | None
    postal_code: StrictStr | None
    country: Country | None = Field(alias="country.")
    subdivision: Named | None = Field(alias="subdivision.")


class SaleDates(Record):
    """
    What says how new a sale is.
    """

    number: StrictStr
    sale_date: date | None
    create_date: datetime


class Sale(SaleDates):
    """
    A sale with all that customers ask about.
    """

    state: Literal["draft", "quotation", "confirmed", "processing", "done", "cancelled"]
    shipment_state: StrictStr
    shipment_method: StrictStr
    invoice_state: StrictStr
    to_ship: bool
    total_amount: Decimal
    party: Coded = Field(alias="party.")
    currency: Currency = Field(alias="currency.")
    lines: tuple[Line, ...] = Field(alias="lines.")
    shipments: tuple[Shipment, ...] = Field(alias="shipments.")
    address: Place | None = Field(alias="shipment_address.")


class SaleNumber(Record):
    """
    The number of a sale; a draft may be without.
    """

    number: StrictStr | None


class Due(Record):
    """
    A part of an invoice that is to be paid by a day; `reconciliation` if it was.
    """

    maturity_date: date | None
    reconciliation: StrictInt | None


class Bill(Record):
    """
    An invoice to a customer.
    """

    number: StrictStr
    invoice_date: date
    total_amount: Decimal
    amount_to_pay: Decimal
    party: Coded = Field(alias="party.")
    currency: Currency = Field(alias="currency.")
    sales: tuple[SaleNumber, ...] = Field(alias="sales.")
    dues: tuple[Due, ...] = Field(alias="lines_to_pay.")


class Product(Record):
    """
    A product on the shelf.
    """

    type: StrictStr
    consumable: bool
    list_price_used: Decimal | None
    quantity: float | None


class Entry(Named):
    """
    A product or a category of the catalogue; only products have codes.
    """

    code: StrictStr | None = None


class Written(Record):
    """
    When a record was last written; None if never since it was made.
    """

    write_date: datetime | None


class Preferences(Payload):
    """
    In whose name the user acts; the key is not there where it is nobody's.
    """

    company: StrictInt | None
