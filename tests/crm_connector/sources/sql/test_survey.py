"""
Trying a mapping looks at the rows that are there, and says what of them is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.__main__ import main
from tests.crm_connector import small_shop
from tests.crm_connector.small_shop import MAPPING, SARA, change
from tests.crm_connector.sources.sql import wide_shop


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """
    The small shop's database.
    """
    return small_shop.build(tmp_path / "shop.db")


@pytest.fixture
def tried(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """
    Tries a mapping with replacements made in it: the code, what is said and complained.
    """

    def run(*replaced: tuple[str, str]) -> tuple[int, str, str]:
        text = MAPPING.read_text("utf-8")
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        mapping = tmp_path / "mapping.yml"
        mapping.write_text(text, "utf-8")
        code = main([str(mapping), f"sqlite:///{shop}"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


Tried = Callable[..., tuple[int, str, str]]


def test_where_all_rows_make_sense_nothing_is_complained(tried: Tried) -> None:
    code, said, complained = tried()

    assert (code, complained) == (0, "")
    assert (
        "Rows looked at: customers 3, orders 4, variants 2, lines 5, history 7" in said
    )


def test_words_that_the_mapping_does_not_know_are_named(
    tried: Tried, shop: Path
) -> None:
    change(shop, "UPDATE orders SET status = 'Lost' WHERE id IN (101, 102)")

    code, _, complained = tried()

    assert code == 1
    assert complained.startswith("orders: orders.status: is a status that the mapping")
    assert "does not know: 'Lost' (2 rows, such as 102)" in complained


def test_of_other_values_only_the_row_is_named(tried: Tried, shop: Path) -> None:
    change(shop, "UPDATE orders SET placed_at = 'Sara, at noon' WHERE id = 101")

    code, _, complained = tried()

    assert code == 1
    assert complained == (
        "orders: orders.placed_at: is not a moment in ISO form (1 row, such as 101)\n"
        "invoices: bills.placed_at: is not a moment in ISO form "
        "(1 row, such as 10041)\n"
    )


def test_rows_of_all_parts_are_looked_at(tried: Tried, shop: Path) -> None:
    change(shop, "UPDATE order_lines SET quantity = 0 WHERE id = 1")
    change(shop, "UPDATE customers SET loyalty_points = -5")

    code, _, complained = tried()

    assert code == 1
    assert "lines: order_lines.quantity: is zero (1 row, such as 1)" in complained
    assert "loyalty: customers.loyalty_points: is negative (3 rows, such" in complained


def test_phones_that_are_none_are_counted_and_are_no_mistake(
    tried: Tried, shop: Path
) -> None:
    change(shop, "UPDATE customers SET phone = '12' WHERE id = 1")

    code, said, complained = tried()

    assert (code, complained) == (0, "")
    assert "customers: 1 of 3 in customers.phone are neither phone nor e-mail" in said
    assert "12 " not in said.partition("neither")[2]


def test_a_join_that_finds_several_rows_is_named(tried: Tried, shop: Path) -> None:
    change(shop, "CREATE VIEW more AS SELECT id FROM orders UNION ALL SELECT 101")
    joined = ("paid_with: {match: {id: order_id}}", "more: {match: {id: id}}")
    code, _, complained = tried(
        (joined[0], f"{joined[0]}\n    {joined[1]}"),
    )

    assert code == 1
    assert "orders: the join more finds several rows where one is meant" in complained


def test_rows_that_a_join_leaves_out_are_not_counted(tried: Tried, shop: Path) -> None:
    change(
        shop,
        "CREATE VIEW more AS SELECT id, 'fa' AS lang FROM orders"
        " UNION ALL SELECT id, 'en' FROM orders",
    )
    joined = "paid_with: {match: {id: order_id}}"
    more = "more: {match: {id: id}, where: {lang: fa}}"

    assert tried((joined, f"{joined}\n    {more}"))[0] == 0


def test_an_address_may_stand_in_the_variable(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAMYAR_CRM_URL", f"sqlite:///{shop}")

    assert main([str(MAPPING), "-", "1"]) == 0
    assert SARA.name in capsys.readouterr().out


async def test_a_server_is_tried_in_the_same_way(
    tmp_path: Path, postgresql: int, wide_database: str
) -> None:
    mapping = wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL)
    url = f"postgresql://hamyar@127.0.0.1:{postgresql}/{wide_database}"
    source = SqlSource.open(url, mapping)

    surveyed = {each.part: each for each in await source.survey()}
    await source.close()

    assert all(each.rows for each in surveyed.values())
    assert {"customers", "orders", "lines", "invoices", "loyalty"} <= set(surveyed)
    assert not any(each.troubles or each.doubled for each in surveyed.values())
