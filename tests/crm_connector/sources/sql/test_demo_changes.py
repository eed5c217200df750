"""
The demo shop's orders are changed, returned and exchanged, and its books still balance.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crm_connector import reckoning
from crm_connector.choices import LineChange, LinePart, Variant
from crm_connector.errors import Refused
from crm_connector.model import Address, Order, OrderStatus
from crm_connector.operations import MethodKind, Reason
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.small_shop import MAPPING

TODAY = date(2026, 5, 10)
SAMPLE = 25
NOT_SENT = "('placed', 'paid', 'preparing')"
# Each finds rows that must not be there, however much was changed.
BOOKS = {
    "an order whose lines are not what it costs": """
        SELECT o.number FROM orders o JOIN order_lines l ON l.order_id = o.id
        GROUP BY o.id HAVING SUM(l.total) <> o.subtotal - o.discount""",
    "a line of another product's variant": """
        SELECT l.id FROM order_lines l JOIN variants v ON v.id = l.variant_id
        WHERE v.product_id <> l.product_id""",
    "a line of which more is back than there was": """
        SELECT l.id FROM order_lines l JOIN coming_back c ON c.line_id = l.id
        WHERE c.quantity > l.quantity""",
    "an exchange for another product": """
        SELECT x.id FROM exchanges x JOIN order_lines l ON l.id = x.line_id
        JOIN variants v ON v.id = x.variant_id WHERE v.product_id <> l.product_id""",
    "more given back than was paid": """
        SELECT p.id FROM payments p JOIN refunds r ON r.payment_id = p.id
        GROUP BY p.id HAVING SUM(r.amount) > p.amount""",
    "an order for which the shop has another sum than it costs": """
        SELECT o.number FROM orders o JOIN paid_with p ON p.order_id = o.id
        WHERE o.status IN ('placed', 'paid', 'preparing')
        AND p.paid + (
            SELECT COALESCE(SUM(w.amount), 0) FROM payments w
            WHERE w.order_id = o.id AND w.status = 'pending'
        ) NOT IN (0, o.total)""",
    "a payment that waits for another sum than is left to pay": """
        SELECT o.number FROM orders o JOIN paid_with p ON p.order_id = o.id
        JOIN payments w ON w.order_id = o.id
        WHERE w.status = 'pending'
        GROUP BY o.id HAVING SUM(w.amount) <> o.total - p.paid""",
    "a way to pay of somebody else": """
        SELECT d.id FROM differences d JOIN orders o ON o.id = d.order_id
        JOIN payment_methods m ON m.id = d.method_id
        WHERE m.customer_id <> o.customer_id""",
    "a reference to nothing": "SELECT * FROM pragma_foreign_key_check",
}


@pytest.fixture
def copy(demo_shop_of: Callable[[date], Path], tmp_path: Path) -> Path:
    """
    The shop of one day, to be written into.
    """
    return Path(shutil.copyfile(demo_shop_of(TODAY), tmp_path / "shop.db"))


@pytest.fixture
async def source(copy: Path) -> AsyncIterator[SqlSource]:
    """
    The source on it.
    """
    source = SqlSource.open(f"sqlite:///{copy}", MAPPING)
    yield source
    await source.close()


@pytest.fixture
def rows(copy: Path):
    """
    Asks the shop's file.
    """

    def ask(question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(copy)) as database:
            return database.execute(question).fetchall()

    return ask


def some(rows, statuses: str) -> list[tuple[str, str]]:
    """
    Customers and numbers of some orders in these statuses, the same every time.
    """
    found = rows(
        f"SELECT customer_id, number FROM orders WHERE status IN {statuses} ORDER BY id"  # noqa: S608
    )
    chosen = random.Random(5).sample(found, min(SAMPLE, len(found)))
    return [(str(customer), str(number)) for customer, number in chosen]


async def refused(wish: Awaitable[Order]) -> bool:
    """
    Whether a wish is refused; else it is done.
    """
    try:
        await wish
    except Refused:
        return True
    return False


async def pieces(source: SqlSource, order: Order) -> dict[str, Variant]:
    """
    All variants of what is in an order.
    """
    found = await source.variants({line.product_id for line in order.lines})
    return {each.id: each for all_of in found.values() for each in all_of}


def another(order: Order, variants: dict[str, Variant]) -> LineChange | None:
    """
    One of the first line as another variant of its product, if there is one.
    """
    line = order.lines[0]
    for each in variants.values():
        is_other = each.product_id == line.product_id and each.id != line.variant_id
        if is_other and each.in_stock:
            return LineChange(line.id, each.id, 1)
    return None


async def test_orders_are_changed_and_the_books_balance(source, rows) -> None:
    done = 0
    for customer, number in some(rows, NOT_SENT):
        order = await source.order(customer, number)
        variants = await pieces(source, order)
        change = another(order, variants)
        if change is None:
            continue
        becoming = reckoning.changed(order, (change,), variants)
        due = reckoning.due(becoming, order.total.currency)
        methods = {each.id: each for each in await source.payment_methods(customer)}
        by = methods[order.paid_with or ""]
        was_refused = await refused(
            source.change_items(
                customer, number, (change,), due=due, method_id=None, key=number
            )
        )
        short = by.balance is not None and by.balance.amount < due.amount
        assert was_refused is short
        done += not was_refused
        after = await source.order(customer, number)
        if not was_refused:
            assert after.total.amount == order.total.amount + due.amount
            assert after.lines[0].variant_id == change.variant_id
            assert set(after.lines[0].options) == {"fa", "ar", "en"}

    assert done > SAMPLE // 2
    for what, question in BOOKS.items():
        assert rows(question) == [], what
    assert rows("SELECT count(*) FROM differences")[0][0] > 0


async def test_what_came_is_sent_back_in_parts_and_never_twice(source, rows) -> None:
    delivered = some(rows, "('delivered')")
    done = 0
    for customer, number in delivered:
        order = await source.order(customer, number)
        line = order.lines[0]
        if line.returned:
            continue
        part = LinePart(line.id, 1)
        due = reckoning.due(reckoning.returned(order, (part,)), "IRT")
        for key in ("a", "b", "c", "d"):
            await refused(
                source.return_items(
                    *(customer, number, (part,)),
                    due=due,
                    method_id=None,
                    key=f"{number}-{key}",
                    reason=Reason.CHANGED_MIND,
                )
            )
        after = await source.order(customer, number)
        # As many as there were, whatever was wished.
        assert after.lines[0].returned <= line.quantity
        assert after.total == order.total
        assert after.status is OrderStatus.DELIVERED
        done += after.lines[0].returned > 0

    assert done > SAMPLE // 2
    for what, question in BOOKS.items():
        assert rows(question) == [], what


async def test_what_came_is_exchanged_and_the_new_piece_is_put_aside(
    source, rows
) -> None:
    done = 0
    for customer, number in some(rows, "('delivered')"):
        order = await source.order(customer, number)
        variants = await pieces(source, order)
        change = another(order, variants)
        if change is None or order.lines[0].returned:
            continue
        becoming = reckoning.exchanged(order, (change,), variants)
        count = f"SELECT stock FROM variants WHERE id = {change.variant_id}"  # noqa: S608
        ((before,),) = rows(count)
        was_refused = await refused(
            source.exchange_items(
                *(customer, number, (change,)),
                due=reckoning.due(becoming, "IRT"),
                method_id=None,
                key=number,
                reason=Reason.DOES_NOT_FIT,
            )
        )
        assert rows(count) == [(before - (not was_refused),)]
        done += not was_refused

    assert done > SAMPLE // 2
    for what, question in BOOKS.items():
        assert rows(question) == [], what


async def test_a_cancelled_order_is_given_back_whole(source, rows) -> None:
    wallets = "SELECT COALESCE(SUM(balance), 0) FROM payment_methods"
    for customer, number in some(rows, NOT_SENT):
        order = await source.order(customer, number)
        methods = {each.id: each for each in await source.payment_methods(customer)}
        ((left,),) = rows(wallets)
        ((paid,),) = rows(
            "SELECT COALESCE(SUM(r.amount), 0) FROM refundable r JOIN orders o "  # noqa: S608
            f"ON o.id = r.order_id WHERE o.number = '{number}'"
        )
        await source.cancel_order(
            customer, number, key=number, reason=Reason.NO_LONGER_NEEDED
        )
        ((now,),) = rows(wallets)
        is_wallet = methods[order.paid_with or ""].kind is MethodKind.WALLET
        assert now - left == (paid if is_wallet else 0)
        assert rows(
            "SELECT COALESCE(SUM(r.amount), 0) FROM refunds r JOIN orders o "  # noqa: S608
            f"ON o.id = r.order_id WHERE o.number = '{number}'"
        ) == [(paid,)]

    for what, question in BOOKS.items():
        assert rows(question) == [], what


async def test_an_order_goes_elsewhere_and_the_address_book_stays(source, rows) -> None:
    ((customer, number),) = rows(
        "SELECT customer_id, number FROM orders WHERE status = 'preparing'"
        " AND delivery_method <> 'same_day' LIMIT 1"
    )
    book = rows("SELECT * FROM addresses")
    there = Address("گیرنده", ("خیابان آزادی ۵",), "کرج", "البرز", "313")

    moved = await source.change_address(str(customer), str(number), there, key="w")

    assert moved.ship_to == there
    assert rows("SELECT * FROM addresses") == book


@pytest.mark.parametrize(
    ("city", "country", "method"),
    [
        ("تبریز", None, "same_day"),
        ("Karaj", None, "same_day"),
        ("دبی", "AE", "post"),
        ("Istanbul", "TR", "courier"),
    ],
)
async def test_no_order_goes_where_its_way_does_not(
    source, rows, city, country, method
) -> None:
    ((customer, number, before),) = rows(
        "SELECT customer_id, number, city FROM orders WHERE status = 'preparing' "  # noqa: S608
        f"AND delivery_method = '{method}' LIMIT 1"
    )
    there = Address("گیرنده", ("خیابان آزادی ۵",), city, country=country)

    with pytest.raises(Refused):
        await source.change_address(str(customer), str(number), there, key="w")

    order = await source.order(str(customer), str(number))
    assert (order.ship_to.city, order.delivery) == (before, method)


async def test_a_street_is_written_with_the_comma_of_its_letters(source, rows) -> None:
    ((customer, number),) = rows(
        "SELECT customer_id, number FROM orders WHERE status = 'preparing'"
        " AND delivery_method = 'post' LIMIT 1"
    )
    for lines, street in (
        (("خیابان زند", "پلاک ۳"), "خیابان زند، پلاک ۳"),
        (("No. 3", "Zand Street"), "No. 3, Zand Street"),
    ):
        there = Address("Ali", lines, "شیراز", "فارس", "7133312345")
        await source.change_address(str(customer), str(number), there, key=street)
        written = "SELECT street, recipient, province FROM orders WHERE number = "
        assert rows(f"{written}'{number}'") == [(street, "Ali", "فارس")]
