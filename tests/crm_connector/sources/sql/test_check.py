"""
The mapping held against the database at start.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_connector.errors import BadMapping, SourceRejected, SourceUnavailable
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.small_shop import MAPPING, change, overwrite, remove

REMEMBER = """\
      table: wishes
      columns: {key: key, order: order_id, operation: operation}
      set: {at: {now: iso}}
"""


@pytest.fixture
def checked(database: Path, tmp_path: Path):
    """
    Checks the small shop against the demo's mapping with one word replaced.
    """

    async def check(old: str = "", new: str = "") -> None:
        text = MAPPING.read_text("utf-8")
        assert old in text
        file = tmp_path / "mapping.yml"
        file.write_text(text.replace(old, new, 1) if old else text, "utf-8")
        source = SqlSource.open(f"sqlite:///{database}", file)
        try:
            await source.check()
        finally:
            await source.close()

    return check


async def test_the_demo_shops_mapping_fits_its_tables(checked) -> None:
    await checked()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "  table: order_lines",
            "  table: order_line",
            "lines.table: there is no table 'order_line' (did you mean 'order_lines'?)",
        ),
        (
            "    placed_at: placed_at",
            "    placed_at: place_at",
            (
                "orders.columns.placed_at: the table 'orders' has no column 'place_at' "
                "(did you mean 'placed_at'?)"
            ),
        ),
        (
            "{column: id, type: integer}\n    number",
            "{column: ID, type: integer}\n    number",
            (
                "orders.columns.id.column: the table 'orders' has no column 'ID' "
                "(did you mean 'id'?)"
            ),
        ),
        (
            "fa: products.name_fa",
            "fa: products.title_fa",
            (
                "lines.columns.names.fa: the table 'products' has no column 'title_fa' "
                "(did you mean 'name_fa'?)"
            ),
        ),
        (
            "{match: {carrier: key}}",
            "{match: {carrier: code}}",
            (
                "parcels.joins.carriers.match.carrier: "
                "the table 'carriers' has no column 'code'"
            ),
        ),
        (
            "{match: {carrier: key}}",
            "{match: {carier: key}}",
            (
                "parcels.joins.carriers.match.carier: "
                "the table 'parcels' has no column 'carier' (did you mean 'carrier'?)"
            ),
        ),
        (
            "    carriers: {match",
            "    carriers: {table: carrierz, match",
            (
                "parcels.joins.carriers.table: there is no table 'carrierz' "
                "(did you mean 'carriers'?)"
            ),
        ),
        (
            "    sizes: {match",
            "    sizes: {where: {langage: fa}, match",
            "variants.joins.sizes.where.langage: the table 'sizes' has no column",
        ),
        (
            "    number: number",
            "    number: {column: number, type: integer}",
            (
                "orders.columns.number.column: the column holds no whole numbers, "
                "but is compared as type integer"
            ),
        ),
        (
            "    id: {column: id, type: integer}",
            "    id: id",
            (
                "customers.columns.id: the column holds whole numbers, "
                "but is compared as type text"
            ),
        ),
        (
            "    phone: phone\n",
            "    phone: [phone, mobil]\n",
            "customers.columns.phone: the table 'customers' has no column 'mobil'",
        ),
        (
            "    email: email\n",
            "    email: loyalty_points\n",
            "customers.columns.email: the column holds whole numbers, but",
        ),
        (
            "      city: city",
            "      city: town",
            "orders.columns.ship_to.city: the table 'orders' has no column 'town'",
        ),
        (
            "points: loyalty_points",
            "points: points",
            (
                "loyalty.columns.points: the table 'customers' has no column 'points' "
                "(did you mean 'loyalty_points'?)"
            ),
        ),
        (
            "    quantity: stock",
            "    quantity: stok",
            (
                "variants.columns.quantity: the table 'variants' has no column 'stok' "
                "(did you mean 'stock'?)"
            ),
        ),
        (
            "      expected_on: null",
            "      expected: null",
            (
                "operations.cancel_order.set.expected: the table 'orders' has no "
                "column 'expected' (did you mean 'expected_on'?)"
            ),
        ),
        (
            "    history:\n      status: cancelled",
            "    history:\n      state: cancelled",
            (
                "operations.cancel_order.history.state: the table "
                "'order_status_history' has no column 'state' (did you mean 'status'?)"
            ),
        ),
        (
            REMEMBER,
            "      column: wish\n",
            "operations.cancel_order.remember.column: the table 'orders' has no column",
        ),
        (
            "        quantity: {new: quantity}",
            "        number: {new: quantity}",
            (
                "operations.change_items.lines.set.number: the table 'order_lines' has "
                "no column 'number'"
            ),
        ),
        (
            "      - table: differences",
            "      - table: difference",
            (
                "operations.change_items.add.1.table: there is no table 'difference' "
                "(did you mean 'differences'?)"
            ),
        ),
        (
            "          line_id: {line: id}",
            "          lineid: {line: id}",
            (
                "operations.return_items.add.1.set.lineid: the table 'returns' has no "
                "column 'lineid' (did you mean 'line_id'?)"
            ),
        ),
        (
            "    balance: balance",
            "    balance: rest",
            (
                "payment_methods.columns.balance: the table 'payment_methods' has no "
                "column 'rest'"
            ),
        ),
        (
            "      table: wishes\n",
            "      table: payment\n",
            (
                "operations.cancel_order.remember.table: there is no table 'payment' "
                "(did you mean 'payments'?)"
            ),
        ),
    ],
)
async def test_what_the_database_lacks_is_named_with_the_nearest(
    checked, tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(BadMapping) as fault:
        await checked(old, new)

    assert str(fault.value).startswith(f"{tmp_path / 'mapping.yml'}: ")
    assert message in str(fault.value)


async def test_a_view_is_as_good_as_a_table(checked, database: Path) -> None:
    change(database, "CREATE VIEW buyers AS SELECT * FROM customers")

    await checked("  table: customers", "  table: buyers")


async def test_what_is_written_is_a_table(checked, database: Path) -> None:
    change(database, "CREATE VIEW sales AS SELECT * FROM orders")

    with pytest.raises(BadMapping, match=r"cancel_order\.set\.\w+: 'sales' is a view"):
        await checked("  table: orders\n", "  table: sales\n")


async def test_a_database_without_tables_names_the_first(
    checked, database: Path
) -> None:
    overwrite(database, "")

    with pytest.raises(BadMapping, match=r"customers\.table: there is no table"):
        await checked()


async def test_a_file_that_is_not_there_is_unavailable_and_not_made(
    checked, database: Path
) -> None:
    remove(database)

    with pytest.raises(SourceUnavailable):
        await checked()

    assert remove(database) is False


async def test_a_file_that_is_no_database_is_rejected(checked, database: Path) -> None:
    overwrite(database, "not a database " * 100)

    with pytest.raises(SourceRejected):
        await checked()
