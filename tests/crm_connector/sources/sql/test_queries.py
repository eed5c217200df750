"""
Shops that are built in other ways: odd names, translations, soft deletion, prefixes.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector.errors import CustomerNotFound, OrderNotFound
from crm_connector.model import Money
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.fields import Column, Key, KeyType
from crm_connector.sources.sql.statements import number_value

SHOP = """
CREATE TABLE "user" ("select" TEXT, "first name" TEXT, "last""name" TEXT, locale TEXT);
CREATE TABLE "order" (
    "order" TEXT, "group" TEXT, state TEXT, "at%time" TEXT, "total:usd" REAL,
    channel TEXT, deleted TEXT
);
CREATE TABLE item (owner TEXT, sku TEXT, n INTEGER, price REAL);
CREATE TABLE item_text (sku TEXT, lang TEXT, title TEXT);
INSERT INTO "user" VALUES ('ada_1', 'Ada', NULL, 'en_GB'), ('bob_2', 'Bob', 'X', NULL);
INSERT INTO "order" VALUES
    ('#W11', 'ada_1', 'Processed', '2026-05-01 09:00:00', 47.84, 'web', NULL),
    ('#W12', 'ada_1', 'Processed', '2026-05-02 09:00:00', 10, 'app', NULL),
    ('#W13', 'ada_1', 'Processed', '2026-05-03 09:00:00', 10, 'till', NULL),
    ('#W14', 'ada_1', 'Processed', '2026-05-04 09:00:00', 10, 'web', 'yes'),
    ('W15', 'ada_1', 'Processed', '2026-05-05 09:00:00', 10, 'web', NULL);
INSERT INTO item VALUES ('#W11', 'K', 2, 23.92), ('#W12', 'K', 1, 10);
INSERT INTO item_text VALUES ('K', 'en', 'Kettle'), ('K', 'ar', 'غلاية');
"""

MAPPING = """
version: 1
source: odd-shop
money: {currency: USD, multiply_by: 100}
times: {zone: America/New_York}
statuses: {processed: preparing}
customers:
  table: user
  schema: main
  columns:
    id: select
    name: ["first name", 'last"name']
    language: locale
orders:
  table: order
  where: {channel: [web, app], deleted: null}
  columns:
    id: order
    number: {column: order, prefix: "#"}
    customer: group
    status: state
    placed_at: "at%time"
    total: "total:usd"
lines:
  table: item
  joins:
    en: {table: item_text, match: {sku: sku}, where: {lang: en}}
    fa: {table: item_text, match: {sku: sku}, where: {lang: fa}}
    ar: {table: item_text, match: {sku: sku}, where: {lang: [ar, ar-IQ]}}
  columns:
    order: owner
    product: sku
    names: {en: en.title, fa: fa.title, ar: ar.title}
    quantity: n
    unit_price: price
"""


@pytest.fixture
async def source(tmp_path: Path):
    """
    The odd shop.
    """
    with closing(sqlite3.connect(tmp_path / "shop.db")) as database:
        database.executescript(SHOP)
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(MAPPING, "utf-8")
    source = SqlSource.open(f"sqlite:///{tmp_path / 'shop.db'}", mapping)
    yield source
    await source.close()


async def test_names_that_need_quotes_are_quoted(source: SqlSource) -> None:
    await source.check()

    customer = await source.customer("ada_1")

    assert customer.name == "Ada"
    assert customer.language == "en"
    assert (await source.customer("bob_2")).name == "Bob X"
    with pytest.raises(CustomerNotFound):
        await source.customer("ADA_1")


async def test_only_rows_that_meet_the_conditions_are_orders(source: SqlSource) -> None:
    orders = await source.orders("ada_1", limit=20)

    assert [each.number for each in orders] == ["W15", "#W12", "#W11"]
    for hidden in ("#W13", "#W14"):
        with pytest.raises(OrderNotFound):
            await source.order("ada_1", hidden)


@pytest.mark.parametrize("written", ["#W11", "w11", " # w 11 ", "#w۱۱", "\u200eW11"])
async def test_a_prefix_may_be_left_out(source: SqlSource, written: str) -> None:
    assert (await source.order("ada_1", written)).number == "#W11"


async def test_names_come_from_a_table_joined_once_for_each_language(
    source: SqlSource,
) -> None:
    order = await source.order("ada_1", "W11")

    assert [line.names for line in order.lines] == [{"en": "Kettle", "ar": "غلاية"}]
    assert order.lines[0].unit_price == Money(2392, "USD")
    assert order.total == Money(4784, "USD")
    assert order.placed_at.isoformat() == "2026-05-01T13:00:00+00:00"


@given(st.text(max_size=40))
def test_any_text_is_a_number_that_can_be_asked_for_or_none(text: str) -> None:
    column = Column("orders", "number", "")

    as_text = number_value(text, Key(column, KeyType.TEXT, prefix="#"))
    as_integer = number_value(text, Key(column, KeyType.INTEGER))

    assert as_text is None or str(as_text).encode().startswith(b"#")
    assert as_integer is None or 0 <= int(as_integer) < 2**63
