"""
What the Admin API sends, as far as we use it.

Without postponed annotations: pydantic would look for nested classes in the module.
What may be null still has to be there (`Field(...)`): a hole in an answer is no fact.
"""

import re
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import (
    ConstrainedInt,
    ConstrainedStr,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
)
from pydantic.generics import GenericModel

from crm_connector.sources import payload


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(each.capitalize() for each in others)


class Payload(payload.Payload, alias_generator=_camel):
    """
    A shape whose names are the API's, written as Python's are.
    """


class Natural(ConstrainedInt):
    """
    A whole number that is not negative; no text and no yes or no.
    """

    strict = True
    ge = 0


class Currency(ConstrainedStr):
    """
    The code of a currency.
    """

    strict = True
    regex = re.compile(r"[A-Z]{3}\Z")


class Digits(Natural):
    """
    How many digits of an amount are behind its point.
    """

    le = 9


class Failure(Payload):
    """
    One error of an answer.
    """

    class Extensions(Payload):
        """
        What Vendure says about it in one word.
        """

        code: str | None = None

    extensions: Extensions | None = None


class Envelope(Payload):
    """
    What every answer is wrapped in.
    """

    data: dict[str, Any] | None = None
    errors: list[Failure] = Field(default_factory=list)


class Identified(Payload):
    """
    Whatever a list is of: an id tells one from another.
    """

    id: StrictStr


Item = TypeVar("Item", bound=Identified)


class Paged(Payload, GenericModel, Generic[Item]):
    """
    A part of a list, and how many there are in all.
    """

    total_items: Natural
    items: list[Item]


class Outcome(Payload):
    """
    The kind of what came back: what was asked for, or an error's name.
    """

    typename: StrictStr = Field(alias="__typename")


class Login(Payload):
    """
    The answer to signing in.
    """

    login: Outcome


class Checked(Payload):
    """
    Whom the shop takes us for.
    """

    class Me(Payload):
        """
        What we may do in each channel.
        """

        class Channel(Payload):
            """
            One channel.
            """

            token: StrictStr
            permissions: list[StrictStr]

        channels: list[Channel]

    class Active(Payload):
        """
        The channel that was answered from.
        """

        token: StrictStr

    me: Me
    active_channel: Active


class Translation(Payload):
    """
    A name in one language.
    """

    language_code: StrictStr
    name: StrictStr


class Named(Identified):
    """
    Something with a name in each language.
    """

    translations: list[Translation]


class Coded(Named):
    """
    Something named that also has a code.
    """

    code: StrictStr


class CustomerPayload(Identified):
    """
    A customer.
    """

    first_name: StrictStr
    last_name: StrictStr
    phone_number: StrictStr | None = Field(...)
    email_address: StrictStr


class OneCustomer(Payload):
    """
    The answer about one customer.
    """

    customer: CustomerPayload | None = Field(...)


class Found(Payload):
    """
    The answer about whoever has a contact.
    """

    customers: Paged[CustomerPayload]


class Server(Payload):
    """
    How the shop is set up.
    """

    class Config(Payload):
        """
        How many digits of an amount are behind its point.
        """

        money_strategy_precision: Digits

    server_config: Config


class Collection(Named):
    """
    A part of the shop's range; its breadcrumbs lead to it from the root.
    """

    class Crumb(Payload):
        """
        One step of the way.
        """

        id: StrictStr

    is_private: StrictBool
    breadcrumbs: list[Crumb]


class Variant(Payload):
    """
    What was bought.
    """

    class Product(Payload):
        """
        What it is a variant of.
        """

        translations: list[Translation]
        collections: list[Collection]

    product_id: StrictStr
    name: StrictStr
    options: list[Named]
    product: Product


class Line(Payload):
    """
    A position of an order.
    """

    id: StrictStr
    quantity: Natural
    order_placed_quantity: Natural
    discounted_unit_price_with_tax: Natural
    product_variant: Variant


class Fulfillment(Payload):
    """
    A parcel.
    """

    class Part(Payload):
        """
        How many of a position are in it.
        """

        order_line_id: StrictStr
        quantity: StrictInt

    id: StrictStr
    state: StrictStr
    method: StrictStr
    tracking_code: StrictStr | None = Field(...)
    lines: list[Part]


class RefundPayload(Payload):
    """
    Money given back, or on its way back.
    """

    id: StrictStr
    created_at: datetime
    state: StrictStr
    total: Natural
    reason: StrictStr | None = Field(...)


class Payment(Payload):
    """
    Money that came, and what of it went back.
    """

    id: StrictStr
    state: StrictStr
    amount: StrictInt
    refunds: list[RefundPayload]


class Entry(Payload):
    """
    A step of an order's history.
    """

    id: StrictStr
    type: StrictStr
    created_at: datetime
    data: dict[str, Any]


class OrderPayload(Identified):
    """
    An order with all that belongs to it.
    """

    class Owner(Payload):
        """
        Whose it is.
        """

        id: StrictStr

    class ShippingAddress(Payload):
        """
        Where it goes; of an order that goes nowhere everything is None.
        """

        full_name: StrictStr | None = Field(...)
        company: StrictStr | None = Field(...)
        street_line1: StrictStr | None = Field(...)
        street_line2: StrictStr | None = Field(...)
        city: StrictStr | None = Field(...)
        province: StrictStr | None = Field(...)
        postal_code: StrictStr | None = Field(...)
        country_code: StrictStr | None = Field(...)
        phone_number: StrictStr | None = Field(...)

    class History(Payload):
        """
        The newest steps, the last one first.
        """

        items: list[Entry]

    code: StrictStr
    state: StrictStr
    next_states: list[StrictStr]
    order_placed_at: datetime
    currency_code: Currency
    total_with_tax: Natural
    customer: Owner | None = Field(...)
    shipping_address: ShippingAddress | None = Field(...)
    lines: list[Line]
    fulfillments: list[Fulfillment] | None = Field(...)
    payments: list[Payment] | None = Field(...)
    history: History


class OrdersAnswer(Payload):
    """
    The answer about a customer's orders; None is a customer that is not.
    """

    class Theirs(Payload):
        """
        A customer's orders.
        """

        id: StrictStr
        orders: Paged[OrderPayload]

    global_settings: Server
    customer: Theirs | None = Field(...)


class Cancelled(Payload):
    """
    The answer to cancelling.
    """

    cancel_order: dict[str, Any]


class Refunded(Payload):
    """
    The answer to giving money back.
    """

    refund_order: dict[str, Any]
