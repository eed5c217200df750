"""
Whom one may play in the demo.
"""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from demo.build import ensure_shop
from demo.people import customers_with_open_orders, exists

TODAY = date(2026, 5, 5)


def languages(shop, people):
    """
    The language of each of these customers.
    """
    known = dict(shop.execute("SELECT id, language FROM customers"))
    return [known[int(person.id)] for person in people]


def test_the_ten_are_a_mix(built, shop):
    people = customers_with_open_orders(built)

    assert len({person.id for person in people}) == 10
    assert set(languages(shop, people)) == {"fa", "ar", "en"}
    assert sum(len(person.open_orders) > 1 for person in people) >= 4
    assert sum(len(person.open_orders) == 1 for person in people) >= 1


def test_one_of_the_ten_waits_for_shoes(built, shop):
    numbers = [
        number
        for person in customers_with_open_orders(built)
        for number in person.open_orders
    ]
    shod = {
        number
        for (number,) in shop.execute(
            """
            SELECT o.number FROM orders o JOIN order_lines l ON l.order_id = o.id
            JOIN products p ON p.id = l.product_id
            WHERE p.family IN ('trainers', 'formal-shoes', 'womens-shoes', 'sandals')
            """
        )
    }

    assert shod & set(numbers)


@pytest.mark.parametrize(
    "question",
    [
        "SELECT number FROM orders WHERE expected_on < '2026-05-05'",
        """
        SELECT number FROM orders o
        WHERE (SELECT count(*) FROM parcels p WHERE p.order_id = o.id) = 2
        """,
    ],
    ids=["late", "in two parcels"],
)
def test_an_order_of_the_ten_is(built, shop, question):
    numbers = {
        number
        for person in customers_with_open_orders(built)
        for number in person.open_orders
    }

    assert numbers & {number for (number,) in shop.execute(question)}


def test_the_open_orders_are_all_theirs_and_the_newest_comes_first(built, shop):
    for person in customers_with_open_orders(built):
        expected = shop.execute(
            "SELECT number FROM orders WHERE customer_id = ? AND status IN ('placed', "
            "'paid', 'preparing', 'shipped', 'out_for_delivery') "
            "ORDER BY placed_at DESC",
            (int(person.id),),
        ).fetchall()
        assert [(number,) for number in person.open_orders] == expected


def test_the_first_four_speak_three_languages(built, shop):
    people = customers_with_open_orders(built, limit=4)

    assert people == customers_with_open_orders(built)[:4]
    assert languages(shop, people)[:3] == ["fa", "ar", "en"]
    assert len(people[3].open_orders) == 1


def test_the_same_people_are_there_tomorrow(built, copied):
    before = customers_with_open_orders(built)

    ensure_shop(copied, TODAY + timedelta(days=1))

    assert customers_with_open_orders(copied) == before


def test_who_waits_for_nothing_more_is_left_out(built, copied):
    first = customers_with_open_orders(built)[0]
    with closing(sqlite3.connect(copied)) as database:
        database.execute(
            "UPDATE orders SET status = 'cancelled' WHERE customer_id = ?", (first.id,)
        )
        database.commit()

    people = customers_with_open_orders(copied)

    assert len(people) == 10
    assert first.id not in {person.id for person in people}


def test_a_name_is_a_full_name(built):
    for person in customers_with_open_orders(built):
        assert re.fullmatch(r"\S+ \S+", person.name)


@pytest.mark.parametrize("number", ["1", "2000"])
def test_a_customer_of_the_shop_exists(built, number):
    assert exists(built, number)


@pytest.mark.parametrize(
    "number", ["0", "2001", "-1", "", "1 OR 1", "١", "9" * 30, "1.0"]
)
def test_nobody_else_exists(built, number):
    assert not exists(built, number)


def test_asking_for_a_missing_shop_makes_no_file(tmp_path):
    with pytest.raises(sqlite3.OperationalError):
        exists(tmp_path / "shop.db", "1")

    assert list(tmp_path.iterdir()) == []
