"""
What the demo's payment page shows and writes: the shop's side of paying for an order.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

_BUSY_SECONDS = 5.0
_LANGUAGES = ("fa", "ar", "en")
_BILL = """
SELECT o.id, o.number, o.status, o.subtotal, o.shipping, o.total, c.language,
       o.customer_id
FROM checkouts k
JOIN orders o ON o.id = k.order_id
JOIN customers c ON c.id = o.customer_id
WHERE k.token = ?
"""
_LINES = """
SELECT p.name_fa, p.name_ar, p.name_en, l.quantity, l.total,
       c.name_fa, c.name_ar, c.name_en, s.name_fa, s.name_ar, s.name_en
FROM order_lines l JOIN products p ON p.id = l.product_id
JOIN variants v ON v.id = l.variant_id
LEFT JOIN colours c ON c.key = v.colour
LEFT JOIN sizes s ON s.key = v.size
WHERE l.order_id = ? ORDER BY l.position
"""
_PENDING = """
SELECT id FROM payments WHERE order_id = ? AND status = 'pending'
AND method = 'online_card' ORDER BY id DESC
"""


class Standing(str, Enum):
    """
    Whether there is something to pay.
    """

    OPEN = "open"
    PAID = "paid"
    OVER = "over"
    """It was cancelled."""


@dataclass(frozen=True)
class Bill:
    """
    What is paid for: `lines` are (name by language, how many, toman).

    In the name stands in which colour and size it is.
    """

    number: str
    standing: Standing
    lines: tuple[tuple[dict[str, str], int, int], ...]
    subtotal: int
    shipping: int
    total: int
    language: str
    customer: str


def bill_of(path: Path, token: str) -> Bill | None:
    """
    The bill behind a token; None where no order has it.
    """
    with _open(path, "ro") as database:
        found = database.execute(_BILL, (token,)).fetchone()
        return None if found is None else _bill(database, found)


def pay(path: Path, token: str, now: datetime, *, shown: int) -> Bill | None:
    """
    The bill, paid: once, also where it is asked for twice at the same moment.

    `shown` is the sum that was agreed to, in toman: where the order has come to cost
    another one meanwhile, nothing is paid.
    """
    with _open(path, "rw") as database:
        database.execute("BEGIN IMMEDIATE")
        found = database.execute(_BILL, (token,)).fetchone()
        if found is None:
            return None
        moment, order = now.isoformat(timespec="seconds"), found[0]
        pending = database.execute(_PENDING, (order,)).fetchone()
        is_open = pending is not None and found[2] == "placed"
        if is_open and found[5] == shown:
            reference = f"P{order:07d}{secrets.randbelow(1000):03d}"
            database.execute(
                "UPDATE payments SET status = 'paid', amount = ?, paid_at = ?,"
                " reference = ? WHERE id = ?",
                (shown, moment, reference, pending[0]),
            )
            database.execute(
                "UPDATE orders SET status = 'paid', updated_at = ? WHERE id = ?",
                (moment, order),
            )
            database.execute(
                "INSERT INTO order_status_history (order_id, status, at)"
                " VALUES (?, 'paid', ?)",
                (order, moment),
            )
        bill = _bill(database, database.execute(_BILL, (token,)).fetchone())
        database.commit()
        return bill


def decline(path: Path, token: str, now: datetime) -> Bill | None:
    """
    The bill after the bank has refused: this try failed, and another may be made.
    """
    with _open(path, "rw") as database:
        database.execute("BEGIN IMMEDIATE")
        found = database.execute(_BILL, (token,)).fetchone()
        if found is None:
            return None
        order = found[0]
        pending = database.execute(_PENDING, (order,)).fetchone()
        if pending is not None and found[2] == "placed":
            database.execute(
                "UPDATE payments SET status = 'failed' WHERE id = ?", pending
            )
            database.execute(
                "INSERT INTO payments"
                " (order_id, method, status, amount, created_at)"
                " SELECT order_id, method, 'pending', amount, ?"
                " FROM payments WHERE id = ?",
                (now.isoformat(timespec="seconds"), pending[0]),
            )
        bill = _bill(database, found)
        database.commit()
        return bill


def _bill(database: sqlite3.Connection, found: tuple[object, ...]) -> Bill:
    order, number, status, subtotal, shipping, total, language, customer = found
    lines = tuple(
        (_named(row[:3], row[5:8], row[8:]), int(row[3]), int(row[4]))
        for row in database.execute(_LINES, (order,))
    )
    standing = Standing.PAID
    if status == "placed":
        standing = Standing.OPEN
    elif status == "cancelled":
        standing = Standing.OVER
    return Bill(
        str(number),
        standing,
        lines,
        int(str(subtotal)),
        int(str(shipping)),
        int(str(total)),
        str(language),
        str(customer),
    )


def _named(
    names: Sequence[str], colours: Sequence[str | None], sizes: Sequence[str | None]
) -> dict[str, str]:
    """
    A thing with its colour and size, if it has them, in each language.
    """
    found = {}
    each = zip(_LANGUAGES, names, colours, sizes, strict=True)
    for lang, name, colour, size in each:
        chosen = (", " if lang == "en" else "، ").join(filter(None, (colour, size)))
        found[lang] = f"{name} ({chosen})" if chosen else name
    return found


@contextmanager
def _open(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    with closing(
        sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
    ) as database:
        # What was not committed is taken back when it is closed.
        yield database
