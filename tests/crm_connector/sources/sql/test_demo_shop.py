"""
The demo shop as it is built, read through its mapping: every customer, every order.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crm_connector.errors import Refused
from crm_connector.model import Contact, ContactKind, Money, Order, OrderStatus
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.small_shop import MAPPING

TODAY = date(2026, 5, 10)
LANGUAGES = {"fa", "ar", "en"}


@pytest.fixture(scope="module")
def shop(demo_shop_of: Callable[[date], Path]) -> Path:
    """
    The demo shop of one day.
    """
    return demo_shop_of(TODAY)


@pytest.fixture
def database(shop: Path) -> Iterator[sqlite3.Connection]:
    """
    The same shop, asked directly.
    """
    with closing(sqlite3.connect(shop)) as connection:
        yield connection


@pytest.fixture
async def source(shop: Path):
    """
    The same shop, asked through the source.
    """
    source = SqlSource.open(f"sqlite:///{shop}", MAPPING)
    yield source
    await source.close()


async def test_the_mapping_fits(source: SqlSource) -> None:
    await source.check()


@pytest.mark.slow
async def test_every_customer_and_order_makes_sense(
    source: SqlSource, database: sqlite3.Connection
) -> None:
    customers = [str(id_) for (id_,) in database.execute("SELECT id FROM customers")]
    orders: list[Order] = []
    for id_ in customers:
        customer = await source.customer(id_)
        assert customer.language in LANGUAGES
        orders.extend(await source.orders(id_, limit=200))

    (count,) = database.execute("SELECT count(*) FROM orders").fetchone()
    assert len(orders) == count
    assert [each.number for each in orders if each.lines == ()] == []
    assert [
        each.number
        for each in orders
        for line in each.lines
        if {*line.names} != LANGUAGES or {*line.categories} != LANGUAGES
    ] == []
    assert [
        each.number
        for each in orders
        for parcel in each.parcels
        if {*parcel.carriers} != LANGUAGES
    ] == []


async def test_an_open_order_has_a_day_and_its_last_step_is_its_status(
    source: SqlSource, database: sqlite3.Connection
) -> None:
    found = database.execute(
        "SELECT customer_id, number FROM orders WHERE status = 'shipped' LIMIT 20"
    ).fetchall()
    orders = [await source.order(str(id_), number) for id_, number in found]

    assert len(orders) > 0
    assert [each.number for each in orders if each.expected_on is None] == []
    assert [
        each.number for each in orders if each.history[-1].status != each.status
    ] == []
    assert [each.number for each in orders if len(each.parcels) == 0] == []


async def test_customers_are_found_by_address_and_have_their_points(
    source: SqlSource, database: sqlite3.Connection
) -> None:
    # Not by phone: the demo's are of a range that nobody has, and so no phones at all.
    rows = database.execute(
        "SELECT id, email, loyalty_points FROM customers WHERE email IS NOT NULL "
        "ORDER BY id LIMIT 100"
    ).fetchall()

    for id_, email, points in rows:
        (customer,) = await source.find(Contact(ContactKind.EMAIL, email))
        assert customer.id == str(id_)
        assert (await source.loyalty(str(id_))).points == points
    assert len(rows) == 100


async def test_a_bill_says_what_was_paid_and_given_back(
    source: SqlSource, database: sqlite3.Connection
) -> None:
    rows = database.execute(
        "SELECT customer_id, number, status, total, "
        "(SELECT sum(amount) FROM payments WHERE order_id = o.id AND paid_at > ''), "
        "(SELECT sum(amount) FROM refunds WHERE order_id = o.id AND paid_at > '') "
        "FROM orders AS o WHERE customer_id <= 100"
    ).fetchall()
    bills = {
        each.order_number: each
        for id_ in range(1, 101)
        for each in await source.invoices(str(id_), limit=200)
    }

    seen = set()
    for customer, number, status, total, paid, refunded in rows:
        if status == "cancelled" and not paid:
            assert number not in bills
            continue
        bill = bills.pop(number)
        assert bill.customer_id == str(customer)
        assert bill.total == Money(total, "IRT")
        assert bill.paid == Money(paid or 0, "IRT")
        assert bill.refunded == Money(refunded or 0, "IRT")
        seen.add((status == "cancelled", bool(paid), bool(refunded)))
    assert bills == {}
    # To be paid at the door, paid, paid and given back; cancelled after it was paid.
    assert {(False, False, False), (False, True, False), (True, True, True)} <= seen


async def test_an_order_that_was_paid_in_parts_has_one_bill(
    shop: Path, tmp_path: Path
) -> None:
    """
    Each part counts once, of what was paid and of what was given back.
    """
    copied = tmp_path / "shop.db"
    shutil.copy(shop, copied)
    with closing(sqlite3.connect(copied)) as database:
        order, number, customer = database.execute(
            "SELECT orders.id, number, customer_id FROM orders "
            "WHERE status = 'delivered' LIMIT 1"
        ).fetchone()
        database.execute("DELETE FROM refunds WHERE order_id = ?", (order,))
        database.execute("DELETE FROM payments WHERE order_id = ?", (order,))
        database.execute(
            "UPDATE orders SET subtotal = 150, discount = 0, shipping = 0, total = 150 "
            "WHERE id = ?",
            (order,),
        )
        for amount in (100, 50):
            paid = database.execute(
                "INSERT INTO payments (order_id, method, status, amount, created_at,"
                " paid_at) VALUES (?, 'wallet', 'paid', ?, '2026-05-01T10:00:00+00:00',"
                " '2026-05-01T10:00:00+00:00')",
                (order, amount),
            ).lastrowid
        for amount in (30, 20):
            database.execute(
                "INSERT INTO refunds (order_id, payment_id, amount, reason, status,"
                " requested_at) VALUES (?, ?, ?, 'damaged', 'paid',"
                " '2026-05-02T10:00:00+00:00')",
                (order, paid, amount),
            )
        database.commit()
    source = SqlSource.open(f"sqlite:///{copied}", MAPPING)
    told = await source.invoices(str(customer), limit=200)
    await source.close()

    (bill,) = [each for each in told if each.order_number == number]
    assert (bill.total, bill.paid, bill.refunded) == (
        Money(150, "IRT"),
        Money(150, "IRT"),
        Money(50, "IRT"),
    )
    assert bill.unpaid == Money(0, "IRT")


async def test_the_shelf_is_what_the_variants_are_together(
    source: SqlSource, database: sqlite3.Connection
) -> None:
    rows = database.execute(
        "SELECT product_id, sum(stock), min(price), "
        "min(CASE WHEN stock > 0 THEN price END) FROM variants GROUP BY product_id"
    ).fetchall()

    shelf = await source.shelf([str(id_) for id_, *_ in rows])

    assert len(shelf) == len(rows) > 0
    for id_, stock, lowest, lowest_there in rows:
        item = shelf[str(id_)]
        assert (item.quantity, item.in_stock) == (stock, stock > 0)
        assert item.price == Money(lowest_there or lowest, "IRT")


async def test_an_order_of_each_status_is_cancelled_or_refused(
    shop: Path, database: sqlite3.Connection, tmp_path: Path
) -> None:
    copy = shutil.copyfile(shop, tmp_path / "shop.db")
    source = SqlSource.open(f"sqlite:///{copy}", MAPPING)
    rows = database.execute(
        "SELECT status, min(id), customer_id, number FROM orders GROUP BY status"
    ).fetchall()
    cancelled, refused = set(), set()

    async def cancel(status: str, customer: str, number: str) -> None:
        try:
            order = await source.cancel_order(customer, number, key=number)
        except Refused:
            refused.add(status)
            assert (await source.order(customer, number)).status == status
        else:
            cancelled.add(status)
            assert order.status is OrderStatus.CANCELLED
            assert order.history[-1].status is OrderStatus.CANCELLED

    for status, _, customer, number in rows:
        await cancel(status, str(customer), number)

    assert cancelled == {"placed", "paid", "preparing", "cancelled"}
    assert refused == {"shipped", "out_for_delivery", "delivered", "returned"}
    await source.close()
