"""
The catalogue of a mapped database: what is read, what is left out, what is noticed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from crm_connector.errors import BadMapping, BadSourceData, SourceRejected
from crm_connector.model import CatalogueKind
from crm_connector.sources.sql import SqlSource
from tests.crm_connector import small_shop
from tests.crm_connector.small_shop import change

Mended = Any


@pytest.fixture
async def mapped(database: Path, tmp_path: Path):
    """
    Opens the small shop with another `catalogue` in its mapping.
    """
    opened: list[SqlSource] = []

    def open_with(catalogue: Mended) -> SqlSource:
        content = yaml.safe_load(small_shop.MAPPING.read_text("utf-8"))
        content["catalogue"] = catalogue
        file = tmp_path / "mapping.yml"
        file.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
        source = SqlSource.open(f"sqlite:///{database}", file)
        opened.append(source)
        return source

    yield open_with
    for source in opened:
        await source.close()


def products(**columns: object) -> dict[str, object]:
    """
    A catalogue of products alone.
    """
    usual = {"id": "key", "names": {"fa": "name_fa"}}
    return {"products": {"table": "products", "columns": {**usual, **columns}}}


@pytest.mark.parametrize("catalogue", [None, {}])
async def test_a_mapping_without_a_catalogue_has_none(mapped, catalogue) -> None:
    source = mapped(catalogue)

    page = await source.catalogue()

    assert (page.entries, page.following) == ((), None)
    assert await source.catalogue_version() is None
    await source.check()


async def test_other_names_stand_in_columns_of_their_own(mapped) -> None:
    page = await mapped(products(aliases=["name_en", "family"])).catalogue()

    assert [each.aliases for each in page.entries] == [
        ("Coffee beans", "coffee"),
        ("Running shoes", "shoe"),
    ]


async def test_what_has_no_name_is_left_out(mapped, database: Path) -> None:
    change(database, "UPDATE products SET name_fa = ' ' WHERE id = 11")

    page = await mapped(products()).catalogue(limit=1)
    rest = await mapped(products()).catalogue(after=page.following, limit=1)

    assert [each.id for each in (*page.entries, *rest.entries)] == ["beans"]


async def test_a_word_of_no_category_makes_no_sense(
    sql_source: SqlSource, database: Path
) -> None:
    change(database, "INSERT INTO category_words VALUES (99, 'fa', 'چتر')")

    with pytest.raises(BadSourceData, match="category_words"):
        await sql_source.catalogue()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO colours VALUES ('red', 'قرمز', 'أحمر', 'red', '#f00')",
        "DELETE FROM category_words WHERE word = 'trainers'",
        "UPDATE products SET name_en = 'Trail running shoes' WHERE id = 11",
        "UPDATE branches SET city_fa = 'تهران بزرگ'",
    ],
)
async def test_a_change_of_the_catalogue_is_seen(
    sql_source: SqlSource, database: Path, statement: str
) -> None:
    before = await sql_source.catalogue_version()

    change(database, statement)

    assert await sql_source.catalogue_version() != before


async def test_a_change_of_other_tables_is_none_of_the_catalogues(
    sql_source: SqlSource, database: Path
) -> None:
    before = await sql_source.catalogue_version()

    change(database, "UPDATE variants SET stock = stock - 1")

    assert await sql_source.catalogue_version() == before


async def test_the_time_of_the_newest_change_is_enough(mapped, database: Path) -> None:
    source = mapped(products(changed="description_fa"))
    before = await source.catalogue_version()

    change(database, "UPDATE products SET name_fa = 'کفش دودین' WHERE id = 11")
    assert await source.catalogue_version() == before
    change(database, "UPDATE products SET description_fa = 'later' WHERE id = 11")
    assert await source.catalogue_version() != before


@pytest.mark.parametrize(
    ("catalogue", "place"),
    [
        ({"product": {}}, r"catalogue.product: .*did you mean 'products'"),
        (products(brnd="brand"), "catalogue.products.columns.brnd"),
        (
            {"nouns": {"table": "categories", "columns": {"id": "key"}}},
            "catalogue.nouns.columns.word",
        ),
        (
            {"brands": {"table": "brands", "columns": {"id": "key"}}},
            "catalogue.brands.columns.names",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(mapped, catalogue, place: str) -> None:
    with pytest.raises(BadMapping, match=place):
        mapped(catalogue)


async def test_the_catalogue_is_held_against_the_database_too(mapped) -> None:
    with pytest.raises(BadMapping, match=r"products\.columns\.names\.ar"):
        await mapped(products(names={"ar": "name_arabic"})).check()


async def test_a_table_that_went_missing_is_refused(
    sql_source: SqlSource, database: Path
) -> None:
    change(database, "DROP TABLE colours")

    with pytest.raises(SourceRejected):
        await sql_source.catalogue_version()


async def test_all_kinds_of_the_demo_shop_are_mapped(sql_source: SqlSource) -> None:
    page = await sql_source.catalogue()

    assert {each.kind for each in page.entries} == set(CatalogueKind)
