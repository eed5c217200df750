"""
The retailer of tau-bench as tables: users, orders, products, in SQLite or PostgreSQL.

The data set (MIT, sierra-research/tau-bench) has no moments: each order is placed an
hour after the one before it in the file. Everything else is as it is there.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from tests.crm_connector.small_shop import ROOT

FIRST = datetime(2026, 1, 1, tzinfo=timezone.utc)

TABLES = """
CREATE TABLE users (
    user_id TEXT PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT
);
CREATE INDEX users_by_email ON users (email);
CREATE TABLE products (product_id TEXT PRIMARY KEY, name TEXT);
CREATE TABLE variants (
    item_id TEXT PRIMARY KEY, product_id TEXT, options TEXT, available {boolean},
    price {number}
);
CREATE TABLE orders (
    order_id TEXT PRIMARY KEY, user_id TEXT, status TEXT, placed_at {moment},
    total {number}, address1 TEXT, address2 TEXT, city TEXT, country TEXT, state TEXT,
    zip TEXT, cancelled_at {moment}
);
CREATE INDEX orders_by_user ON orders (user_id);
CREATE TABLE items (
    id INTEGER PRIMARY KEY, order_id TEXT, item_id TEXT, product_id TEXT,
    price {number}, n INTEGER
);
CREATE INDEX items_by_order ON items (order_id);
CREATE TABLE fulfillments (id INTEGER PRIMARY KEY, order_id TEXT, tracking_id TEXT);
CREATE INDEX fulfillments_by_order ON fulfillments (order_id);
"""
SQLITE = {"boolean": "INTEGER", "number": "REAL", "moment": "TEXT"}
POSTGRESQL = {
    "boolean": "BOOLEAN",
    "number": "NUMERIC(10, 2)",
    "moment": "TIMESTAMP WITH TIME ZONE",
}

MAPPING = """
version: 1
source: tau-retail
country: US
money: {currency: USD, multiply_by: 100}
times: {format: TIMES}
statuses:
  pending: placed
  processed: preparing
  delivered: delivered
  cancelled: cancelled

customers:
  table: users
  columns: {id: user_id, name: [first_name, last_name], email: email}

orders:
  table: orders
  joins:
    users: {match: {user_id: user_id}}
  columns:
    id: order_id
    number: {column: order_id, prefix: "#"}
    customer: user_id
    status: status
    placed_at: placed_at
    total: total
    ship_to:
      lines: [address1, address2]
      city: city
      province: state
      postal_code: zip
      country: {column: country, values: {USA: US}}

lines:
  table: items
  joins:
    products: {match: {product_id: product_id}}
    variants: {match: {item_id: item_id}}
  columns:
    id: {column: id, type: integer}
    order: order_id
    product: product_id
    names: {en: products.name}
    variants: {en: variants.options}
    quantity: n
    unit_price: price

parcels:
  table: fulfillments
  columns:
    id: {column: id, type: integer}
    order: order_id
    tracking_code: tracking_id

shelf:
  table: variants
  columns: {product: product_id, price: price, in_stock: available}

catalogue:
  products:
    table: products
    columns: {id: product_id, names: {en: name}}

operations:
  cancel_order:
    from: [placed]
    set: {status: cancelled, cancelled_at: {now: TIMES}}
  change_address:
    from: [placed]
"""


@cache
def folder() -> Path | None:
    """
    Where the data set is; None where it is not.
    """
    shared = Path(os.environ.get("HAMYAR_SHARED", ROOT.parent / "shared"))
    found = shared / "data" / "tau_retail"
    return found if found.is_dir() else None


@cache
def content(name: str) -> dict[str, Any]:
    """
    One of its files: users, orders or products by their ids.
    """
    found = folder()
    assert found is not None
    return dict(json.loads((found / f"{name}.json").read_text("utf-8")))


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """
    The rows of all tables; moments are moments and prices are floats.
    """
    users, orders, products = map(content, ("users", "orders", "products"))
    items = [
        (id_, item["item_id"], item["product_id"], item["price"], 1)
        for id_, order in orders.items()
        for item in order["items"]
    ]
    parcels = [
        (id_, code)
        for id_, order in orders.items()
        for sent in order["fulfillments"]
        for code in sent["tracking_id"]
    ]
    return {
        "users": [
            (id_, *user["name"].values(), user["email"]) for id_, user in users.items()
        ],
        "products": [(id_, each["name"]) for id_, each in products.items()],
        "variants": [
            (
                item,
                id_,
                ", ".join(variant["options"].values()),
                variant["available"],
                variant["price"],
            )
            for id_, each in products.items()
            for item, variant in each["variants"].items()
        ],
        "orders": [
            (
                id_,
                *(order["user_id"], order["status"], placed_at(n), paid(order)),
                *(order["address"][each] for each in _ADDRESS),
                None,
            )
            for n, (id_, order) in enumerate(orders.items())
        ],
        "items": [(n, *item) for n, item in enumerate(items, 1)],
        "fulfillments": [(n, *parcel) for n, parcel in enumerate(parcels, 1)],
    }


_ADDRESS = ("address1", "address2", "city", "country", "state", "zip")


def placed_at(place: int) -> datetime:
    """
    When the order at this place of the file is said to have been placed.
    """
    return FIRST + timedelta(hours=place)


def paid(order: dict[str, Any]) -> float:
    """
    What was paid for an order.
    """
    return float(order["payment_history"][0]["amount"])


def mapping(to: Path, *, times: str) -> Path:
    """
    The mapping as a file, for moments written in this way.
    """
    to.write_text(MAPPING.replace("TIMES", times), "utf-8")
    return to


def build(file: Path) -> Path:
    """
    The shop as an SQLite file.
    """
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(TABLES.format(**SQLITE))
        for table, found in rows().items():
            places = ", ".join("?" * len(found[0]))
            database.executemany(
                f"INSERT INTO {table} VALUES ({places})",  # noqa: S608
                [tuple(map(_written, row)) for row in found],
            )
        database.commit()
    return file


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
