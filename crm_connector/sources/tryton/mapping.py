"""
What Tryton sent, as our records. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from crm_connector import contacts, currencies
from crm_connector.model import (
    Address,
    CatalogueEntry,
    CatalogueKind,
    Contact,
    ContactKind,
    Customer,
    Invoice,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    ShelfItem,
    StatusChange,
)
from crm_connector.sources.tryton import payload
from crm_connector.sources.tryton.questions import EMAILS, PHONES
from crm_connector.sources.tryton.settings import TrytonSettings
from crm_connector.sources.tryton.shop import LANGUAGES, Shop

_RIALS_OF_A_TOMAN = 10
_LEFT = ("shipped", "done")


def customer(
    party: payload.Party, settings: TrytonSettings, as_of: datetime
) -> Customer:
    """
    The customer that a party is.
    """
    # "fa_IR" and "en" are fa and en; a language we do not speak is as good as none.
    short = re.split(r"[-_]", party.lang.code.casefold())[0] if party.lang else None
    return Customer(
        id=party.code,
        name=party.rec_name,
        phones=contacts.phones(
            (each.value for each in party.contacts if each.type in PHONES),
            settings.country,
        ),
        emails=contacts.emails(
            each.value for each in party.contacts if each.type in EMAILS
        ),
        language=short if short in LANGUAGES else None,
        source=settings.name,
        as_of=as_of,
    )


def is_contact(
    mechanism: payload.Contact, contact: Contact, settings: TrytonSettings
) -> bool:
    """
    Whether what is on file is this contact, in the form in which both are compared.
    """
    if contact.kind is ContactKind.EMAIL:
        return contacts.email(mechanism.value) == contact
    return contacts.phone(mechanism.value, settings.country) == contact


def money(
    amount: Decimal, currency: payload.Currency, settings: TrytonSettings
) -> Money:
    """
    An amount in its smallest unit, half of one rounded up; rials and tomans are whole.
    """
    code = currency.code.upper()
    if settings.is_toman and code == "IRR":
        code, amount = "IRT", amount / _RIALS_OF_A_TOMAN
    ours = amount.scaleb(currencies.digits(code))
    rounded = ours.quantize(Decimal(1), ROUND_HALF_UP)
    return Money(int(rounded), code)


def start_of(day: date, shop: Shop) -> datetime:
    """
    The beginning of a day by the clock of the shop.
    """
    try:
        local = datetime.combine(day, time(), shop.zone)
        return local.astimezone(timezone.utc)
    except OverflowError:
        return datetime.combine(day, time(), timezone.utc)


def placed_at(sale: payload.SaleDates, shop: Shop) -> datetime:
    """
    When a sale was made.

    Its date decides, of which Tryton tells no hour; if it was entered on that day, then
    the moment at which it was.
    """
    made_on = sale.create_date.astimezone(shop.zone).date()
    if sale.sale_date is None or sale.sale_date == made_on:
        return sale.create_date
    return start_of(sale.sale_date, shop)


def status(sale: payload.Sale, settings: TrytonSettings) -> OrderStatus:
    """
    Where a sale stands, as far as Tryton knows; what it does not, is not claimed.
    """
    if sale.state == "cancelled":
        return OrderStatus.CANCELLED
    if sale.state in ("draft", "quotation", "confirmed"):
        return OrderStatus.PLACED
    going = [each for each in sale.shipments if each.state != "cancelled"]
    has_left = sale.shipment_state == "sent" or (
        # Handed over, while Tryton counts the goods as gone only when they are "done".
        sale.shipment_state in ("waiting", "partially shipped")
        and bool(going)
        and all(each.state in _LEFT for each in going)
        and not sale.to_ship
    )
    if has_left:
        arrived = settings.done_is_delivered and all(
            each.state == "done" for each in going
        )
        return OrderStatus.DELIVERED if arrived and going else OrderStatus.SHIPPED
    if sale.shipment_state == "none":
        # Services only are finished when they are paid; goods may wait for payment.
        if sale.state == "done":
            return OrderStatus.PAID
        if sale.shipment_method == "invoice":
            is_paid = sale.invoice_state == "paid"
            return OrderStatus.PAID if is_paid else OrderStatus.PLACED
    return OrderStatus.PREPARING


def order(
    sale: payload.Sale,
    names: Mapping[str, Sequence[payload.NamedLine]],
    shop: Shop,
    settings: TrytonSettings,
    as_of: datetime,
) -> Order:
    """
    The order that a sale is; `names` are its lines in the shop's languages.
    """
    stands = status(sale, settings)
    placed = placed_at(sale, shop)
    parcels = tuple(
        parcel
        for shipment in sale.shipments
        for parcel in _parcels(shipment, shop, settings)
    )
    return Order(
        number=sale.number,
        customer_id=sale.party.code,
        status=stands,
        placed_at=placed,
        expected_on=_expected_on(sale, stands, settings),
        lines=tuple(_lines(sale, names, settings)),
        history=(
            StatusChange(OrderStatus.PLACED, placed),
            *_reached(stands, parcels),
        ),
        parcels=parcels,
        total=money(sale.total_amount, sale.currency, settings),
        source=settings.name,
        as_of=as_of,
        ship_to=_address(sale.address),
        paid=_paid(sale, settings),
    )


def _paid(sale: payload.Sale, settings: TrytonSettings) -> Money | None:
    """
    All of it where all invoices are paid.

    Of others a part may be, or a deposit, of which the sale tells nothing.
    """
    if sale.invoice_state != "paid" or sale.total_amount < 0:
        return None
    return money(sale.total_amount, sale.currency, settings)


def _reached(stands: OrderStatus, parcels: Sequence[Parcel]) -> Iterator[StatusChange]:
    """
    When the last of the parcels left, or arrived, if that is told of all of them.
    """
    if stands is OrderStatus.SHIPPED:
        days = [each.shipped_at for each in parcels]
    elif stands is OrderStatus.DELIVERED:
        days = [each.delivered_at for each in parcels]
    else:
        return
    known = [each for each in days if each is not None]
    if known and len(known) == len(days):
        yield StatusChange(stands, max(known))


def _expected_on(
    sale: payload.Sale, stands: OrderStatus, settings: TrytonSettings
) -> date | None:
    days = settings.days_on_the_way
    planned = [
        each.planned_date
        for each in sale.shipments
        if each.state not in ("done", "cancelled") and each.planned_date is not None
    ]
    if days is None or not planned or not stands.is_open:
        return None
    try:
        return max(planned) + timedelta(days=days)
    except OverflowError:
        return None


def _lines(
    sale: payload.Sale,
    names: Mapping[str, Sequence[payload.NamedLine]],
    settings: TrytonSettings,
) -> Iterator[OrderLine]:
    named = {
        language: {line.id: line.product for line in lines}
        for language, lines in names.items()
    }
    for line in sale.lines:
        # What is given back with it is not what was ordered.
        if line.type != "line" or line.quantity is None or line.quantity <= 0:
            continue
        products = {
            language: product
            for language, lines in named.items()
            if (product := lines.get(line.id)) is not None
        }
        texts = {lang: each.name for lang, each in products.items() if each.name}
        if not texts and line.description:
            texts = dict.fromkeys(names, line.description.strip())
        if not texts:
            continue
        quantity, price, variants = _measured(line, sale)
        yield OrderLine(
            product_id="" if line.product is None else str(line.product.id),
            names=texts,
            categories={
                language: name
                for language, each in products.items()
                if each.categories and (name := each.categories[0].name)
            },
            quantity=quantity,
            unit_price=money(price, sale.currency, settings),
            variants=dict.fromkeys(texts, variants) if variants else {},
        )


def _measured(line: payload.Line, sale: payload.Sale) -> tuple[int, Decimal, str]:
    """
    How many, at which price; two and a half metres are one piece that is so long.
    """
    quantity = line.quantity or 0.0
    if quantity == int(quantity):
        return int(quantity), line.unit_price or Decimal(0), ""
    symbol = line.unit.symbol if line.unit else ""
    return 1, line.amount or Decimal(0), f"{quantity:g} {symbol}".strip()


def _parcels(
    shipment: payload.Shipment, shop: Shop, settings: TrytonSettings
) -> Iterator[Parcel]:
    """
    The packages of a shipment that have their own numbers, or all of it as one.
    """
    if shipment.state not in ("packed", *_LEFT):
        return
    name = shipment.carrier.party.name if shipment.carrier else None
    day = shipment.effective_date if shipment.state == "done" else None
    moment = None if day is None else start_of(day, shop)
    is_delivery = settings.done_is_delivered
    whole: list[str | None] = [shipment.shipping_reference]
    own = [each.shipping_reference for each in shipment.packages]
    for code in [each for each in own if each] or whole:
        yield Parcel(
            carriers=dict.fromkeys(shop.languages, name) if name else {},
            tracking_code=code or None,
            shipped_at=None if is_delivery else moment,
            delivered_at=moment if is_delivery else None,
        )


def _address(place: payload.Place | None) -> Address | None:
    if place is None:
        return None
    lines = (place.street or "").splitlines()
    return Address(
        name=place.party_name or "",
        lines=tuple(line.strip() for line in lines if line.strip()),
        city=place.city or "",
        province=place.subdivision.name if place.subdivision else None,
        postal_code=place.postal_code or None,
        country=place.country.code if place.country else None,
    )


def invoice(bill: payload.Bill, settings: TrytonSettings, as_of: datetime) -> Invoice:
    """
    The invoice that a bill is. It names its order if it is for one alone.
    """
    numbers = [each.number for each in bill.sales if each.number]
    days = [each.maturity_date for each in bill.dues if each.maturity_date]
    unpaid = [
        each.maturity_date
        for each in bill.dues
        if each.maturity_date and each.reconciliation is None
    ]
    return Invoice(
        number=bill.number,
        customer_id=bill.party.code,
        order_number=numbers[0] if len(numbers) == 1 else None,
        billed_on=bill.invoice_date,
        due_on=min(unpaid) if unpaid else max(days, default=None),
        total=money(bill.total_amount, bill.currency, settings),
        unpaid=money(max(bill.amount_to_pay, Decimal(0)), bill.currency, settings),
        source=settings.name,
        as_of=as_of,
    )


def shelf_item(
    product: payload.Product, shop: Shop, settings: TrytonSettings, as_of: datetime
) -> ShelfItem:
    """
    A product now. Of services and consumables nobody counts how many there are.
    """
    price = product.list_price_used
    counted = None
    if product.type == "goods" and not product.consumable and shop.storages:
        counted = product.quantity
    return ShelfItem(
        product_id=str(product.id),
        price=None if price is None else money(price, shop.currency, settings),
        in_stock=None if counted is None else counted > 0,
        quantity=(
            max(0, int(counted))
            if counted is not None and counted == int(counted)
            else None
        ),
        source=settings.name,
        as_of=as_of,
    )


def entries(
    kind: CatalogueKind, found: Mapping[str, Iterable[payload.Entry]]
) -> Iterator[CatalogueEntry]:
    """
    The entries of the catalogue, in the order of the first language.
    """
    named = {language: {e.id: e for e in each} for language, each in found.items()}
    first = next(iter(named.values()), {})
    for id_, entry in first.items():
        names = {
            language: text
            for language, each in named.items()
            if id_ in each and (text := each[id_].name)
        }
        aliases = (entry.code,) if entry.code else ()
        if names or aliases:
            yield CatalogueEntry(kind=kind, id=str(id_), names=names, aliases=aliases)
