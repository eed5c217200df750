"""
What should be written: the retailer's wiki carried out word for word.

This is written from `policy_wiki.md` of the data set and knows nothing of our product:
plain SQL on the tables of `schema.sql`. What the wiki forbids is not written, though a
task wants it.

Where the wiki leaves something open, this is how it is read here:

- "Modify items" and "exchange" are for "a different product option". Some tasks want an
  item for itself all the same (`into_itself` counts them): that is carried out as it
  stands, so the order counts as modified or exchanged and nothing is to be paid.
- What a pending order is modified for is paid, or paid back, at once: it is the price
  difference of all its items together, and none is written if it is zero. For an
  exchange the method and the difference are noted, as for a return the method is: money
  moves when the things have come back.
- A gift card has to cover what is to be paid by it at that moment, refunds to it that
  went before included.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

from bench._tasks.data import Kind, Task, Write

PENDING, MODIFIED = "pending", "pending (items modifed)"
DELIVERED, CANCELLED = "delivered", "cancelled"
RETURNING, EXCHANGING = "return requested", "exchange requested"
REASONS = ("no longer needed", "ordered by mistake")


class Why(str, Enum):
    """
    Why the wiki forbids a write.
    """

    NOT_THEIRS = "the order is not this user's"
    STATUS = "the order is not in the status for it"
    REASON = "the reason is none of the two"
    ITEM = "the item is not in the order"
    PRODUCT = "the new item is of another product"
    STOCK = "the new item is not available"
    METHOD = "the payment method may not be used for it"
    BALANCE = "the gift card does not cover the difference"


class Forbidden(Exception):
    """
    The wiki forbids it; nothing was written.
    """

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def perform(database: sqlite3.Connection, task: Task) -> list[tuple[Write, Why]]:
    """
    Carry out what a task wants in this database; gives what is forbidden of it.
    """
    database.row_factory = sqlite3.Row
    done = [(write, _why_not(database, task.user, write)) for write in task.writes]
    return [(write, why) for write, why in done if why is not None]


def _why_not(database: sqlite3.Connection, user: str, write: Write) -> Why | None:
    """
    Carry it out; why it is forbidden, if it is.
    """
    try:
        with database:
            _CARRY_OUT[write.kind](database, user, write.arguments)
    except Forbidden as forbidden:
        return forbidden.why
    return None


@contextmanager
def copied(file: Path) -> Iterator[sqlite3.Connection]:
    """
    A copy of this database in memory.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as original:
            original.backup(database)
        yield database


def into_itself(write: Write) -> int:
    """
    How many items of this write are to become what they are.
    """
    old = write.arguments.get("item_ids", ())
    new = write.arguments.get("new_item_ids", ())
    return sum(before == after for before, after in zip(old, new, strict=False))


Arguments = Mapping[str, Any]


def _cancel(database: sqlite3.Connection, user: str, wanted: Arguments) -> None:
    order = _order(database, user, wanted, PENDING)
    if wanted["reason"] not in REASONS:
        raise Forbidden(Why.REASON)
    database.execute(
        "UPDATE orders SET status = ?, cancel_reason = ? WHERE order_id = ?",
        (CANCELLED, wanted["reason"], order),
    )
    paid = database.execute(
        "SELECT amount, method_id FROM payments "
        "WHERE order_id = ? AND kind = 'payment'",
        (order,),
    ).fetchall()
    for amount, method in paid:
        _move(database, order, -amount, method)


def _address(database: sqlite3.Connection, user: str, wanted: Arguments) -> None:
    order = _order(database, user, wanted, PENDING)
    database.execute(
        "UPDATE orders SET address1 = ?, address2 = ?, city = ?, state = ?, zip = ?, "
        "country = ? WHERE order_id = ?",
        (
            *(wanted["address1"], wanted["address2"], wanted["city"]),
            *(wanted["state"], wanted["zip"], wanted["country"], order),
        ),
    )


def _modify(database: sqlite3.Connection, user: str, wanted: Arguments) -> None:
    order = _order(database, user, wanted, PENDING)
    swaps = _swaps(database, order, wanted)
    method = _method(database, user, wanted)
    difference = sum(new["price"] - old["price"] for old, new in swaps)
    _covers(method, difference)
    database.execute(
        "UPDATE orders SET status = ? WHERE order_id = ?", (MODIFIED, order)
    )
    for old, new in swaps:
        database.execute(
            "UPDATE items SET item_id = ?, price = ? WHERE id = ?",
            (new["item_id"], new["price"], old["id"]),
        )
    if difference:
        _move(database, order, difference, method["id"])


def _return(database: sqlite3.Connection, user: str, wanted: Arguments) -> None:
    order = _order(database, user, wanted, DELIVERED)
    lines = _lines(database, order, wanted["item_ids"])
    method = _method(database, user, wanted)
    (original,) = database.execute(
        "SELECT method_id FROM payments WHERE order_id = ? AND kind = 'payment' "
        "ORDER BY id LIMIT 1",
        (order,),
    ).fetchone()
    if method["id"] != original and method["kind"] != "gift_card":
        raise Forbidden(Why.METHOD)
    database.execute(
        "UPDATE orders SET status = ? WHERE order_id = ?", (RETURNING, order)
    )
    for line in lines:
        database.execute(
            "INSERT INTO returns (order_id, line, method_id) VALUES (?, ?, ?)",
            (order, line["id"], method["id"]),
        )


def _exchange(database: sqlite3.Connection, user: str, wanted: Arguments) -> None:
    order = _order(database, user, wanted, DELIVERED)
    swaps = _swaps(database, order, wanted)
    method = _method(database, user, wanted)
    _covers(method, sum(new["price"] - old["price"] for old, new in swaps))
    database.execute(
        "UPDATE orders SET status = ? WHERE order_id = ?", (EXCHANGING, order)
    )
    for old, new in swaps:
        database.execute(
            "INSERT INTO exchanges (order_id, line, new_item_id, difference, method_id)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                *(order, old["id"], new["item_id"]),
                *(new["price"] - old["price"], method["id"]),
            ),
        )


_CARRY_OUT: Mapping[Kind, Callable[[sqlite3.Connection, str, Arguments], None]] = {
    Kind.CANCEL: _cancel,
    Kind.ADDRESS: _address,
    Kind.ITEMS: _modify,
    Kind.RETURN: _return,
    Kind.EXCHANGE: _exchange,
}


def _order(
    database: sqlite3.Connection, user: str, wanted: Arguments, status: str
) -> str:
    """
    The user's own order, which has to be in this status.
    """
    order = str(wanted["order_id"])
    found = database.execute(
        "SELECT user_id, status FROM orders WHERE order_id = ?", (order,)
    ).fetchone()
    if found is None or found["user_id"] != user:
        raise Forbidden(Why.NOT_THEIRS)
    if found["status"] != status:
        raise Forbidden(Why.STATUS)
    return order


def _lines(
    database: sqlite3.Connection, order: str, items: Sequence[str]
) -> list[sqlite3.Row]:
    """
    A line of the order for each of the items; an item named twice needs two of them.
    """
    there = database.execute(
        "SELECT * FROM items WHERE order_id = ? ORDER BY id", (order,)
    ).fetchall()
    found = []
    for item in items:
        line = next((each for each in there if each["item_id"] == item), None)
        if line is None:
            raise Forbidden(Why.ITEM)
        there.remove(line)
        found.append(line)
    return found


def _swaps(
    database: sqlite3.Connection, order: str, wanted: Arguments
) -> list[tuple[sqlite3.Row, sqlite3.Row]]:
    """
    The lines of the order, each with the variant that takes its place.
    """
    lines = _lines(database, order, wanted["item_ids"])
    swaps = []
    for line, item in zip(lines, wanted["new_item_ids"], strict=True):
        new = database.execute(
            "SELECT * FROM variants WHERE item_id = ?", (item,)
        ).fetchone()
        if new is None or new["product_id"] != line["product_id"]:
            raise Forbidden(Why.PRODUCT)
        if not new["available"]:
            raise Forbidden(Why.STOCK)
        swaps.append((line, new))
    return swaps


def _method(database: sqlite3.Connection, user: str, wanted: Arguments) -> sqlite3.Row:
    found: sqlite3.Row | None = database.execute(
        "SELECT * FROM payment_methods WHERE id = ? AND user_id = ?",
        (wanted["payment_method_id"], user),
    ).fetchone()
    if found is None:
        raise Forbidden(Why.METHOD)
    return found


def _covers(method: sqlite3.Row, difference: int) -> None:
    if method["kind"] == "gift_card" and method["balance"] < difference:
        raise Forbidden(Why.BALANCE)


def _move(database: sqlite3.Connection, order: str, amount: int, method: str) -> None:
    """
    Have so much paid, or paid back if it is negative; gift cards at once.
    """
    database.execute(
        "INSERT INTO payments (order_id, kind, amount, method_id) VALUES (?, ?, ?, ?)",
        (order, "payment" if amount > 0 else "refund", abs(amount), method),
    )
    database.execute(
        "UPDATE payment_methods SET balance = balance - ? "
        "WHERE id = ? AND kind = 'gift_card'",
        (amount, method),
    )
