"""
What the system answers, as records of the model. Pure functions: no question here.

A `Payload` names only the fields that are used, with types that do not guess
(`StrictInt` does not take 1.5 for 1). `payload.read` makes one of an answer, or raises
`BadSourceData` with the field's name and not its value.
"""

from __future__ import annotations

from datetime import datetime, timezone

from pydantic import StrictInt

from crm_connector import contacts
from crm_connector.errors import BadSourceData
from crm_connector.model import Customer, Money, Order, OrderLine, OrderStatus
from crm_connector.sources.payload import Payload
from crm_connector.sources.template.settings import TemplateSettings

# Say no more than the system knows: a status that may mean two things means the lesser.
STATUSES = {
    "new": OrderStatus.PLACED,
    "packing": OrderStatus.PREPARING,
    "sent": OrderStatus.SHIPPED,
    "done": OrderStatus.DELIVERED,
    "void": OrderStatus.CANCELLED,
}
"""The system's words, and what customers hear."""


class CustomerPayload(Payload):
    """
    A person, with phones and e-mails as somebody typed them.
    """

    id: str
    name: str
    phones: list[str]
    emails: list[str]


class LinePayload(Payload):
    """
    A position of an order.
    """

    product: str
    title: str
    count: StrictInt
    price: StrictInt


class OrderPayload(Payload):
    """
    An order; amounts are in toman and moments carry their offset.
    """

    number: str
    customer: str
    status: str
    placed: datetime
    total: StrictInt
    lines: list[LinePayload]


class OrdersPayload(Payload):
    """
    A page of orders, the newest first; `next` is None on the last.

    `total` is how many there are on all pages.
    """

    orders: list[OrderPayload]
    total: StrictInt
    next: StrictInt | None


class ShopPayload(Payload):
    """
    Who answers there.
    """

    shop: str


def customer(
    settings: TemplateSettings, payload: CustomerPayload, as_of: datetime
) -> Customer:
    """
    The customer. Contacts go through `contacts`: what is none is left out.
    """
    return Customer(
        id=payload.id,
        name=payload.name,
        phones=contacts.phones(payload.phones, settings.country),
        emails=contacts.emails(payload.emails),
        language=None,
        source=settings.name,
        as_of=as_of,
    )


def order(settings: TemplateSettings, payload: OrderPayload, as_of: datetime) -> Order:
    """
    The order; what makes no sense is `BadSourceData`, never a guess.
    """
    if payload.status not in STATUSES:
        raise BadSourceData("An order has an unknown status.", source=settings.name)
    if payload.placed.tzinfo is None:
        raise BadSourceData("A moment has no offset.", source=settings.name)
    return Order(
        number=payload.number,
        customer_id=payload.customer,
        status=STATUSES[payload.status],
        placed_at=payload.placed.astimezone(timezone.utc),
        expected_on=None,
        lines=tuple(_line(settings, each) for each in payload.lines),
        history=(),
        parcels=(),
        total=_toman(settings, payload.total),
        source=settings.name,
        as_of=as_of,
    )


def _line(settings: TemplateSettings, payload: LinePayload) -> OrderLine:
    if payload.count < 1:
        raise BadSourceData("A position makes no sense.", source=settings.name)
    return OrderLine(
        product_id=payload.product,
        names={"fa": payload.title},
        categories={},
        quantity=payload.count,
        unit_price=_toman(settings, payload.price),
    )


def _toman(settings: TemplateSettings, amount: int) -> Money:
    if amount < 0:
        raise BadSourceData("An amount makes no sense.", source=settings.name)
    return Money(amount, "IRT")
