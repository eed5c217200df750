"""
A shop of the retailer's tables with one user and some orders, in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bench._tasks.data import SCHEMA, Kind, Task, Write

_PLACE = ("1 Main St", "Suite 1", "Denver", "CO", "80001", "USA")
ROWS: dict[str, list[tuple[object, ...]]] = {
    "users": [
        ("ann", "Ann", "Lee", "ann@example.com", *_PLACE),
        ("bob", "Bob", "Ray", "bob@example.com", *_PLACE),
    ],
    "payment_methods": [
        ("paypal_1", "ann", "paypal", None, None, None),
        ("credit_card_1", "ann", "credit_card", "visa", "1111", None),
        ("gift_card_1", "ann", "gift_card", None, None, 1000),
        ("paypal_2", "bob", "paypal", None, None, None),
    ],
    "products": [("p1", "Kettle"), ("p2", "Lamp")],
    "variants": [
        ("red", "p1", 1, 2000),
        ("blue", "p1", 1, 2500),
        ("gold", "p1", 0, 9000),
        ("dear", "p1", 1, 8000),
        ("lamp", "p2", 1, 3000),
    ],
    "options": [
        (item, 1, "color", item) for item in ("red", "blue", "gold", "dear", "lamp")
    ],
    "orders": [
        ("#W1", "ann", "pending", None, "2026-01-01T00:00:00+00:00", *_PLACE),
        ("#W2", "ann", "delivered", None, "2026-01-02T00:00:00+00:00", *_PLACE),
        ("#W3", "bob", "pending", None, "2026-01-03T00:00:00+00:00", *_PLACE),
        ("#W4", "ann", "pending", None, "2026-01-04T00:00:00+00:00", *_PLACE),
    ],
    "items": [
        (1, "#W1", "red", "p1", 2000, 1),
        (2, "#W1", "red", "p1", 2000, 1),
        (3, "#W2", "red", "p1", 2000, 1),
        (4, "#W2", "lamp", "p2", 3000, 1),
        (5, "#W3", "red", "p1", 2000, 1),
        (6, "#W4", "lamp", "p2", 3000, 1),
    ],
    "payments": [
        (1, "#W1", "payment", 4000, "paypal_1"),
        (2, "#W2", "payment", 5000, "credit_card_1"),
        (3, "#W3", "payment", 2000, "paypal_2"),
        (4, "#W4", "payment", 3000, "gift_card_1"),
    ],
    "fulfillments": [(1, "#W2", "T1")],
}


@contextmanager
def shop() -> Iterator[sqlite3.Connection]:
    """
    The shop, fresh.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA.read_text("utf-8"))
        for table, rows in ROWS.items():
            places = ", ".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608
        database.commit()
        yield database


def wanting(kind: Kind, order: str, user: str = "ann", **arguments: object) -> Task:
    """
    A task that wants one thing written.
    """
    write = Write(kind, {"order_id": order, **arguments})
    return Task("some 0", user, "", (write,))
