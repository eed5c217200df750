"""
Rows of the database turned into records of the model.

Pure functions: `ShopMapping` and rows in, records out, or `BadSourceData` that names
table, key and column, and never a value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_connector import contacts
from crm_connector.model import (
    CatalogueEntry,
    Customer,
    Invoice,
    Loyalty,
    Money,
    Order,
    OrderLine,
    Parcel,
    StatusChange,
)
from crm_connector.refunds import OrderRefund, RefundState, newest_last
from crm_connector.sources.sql import choices
from crm_connector.sources.sql.fields import Key
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.parts import (
    HistoryMapping,
    InvoiceMapping,
    LineMapping,
    LoyaltyMapping,
    NamesMapping,
    ParcelMapping,
    PartMapping,
    RefundMapping,
)
from crm_connector.sources.sql.reading import Reading
from crm_connector.sources.sql.statements import Row

Child = LineMapping | HistoryMapping | ParcelMapping | RefundMapping

Readings = defaultdict[str, list[Reading]]

LANGUAGES = ("fa", "ar", "en")
_STATES = frozenset(each.value for each in RefundState)


@dataclass(frozen=True)
class CustomerRows:
    """
    What was read about some customers.
    """

    customers: Sequence[Row]
    contacts: Sequence[Row] = ()


def customers(
    shop: ShopMapping, rows: CustomerRows, as_of: datetime
) -> tuple[Customer, ...]:
    """
    The customers of these rows, in their order.
    """
    part = shop.customers
    more: Readings = defaultdict(list)
    if shop.contacts is not None:
        key = shop.contacts.customer
        for row in rows.contacts:
            reading = Reading(shop, shop.contacts, key, row)
            more[reading.key_of(key)].append(reading)
    return tuple(
        _customer(shop, reading, more[reading.key_of(part.id)], as_of)
        for reading in _each_once(shop, part, part.id, part.id, rows.customers)
    )


def _customer(
    shop: ShopMapping, reading: Reading, more: Sequence[Reading], as_of: datetime
) -> Customer:
    part, further = shop.customers, shop.contacts
    phones, emails = reading.reach([part.phone]), reading.reach([part.email])
    if further is not None:
        for each in more:
            phones += each.reach([further.phone])
            emails += each.reach([further.email])
    language = reading.text(part.language)
    # "fa-IR" and "en_GB" are fa and en; a language we do not speak is as good as none.
    short = re.split(r"[-_]", language.casefold())[0] if language else None
    return Customer(
        id=reading.key_of(part.id),
        # Who ordered with a telephone alone has none, and may ask all the same.
        name=reading.text(part.name) or "",
        phones=contacts.phones(phones, shop.defaults.country),
        emails=contacts.emails(emails),
        language=short if short in LANGUAGES else None,
        source=shop.source,
        as_of=as_of,
    )


@dataclass(frozen=True)
class OrderRows:
    """
    Everything that was read about some orders of one customer.
    """

    orders: Sequence[Row]
    lines: Sequence[Row] = ()
    history: Sequence[Row] = ()
    parcels: Sequence[Row] = ()
    refunds: Sequence[Row] = ()
    options: Sequence[Row] = ()


def orders(shop: ShopMapping, rows: OrderRows, as_of: datetime) -> tuple[Order, ...]:
    """
    The orders of these rows, the newest first.
    """
    part = shop.orders
    lines_of = _by_order(shop, shop.lines, rows.lines)
    history_of = _by_order(shop, shop.history, rows.history)
    parcels_of = _by_order(shop, shop.parcels, rows.parcels)
    refunds_of = _by_order(shop, shop.refunds, rows.refunds)
    options_of = choices.options(shop, rows.options)
    found = []
    for reading in _each_once(shop, part, part.id, part.id, rows.orders):
        id_ = reading.key_of(part.id)
        currency = reading.currency(part.currency)
        paid = reading.optional_number(part.paid)
        status = reading.status(part.status)
        if status is None:
            raise reading.wrong(part.status.column, "is a step customers do not see")
        found.append(
            Order(
                number=reading.key_of(part.number),
                customer_id=reading.key_of(part.customer),
                status=status,
                placed_at=reading.must_moment(part.placed_at),
                expected_on=reading.day(part.expected_on),
                lines=lines(shop.lines, lines_of[id_], currency, options_of),
                history=history(shop.history, history_of[id_]),
                parcels=parcels(shop.parcels, parcels_of[id_]),
                total=reading.money(part.total, currency),
                source=shop.source,
                as_of=as_of,
                ship_to=reading.place(part.ship_to),
                paid_with=reading.text(part.paid_with),
                done=reading.done(part.status),
                paid=None if paid is None else Money(paid, currency),
                refunds=refunds(shop.refunds, refunds_of[id_], currency),
                shipping=reading.some_money(part.shipping, currency),
                discount=reading.some_money(part.discount, currency),
                delivery=reading.text(part.delivery),
            )
        )
    # The database sorts what is written; only now is it known which moments those are.
    return tuple(sorted(found, key=lambda order: order.placed_at, reverse=True))


def _by_order(shop: ShopMapping, part: Child | None, rows: Iterable[Row]) -> Readings:
    """
    The readings of a part's rows by the order that they belong to.
    """
    found: Readings = defaultdict(list)
    if part is not None:
        for reading in _each_once(shop, part, part.id, part.id or part.order, rows):
            found[reading.key_of(part.order)].append(reading)
    return found


def _each_once(
    shop: ShopMapping, part: PartMapping, id_: Key | None, key: Key, rows: Iterable[Row]
) -> Iterator[Reading]:
    seen: set[object] = set()
    for row in rows:
        reading = Reading(shop, part, key, row)
        if id_ is not None:
            if row[id_.column] in seen:
                raise reading.wrong(id_.column, "came twice: a join finds several rows")
            seen.add(row[id_.column])
        yield reading


def lines(
    part: LineMapping,
    readings: Iterable[Reading],
    currency: str,
    options: choices.OptionsOf | None = None,
) -> tuple[OrderLine, ...]:
    """
    The lines of an order in this currency; `options` are those of variants by id.
    """
    return tuple(_line(part, reading, currency, options or {}) for reading in readings)


def _line(
    part: LineMapping, reading: Reading, currency: str, options: choices.OptionsOf
) -> OrderLine:
    names = reading.texts(part.names)
    if not names:
        raise reading.wrong("names", "is empty in every language")
    quantity = reading.number(part.quantity)
    if quantity == 0:
        raise reading.wrong(part.quantity.column, "is zero")
    variant = reading.optional_key(part.variant)
    discount = reading.optional_number(part.discount)
    return OrderLine(
        product_id=reading.must_text(part.product),
        names=names,
        categories=reading.texts(part.categories),
        quantity=quantity,
        unit_price=reading.money(part.unit_price, currency),
        variants=reading.texts(part.variants),
        id=reading.optional_key(part.id) or "",
        variant_id=variant,
        options=reading.options(part.options) or options.get(variant or "", {}),
        discount=Money(discount, currency) if discount else None,
        returned=reading.optional_number(part.returned) or 0,
    )


def history(
    part: HistoryMapping | None, readings: Iterable[Reading]
) -> tuple[StatusChange, ...]:
    """
    The steps that customers hear of, the oldest first.
    """
    if part is None:
        return ()
    steps = []
    for reading in readings:
        status = reading.status(part.status)
        if status is not None:
            steps.append(StatusChange(status, reading.must_moment(part.at)))
    return tuple(sorted(steps, key=lambda step: step.at))


def parcels(
    part: ParcelMapping | None, readings: Iterable[Reading]
) -> tuple[Parcel, ...]:
    """
    The parcels of an order.
    """
    if part is None:
        return ()
    return tuple(
        Parcel(
            carriers=reading.texts(part.carriers),
            tracking_code=reading.text(part.tracking_code),
            shipped_at=reading.moment(part.shipped_at),
            delivered_at=reading.moment(part.delivered_at),
        )
        for reading in readings
    )


def refunds(
    part: RefundMapping | None, readings: Iterable[Reading], currency: str
) -> tuple[OrderRefund, ...] | None:
    """
    What of an order's money goes back, the newest last; None where nobody tells.
    """
    if part is None:
        return None
    found = [_refund(part, reading, currency) for reading in readings]
    return newest_last(found)


def _refund(part: RefundMapping, reading: Reading, currency: str) -> OrderRefund:
    state = reading.must_text(part.state)
    if state not in _STATES:
        raise reading.wrong(part.state.columns[0], "is a state that the mapping lacks")
    return OrderRefund(
        amount=reading.money(part.amount, currency),
        state=RefundState(state),
        asked_at=reading.moment(part.asked_at),
        paid_at=reading.moment(part.paid_at),
        to=reading.optional_kind(part.kind),
    )


def invoices(
    shop: ShopMapping, part: InvoiceMapping, rows: Iterable[Row], as_of: datetime
) -> tuple[Invoice, ...]:
    """
    The invoices of these rows, the newest first.
    """
    found = []
    for reading in _each_once(shop, part, part.number, part.number, rows):
        currency = reading.currency(part.currency)
        total = reading.money(part.total, currency)
        found.append(
            Invoice(
                number=reading.key_of(part.number),
                customer_id=reading.key_of(part.customer),
                order_number=reading.text(part.order_number),
                billed_on=reading.must_day(part.billed_on),
                due_on=reading.day(part.due_on),
                total=total,
                unpaid=_unpaid(part, reading, total),
                source=shop.source,
                as_of=as_of,
                refunded=_refunded(part, reading, currency),
            )
        )
    return tuple(sorted(found, key=lambda invoice: invoice.billed_on, reverse=True))


def _unpaid(part: InvoiceMapping, reading: Reading, total: Money) -> Money:
    if part.unpaid is not None:
        return reading.money(part.unpaid, total.currency)
    # What was never paid may have no amount of that at all.
    paid = reading.optional_number(part.paid) or 0
    return Money(max(0, total.amount - paid), total.currency)


def _refunded(part: InvoiceMapping, reading: Reading, currency: str) -> Money | None:
    amount = reading.optional_number(part.refunded)
    # What was never given back may have no amount of that at all.
    return None if part.refunded is None else Money(amount or 0, currency)


def loyalty(
    shop: ShopMapping, part: LoyaltyMapping, rows: Iterable[Row], as_of: datetime
) -> Loyalty | None:
    """
    What the one row says; None where there is none.
    """
    readings = list(_each_once(shop, part, part.customer, part.customer, rows))
    if not readings:
        return None
    (reading,) = readings
    return Loyalty(
        customer_id=reading.key_of(part.customer),
        points=reading.number(part.points),
        tier=reading.text(part.tier),
        source=shop.source,
        as_of=as_of,
    )


def entries(
    shop: ShopMapping, part: NamesMapping, rows: Iterable[Row]
) -> Iterator[CatalogueEntry]:
    """
    The entries of a catalogue's rows; what has no name at all cannot be spoken of.
    """
    for row in rows:
        reading = Reading(shop, part, part.id, row)
        names = reading.texts(part.names)
        aliases = (*reading.each_text(part.aliases), *reading.each_text(part.word))
        if names or aliases:
            yield CatalogueEntry(
                kind=part.kind,
                id=reading.key_of(part.id),
                names=names,
                aliases=aliases,
                brand=reading.text(part.brand),
                category=reading.text(part.category),
                cities=reading.texts(part.cities),
            )
