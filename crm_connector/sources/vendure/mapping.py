"""
What the shop says, as records: pure functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone

from crm_connector import contacts
from crm_connector.errors import BadSourceData
from crm_connector.model import (
    Address,
    Customer,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    StatusChange,
)
from crm_connector.refunds import OrderRefund, Refund, RefundState, newest_last
from crm_connector.sources.vendure.money import Units
from crm_connector.sources.vendure.shapes import (
    Collection,
    CustomerPayload,
    Entry,
    Fulfillment,
    Line,
    Named,
    OrderPayload,
    RefundPayload,
    Translation,
)

LANGUAGES = ("fa", "ar", "en")
CANCELLED = "Cancelled"
PENDING, SHIPPED, DELIVERED = "Pending", "Shipped", "Delivered"
_SENT = (SHIPPED, DELIVERED)
_PAID, _HELD = ("Settled",), "Authorized"
FAILED, SETTLED = "Failed", "Settled"
"""States of a refund; as long as it is in none of these it is under way."""
_OF_ORDERS, _OF_PARCELS = "ORDER_STATE_TRANSITION", "ORDER_FULFILLMENT_TRANSITION"
_OF_CANCELLING, _OF_REFUNDS = "ORDER_CANCELLATION", "ORDER_REFUND_TRANSITION"

# Of these the state itself says where the order stands.
_PLAIN = {
    "PaymentAuthorized": OrderStatus.PLACED,
    "PaymentSettled": OrderStatus.PAID,
    SHIPPED: OrderStatus.SHIPPED,
    DELIVERED: OrderStatus.DELIVERED,
    CANCELLED: OrderStatus.CANCELLED,
}
# Of these it is what has been paid and sent: a part is on its way, or staff is changing
# the order and puts it back afterwards.
_MIXED = (
    "PartiallyShipped",
    "PartiallyDelivered",
    "Modifying",
    "ArrangingAdditionalPayment",
)


@dataclass(frozen=True)
class Shop:
    """
    What has to be known to understand what the shop says.
    """

    source: str
    country: str
    units: Units
    statuses: Mapping[str, OrderStatus] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """
    An order as it was just read, and what has to be known to understand it.
    """

    shop: Shop
    order: OrderPayload


def texts(translations: Iterable[Translation]) -> dict[str, str]:
    """
    Names by language: those of ours, and any other only where there is none of them.
    """
    found: dict[str, str] = {}
    for each in translations:
        # "pt_BR" and "fa_AF" are pt and fa; the plain one is listed again after it.
        language, name = each.language_code.split("_")[0], each.name.strip()
        if name and (language not in found or language == each.language_code):
            found[language] = name
    ours = {language: found[language] for language in LANGUAGES if language in found}
    return ours or found


def customer(shop: Shop, payload: CustomerPayload, as_of: datetime) -> Customer:
    """
    A customer. Vendure keeps no language of a customer.
    """
    name = " ".join(f"{payload.first_name} {payload.last_name}".split())
    return Customer(
        id=payload.id,
        # An account made by its e-mail address alone has no other name.
        name=name or payload.email_address,
        phones=contacts.phones([payload.phone_number], shop.country),
        emails=contacts.emails([payload.email_address]),
        language=None,
        source=shop.source,
        as_of=as_of,
    )


def order(
    shop: Shop, payload: OrderPayload, customer_id: str, as_of: datetime
) -> Order:
    """
    An order of this customer.
    """
    placed_at = _moment(shop, payload.order_placed_at)
    fulfillments = _alive(payload)
    status = order_status(shop, payload)
    return Order(
        number=payload.code,
        customer_id=customer_id,
        status=status,
        placed_at=placed_at,
        expected_on=None,
        lines=_lines(shop, payload, whole=status is OrderStatus.CANCELLED),
        history=_history(shop, payload, placed_at),
        parcels=tuple(_parcel(shop, payload, each) for each in fulfillments),
        total=shop.units.money(_total(payload, status), payload.currency_code),
        source=shop.source,
        as_of=as_of,
        ship_to=_ship_to(shop, payload),
        refunds=_refunds(shop, payload),
        paid=_paid(shop, payload),
    )


def order_status(shop: Shop, payload: OrderPayload) -> OrderStatus:
    """
    Where the order stands; `BadSourceData` for a state that nobody explained.
    """
    state = payload.state
    if state in shop.statuses:
        return shop.statuses[state]
    if state not in _PLAIN and state not in _MIXED:
        raise BadSourceData(
            "An order has a state that the settings do not explain (statuses).",
            source=shop.source,
        )
    parcels = _alive(payload)
    if state in _PLAIN and not (state == "PaymentSettled" and parcels):
        return _PLAIN[state]
    if parcels and _are_all(payload, parcels, (DELIVERED,)):
        return OrderStatus.DELIVERED
    if parcels and _are_all(payload, parcels, _SENT):
        return OrderStatus.SHIPPED
    if parcels:
        # A part of it may be on its way; the rest is not.
        return OrderStatus.PREPARING
    if any(each.state in _PAID for each in payload.payments or ()):
        return OrderStatus.PAID
    return OrderStatus.PLACED


def has_left(payload: OrderPayload) -> bool:
    """
    Whether anything of the order is on its way or there.
    """
    return any(each.state not in (PENDING, "Created") for each in _alive(payload))


def cancelled_for(payload: OrderPayload) -> tuple[str, ...]:
    """
    The reasons that were given for cancelling it, or a part of it.
    """
    said = (each.data.get("reason") for each in _steps(payload, _OF_CANCELLING))
    return tuple(each for each in said if isinstance(each, str))


def _alive(payload: OrderPayload) -> list[Fulfillment]:
    return [each for each in payload.fulfillments or () if each.state != CANCELLED]


def _are_all(
    payload: OrderPayload, parcels: Iterable[Fulfillment], states: tuple[str, ...]
) -> bool:
    """
    Whether every piece of the order is in a parcel of one of these states.
    """
    missing: dict[str, int] = {line.id: line.quantity for line in payload.lines}
    for part in (p for each in parcels if each.state in states for p in each.lines):
        missing[part.order_line_id] = missing.get(part.order_line_id, 0) - part.quantity
    return all(quantity <= 0 for quantity in missing.values())


def _total(payload: OrderPayload, status: OrderStatus) -> int:
    """
    What the order cost. Of a cancelled one Vendure says zero; then it is what was paid.
    """
    if status is not OrderStatus.CANCELLED or payload.total_with_tax:
        return payload.total_with_tax
    paid = [
        each.amount
        for each in payload.payments or ()
        if each.state in ("Settled", "Authorized", CANCELLED)
    ]
    bought = (
        line.order_placed_quantity * line.discounted_unit_price_with_tax
        for line in payload.lines
    )
    return sum(paid) if paid else sum(bought)


def _paid(shop: Shop, payload: OrderPayload) -> Money | None:
    """
    What was paid and not given back; None if nobody can tell.

    What a bank holds for the shop may be taken or not.
    """
    payments = payload.payments or ()
    if any(each.state == _HELD for each in payments):
        return None
    left = sum(
        each.amount - sum(r.total for r in each.refunds if r.state != FAILED)
        for each in payments
        if each.state in _PAID
    )
    return shop.units.money(max(0, left), payload.currency_code)


def _refunds(shop: Shop, payload: OrderPayload) -> tuple[OrderRefund, ...]:
    """
    What goes back or has gone, the newest last.
    """
    settled_at = {
        str(step.data.get("refundId")): _moment(shop, step.created_at)
        for step in _steps(payload, _OF_REFUNDS)
        if step.data.get("to") == SETTLED
    }
    found = [
        OrderRefund(
            amount=shop.units.money(each.total, payload.currency_code),
            state=RefundState.PAID if each.state == SETTLED else RefundState.APPROVED,
            asked_at=_moment(shop, each.created_at),
            paid_at=settled_at.get(each.id) if each.state == SETTLED else None,
        )
        for payment in payload.payments or ()
        for each in payment.refunds
        if each.state != FAILED
    ]
    return newest_last(found)


def _lines(shop: Shop, payload: OrderPayload, *, whole: bool) -> tuple[OrderLine, ...]:
    """
    What is in the order now, and of a cancelled one (`whole`) what was in it.
    """
    quantities = (
        (line, line.order_placed_quantity if whole else line.quantity)
        for line in payload.lines
    )
    return tuple(
        _line(shop, line, quantity, payload.currency_code)
        for line, quantity in quantities
        if quantity
    )


def _line(shop: Shop, line: Line, quantity: int, currency: str) -> OrderLine:
    variant = line.product_variant
    names = texts(variant.product.translations) or {LANGUAGES[-1]: variant.name}
    return OrderLine(
        product_id=variant.product_id,
        names=names,
        categories=_category(variant.product.collections),
        quantity=quantity,
        unit_price=shop.units.money(line.discounted_unit_price_with_tax, currency),
        variants=_joined(variant.options),
        id=line.id,
    )


def _category(collections: Iterable[Collection]) -> dict[str, str]:
    """
    The narrowest part of the range that the product is in and customers can see.
    """
    seen = [each for each in collections if not each.is_private]
    if not seen:
        return {}
    return texts(max(seen, key=lambda each: len(each.breadcrumbs)).translations)


def _joined(options: Iterable[Named]) -> dict[str, str]:
    """
    The options that were chosen, in each language in which all of them have a name.
    """
    named = [texts(each.translations) for each in options]
    return {
        language: " ".join(each[language] for each in named)
        for language in LANGUAGES
        if named and all(language in each for each in named)
    }


def _steps(payload: OrderPayload, kind: str) -> list[Entry]:
    # Newest first, as they were asked for.
    return [each for each in reversed(payload.history.items) if each.type == kind]


def _history(
    shop: Shop, payload: OrderPayload, placed_at: datetime
) -> tuple[StatusChange, ...]:
    """
    When each status was first reached: staff may move an order back and forth.
    """
    reached = {OrderStatus.PLACED: placed_at}
    for step in _steps(payload, _OF_ORDERS):
        state = step.data.get("to")
        status = shop.statuses.get(str(state)) or _PLAIN.get(str(state))
        if status is not None:
            reached.setdefault(status, _moment(shop, step.created_at))
    alive = {each.id for each in _alive(payload)}
    for step in _steps(payload, _OF_PARCELS):
        if step.data.get("to") == PENDING and _parcel_id(step) in alive:
            reached.setdefault(OrderStatus.PREPARING, _moment(shop, step.created_at))
    changes = (StatusChange(status, at) for status, at in reached.items())
    return tuple(sorted(changes, key=lambda change: change.at))


def _parcel_id(step: Entry) -> str:
    return str(step.data.get("fulfillmentId"))


def _parcel(shop: Shop, payload: OrderPayload, parcel: Fulfillment) -> Parcel:
    reached: dict[str, datetime] = {}
    for step in _steps(payload, _OF_PARCELS):
        if _parcel_id(step) == parcel.id:
            reached[str(step.data.get("to"))] = _moment(shop, step.created_at)
    # Staff writes the carrier's name once, in whatever language it is.
    carrier = parcel.method.strip()
    return Parcel(
        carriers=dict.fromkeys(LANGUAGES, carrier) if carrier else {},
        tracking_code=(parcel.tracking_code or "").strip() or None,
        shipped_at=reached.get(SHIPPED),
        delivered_at=reached.get(DELIVERED),
    )


def _ship_to(shop: Shop, payload: OrderPayload) -> Address | None:
    address = payload.shipping_address
    if address is None:
        return None
    lines = (address.company, address.street_line1, address.street_line2)
    written = tuple(line.strip() for line in lines if line and line.strip())
    if not written and not address.city:
        return None
    phone = (address.phone_number or "").strip()
    known = contacts.phone(phone, shop.country) if phone else None
    return Address(
        name=address.full_name or "",
        lines=written,
        city=address.city or "",
        province=address.province or None,
        postal_code=address.postal_code or None,
        country=address.country_code or None,
        phone=known.value if known else phone or None,
    )


def refund(
    shop: Shop, payload: OrderPayload, refunded: RefundPayload, as_of: datetime
) -> Refund:
    """
    Money that was given back for this order.
    """
    return Refund(
        reference=refunded.id,
        order_number=payload.code,
        amount=shop.units.money(refunded.total, payload.currency_code),
        is_settled=refunded.state == SETTLED,
        source=shop.source,
        as_of=as_of,
    )


def _moment(shop: Shop, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise BadSourceData("A moment has no offset.", source=shop.source)
    return moment.astimezone(timezone.utc)
