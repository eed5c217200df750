"""
Rows that make no sense: named by table, key and column, without what stands in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crm_connector.errors import BadSourceData
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.small_shop import MAPPING, NOW, SARA, SHIPPED, change

Spoil = Callable[[str], None]


@pytest.fixture
def spoil(database: Path) -> Spoil:
    """
    Runs a statement that spoils the small shop.
    """
    return lambda statement: change(database, statement)


@pytest.fixture
def mapped(database: Path, tmp_path: Path):
    """
    Opens the small shop with words of the demo shop's mapping replaced.
    """

    def open_with(*replaced: tuple[str, str]) -> SqlSource:
        text = MAPPING.read_text("utf-8")
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "mapping.yml"
        file.write_text(text, "utf-8")
        return SqlSource.open(f"sqlite:///{database}", file, clock=lambda: NOW)

    return open_with


def _placing() -> str:
    text = MAPPING.read_text("utf-8")
    begin = text.index("  place_order:\n")
    return text[begin : text.index("\ncatalogue:\n", begin)]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            (
                "INSERT INTO refunds VALUES (9, 102, 3, 5, 'damaged', 'approved', NULL,"
                " 'soon', NULL, NULL)"
            ),
            (
                "money_back, key refund-9, column money_back.requested_at: "
                "is not a moment in ISO form"
            ),
        ),
        (
            "UPDATE orders SET status = 'lost' WHERE id = 102",
            (
                "orders, key 102, column orders.status: "
                "is a status that the mapping does not know"
            ),
        ),
        (
            "UPDATE orders SET status = '' WHERE id = 102",
            "orders, key 102, column orders.status: has no status",
        ),
        (
            "UPDATE orders SET placed_at = 'yesterday' WHERE id = 102",
            "orders, key 102, column orders.placed_at: is not a moment in ISO form",
        ),
        (
            "UPDATE orders SET placed_at = '' WHERE id = 102",
            "orders, key 102, column orders.placed_at: is empty",
        ),
        (
            "UPDATE orders SET expected_on = 'soon' WHERE id = 102",
            "orders, key 102, column orders.expected_on: is not a day",
        ),
        (
            "UPDATE orders SET total = -5 WHERE id = 102",
            "orders, key 102, column orders.total: is negative",
        ),
        (
            "UPDATE orders SET total = 'much' WHERE id = 102",
            "orders, key 102, column orders.total: is not a number",
        ),
        (
            "UPDATE order_lines SET quantity = -1 WHERE id = 3",
            "order_lines, key 3, column order_lines.quantity: is negative",
        ),
        (
            "UPDATE order_lines SET quantity = 0 WHERE id = 3",
            "order_lines, key 3, column order_lines.quantity: is zero",
        ),
        (
            "UPDATE order_lines SET quantity = 1.5 WHERE id = 3",
            "order_lines, key 3, column order_lines.quantity: is not a whole number",
        ),
        (
            "UPDATE order_lines SET unit_price = 'x' WHERE id = 3",
            "order_lines, key 3, column order_lines.unit_price: is not a number",
        ),
        (
            "DELETE FROM products WHERE id = 11",
            "order_lines, key 3, column names: is empty in every language",
        ),
        (
            "UPDATE order_status_history SET status = 'x' WHERE id = 3",
            (
                "order_status_history, key 3, column order_status_history.status: "
                "is a status that the mapping does not know"
            ),
        ),
        (
            "UPDATE order_status_history SET at = 'x' WHERE id = 3",
            (
                "order_status_history, key 3, column order_status_history.at: "
                "is not a moment in ISO form"
            ),
        ),
        (
            "UPDATE parcels SET shipped_at = 'x' WHERE id = 2",
            "parcels, key 2, column parcels.shipped_at: is not a moment in ISO form",
        ),
        (
            "UPDATE orders SET number = '' WHERE id = 102",
            "orders, key 102, column orders.number: is empty",
        ),
    ],
)
async def test_an_order_that_makes_no_sense_is_named(
    sql_source: SqlSource, spoil: Spoil, statement: str, message: str
) -> None:
    assert SHIPPED in await sql_source.orders("1", limit=20)

    spoil(statement)

    with pytest.raises(BadSourceData) as fault:
        await sql_source.orders("1", limit=20)
    assert str(fault.value) == message
    assert fault.value.source == "demo-shop"


async def test_a_customer_without_a_name_is_one(
    sql_source: SqlSource, spoil: Spoil
) -> None:
    assert await sql_source.customer("1") == SARA

    spoil("UPDATE customers SET name = ' ' WHERE id = 1")

    assert await sql_source.customer("1") == replace(SARA, name="")


async def test_a_message_holds_nothing_personal(
    sql_source: SqlSource, spoil: Spoil
) -> None:
    spoil("UPDATE customers SET name = x'53617261' WHERE id = 1")

    with pytest.raises(BadSourceData) as fault:
        await sql_source.customer("1")

    assert str(fault.value) == "customers, key 1, column customers.name: is not text"
    assert "Sara" not in repr(fault.value.__cause__)


async def test_a_key_that_is_an_address_is_hidden(mapped, spoil: Spoil) -> None:
    source = mapped(
        ("id: {column: id, type: integer}\n    name", "id: email\n    name")
    )
    spoil("UPDATE customers SET name = x'53617261' WHERE id = 1")

    with pytest.raises(BadSourceData) as fault:
        await source.customer("sara@example.com")

    await source.close()
    assert str(fault.value) == (
        "customers, key (hidden), column customers.name: is not text"
    )


async def test_text_that_is_not_utf8_makes_no_sense(
    sql_source: SqlSource, spoil: Spoil
) -> None:
    spoil("UPDATE customers SET name = CAST(x'53617261FF' AS TEXT) WHERE id = 1")

    with pytest.raises(BadSourceData) as fault:
        await sql_source.customer("1")

    assert str(fault.value) == "A text is not UTF-8."
    assert fault.value.__suppress_context__ is True


async def test_a_language_that_we_do_not_speak_is_none(
    sql_source: SqlSource, spoil: Spoil
) -> None:
    spoil("UPDATE customers SET language = 'de' WHERE id = 1")
    spoil("UPDATE customers SET language = 'ar-IQ' WHERE id = 2")

    assert (await sql_source.customer("1")).language is None
    assert (await sql_source.customer("2")).language == "ar"


async def test_a_currency_may_be_the_orders_own(mapped, spoil: Spoil) -> None:
    source = mapped(("    total: total", "    total: total\n    currency: channel"))
    spoil("UPDATE orders SET channel = 'irt' WHERE id = 102")

    order = await source.order("1", "10042")
    assert order.total.currency == "IRT"
    assert order.lines[0].unit_price.currency == "IRT"

    spoil("UPDATE orders SET channel = 'USD' WHERE id = 102")
    with pytest.raises(BadSourceData) as other:
        await source.order("1", "10042")
    spoil("UPDATE orders SET channel = 'toman' WHERE id = 102")
    with pytest.raises(BadSourceData) as none:
        await source.order("1", "10042")

    await source.close()
    assert str(other.value) == "orders, key 102, column orders.channel: is not IRT"
    assert str(none.value) == (
        "orders, key 102, column orders.channel: is not a currency"
    )


async def test_where_no_currency_is_fixed_an_order_may_be_in_any(
    mapped, spoil: Spoil
) -> None:
    source = mapped(
        ("  currency: IRT", "  multiply_by: 100"),
        ("    total: total", "    total: total\n    currency: channel"),
        ("    price: price\n", "    price: price\n    currency: sku\n"),
        ("    balance: balance\n", "    balance: balance\n    currency: kind\n"),
        ("    at: created_at\n", "    at: created_at\n    currency: reference\n"),
        # What is sold has prices in one currency.
        (_placing(), ""),
    )
    spoil("UPDATE orders SET channel = 'USD', total = 47.84 WHERE id = 102")

    order = await source.order("1", "10042")

    await source.close()
    assert (order.total.amount, order.total.currency) == (4784, "USD")


async def test_a_step_that_customers_do_not_hear_of_is_left_out(
    mapped, spoil: Spoil
) -> None:
    source = mapped(("  paid: paid\n  preparing", "  paid: null\n  preparing"))
    spoil("UPDATE order_status_history SET status = 'paid' WHERE id = 4")

    order = await source.order("1", "10042")
    assert [each.status.value for each in order.history] == ["shipped"]

    spoil("UPDATE orders SET status = 'paid' WHERE id = 102")
    with pytest.raises(BadSourceData, match="is a step customers do not see"):
        await source.order("1", "10042")
    await source.close()


async def test_a_join_that_finds_several_rows_is_noticed(mapped) -> None:
    source = mapped(
        (
            "{product_id: id}}",
            "{product_id: id}}\n    addresses: {match: {position: is_default}}",
        )
    )

    with pytest.raises(BadSourceData) as fault:
        await source.order("1", "10042")

    await source.close()
    assert str(fault.value) == (
        "order_lines, key 3, column order_lines.id: "
        "came twice: a join finds several rows"
    )


async def test_two_orders_with_one_number_are_noticed(mapped, spoil: Spoil) -> None:
    source = mapped(("    number: number", "    number: delivery_method"))

    with pytest.raises(BadSourceData, match="Two orders have one number"):
        await source.order("1", "post")
    await source.close()


async def test_parts_that_a_shop_does_not_have_are_empty(mapped, tmp_path) -> None:
    text = MAPPING.read_text("utf-8")
    without = text[: text.index("history:")].replace(
        "    expected_on: expected_on\n", ""
    )
    source = mapped((text, without))

    order = await source.order("1", "10042")

    await source.close()
    assert order.history == ()
    assert order.parcels == ()
    assert order.expected_on is None
    assert order.lines == SHIPPED.lines
