"""
The guide's example works as it stands, and the guide speaks of every setting.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from crm_connector.model import Address, CatalogueKind, Money, OrderStatus
from crm_connector.operations import MethodKind, Operation
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.entries import FACTS
from crm_connector.sources.sql.fields import KeyType, Search, TimeFormat
from crm_connector.sources.sql.mapping import load
from crm_connector.sources.sql.operations import Per
from crm_connector.sources.sql.parts import CATALOGUE_PARTS, PARTS
from crm_connector.sources.sql.placing import Figure
from tests.crm_connector.small_shop import MAPPING, NOW, ROOT, at

GUIDES = ROOT / "docs" / "developer"
GUIDE = (GUIDES / "sql-source.md").read_text("utf-8")
WRITING = (GUIDES / "sql-writing.md").read_text("utf-8")


def example(language: str) -> str:
    """
    The guide's one block in this language.
    """
    blocks = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


@pytest.fixture
async def source(tmp_path: Path):
    """
    The guide's shop, read by the guide's mapping.
    """
    with closing(sqlite3.connect(tmp_path / "shop.db")) as database:
        database.executescript(example("sql"))
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(example("yaml"), "utf-8")
    source = SqlSource.open(
        f"sqlite:///{tmp_path / 'shop.db'}", mapping, clock=lambda: NOW
    )
    yield source
    await source.close()


async def test_the_example_fits_its_database(source: SqlSource) -> None:
    await source.check()


async def test_the_examples_customer_is_found(source: SqlSource) -> None:
    customer = await source.customer("P-7")

    assert customer.name == "Sara Ahmadi"
    assert customer.phones == ("+989121234567",)
    assert customer.emails == ()
    assert customer.language is None


async def test_the_examples_order_is_as_the_guide_says(source: SqlSource) -> None:
    (order,) = await source.orders("P-7", limit=20)

    assert order.number == "501"
    assert order.status == OrderStatus.SHIPPED
    assert order.placed_at == at("2026-05-01T09:00")
    assert order.placed_at.utcoffset() == timedelta(0)
    assert order.expected_on == date(2026, 5, 4)
    assert order.total == Money(950_000, "IRT")
    assert [line.names for line in order.lines] == [{"fa": "کتری", "en": "Kettle"}]
    assert order.lines[0].unit_price == Money(900_000, "IRT")
    assert order.history == ()
    assert order.parcels == ()
    assert await source.order("P-7", " ۵۰۱ ") == order


async def test_the_examples_catalogue_is_its_kettle(source: SqlSource) -> None:
    (kettle,) = (await source.catalogue()).entries

    assert (kettle.kind, kettle.id) == (CatalogueKind.PRODUCT, "KT1")
    assert kettle.names == {"fa": "کتری", "en": "Kettle"}


def test_the_guides_operations_are_some(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```\n(operations:\n.*?)^```", WRITING, re.M | re.S)
    (further,) = re.findall(r"^```\n(  exchange_items:\n.*?)^```", WRITING, re.M | re.S)
    content = yaml.safe_load(MAPPING.read_text("utf-8"))
    content["operations"] = yaml.safe_load(text + further)["operations"]
    content["orders"]["columns"]["ship_to"] = {"lines": "street", "city": "city"}
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")

    shop = load(mapping)

    assert [each.name for each in shop.operations] == [
        "cancel_order",
        "change_address",
        "exchange_items",
    ]
    assert shop.operations[0].memory is not None
    assert [each.column.name for each in shop.operations[0].history] == ["status", "at"]


def test_by_the_guide_orders_are_placed(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```\n(  place_order:\n.*?)^```", WRITING, re.M | re.S)
    content = yaml.safe_load(MAPPING.read_text("utf-8"))
    content["operations"] = yaml.safe_load(text)
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")

    placing = load(mapping).placing

    assert placing is not None
    assert [each.id for each in placing.ways] == ["post", "rider"]
    assert placing.link == "/pay/{token}"
    for figure in Figure:
        assert f"`{figure.value}`" in WRITING, figure


@pytest.mark.parametrize(
    "word",
    [
        *(each.value for each in OrderStatus),
        *(each.value for each in TimeFormat),
        *(each.value for each in KeyType),
        *("version", "source", "currency", "multiply_by", "divide_by", "prefix"),
        *("format", "zone", "statuses", "table", "schema", "where", "joins", "match"),
        *("customers", "orders", "lines", "history", "parcels", "values", "columns"),
        *("id", "name", "phone", "email", "language", "number", "customer", "status"),
        *("placed_at", "expected_on", "total", "order", "position", "product"),
        *("names", "categories", "variants", "quantity", "unit_price", "at"),
        *("carriers", "tracking_code", "shipped_at", "delivered_at"),
        *("catalogue", *CATALOGUE_PARTS.values(), "word", "aliases", "changed"),
        *("brand", "cities", "country", *PARTS),
        *(
            each.name
            for part in PARTS.values()
            for each in fields(part)
            if each.name != "rows"
        ),
        *(each.name for each in fields(Address)),
        *(each.value for each in Search),
        *("operations", "from", "set", "now", "remember", "column"),
        *(each.value for each in Operation),
        *("key", "operation"),
        *(each.value for each in MethodKind),
        *(each.value for each in Per),
        *("unless", "done", "add", "for", "balance", "at_once", "later", "stock"),
        *("give", "take", "remove", "delete", "never", "plus", "due", "gross", "sign"),
        *(name for facts in FACTS.values() for name in facts),
    ],
)
def test_the_guide_explains_every_setting(word: str) -> None:
    both = GUIDE + WRITING
    prose = re.sub(r"^```.*?^```", "", both, flags=re.MULTILINE | re.DOTALL)

    assert re.search(rf"`[^`]*\b{word}\b[^`]*`", prose) is not None
