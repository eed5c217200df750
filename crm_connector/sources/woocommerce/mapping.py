"""
What WooCommerce answers, as records of the model. Pure functions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from decimal import Decimal

from crm_connector import contacts
from crm_connector.errors import BadSourceData
from crm_connector.model import (
    Address,
    CatalogueEntry,
    CatalogueKind,
    Customer,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    ShelfItem,
    StatusChange,
)
from crm_connector.refunds import OrderRefund, Refund, RefundState, newest_last
from crm_connector.sources.woocommerce.money import Unit
from crm_connector.sources.woocommerce.settings import WooSettings
from crm_connector.sources.woocommerce.shapes import (
    AddressPayload,
    CustomerPayload,
    LinePayload,
    MetaPayload,
    OrderPayload,
    ProductPayload,
    RefundPayload,
    StockPayload,
    TermPayload,
)

COMPLETED, CANCELLED, REFUNDED = "completed", "cancelled", "refunded"
ON_HOLD = "on-hold"
STATUSES: Mapping[str, OrderStatus] = {
    "pending": OrderStatus.PLACED,
    ON_HOLD: OrderStatus.PLACED,
    "processing": OrderStatus.PREPARING,
    # Shops complete an order when they hand it to the carrier; that it has arrived
    # is more than WooCommerce knows.
    COMPLETED: OrderStatus.SHIPPED,
    CANCELLED: OrderStatus.CANCELLED,
    # Nothing was paid, so nothing will come.
    "failed": OrderStatus.CANCELLED,
}
"""What the statuses mean that every shop has; `refunded` is told by `status`."""

_TAG = re.compile(r"<[^>]*>")
_MOST_EPOCH = 2**33


def customer(
    settings: WooSettings, payload: CustomerPayload, as_of: datetime
) -> Customer:
    """
    The customer of an account.
    """
    billing, shipping = payload.billing, payload.shipping
    return Customer(
        id=str(payload.id),
        name=_joined(payload.first_name, payload.last_name)
        or _joined(billing.first_name, billing.last_name),
        phones=contacts.phones([billing.phone, shipping.phone], settings.country),
        emails=contacts.emails([payload.email, billing.email]),
        language=None,
        source=settings.name,
        as_of=as_of,
    )


def order(
    settings: WooSettings,
    payload: OrderPayload,
    refunds: Sequence[RefundPayload] | None,
    as_of: datetime,
) -> Order:
    """
    The order with all that is in it; raises `BadSourceData`.

    `refunds` are those of this order, None where nobody knows them.
    """
    unit = Unit.of(payload.currency, rials_as_toman=settings.rials_as_toman)
    return Order(
        number=payload.number,
        customer_id=str(payload.customer_id),
        status=status(settings, payload),
        placed_at=_utc(payload.date_created_gmt),
        expected_on=None,
        lines=tuple(_line(settings, each, unit) for each in payload.line_items),
        history=_history(settings, payload),
        parcels=_parcels(settings, payload.meta_data),
        total=money(settings, unit, payload.total),
        source=settings.name,
        as_of=as_of,
        ship_to=_address(payload.shipping),
        refunds=_refunds(settings, refunds, unit),
        paid=_paid(settings, payload, unit),
    )


def _refunds(
    settings: WooSettings, payloads: Sequence[RefundPayload] | None, unit: Unit
) -> tuple[OrderRefund, ...] | None:
    """
    What goes back, the newest last. What no gateway carried out was only written down.
    """
    if payloads is None:
        return None
    found = []
    for each in payloads:
        made_at = _utc(each.date_created_gmt)
        by_gateway = bool(each.refunded_payment)
        found.append(
            OrderRefund(
                amount=money(settings, unit, abs(each.amount)),
                state=RefundState.PAID if by_gateway else RefundState.RECORDED,
                asked_at=made_at,
                paid_at=made_at if by_gateway else None,
            )
        )
    return newest_last(found)


def _paid(settings: WooSettings, payload: OrderPayload, unit: Unit) -> Money | None:
    """
    What was paid and not given back, as far as the shop has seen it.
    """
    if payload.date_paid_gmt is None:
        # A transfer may have been made that nobody has booked yet.
        return None if payload.status == ON_HOLD else Money(0, unit.currency)
    if payload.refunds is None:
        return None
    back = sum((abs(each.total) for each in payload.refunds), Decimal(0))
    return money(settings, unit, max(Decimal(0), payload.total - back))


def status(settings: WooSettings, payload: OrderPayload) -> OrderStatus:
    """
    Where the order stands; `BadSourceData` for a status that nobody explained.
    """
    word = payload.status
    if word in settings.statuses:
        return settings.statuses[word]
    if word == REFUNDED:
        # All money went back: for what had been sent, or for what never was.
        sent = payload.date_completed_gmt is not None
        return OrderStatus.RETURNED if sent else OrderStatus.CANCELLED
    if word in STATUSES:
        return STATUSES[word]
    raise BadSourceData(
        "An order has a status that the settings do not explain.", source=settings.name
    )


def money(settings: WooSettings, unit: Unit, amount: Decimal) -> Money:
    """
    The shop's amount in our unit.
    """
    try:
        return unit.money(amount)
    except ValueError:
        raise BadSourceData("An amount makes no sense.", source=settings.name) from None


def _line(settings: WooSettings, payload: LinePayload, unit: Unit) -> OrderLine:
    name = _plain(payload.parent_name) or _plain(payload.name)
    if not name or payload.quantity < 1:
        raise BadSourceData("A position makes no sense.", source=settings.name)
    each = (payload.subtotal + payload.subtotal_tax) / payload.quantity
    chosen = [_chosen(meta) for meta in payload.meta_data if payload.variation_id]
    variant = " ".join(word for word in chosen if word)
    return OrderLine(
        product_id=str(payload.product_id),
        names={settings.language: name},
        categories={},
        quantity=payload.quantity,
        unit_price=money(settings, unit, each),
        variants={settings.language: variant} if variant else {},
    )


def _chosen(meta: MetaPayload) -> str | None:
    """
    What was chosen, if this is a choice: keys with a line in front are a plugin's own.
    """
    if meta.key.startswith("_"):
        return None
    shown = meta.value if meta.display_value is None else meta.display_value
    return _plain(shown) if isinstance(shown, str) else None


def _history(settings: WooSettings, payload: OrderPayload) -> tuple[StatusChange, ...]:
    steps = [StatusChange(OrderStatus.PLACED, _utc(payload.date_created_gmt))]
    if payload.date_paid_gmt is not None:
        steps.append(StatusChange(OrderStatus.PAID, _utc(payload.date_paid_gmt)))
    # Of an order that was taken up again the date stays.
    was_completed = payload.status in (COMPLETED, REFUNDED)
    if payload.date_completed_gmt is not None and was_completed:
        meaning = settings.statuses.get(COMPLETED, STATUSES[COMPLETED])
        steps.append(StatusChange(meaning, _utc(payload.date_completed_gmt)))
    return tuple(sorted(steps, key=lambda step: step.at))


def _parcels(
    settings: WooSettings, meta_data: Sequence[MetaPayload]
) -> tuple[Parcel, ...]:
    """
    What plugins for tracking wrote down: a list of parcels, or a code alone.
    """
    found = []
    for meta in meta_data:
        if meta.key not in settings.tracking:
            continue
        items = meta.value if isinstance(meta.value, list) else [meta.value]
        for item in items:
            about = item if isinstance(item, dict) else {"tracking_number": item}
            code = _text(about.get("tracking_number"))
            carrier = _text(about.get("custom_tracking_provider")) or _text(
                about.get("tracking_provider")
            )
            if code:
                found.append(
                    Parcel(
                        carriers={settings.language: carrier} if carrier else {},
                        tracking_code=code,
                        shipped_at=_epoch(about.get("date_shipped")),
                        delivered_at=None,
                    )
                )
    return tuple(found)


def refund(
    settings: WooSettings,
    payload: RefundPayload,
    number: str,
    unit: Unit,
    as_of: datetime,
) -> Refund:
    """
    The refund; settled, as the payment gateway has carried it out.

    An answer to making it does not say so, and nothing is made where it refuses.
    """
    return Refund(
        reference=str(payload.id),
        order_number=number,
        amount=money(settings, unit, abs(payload.amount)),
        is_settled=payload.refunded_payment is not False,
        source=settings.name,
        as_of=as_of,
    )


def shelf_item(
    settings: WooSettings, payload: StockPayload, as_of: datetime
) -> ShelfItem:
    """
    Price and stock. What can only be ordered (backorder) is not there now.
    """
    unit = Unit.of(settings.currency, rials_as_toman=settings.rials_as_toman)
    quantity = None
    if payload.manage_stock and payload.stock_quantity is not None:
        quantity = max(0, int(payload.stock_quantity))
    return ShelfItem(
        product_id=str(payload.id),
        price=_price(settings, unit, payload.price),
        in_stock=payload.stock_status == "instock",
        quantity=quantity,
        source=settings.name,
        as_of=as_of,
    )


def _price(settings: WooSettings, unit: Unit, written: str) -> Money | None:
    if not written.strip():
        return None
    if re.fullmatch(r"\d{1,15}(\.\d{1,15})?", written.strip(), re.ASCII) is None:
        raise BadSourceData("A price makes no sense.", source=settings.name)
    return money(settings, unit, Decimal(written.strip()))


def product(settings: WooSettings, payload: ProductPayload) -> CatalogueEntry | None:
    """
    The entry of a product; one without a name cannot be spoken of.
    """
    name = _plain(payload.name)
    if not name:
        return None
    return CatalogueEntry(
        kind=CatalogueKind.PRODUCT,
        id=str(payload.id),
        names={settings.language: name},
        brand=str(payload.brands[0].id) if payload.brands else None,
    )


def term(
    settings: WooSettings, kind: CatalogueKind, payload: TermPayload
) -> CatalogueEntry | None:
    """
    The entry of a category or a brand; "uncategorized" is a name of nothing.
    """
    name = _plain(payload.name)
    if not name or payload.slug == "uncategorized":
        return None
    return CatalogueEntry(
        kind=kind, id=str(payload.id), names={settings.language: name}
    )


def _address(payload: AddressPayload) -> Address | None:
    lines = tuple(
        line
        for line in map(_text, (payload.company, payload.address_1, payload.address_2))
        if line
    )
    city = _text(payload.city)
    if not lines and not city:
        return None
    return Address(
        name=_joined(payload.first_name, payload.last_name),
        lines=lines,
        city=city or "",
        province=_text(payload.state),
        postal_code=_text(payload.postcode),
        country=_text(payload.country),
        phone=_text(payload.phone),
    )


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=timezone.utc)
    return moment.astimezone(timezone.utc)


def _epoch(value: object) -> datetime | None:
    written = str(value) if isinstance(value, (str, int)) else ""
    if not re.fullmatch(r"\d{1,10}", written, re.ASCII) or int(written) > _MOST_EPOCH:
        return None
    return datetime.fromtimestamp(int(written), timezone.utc)


def _joined(*words: str | None) -> str:
    return " ".join(word for word in map(_text, words) if word)


def _text(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _plain(value: str | None) -> str | None:
    """
    A text of the site without its HTML.
    """
    return _text(html.unescape(_TAG.sub(" ", value))) if value else None
