"""
The reference does what the wiki says, and nothing of what it forbids.
"""

from __future__ import annotations

import sqlite3

import pytest

from bench._tasks.data import Kind, Task
from bench._tasks.reference import Why, perform
from bench._tasks.states import differences, state
from tests.bench.tasks.small import shop, wanting

THERE = {
    "address1": "2 New Rd",
    "address2": "",
    "city": "Reno",
    "state": "NV",
    "zip": "89501",
    "country": "USA",
}


def swapped(*pairs: tuple[str, str], by: str = "paypal_1") -> dict[str, object]:
    """
    The arguments for these items to become those.
    """
    old, new = zip(*pairs, strict=True)
    return {"item_ids": old, "new_item_ids": new, "payment_method_id": by}


def done(task: Task) -> list[str]:
    """
    What is other in the shop after this, which is allowed.
    """
    with shop() as database:
        before = state(database)
        assert perform(database, task) == []
        return differences(state(database), before)


def test_a_cancelled_order_is_paid_back_to_what_it_was_paid_with() -> None:
    cancel = {"reason": "no longer needed"}

    assert done(wanting(Kind.CANCEL, "#W1", **cancel)) == [
        (
            "orders #W1: status is 'cancelled' and should be 'pending', "
            "cancel_reason is 'no longer needed' and should be None"
        ),
        (
            "payments: order_id #W1, kind refund, amount 4000, method_id paypal_1 "
            "should not be there"
        ),
    ]
    assert "payment_methods gift_card_1: balance is 4000 and should be 1000" in done(
        wanting(Kind.CANCEL, "#W4", **cancel)
    )


def test_a_pending_order_goes_elsewhere() -> None:
    (changed,) = done(wanting(Kind.ADDRESS, "#W1", **THERE))

    assert changed.startswith("orders #W1: address1 is '2 New Rd' and should be")
    assert "zip is '89501'" in changed


def test_items_are_modified_together_and_the_difference_is_paid() -> None:
    both = swapped(("red", "blue"), ("red", "dear"))

    assert done(wanting(Kind.ITEMS, "#W1", **both)) == [
        (
            "items #W1: item_id is 'blue' and should be 'red', "
            "price is 2500 and should be 2000"
        ),
        (
            "items #W1: item_id is 'dear' and should be 'red', "
            "price is 8000 and should be 2000"
        ),
        "orders #W1: status is 'pending (items modifed)' and should be 'pending'",
        (
            "payments: order_id #W1, kind payment, amount 6500, method_id paypal_1 "
            "should not be there"
        ),
    ]


def test_what_costs_less_is_paid_back_and_onto_a_gift_card_at_once() -> None:
    with shop() as database:
        database.execute("UPDATE items SET item_id = 'dear', price = 8000 WHERE id = 1")
        database.commit()
        before = state(database)
        cheaper = swapped(("dear", "red"), by="gift_card_1")
        perform(database, wanting(Kind.ITEMS, "#W1", **cheaper))
        found = differences(state(database), before)

    assert "payment_methods gift_card_1: balance is 7000 and should be 1000" in found
    assert any("kind refund, amount 6000" in each for each in found)


def test_what_comes_back_is_noted_with_where_the_money_goes() -> None:
    back = {"item_ids": ["lamp"], "payment_method_id": "gift_card_1"}

    assert done(wanting(Kind.RETURN, "#W2", **back)) == [
        "orders #W2: status is 'return requested' and should be 'delivered'",
        (
            "returns: order_id #W2, item_id lamp, method_id gift_card_1 "
            "should not be there"
        ),
    ]


def test_an_exchange_is_noted_and_no_money_moves() -> None:
    assert done(wanting(Kind.EXCHANGE, "#W2", **swapped(("red", "blue")))) == [
        (
            "exchanges: order_id #W2, item_id red, new_item_id blue, difference 500, "
            "method_id paypal_1 should not be there"
        ),
        "orders #W2: status is 'exchange requested' and should be 'delivered'",
    ]


def test_a_thing_may_become_itself() -> None:
    assert done(wanting(Kind.ITEMS, "#W1", **swapped(("red", "red")))) == [
        "orders #W1: status is 'pending (items modifed)' and should be 'pending'"
    ]


RETURN = {"item_ids": ["red"], "payment_method_id": "credit_card_1"}
BLUE = swapped(("red", "blue"))


@pytest.mark.parametrize(
    ("task", "why"),
    [
        (wanting(Kind.CANCEL, "#W3", reason="no longer needed"), Why.NOT_THEIRS),
        (wanting(Kind.CANCEL, "#W9", reason="no longer needed"), Why.NOT_THEIRS),
        (wanting(Kind.CANCEL, "#W2", reason="no longer needed"), Why.STATUS),
        (wanting(Kind.CANCEL, "#W1", reason="too late"), Why.REASON),
        (wanting(Kind.ADDRESS, "#W2", **THERE), Why.STATUS),
        (wanting(Kind.ITEMS, "#W2", **BLUE), Why.STATUS),
        (wanting(Kind.ITEMS, "#W4", **BLUE), Why.ITEM),
        (wanting(Kind.ITEMS, "#W1", **swapped(*[("red", "blue")] * 3)), Why.ITEM),
        (wanting(Kind.ITEMS, "#W1", **swapped(("red", "lamp"))), Why.PRODUCT),
        (wanting(Kind.ITEMS, "#W1", **swapped(("red", "gold"))), Why.STOCK),
        (
            wanting(Kind.ITEMS, "#W1", **swapped(("red", "blue"), by="paypal_2")),
            Why.METHOD,
        ),
        (
            wanting(Kind.ITEMS, "#W1", **swapped(("red", "dear"), by="gift_card_1")),
            Why.BALANCE,
        ),
        (wanting(Kind.RETURN, "#W1", **RETURN), Why.STATUS),
        (wanting(Kind.RETURN, "#W2", **{**RETURN, "item_ids": ["blue"]}), Why.ITEM),
        (
            wanting(Kind.RETURN, "#W2", **{**RETURN, "payment_method_id": "paypal_1"}),
            Why.METHOD,
        ),
        (wanting(Kind.EXCHANGE, "#W1", **BLUE), Why.STATUS),
        (
            wanting(Kind.EXCHANGE, "#W2", **swapped(("red", "dear"), by="gift_card_1")),
            Why.BALANCE,
        ),
    ],
)
def test_what_is_forbidden_leaves_everything_as_it_was(task: Task, why: Why) -> None:
    with shop() as database:
        before = state(database)

        assert perform(database, task) == [(task.writes[0], why)]
        assert differences(state(database), before) == []


@pytest.mark.parametrize(
    "later",
    [
        wanting(Kind.CANCEL, "#W1", reason="no longer needed"),
        wanting(Kind.ADDRESS, "#W1", **THERE),
        wanting(Kind.ITEMS, "#W1", **BLUE),
    ],
)
def test_a_modified_order_cannot_be_touched_any_more(later: Task) -> None:
    with shop() as database:
        perform(database, wanting(Kind.ITEMS, "#W1", **BLUE))

        assert perform(database, later) == [(later.writes[0], Why.STATUS)]


def test_a_gift_card_is_worth_what_was_paid_back_onto_it_before() -> None:
    dear = wanting(
        Kind.ITEMS, "#W1", **swapped(("red", "blue"), ("red", "blue"), by="gift_card_1")
    )
    cancel = wanting(Kind.CANCEL, "#W4", reason="ordered by mistake")
    with shop() as database:
        database.execute(
            "UPDATE payment_methods SET balance = 0 WHERE kind = 'gift_card'"
        )
        database.commit()
        first = perform(database, dear)
        perform(database, cancel)
        then = perform(database, dear)
        (left,) = _balance(database)

    assert [why for _, why in first] == [Why.BALANCE]
    assert then == []
    assert left == 2000


def _balance(database: sqlite3.Connection) -> tuple[int]:
    found = database.execute(
        "SELECT balance FROM payment_methods WHERE id = 'gift_card_1'"
    ).fetchone()
    return (found[0],)
