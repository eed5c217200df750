"""
Two databases are the same, or every difference is told.
"""

from __future__ import annotations

import pytest

from bench._tasks.data import Kind
from bench._tasks.reference import perform
from bench._tasks.states import differences, state
from tests.bench.tasks.small import ROWS, shop, wanting


def test_every_cell_of_every_table_counts_but_ids_of_the_database() -> None:
    with shop() as database:
        before = state(database)
        database.execute("PRAGMA ignore_check_constraints = ON")
        for table, (row, *_) in ROWS.items():
            columns = database.execute(f"PRAGMA table_info({table})").fetchall()
            for value, (_, column, kind, _, _, is_key) in zip(
                row, columns, strict=True
            ):
                if is_key and kind == "INTEGER":
                    continue
                other = value + 1 if isinstance(value, int) else f"{value}x"
                database.execute(
                    f"UPDATE {table} SET {column} = ? "  # noqa: S608
                    f"WHERE rowid = (SELECT min(rowid) FROM {table})",
                    (other,),
                )
                assert differences(state(database), before), (table, column)
                database.rollback()
        assert differences(state(database), before) == []


def test_of_two_equal_pieces_either_may_come_back() -> None:
    back = {"item_ids": ["red"], "payment_method_id": "paypal_1"}
    with shop() as one, shop() as other:
        for database, line in ((one, 1), (other, 2)):
            database.execute("UPDATE orders SET status = 'delivered'")
            database.execute(
                "INSERT INTO returns (order_id, line, method_id) VALUES ('#W1', ?, ?)",
                (line, back["payment_method_id"]),
            )

        assert differences(state(one), state(other)) == []


def test_keys_of_wishes_are_not_compared() -> None:
    with shop() as one, shop() as other:
        one.execute("INSERT INTO wishes VALUES ('k', '#W1', 'cancel_order')")

        assert differences(state(one), state(other)) == []


def test_what_is_missing_and_what_is_too_much_is_told_apart() -> None:
    back = {"item_ids": ["red"], "payment_method_id": "credit_card_1"}
    with shop() as one, shop() as other:
        perform(other, wanting(Kind.RETURN, "#W2", **back))

        assert differences(state(one), state(other)) == [
            "orders #W2: status is 'delivered' and should be 'return requested'",
            "returns: order_id #W2, item_id red, method_id credit_card_1 is missing",
        ]
        assert differences(state(other), state(one))[-1].endswith("should not be there")


def test_a_table_that_is_not_there_is_told() -> None:
    with shop() as one, shop() as other:
        one.execute("DROP TABLE returns")

        found = differences(state(one), state(other))

    assert found == ["returns: there is no such table in one of them"]


@pytest.mark.parametrize("count", [12, 13])
def test_of_many_differences_the_first_are_told(count: int) -> None:
    with shop() as one, shop() as other:
        one.executemany(
            "INSERT INTO products VALUES (?, 'x')",
            [(f"n{n:02}",) for n in range(count)],
        )

        found = differences(state(one), state(other))

    assert len(found) == (12 if count == 12 else 13)
    assert (found[-1] == "... and 1 more") is (count == 13)
