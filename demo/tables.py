"""
Writing what was made into the tables of `schema.sql`.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from demo.campaigns import Campaign
from demo.clock import Clock
from demo.customers import Customer
from demo.orders import Order
from demo.products import Catalogue, size_name
from demo.texts import Text, read_data

_Row = tuple[Any, ...]


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[_Row]) -> None:
    """
    Put whole rows into a table, with the columns in the order of the schema.
    """
    columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    places = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} VALUES ({places})"  # noqa: S608 - a name of ours
    database.executemany(statement, rows)


def write_catalogue(database: sqlite3.Connection, catalogue: Catalogue) -> None:
    """
    Categories, brands, colours, sizes, products, variants and what goes with what.
    """
    _insert(
        database,
        "categories",
        ((c.id, c.key, *c.name.row(), c.repurchase_days) for c in catalogue.categories),
    )
    _insert(
        database,
        "category_words",
        (
            (category.id, language, word)
            for category in catalogue.categories
            for language, words in category.words.items()
            for word in words
        ),
    )
    _insert(
        database,
        "brands",
        (
            (key, *Text.of(brand["name"]).row())
            for key, brand in read_data("brands").items()
        ),
    )
    _insert(
        database,
        "colours",
        (
            (key, *Text.of(colour).row(), colour["hex"])
            for key, colour in read_data("colours").items()
        ),
    )
    sizes = {v.size: None for p in catalogue.products for v in p.variants if v.size}
    _insert(database, "sizes", ((size, *size_name(size).row()) for size in sizes))
    _insert(
        database,
        "products",
        (
            (
                *(p.id, p.key, p.category.id, p.family, p.brand),
                *(*p.name.row(), *p.description.row()),
                min(variant.price for variant in p.variants),
                *(p.warranty_months, *p.warranty.row()),
            )
            for p in catalogue.products
        ),
    )
    _insert(
        database,
        "variants",
        (
            (v.id, p.id, v.sku, v.colour, v.size, v.price, v.stock)
            for p in catalogue.products
            for v in p.variants
        ),
    )
    _insert(
        database,
        "complements",
        (
            (family, partner)
            for family, partners in catalogue.complements.items()
            for partner in partners
        ),
    )


def write_campaigns(
    database: sqlite3.Connection, clock: Clock, campaigns: Sequence[Campaign]
) -> None:
    """
    The campaigns and their products.
    """
    _insert(
        database,
        "campaigns",
        (
            (
                *(c.id, c.key, *c.name.row(), c.percent),
                *(clock.day(c.first_day), clock.day(c.last_day)),
            )
            for c in campaigns
        ),
    )
    _insert(
        database,
        "campaign_products",
        ((c.id, product) for c in campaigns for product in sorted(c.products)),
    )


def write_customers(
    database: sqlite3.Connection,
    clock: Clock,
    customers: Sequence[Customer],
    points: dict[int, int],
) -> None:
    """
    The customers, with the loyalty points they have earned, and their addresses.
    """
    _insert(
        database,
        "customers",
        (
            (
                *(c.id, c.given_name, c.family_name, c.name, c.phone, c.email),
                *(c.language, c.city, points.get(c.id, 0)),
                *(int(c.marketing_consent), int(c.analytics_consent)),
                *(clock.moment(c.joined), clock.moment(c.joined)),
            )
            for c in customers
        ),
    )
    _insert(
        database,
        "addresses",
        (
            (
                *(a.id, c.id, a.label, a.province, a.city, a.street, a.postal_code),
                int(a is c.addresses[0]),
            )
            for c in customers
            for a in c.addresses
        ),
    )


def write_orders(
    database: sqlite3.Connection, clock: Clock, orders: Sequence[Order]
) -> None:
    """
    The orders and all that hangs on them.
    """
    _insert(database, "orders", (_order(clock, order) for order in orders))
    _insert(database, "order_lines", _numbered(_lines(orders)))
    _insert(
        database,
        "order_status_history",
        _numbered(
            (o.id, step.status, clock.moment(step.at))
            for o in orders
            for step in o.journey.steps
        ),
    )
    _insert(database, "parcels", _numbered(_parcels(clock, orders)))
    _insert(database, "payments", _numbered(_payments(clock, orders)))
    last_payment = dict(
        database.execute("SELECT order_id, max(id) FROM payments GROUP BY order_id")
    )
    _insert(
        database,
        "refunds",
        _numbered(
            (
                *(o.id, last_payment[o.id], o.refund.amount, o.refund.reason),
                *(o.refund.status, o.refund.reference),
                *(clock.moment(o.refund.requested), _moment(clock, o.refund.paid)),
                None,
            )
            for o in orders
            if o.refund
        ),
    )
    _insert(
        database,
        "payment_kinds",
        ((key, *Text.of(name).row()) for key, name in read_data("payments").items()),
    )
    methods = _methods(orders)
    _insert(
        database,
        "payment_methods",
        (
            (number, customer, kind, _balance(customer) if kind == "wallet" else None)
            for (customer, kind), number in methods.items()
        ),
    )
    _insert(database, "returns", _numbered(_returns(clock, orders, methods)))


def _methods(orders: Sequence[Order]) -> dict[tuple[int, str], int]:
    """
    The number of each way in which each customer ever paid.
    """
    used = sorted({(o.customer.id, each.method) for o in orders for each in o.payments})
    return {each: number for number, each in enumerate(used, 1)}


def _balance(customer: int) -> int:
    """
    What a customer has in the wallet: nothing, or up to two million.
    """
    return random.Random(f"wallet:{customer}").randrange(0, 41) * 50_000


def _returns(
    clock: Clock, orders: Sequence[Order], methods: Mapping[tuple[int, str], int]
) -> Iterator[_Row]:
    """
    The lines of the orders that were asked back.
    """
    number = 0
    for order in orders:
        for line in order.lines:
            number += 1
            refund = order.refund
            if refund is not None and refund.reason != "cancelled":
                yield (
                    *(order.id, number, line.quantity),
                    line.quantity * line.unit_price - line.discount,
                    methods[order.customer.id, order.payments[-1].method],
                    *(refund.reason, clock.moment(refund.requested)),
                )


def _order(clock: Clock, order: Order) -> _Row:
    journey = order.journey
    expected = journey.expected_day
    return (
        *(order.id, order.number, order.customer.id),
        *(order.customer.name, order.customer.phone, order.address.province),
        *(order.address.city, order.address.street, order.address.postal_code),
        *(journey.status, order.channel, order.delivery_method),
        *(clock.moment(journey.steps[0].at), clock.moment(journey.steps[-1].at)),
        None if expected is None else clock.day(expected),
        *(order.campaign_id, order.subtotal, order.discount),
        *(order.shipping, order.total),
    )


def _lines(orders: Sequence[Order]) -> Iterator[_Row]:
    for order in orders:
        for position, line in enumerate(order.lines, 1):
            yield (
                *(order.id, position, line.product.id, line.variant.id),
                *(line.quantity, line.unit_price, line.discount),
                line.quantity * line.unit_price - line.discount,
            )


def _parcels(clock: Clock, orders: Sequence[Order]) -> Iterator[_Row]:
    for order in orders:
        expected = order.journey.expected_day
        if expected is None:
            continue
        for parcel in order.parcels:
            yield (
                *(order.id, parcel.carrier, parcel.tracking_code, parcel.status),
                *(clock.moment(parcel.shipped), _moment(clock, parcel.delivered)),
                clock.day(expected),
            )


def _payments(clock: Clock, orders: Sequence[Order]) -> Iterator[_Row]:
    for order in orders:
        for payment in order.payments:
            yield (
                *(order.id, payment.method, payment.status, payment.amount),
                *(payment.reference, clock.moment(payment.created)),
                _moment(clock, payment.paid),
            )


def _moment(clock: Clock, minute: int | None) -> str | None:
    return None if minute is None else clock.moment(minute)


def _numbered(rows: Iterable[_Row]) -> Iterator[_Row]:
    return ((number, *row) for number, row in enumerate(rows, 1))
