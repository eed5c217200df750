"""
Parcels of the demo shop go on when somebody wants to see it: a step at a time.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from demo.texts import read_data

WAY = ("placed", "paid", "preparing", "shipped", "out_for_delivery", "delivered")
# The parcels' own words for where their order is.
_PARCELS = {"out_for_delivery": "out_for_delivery", "delivered": "delivered"}
_DIGITS = 14


def move_on(
    path: Path,
    customer: str,
    number: str,
    now: datetime,
    digits: Callable[[int], int] = secrets.randbelow,
) -> str | None:
    """
    Bring an order of this customer to the next step of its way, and give that.

    None where they have no such order that is still under way. `now` is an aware
    moment; `digits` chooses the tracking code of a parcel that leaves.
    """
    at = now.isoformat(timespec="seconds")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        found = database.execute(
            "SELECT id, status, delivery_method, expected_on FROM orders"
            " WHERE number = ? AND customer_id = ?",
            (number, customer),
        ).fetchone()
        if found is None or found[1] not in WAY[:-1]:
            database.execute("ROLLBACK")
            return None
        order, status, method, expected = found
        following = WAY[WAY.index(status) + 1]
        database.execute(
            "UPDATE orders SET status = ?, updated_at = ? WHERE id = ?",
            (following, at, order),
        )
        database.execute(
            "INSERT INTO order_status_history (order_id, status, at) VALUES (?, ?, ?)",
            (order, following, at),
        )
        if following == "shipped":
            prefix = read_data("carriers")[method]["prefix"]
            code = prefix + "".join(str(digits(10)) for _ in range(_DIGITS))
            database.execute(
                "INSERT INTO parcels (order_id, carrier, tracking_code, status,"
                " shipped_at, expected_on) VALUES (?, ?, ?, 'in_transit', ?, ?)",
                (order, method, code, at, expected or at[:10]),
            )
        if following in _PARCELS:
            arrived = at if following == "delivered" else None
            database.execute(
                "UPDATE parcels SET status = ?, delivered_at = ?"
                " WHERE order_id = ? AND delivered_at IS NULL",
                (_PARCELS[following], arrived, order),
            )
        database.execute("COMMIT")
    return following
