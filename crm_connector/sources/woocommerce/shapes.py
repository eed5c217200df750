"""
The shapes of what WooCommerce answers, of which only what is used is named.

They are those of the REST API's version 3.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import Field, StrictInt, validator

from crm_connector.sources.payload import Payload

KEY = "_hamyar_key"
"""The meta data of a refund that says which wish it was made for."""
CANCELLED_FOR = "_hamyar_cancelled_for"
"""The meta data of an order that says which wish it was cancelled for."""


class RecordPayload(Payload):
    """
    What every record has; of some nothing else matters.
    """

    id: StrictInt


class AddressPayload(Payload):
    """
    A billing or shipping address; what is not filled in is empty text.
    """

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    city: str | None = None
    state: str | None = None
    postcode: str | None = None
    country: str | None = None
    phone: str | None = None
    email: str | None = None


class MetaPayload(Payload):
    """
    One of the things that plugins keep beside a record.
    """

    key: str
    value: Any = None
    display_value: Any = None


def _object(value: object) -> object:
    # PHP writes an object without properties as an empty list.
    return {} if value == [] else value


def _written(value: object) -> object:
    # The API writes amounts as texts; a number there is not what it calls an amount.
    if not isinstance(value, str):
        raise ValueError("is not a text")
    return value


class CustomerPayload(RecordPayload):
    """
    An account of the shop.
    """

    # Each is there where it was asked for: what lacks them is an answer to another
    # question, and not somebody without a name.
    email: str | None = Field(...)
    first_name: str | None = Field(...)
    last_name: str | None = Field(...)
    billing: AddressPayload
    shipping: AddressPayload

    _php = validator("billing", "shipping", pre=True, allow_reuse=True)(_object)


class LinePayload(Payload):
    """
    A position of an order; amounts are of the whole position.
    """

    name: str
    parent_name: str | None = None
    product_id: StrictInt
    variation_id: StrictInt = 0
    quantity: StrictInt
    subtotal: Decimal
    subtotal_tax: Decimal = Decimal(0)
    meta_data: list[MetaPayload] = Field(default_factory=list)

    _amounts = validator("subtotal", "subtotal_tax", pre=True, allow_reuse=True)(
        _written
    )


class OrderHeadPayload(RecordPayload):
    """
    What tells an order from others.
    """

    number: str
    customer_id: StrictInt


class GivenBackPayload(Payload):
    """
    A refund as its order tells of it: an amount below 0.
    """

    total: Decimal

    _amounts = validator("total", pre=True, allow_reuse=True)(_written)


class OrderPayload(OrderHeadPayload):
    """
    An order. Moments are in UTC without saying so.
    """

    status: str
    currency: str
    date_created_gmt: datetime
    date_paid_gmt: datetime | None = None
    date_completed_gmt: datetime | None = None
    total: Decimal
    shipping: AddressPayload = AddressPayload()
    line_items: list[LinePayload]
    refunds: list[GivenBackPayload] | None = None
    meta_data: list[MetaPayload] = Field(default_factory=list)

    _php = validator("shipping", pre=True, allow_reuse=True)(_object)
    _amounts = validator("total", pre=True, allow_reuse=True)(_written)

    @property
    def cancelled_for(self) -> str | None:
        """
        The wish it was cancelled for, if it was cancelled by us.
        """
        return _kept(self.meta_data, CANCELLED_FOR)


class RefundPayload(RecordPayload):
    """
    Money that was given back of an order.

    `refunded_payment` is whether the payment gateway carried it out. It is not in the
    answer to making it: nothing is made where the gateway refuses.
    """

    amount: Decimal
    date_created_gmt: datetime
    refunded_payment: bool | None = None
    meta_data: list[MetaPayload] = Field(default_factory=list)

    _amounts = validator("amount", pre=True, allow_reuse=True)(_written)

    @property
    def key(self) -> str | None:
        """
        The wish it was made for, if it was made by us.
        """
        return _kept(self.meta_data, KEY)


class TermPayload(RecordPayload):
    """
    A category or a brand.
    """

    name: str
    slug: str = ""


class ProductPayload(RecordPayload):
    """
    A product as the catalogue needs it.
    """

    name: str
    brands: list[TermPayload] = Field(default_factory=list)


class ChangedPayload(RecordPayload):
    """
    When a product was changed; brands and categories do not say it.
    """

    date_modified_gmt: datetime | None = None


class StockPayload(RecordPayload):
    """
    A product as it stands on the shelf.
    """

    price: str
    stock_status: str
    manage_stock: bool = False
    stock_quantity: Decimal | None = None


class CurrencyPayload(Payload):
    """
    The shop's currency.
    """

    code: str


def _kept(meta_data: list[MetaPayload], key: str) -> str | None:
    return next((str(meta.value) for meta in meta_data if meta.key == key), None)


def fields(shape: type[Payload]) -> str:
    """
    What to ask for (`_fields`), so that nothing else is sent.
    """
    return ",".join(shape.__fields__)
