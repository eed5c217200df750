"""
The guide for shop owners, walked through on Northwind as it stands there.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crm_connector.errors import BadMapping
from crm_connector.model import (
    Address,
    Contact,
    ContactKind,
    Money,
    OrderStatus,
)
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.__main__ import main
from crm_connector.sources.sql.mapping import load
from tests.crm_connector.small_shop import MAPPING, NOW, ROOT, at

GUIDE = (ROOT / "docs" / "connect-your-shop.md").read_text("utf-8")
TABLES = Path(__file__).with_name("northwind.sql").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """
    The guide's blocks in this language.
    """
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def northwind(tmp_path: Path) -> Path:
    """
    Northwind, with the view that the guide makes.
    """
    file = tmp_path / "northwind.db"
    (view,) = blocks("sql")
    with closing(sqlite3.connect(file)) as database:
        database.executescript(TABLES + view)
    return file


def written(folder: Path, *parts: str) -> Path:
    """
    A mapping of these parts.
    """
    file = folder / "mapping.yml"
    file.write_text("\n".join(parts), "utf-8")
    return file


@pytest.fixture
async def source(northwind: Path, tmp_path: Path):
    """
    Northwind by the whole of the guide's mapping.
    """
    mapping = written(tmp_path, *blocks("yaml"))
    source = SqlSource.open(f"sqlite:///{northwind}", mapping, clock=lambda: NOW)
    yield source
    await source.close()


def test_the_guide_has_its_blocks() -> None:
    assert len(blocks("yaml")) == 3
    assert len(blocks("sql")) == 1


def test_trying_it_says_what_the_guide_says(
    northwind: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # After step 2 two of the three blocks are there.
    mapping = written(tmp_path, *blocks("yaml")[:2])

    code = main([str(mapping), f"sqlite:///{northwind}", "OAKTB"])

    assert code == 0
    assert capsys.readouterr().out == blocks("text")[0]


def test_a_mistake_says_what_the_guide_says(
    northwind: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = written(tmp_path, *blocks("yaml")[:2])
    text = mapping.read_text("utf-8")
    mapping.write_text(text.replace("placed_at: OrderDate", "placed_at: OrderDay"))

    code = main([str(mapping), f"sqlite:///{northwind}"])

    assert code == 1
    said = capsys.readouterr().err.replace(str(mapping), "mapping.yml")
    assert said == blocks("text")[1]


def test_a_row_that_makes_no_sense_is_told_as_the_guide_says(
    northwind: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(northwind)) as database:
        database.executescript(
            "DROP VIEW hamyar_orders;"
            "CREATE VIEW hamyar_orders AS SELECT Orders.*, 10 AS Total,"
            " CASE OrderID WHEN 10250 THEN 'returned' ELSE 'open' END AS Standing"
            " FROM Orders"
        )
    mapping = written(tmp_path, *blocks("yaml")[:2])

    code = main([str(mapping), f"sqlite:///{northwind}"])

    assert code == 1
    assert capsys.readouterr().err == blocks("text")[2]


def test_required_dates_with_an_hour_are_days_as_well(
    northwind: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # As the Northwind has it that is handed round for SQLite.
    with closing(sqlite3.connect(northwind)) as database:
        database.executescript(
            "UPDATE Orders SET RequiredDate = RequiredDate || ' 00:00:00';"
            "UPDATE Orders SET OrderDate = substr(OrderDate, 1, 10)"
            " WHERE OrderID = 10250"
        )
    mapping = written(tmp_path, *blocks("yaml"))

    assert main([str(mapping), f"sqlite:///{northwind}", "HILLS"]) == 0
    said = capsys.readouterr().out
    assert "10250: preparing, placed 2026-05-08 07:00 UTC" in said


async def test_the_whole_mapping_fits(source: SqlSource) -> None:
    await source.check()

    assert {each.value for each in source.capabilities} == {
        "customers",
        "find",
        "orders",
        "shelf",
        "catalogue",
    }


async def test_orders_parcels_and_addresses(source: SqlSource) -> None:
    waiting, gone = await source.orders("OAKTB", limit=10)

    assert [waiting.number, gone.number] == ["10249", "10248"]
    assert waiting.status is OrderStatus.PREPARING
    assert waiting.placed_at == at("2026-05-08T23:40")
    assert waiting.expected_on == date(2026, 5, 15)
    assert gone.status is OrderStatus.SHIPPED
    assert gone.total == Money(21600 + 24225 + 3238, "USD")
    assert [line.unit_price.amount for line in gone.lines] == [1800, 2550]
    assert gone.lines[1].categories == {"en": "Sweets"}
    assert waiting.parcels == ()
    (parcel,) = gone.parcels
    assert parcel.carriers == {"en": "Fast Parcels"}
    assert parcel.shipped_at == at("2026-05-06T21:00")
    assert gone.ship_to == Address(
        "Oak Table Café", ("12 Elm St.",), "Portland", "OR", "97219", "US"
    )


async def test_customers_things_and_stock(source: SqlSource) -> None:
    (maya,) = await source.find(Contact(ContactKind.PHONE, "+15035557555"))
    shelf = await source.shelf(["1", "2"])
    entries = (await source.catalogue()).entries

    assert maya.name == "Maya Reed"
    assert (shelf["1"].price, shelf["1"].quantity) == (Money(1800, "USD"), 39)
    assert shelf["2"].in_stock is False
    assert [each.names["en"] for each in entries] == [
        "Beverages",
        "Sweets",
        "Mountain Tea",
        "Plum Jam",
    ]


def test_the_operation_of_the_guide_is_one(tmp_path: Path) -> None:
    (operation,) = (each for each in blocks("text") if each.startswith("operations:"))
    demo = MAPPING.read_text("utf-8")
    begin, end = demo.index("operations:"), demo.index("# What the shop calls")

    shop = load(written(tmp_path, demo[:begin], operation, demo[end:]))

    assert [each.name for each in shop.operations] == ["cancel_order"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("table: Customers", "table: customers", "there is no table"),
        ("phone: Phone", "phone: Telephone", "has no column"),
        (
            "id: {column: OrderID, type: integer}",
            "id: OrderID",
            "the column holds whole numbers, but is compared as type text",
        ),
    ],
)
async def test_the_messages_that_the_guide_explains_are_said_at_start(
    northwind: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    mapping = written(tmp_path, *blocks("yaml"))
    text = mapping.read_text("utf-8")
    assert old in text
    mapping.write_text(text.replace(old, new, 1), "utf-8")
    source = SqlSource.open(f"sqlite:///{northwind}", mapping)

    with pytest.raises(BadMapping, match=message):
        await source.check()
    await source.close()
    for words in message.split("..."):
        assert words in GUIDE


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "  open: preparing",
            "  opened: preparing",
            "is a status that the mapping does not know",
        ),
        ("  multiply_by: 100", "  multiply_by: 1", "is not a whole number"),
        (
            "  zone: America/Los_Angeles\n",
            "",
            "has no offset, and the mapping gives no zone",
        ),
    ],
)
def test_the_messages_that_the_guide_explains_are_said_of_rows(
    northwind: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    message: str,
) -> None:
    mapping = written(tmp_path, *blocks("yaml"))
    text = mapping.read_text("utf-8")
    assert old in text
    mapping.write_text(text.replace(old, new, 1), "utf-8")

    assert main([str(mapping), f"sqlite:///{northwind}", "OAKTB"]) == 1
    assert message in capsys.readouterr().err
    assert message in GUIDE
