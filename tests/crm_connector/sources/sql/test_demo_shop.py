"""
The demo shop as it is built, read through its mapping: every customer, every order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crm_connector.model import Order
from crm_connector.sources.sql import SqlSource
from demo.build import build_shop
from tests.crm_connector.small_shop import MAPPING

TODAY = date(2026, 5, 10)
LANGUAGES = {"fa", "ar", "en"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The demo shop of one day.
    """
    path = tmp_path_factory.mktemp("demo") / "shop.db"
    build_shop(path, TODAY)
    return path


@pytest.fixture
def database(shop: Path) -> Iterator[sqlite3.Connection]:
    """
    The same shop, asked directly.
    """
    with closing(sqlite3.connect(shop)) as connection:
        yield connection


@pytest.fixture
async def source(shop: Path):
    """
    The same shop, asked through the source.
    """
    source = SqlSource.open(f"sqlite:///{shop}", MAPPING)
    yield source
    await source.close()


async def test_the_mapping_fits(source: SqlSource) -> None:
    await source.check()


async def test_every_customer_and_order_makes_sense(
    source: SqlSource, database: sqlite3.Connection
) -> None:
    customers = [str(id_) for (id_,) in database.execute("SELECT id FROM customers")]
    orders: list[Order] = []
    for id_ in customers:
        customer = await source.customer(id_)
        assert customer.language in LANGUAGES
        orders.extend(await source.orders(id_, limit=200))

    (count,) = database.execute("SELECT count(*) FROM orders").fetchone()
    assert len(orders) == count
    assert [each.number for each in orders if each.lines == ()] == []
    assert [
        each.number
        for each in orders
        for line in each.lines
        if {*line.names} != LANGUAGES or {*line.categories} != LANGUAGES
    ] == []
    assert [
        each.number
        for each in orders
        for parcel in each.parcels
        if {*parcel.carriers} != LANGUAGES
    ] == []


async def test_an_open_order_has_a_day_and_its_last_step_is_its_status(
    source: SqlSource, database: sqlite3.Connection
) -> None:
    found = database.execute(
        "SELECT customer_id, number FROM orders WHERE status = 'shipped' LIMIT 20"
    ).fetchall()
    orders = [await source.order(str(id_), number) for id_, number in found]

    assert len(orders) > 0
    assert [each.number for each in orders if each.expected_on is None] == []
    assert [
        each.number for each in orders if each.history[-1].status != each.status
    ] == []
    assert [each.number for each in orders if len(each.parcels) == 0] == []
