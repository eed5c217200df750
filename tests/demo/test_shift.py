"""
The demo never ages: moving it is the same as building it on that day.
"""

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from demo import build
from demo.build import build_shop, ensure_shop

TODAY = date(2026, 5, 5)


def rows(path, statement):
    """
    What a question to the shop's file is answered with.
    """
    with closing(sqlite3.connect(path)) as database:
        return database.execute(statement).fetchall()


@pytest.fixture(scope="module")
def built_on(tmp_path_factory):
    """
    Gives a shop built so many days later, not to be written to.
    """

    @cache
    def build_on(days):
        path = tmp_path_factory.mktemp("later") / "shop.db"
        build_shop(path, TODAY + timedelta(days=days))
        return path

    return build_on


@pytest.mark.parametrize("days", [45, -3])
def test_a_moved_shop_is_the_shop_built_on_that_day(content, copied, built_on, days):
    ensure_shop(copied, TODAY + timedelta(days=days))

    # Holidays are real days, and those of an earlier year are kept.
    assert content(copied, ["holidays"]) == content(built_on(days), ["holidays"])


def test_two_builds_differ_by_the_days_between_them(built, built_on):
    later = built_on(45)
    question = "SELECT number, placed_at, expected_on FROM orders ORDER BY id"

    earlier_orders, later_orders = rows(built, question), rows(later, question)

    assert [number for number, *_ in later_orders] == [
        number for number, *_ in earlier_orders
    ]
    for (_, placed, expected), (_, placed_later, expected_later) in zip(
        earlier_orders, later_orders, strict=True
    ):
        gap = datetime.fromisoformat(placed_later) - datetime.fromisoformat(placed)
        assert gap == timedelta(days=45)
        if expected is not None:
            gap = date.fromisoformat(expected_later) - date.fromisoformat(expected)
            assert gap == timedelta(days=45)


def test_what_was_written_meanwhile_stays(copied):
    with closing(sqlite3.connect(copied)) as database:
        database.execute(
            "UPDATE orders SET status = 'cancelled', "
            "updated_at = '2026-05-05T10:15:30.250000+00:00' WHERE number = '22000'"
        )
        database.execute("UPDATE customers SET name = 'changed' WHERE id = 1")
        database.commit()

    ensure_shop(copied, TODAY + timedelta(days=7))

    assert rows(copied, "SELECT status FROM orders WHERE number = '22000'") == [
        ("cancelled",)
    ]
    assert rows(copied, "SELECT name FROM customers WHERE id = 1") == [("changed",)]


def test_what_was_written_today_is_not_in_tomorrows_future(copied):
    with closing(sqlite3.connect(copied)) as database:
        database.execute(
            "INSERT INTO order_status_history (order_id, status, at) "
            "VALUES (12000, 'cancelled', '2026-05-05T10:15:30+00:00')"
        )
        database.commit()

    ensure_shop(copied, TODAY + timedelta(days=1))

    # The last minute before the sixth of May in Tehran.
    assert rows(
        copied, "SELECT at FROM order_status_history ORDER BY id DESC LIMIT 1"
    ) == [("2026-05-05T20:29:00+00:00",)]


def test_holidays_do_not_move(copied):
    before = set(rows(copied, "SELECT * FROM holidays"))

    ensure_shop(copied, TODAY + timedelta(days=400))

    after = set(rows(copied, "SELECT * FROM holidays"))
    assert before < after
    assert ("2027-03-21", "نوروز", "عيد النوروز", "Nowruz") in before
    assert ("2028-03-20", "نوروز", "عيد النوروز", "Nowruz") in after


def test_an_interrupted_move_changes_nothing(content, copied, monkeypatch):
    def half_a_move(database, *_):
        database.execute("UPDATE orders SET placed_at = 'somewhere'")
        raise KeyboardInterrupt

    before = content(copied)
    monkeypatch.setattr(build, "shift_shop", half_a_move)

    with pytest.raises(KeyboardInterrupt):
        ensure_shop(copied, TODAY + timedelta(days=1))

    assert content(copied) == before
