"""
The shop's data hold together: counts, references, money, times and states.
"""

from collections import Counter
from datetime import date, datetime, timedelta, timezone
from itertools import groupby, pairwise

import pytest

from bot import HOUSE
from bot.shop import load_shop

TODAY = date(2026, 5, 5)
MIDNIGHT = datetime(2026, 5, 4, 20, 30, tzinfo=timezone.utc)
OPEN = ("placed", "paid", "preparing", "shipped", "out_for_delivery")
# What may follow what.
FOLLOWS = {
    "placed": {"paid", "preparing", "cancelled"},
    "paid": {"preparing", "cancelled"},
    "preparing": {"shipped", "cancelled"},
    "shipped": {"out_for_delivery"},
    "out_for_delivery": {"delivered"},
    "delivered": {"returned"},
    "cancelled": set(),
    "returned": set(),
}


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("customers", 2000),
        ("orders", 12_000),
        ("categories", 12),
        ("branches", 5),
        ("campaigns", 10),
        ("policies", 39),
    ],
)
def test_there_is_as_much_as_promised(shop, table, count):
    found = shop.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608

    assert found == (count,)


def test_there_are_at_least_three_hundred_products_with_variants(shop):
    products = shop.execute("SELECT count(*) FROM products").fetchone()[0]
    counted = shop.execute(
        "SELECT count(DISTINCT product_id), sum(stock = 0), sum(stock > 0), "
        "count(DISTINCT colour), count(DISTINCT size) FROM variants"
    ).fetchone()

    assert 300 <= products <= 400
    assert counted[0] == products
    assert all(number >= 10 for number in counted[1:])


def test_every_reference_leads_somewhere(shop):
    assert shop.execute("PRAGMA foreign_key_check").fetchall() == []
    assert shop.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_an_order_goes_to_its_own_customers_address(shop):
    strangers = shop.execute(
        "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM addresses a "
        "WHERE a.customer_id = o.customer_id AND a.street = o.street "
        "AND a.city = o.city AND a.postal_code = o.postal_code)"
    ).fetchone()

    assert strangers == (0,)


def test_a_line_names_a_variant_of_its_product(shop):
    mixed_up = shop.execute(
        "SELECT count(*) FROM order_lines l JOIN variants v ON v.id = l.variant_id "
        "WHERE v.product_id <> l.product_id"
    ).fetchone()

    assert mixed_up == (0,)


def test_the_money_adds_up(shop):
    orders = shop.execute(
        """
        SELECT o.subtotal, o.discount, o.shipping, o.total,
               sum(l.quantity * l.unit_price), sum(l.discount), sum(l.total)
        FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.id
        """
    ).fetchall()

    assert len(orders) == 12_000
    for subtotal, discount, shipping, total, worth, taken_off, lines in orders:
        assert (subtotal, discount) == (worth, taken_off)
        assert total == lines + shipping == subtotal + shipping - discount
        assert total > 0


def test_what_is_paid_is_what_is_owed_and_refunds_are_no_more(shop):
    wrong = shop.execute(
        "SELECT count(*) FROM payments p JOIN orders o ON o.id = p.order_id "
        "WHERE p.amount <> o.total OR (p.paid_at IS NULL) <> (p.reference IS NULL)"
    ).fetchone()
    too_much = shop.execute(
        "SELECT count(*) FROM refunds r JOIN payments p ON p.id = r.payment_id "
        "WHERE r.order_id <> p.order_id OR r.amount > p.amount OR p.paid_at IS NULL"
    ).fetchone()

    assert wrong == (0,)
    assert too_much == (0,)


def test_cancelled_and_returned_orders_that_were_paid_have_a_refund(shop):
    without = shop.execute(
        """
        SELECT count(*) FROM orders o
        JOIN payments p ON p.order_id = o.id AND p.paid_at IS NOT NULL
        LEFT JOIN refunds r ON r.order_id = o.id
        WHERE o.status IN ('cancelled', 'returned') AND r.id IS NULL
        """
    ).fetchone()
    paid_back = dict(
        shop.execute("SELECT reason, count(*) FROM refunds GROUP BY reason")
    )

    assert without == (0,)
    assert set(paid_back) == {"cancelled", "damaged", "wrong_item", "changed_mind"}


def test_every_history_goes_forward_and_ends_in_the_orders_status(shop):
    rows = shop.execute(
        """
        SELECT o.id, o.status, o.placed_at, o.updated_at, h.status, h.at
        FROM orders o JOIN order_status_history h ON h.order_id = o.id
        ORDER BY o.id, h.id
        """
    ).fetchall()

    for _, group in groupby(rows, key=lambda row: row[0]):
        steps = list(group)
        _, status, placed, updated, *_ = steps[0]
        assert (steps[0][4], steps[0][5]) == ("placed", placed)
        assert (steps[-1][4], steps[-1][5]) == (status, updated)
        for before, after in pairwise(steps):
            assert before[5] < after[5]
            assert after[4] in FOLLOWS[before[4]]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("customers", "created_at"),
        ("orders", "placed_at"),
        ("orders", "updated_at"),
        ("order_status_history", "at"),
        ("parcels", "delivered_at"),
        ("payments", "paid_at"),
        ("refunds", "paid_at"),
    ],
)
def test_nothing_has_happened_in_the_future(shop, table, column):
    (latest,) = shop.execute(
        f"SELECT max({column}) FROM {table}"  # noqa: S608
    ).fetchone()

    assert datetime.fromisoformat(latest) < MIDNIGHT


def test_nobody_orders_before_joining(shop):
    early = shop.execute(
        "SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id "
        "WHERE o.placed_at < c.created_at"
    ).fetchone()

    assert early == (0,)


def test_orders_reach_back_two_years(shop):
    (first,) = shop.execute("SELECT min(placed_at) FROM orders").fetchone()

    assert 725 <= (MIDNIGHT - datetime.fromisoformat(first)).days <= 730


def test_numbers_grow_with_time(shop):
    numbers = [
        int(number)
        for (number,) in shop.execute("SELECT number FROM orders ORDER BY placed_at")
    ]

    assert numbers == list(range(10_001, 22_001))


def test_open_orders_are_recent_and_promised_for_about_today(shop):
    rows = shop.execute(
        "SELECT status, placed_at, expected_on FROM orders WHERE status IN "
        "('placed', 'paid', 'preparing', 'shipped', 'out_for_delivery')"
    ).fetchall()

    assert {status for status, *_ in rows} == set(OPEN)
    for _, placed, expected in rows:
        assert (MIDNIGHT - datetime.fromisoformat(placed)).days <= 20
        assert date.fromisoformat(expected) >= TODAY - timedelta(days=3)


def test_some_open_orders_are_late(shop):
    rows = shop.execute(
        "SELECT date(placed_at, '+210 minutes') < expected_on, expected_on < ? "
        "FROM orders WHERE status IN ('preparing', 'shipped', 'out_for_delivery')",
        (TODAY.isoformat(),),
    ).fetchall()
    late = [made_in_earnest for made_in_earnest, broken in rows if broken]

    assert 0.05 <= len(late) / len(rows) <= 0.08
    assert all(late)


def test_nothing_is_late_before_anybody_works_on_it(shop):
    late = shop.execute(
        "SELECT count(*) FROM orders "
        "WHERE status IN ('placed', 'paid') AND expected_on < ?",
        (TODAY.isoformat(),),
    ).fetchone()

    assert late == (0,)


def test_some_delivered_orders_came_after_their_promise(shop):
    late, delivered = shop.execute(
        "SELECT sum(date(delivered_at, '+210 minutes') > expected_on), count(*) "
        "FROM parcels WHERE delivered_at IS NOT NULL"
    ).fetchone()

    assert 0.01 < late / delivered < 0.1


def test_at_least_ten_customers_wait_for_more_than_one_order(shop):
    waiting = Counter(
        customer
        for (customer,) in shop.execute(
            "SELECT customer_id FROM orders WHERE status IN "
            "('placed', 'paid', 'preparing', 'shipped', 'out_for_delivery')"
        )
    )

    assert sum(count > 1 for count in waiting.values()) >= 10


def test_branches_have_hours_that_go_forward(shop):
    rows = shop.execute("SELECT branch_id, weekday, opens, closes FROM branch_hours")
    days = Counter()
    for branch, weekday, opens, closes in rows:
        assert opens < closes
        days[branch, weekday] += 1

    assert {branch for branch, _ in days} == {1, 2, 3, 4, 5}
    assert days[5, 0] == 2
    assert (2, 6) not in days


def test_telephones_are_international_and_of_one_invented_range(shop):
    phones = [phone for (phone,) in shop.execute("SELECT phone FROM customers")]

    assert all(phone.startswith("+98955") and len(phone) == 13 for phone in phones)


def test_a_few_orders_are_so_dear_that_people_see_to_them(shop):
    limit = load_shop(HOUSE / "demo" / "shop.yml").desk.policy.limits.high_value

    ((dear, all_of_them),) = shop.execute(
        "SELECT sum(total >= ?), count(*) FROM orders", (limit,)
    )

    assert 0 < dear < all_of_them / 50
