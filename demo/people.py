"""
Whom one may play in the demo: customers who are waiting for something.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

_WAITING = """
SELECT c.id, c.name, c.phone, c.language, o.number,
       EXISTS (
           SELECT 1 FROM order_lines l
           JOIN products p ON p.id = l.product_id
           JOIN categories k ON k.id = p.category_id
           WHERE l.order_id = o.id AND k.key = 'shoes' AND p.family <> 'socks'
       ),
       o.expected_on < (SELECT value FROM meta WHERE key = 'built_on'),
       (SELECT count(*) FROM parcels p WHERE p.order_id = o.id) > 1
FROM orders o
JOIN customers c ON c.id = o.customer_id
WHERE o.status NOT IN ('delivered', 'cancelled', 'returned')
ORDER BY c.id, o.placed_at DESC, o.id DESC
"""


@dataclass(frozen=True)
class DemoCustomer:
    """
    A customer with a telephone and the numbers of the open orders, the newest first.
    """

    id: str
    name: str
    phone: str
    open_orders: tuple[str, ...]


@dataclass
class _Waiting:
    id: int
    name: str
    phone: str
    language: str
    orders: list[str]
    shoes: bool = False
    late: bool = False
    split: bool = False


# Who is wanted, in this order; what comes first is there however few are asked for.
_WANTED: tuple[Callable[[_Waiting], bool], ...] = (
    lambda c: c.language == "fa" and c.shoes and len(c.orders) > 1,
    lambda c: c.language == "ar" and len(c.orders) > 1,
    lambda c: c.language == "en" and len(c.orders) > 1,
    lambda c: len(c.orders) == 1,
    lambda c: c.late,
    lambda c: c.split,
    lambda c: c.language == "fa" and len(c.orders) > 2,
    lambda c: c.language == "ar",
    lambda c: c.language == "en",
    lambda c: len(c.orders) == 1 and c.shoes,
    # When orders were cancelled meanwhile, these save what can be saved.
    lambda c: c.shoes,
    lambda c: len(c.orders) > 1,
)


def customers_with_open_orders(path: Path, limit: int = 10) -> list[DemoCustomer]:
    """
    A mix of customers with open orders, always the same ones for the same data.

    Among them are speakers of each language, several with more than one open order,
    one with exactly one, one who waits for shoes, one whose order is late and one whose
    order comes in two parcels, as long as the shop has such.
    """
    with _open(path) as database:
        everybody = _waiting(database)
    chosen: list[_Waiting] = []
    for wanted in _WANTED:
        chosen += [c for c in everybody if wanted(c) and c not in chosen][:1]
    rest = sorted(
        (c for c in everybody if c not in chosen), key=lambda c: (-len(c.orders), c.id)
    )
    return [
        DemoCustomer(str(c.id), c.name, c.phone, tuple(c.orders))
        for c in (chosen + rest)[: max(0, limit)]
    ]


def exists(path: Path, customer_id: str) -> bool:
    """
    Whether the demo shop has this customer; anything but a plain number is nobody.
    """
    if not (customer_id.isascii() and customer_id.isdigit() and len(customer_id) < 10):
        return False
    with _open(path) as database:
        row = database.execute(
            "SELECT 1 FROM customers WHERE id = ?", (int(customer_id),)
        ).fetchone()
    return row is not None


def _waiting(database: sqlite3.Connection) -> list[_Waiting]:
    found: dict[int, _Waiting] = {}
    for number, name, phone, language, order, *marks in database.execute(_WAITING):
        customer = found.setdefault(number, _Waiting(number, name, phone, language, []))
        customer.orders.append(order)
        shoes, late, split = map(bool, marks)
        customer.shoes |= shoes
        customer.late |= late
        customer.split |= split
    return list(found.values())


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    # Read only: asking for a shop that is not there must not make an empty file.
    address = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        yield database
