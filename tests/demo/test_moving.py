"""
A parcel of the demo goes on when somebody wants to see it.
"""

import sqlite3
from contextlib import closing
from datetime import datetime, timezone

import pytest

from demo.moving import WAY, move_on

NOW = datetime(2026, 5, 5, 9, tzinfo=timezone.utc)


def rows(path, question, *values):
    """
    What the shop's database answers.
    """
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question, values).fetchall()


@pytest.fixture
def packed(copied):
    """
    The customer and the number of an order that is being packed.
    """
    found = rows(
        copied,
        "SELECT customer_id, number FROM orders WHERE status = 'preparing'"
        " ORDER BY id LIMIT 1",
    )
    ((customer, number),) = found
    return str(customer), number


def test_it_goes_the_whole_way_step_by_step_and_no_further(copied, packed):
    steps = [move_on(copied, *packed, NOW, lambda _: 7) for _ in range(4)]

    assert steps == ["shipped", "out_for_delivery", "delivered", None]
    _, number = packed
    ((order, status, updated),) = rows(
        copied, "SELECT id, status, updated_at FROM orders WHERE number = ?", number
    )
    assert (status, updated) == ("delivered", NOW.isoformat())
    history = rows(
        copied,
        "SELECT status FROM order_status_history WHERE order_id = ? ORDER BY id",
        order,
    )
    assert [each for (each,) in history] == list(WAY)
    ((parcel, code, shipped, arrived),) = rows(
        copied,
        "SELECT status, tracking_code, shipped_at, delivered_at FROM parcels"
        " WHERE order_id = ?",
        order,
    )
    assert parcel == "delivered"
    assert code.endswith("7" * 14)
    assert shipped == arrived == NOW.isoformat()


@pytest.mark.parametrize(
    ("status", "test", "last"),
    [
        ("placed", "p.method <> 'cash_on_delivery'", "paid"),
        ("preparing", "p.method = 'cash_on_delivery'", "delivered"),
    ],
)
def test_its_money_comes_when_it_is_paid_or_at_the_door(copied, status, test, last):
    (order, customer, number), *_ = rows(
        copied,
        "SELECT o.id, o.customer_id, o.number FROM orders o"  # noqa: S608
        " JOIN payments p ON p.order_id = o.id"
        f" WHERE o.status = ? AND p.status = 'pending' AND {test}",
        status,
    )
    paid = "SELECT paid FROM paid_with WHERE order_id = ?"
    total = "SELECT total FROM orders WHERE id = ?"

    while move_on(copied, str(customer), number, NOW) != last:
        assert rows(copied, paid, order) == [(0,)]

    assert rows(copied, paid, order) == rows(copied, total, order)


def test_nobody_moves_an_order_of_somebody_else(copied, packed):
    _, number = packed
    before = rows(copied, "SELECT * FROM orders WHERE number = ?", number)

    for customer in ("0", "", "1 OR 1=1"):
        assert move_on(copied, customer, number, NOW) is None

    assert rows(copied, "SELECT * FROM orders WHERE number = ?", number) == before


def test_what_is_over_does_not_move(copied):
    for status in ("delivered", "cancelled", "returned"):
        ((customer, number),) = rows(
            copied,
            "SELECT customer_id, number FROM orders WHERE status = ? LIMIT 1",
            status,
        )
        assert move_on(copied, str(customer), number, NOW) is None
