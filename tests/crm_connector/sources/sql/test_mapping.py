"""
The mapping file: what is read from it, and how a mistake in it is named.
"""

from __future__ import annotations

import pytest

from crm_connector.model import OrderStatus
from crm_connector.sources.sql.fields import Column, KeyType, TimeFormat
from crm_connector.sources.sql.mapping import load
from crm_connector.sources.sql.parts import CATALOGUE_PARTS
from tests.crm_connector.small_shop import MAPPING
from tests.crm_connector.sources.sql.conftest import GONE


def test_the_demo_shop_is_mapped() -> None:
    shop = load(MAPPING)

    assert shop.source == "demo-shop"
    assert shop.defaults.currency == "IRT"
    assert [name for name, _ in shop.parts()] == [
        *("customers", "orders", "variants", "lines", "history", "parcels"),
        *("refunds", "invoices", "loyalty", "shelf", "payment_methods", "payments"),
        "payment_attempts",
        *(f"catalogue.{name}" for name in CATALOGUE_PARTS.values()),
        "operations.place_order.goods",
    ]


@pytest.mark.parametrize("part", ["parcels", "loyalty", "shelf"])
def test_parts_that_a_shop_does_not_have_are_none(loaded, part: str) -> None:
    shop = loaded(part, GONE)

    assert getattr(shop, part) is None


@pytest.mark.parametrize(
    ("part", "field", "empty"),
    [
        ("customers", "phone", None),
        ("customers", "email", None),
        ("customers", "language", None),
        ("orders", "expected_on", None),
        ("lines", "position", None),
        ("lines", "categories", {}),
        ("lines", "variants", {}),
        ("parcels", "carriers", {}),
        ("parcels", "tracking_code", None),
        ("parcels", "shipped_at", None),
        ("parcels", "delivered_at", None),
    ],
)
def test_fields_that_a_shop_does_not_have_are_empty(
    loaded, part: str, field: str, empty: object
) -> None:
    shop = loaded(f"{part}/columns/{field}", GONE)

    assert getattr(getattr(shop, part), field) == empty


def test_a_second_language_may_be_absent(loaded) -> None:
    shop = loaded("lines/columns/names", {"en": "products.name_en"})

    assert list(shop.lines.names) == ["en"]


def test_a_column_knows_its_table_and_its_place_in_the_file(loaded) -> None:
    shop = loaded("orders/columns/total", {"column": "sum", "divide_by": 10})

    assert shop.orders.total.column == Column("orders", "sum", "")
    assert shop.orders.total.column.place == "orders.columns.total.column"
    assert shop.orders.total.divide_by == 10
    assert shop.orders.status.column.place == "orders.columns.status"


def test_references_are_compared_as_the_ids_that_they_hold(loaded) -> None:
    shop = loaded("customers/columns/id", "id")

    assert shop.orders.customer.type == KeyType.TEXT
    assert shop.lines.order.type == KeyType.INTEGER


def test_a_time_has_the_files_format_unless_it_says_another(loaded) -> None:
    shop = loaded(
        "orders/columns/placed_at",
        {"column": "at", "format": "epoch_seconds", "zone": "UTC"},
    )

    assert shop.orders.placed_at.format == TimeFormat.EPOCH_SECONDS
    assert str(shop.orders.placed_at.zone) == "UTC"
    assert shop.orders.expected_on.format == TimeFormat.DATE
    assert shop.history.at.format == TimeFormat.ISO
    assert str(shop.history.at.zone) == "Asia/Tehran"


def test_status_words_may_be_numbers_and_differ_in_the_history(loaded) -> None:
    shop = loaded(
        "history/columns/status",
        {"column": "code", "values": {3: "shipped", "Checked ": None}},
    )

    assert shop.history.status.words == {"3": OrderStatus.SHIPPED, "checked": None}
    assert shop.orders.status.words["shipped"] == OrderStatus.SHIPPED


def test_yaml_does_not_guess_what_words_mean(written) -> None:
    text = MAPPING.read_text("utf-8").replace(
        "  placed: placed\n", "  no: placed\n  on: paid\n  01: paid\n  1e3: paid\n"
    )
    shop = written(text)

    words = list(shop.orders.status.words)
    assert words[:4] == ["no", "on", "01", "1e3"]
