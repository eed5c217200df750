"""
A shop that keeps addresses in its orders, money in dollars and UUIDs, and sells.

In SQLite or in PostgreSQL: where the two differ each has what is usual there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from crm_connector.cart import Cart, CartLine
from crm_connector.model import (
    Address,
    Customer,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    ShelfItem,
)
from crm_connector.operations import MethodKind
from tests.crm_connector.conformance import Tried
from tests.crm_connector.small_shop import NOW, at

SOURCE = "till-shop"
SQLITE = {
    "uuid": "TEXT",
    "moment": "TEXT",
    "money": "REAL",
    "serial": "INTEGER PRIMARY KEY",
}
POSTGRESQL = {
    "uuid": "UUID",
    "moment": "TIMESTAMP WITH TIME ZONE",
    "money": "NUMERIC(12, 2)",
    "serial": "SERIAL PRIMARY KEY",
}
_TABLES = """
CREATE TABLE buyer (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE thing (
    sku TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL,
    price {money} NOT NULL, n INTEGER NOT NULL, gone INTEGER NOT NULL
);
CREATE TABLE sale (
    id {uuid} PRIMARY KEY, code TEXT NOT NULL UNIQUE, buyer TEXT NOT NULL,
    state TEXT NOT NULL, made {moment} NOT NULL, due DATE, sum {money} NOT NULL,
    recipient TEXT, street TEXT, town TEXT NOT NULL, zip TEXT, way TEXT
);
CREATE TABLE sold (
    id {serial}, sale {uuid} NOT NULL, kind TEXT NOT NULL, sku TEXT NOT NULL,
    n INTEGER NOT NULL, price {money} NOT NULL
);
CREATE TABLE wish (key TEXT NOT NULL, sale {uuid} NOT NULL, page TEXT);
INSERT INTO buyer VALUES ('ada', 'Ada King'), ('alan', 'Alan Tur');
INSERT INTO thing VALUES
    ('cup-s', 'cup', 'Cup', 10.50, 5, 0), ('pot', 'pot', 'Pot', 47.84, 7, 0),
    ('old', 'old', 'Old pot', 1.00, 9, 1);
INSERT INTO sale VALUES
    ('00000000-0000-4000-8000-000000000011', 'A-1001', 'ada', 'open',
     '2026-05-01T10:00:00+00:00', '2026-05-04', 10.50, 'Ada King', '1 Loop', 'Oakland',
     '94601', 'van'),
    ('00000000-0000-4000-8000-000000000012', 'A-1002', 'alan', 'open',
     '2026-05-02T10:00:00+00:00', '2026-05-05', 10.50, 'Alan Tur', '2 Loop', 'Oakland',
     '94601', 'van'),
    ('00000000-0000-4000-8000-000000000013', 'A-1003', 'ada', 'open',
     '2026-05-03T10:00:00+00:00', '2026-05-06', 10.50, 'Ada King', '3 Loop', 'Oakland',
     '94601', 'van'),
    ('00000000-0000-4000-8000-000000000014', 'A-1004', 'ada', 'open',
     '2026-05-04T10:00:00+00:00', '2026-05-07', 10.50, 'Ada King', '1 Loop', 'Oakland',
     '94601', 'van');
INSERT INTO sold (sale, kind, sku, n, price) VALUES
    ('00000000-0000-4000-8000-000000000011', 'cup', 'cup-s', 1, 10.50),
    ('00000000-0000-4000-8000-000000000012', 'cup', 'cup-s', 1, 10.50),
    ('00000000-0000-4000-8000-000000000013', 'cup', 'cup-s', 1, 10.50),
    ('00000000-0000-4000-8000-000000000014', 'cup', 'cup-s', 1, 10.50);
"""
_MAPPING = """
version: 1
source: till-shop
country: US
money: {currency: USD, multiply_by: 100}
times: {format: TIMES}
statuses: {open: placed, paid: paid, off: cancelled}

customers:
  table: buyer
  columns: {id: id, name: name}

orders:
  table: sale
  columns:
    id: {column: id, type: UUID}
    number: {column: code, prefix: A-}
    customer: buyer
    status: state
    placed_at: made
    expected_on: due
    total: sum
    ship_to: {name: recipient, lines: street, city: town, postal_code: zip}

lines:
  table: sold
  joins:
    thing: {match: {sku: sku}}
  columns:
    order: sale
    product: kind
    names: {en: thing.title}
    quantity: n
    unit_price: price

shelf:
  table: thing
  where: {gone: 0}
  columns: {product: kind, price: price, quantity: n}

operations:
  place_order:
    goods:
      table: thing
      where: {gone: 0}
      columns: {id: sku, product: kind, price: price, stock: n}
    deliveries:
      van:
        names: {en: Our van}
        price: 499
        days: [1, 2]
        cities: [Oakland]
        pay: {card: card, cash: at the door}
      mail:
        names: {en: Mail}
        price: 999
        pay: {card: card}
    order:
      set:
        id: {new: uuid}
        code: {next: 1, prefix: A-}
        buyer: {of: customer}
        state: open
        made: {now: TIMES}
        due: {expected: DAYS}
        sum: {of: total}
        recipient: {of: name}
        street: {of: street}
        town: {of: city}
        zip: {of: postal_code}
        way: {of: delivery}
    line:
      set:
        sale: {of: order}
        kind: {of: product}
        sku: {of: variant}
        n: {of: quantity}
        price: {of: unit_price}
    remember:
      table: wish
      columns: {key: key, order: sale, token: page}
    link: "https://till.example/pay?{token}"
"""

HOME = Address("Ada King", ("1 Loop",), "Oakland", None, "94601")
CART = Cart((CartLine("cup", "cup-s", 2), CartLine("pot", "pot", 1)), HOME, "van")


def tables(kind: dict[str, str]) -> str:
    """
    The statements that make and fill the tables.
    """
    return _TABLES.format(**kind)


def mapping(folder: Path, kind: dict[str, str]) -> Path:
    """
    The mapping as a file.
    """
    is_file = kind is SQLITE
    text = _MAPPING.replace("TIMES", "iso" if is_file else "native")
    text = text.replace("DAYS", "iso" if is_file else "date")
    text = text.replace("type: UUID", "type: text" if is_file else "type: uuid")
    file = folder / "till.yml"
    file.write_text(text, "utf-8")
    return file


def build(file: Path) -> Path:
    """
    The shop as an SQLite file.
    """
    with closing(sqlite3.connect(file)) as database:
        # A test's file need not survive a loss of power.
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(tables(SQLITE))
        database.commit()
    return file


def _order(number: str, who: str, name: str, day: int, street: str) -> Order:
    return Order(
        number=number,
        customer_id=who,
        status=OrderStatus.PLACED,
        placed_at=at(f"2026-05-0{day}T10:00"),
        expected_on=date(2026, 5, day + 3),
        lines=(OrderLine("cup", {"en": "Cup"}, {}, 1, Money(1050, "USD")),),
        history=(),
        parcels=(),
        total=Money(1050, "USD"),
        source=SOURCE,
        as_of=NOW,
        ship_to=Address(name, (street,), "Oakland", None, "94601"),
    )


def tried(source: object, take_down: Callable[[], object]) -> Tried:
    """
    A source on this shop, for the tests that hold for all sources.
    """
    return Tried(
        source=source,
        take_down=take_down,
        customer=Customer("ada", "Ada King", (), (), None, SOURCE, NOW),
        other=Customer("alan", "Alan Tur", (), (), None, SOURCE, NOW),
        orders=(
            _order("A-1004", "ada", "Ada King", 4, "1 Loop"),
            _order("A-1003", "ada", "Ada King", 3, "3 Loop"),
            _order("A-1001", "ada", "Ada King", 1, "1 Loop"),
        ),
        theirs=_order("A-1002", "alan", "Alan Tur", 2, "2 Loop"),
        shelf={
            "cup": ShelfItem("cup", Money(1050, "USD"), True, 5, SOURCE, NOW),
            "pot": ShelfItem("pot", Money(4784, "USD"), True, 7, SOURCE, NOW),
        },
        cart=CART,
        pay_later=MethodKind.CASH,
    )
