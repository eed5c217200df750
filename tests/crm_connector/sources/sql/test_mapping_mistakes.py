"""
A mapping that is wrong: the message names the place, and what was meant.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from crm_connector.errors import BadMapping
from crm_connector.model import OrderStatus
from crm_connector.sources.sql.mapping import load
from tests.crm_connector.small_shop import MAPPING
from tests.crm_connector.sources.sql.conftest import GONE


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("version", 2, "version: must be 1"),
        ("version", GONE, "version: this setting is missing"),
        ("sauce", "x", "sauce: there is no such setting (did you mean 'source'?)"),
        ("source", 7, "source: must be text"),
        ("source", GONE, "source: this setting is missing"),
        ("orders", GONE, "orders: this setting is missing"),
        ("orders", ["x"], "orders: must hold further settings (key: value)"),
        ("orders/table", GONE, "orders.table: this setting is missing"),
        ("orders/table", 3, "orders.table: must be text"),
        (
            "orders/colums",
            {},
            "orders.colums: there is no such setting (did you mean 'columns'?)",
        ),
        (
            "orders/columns/placed",
            "x",
            (
                "orders.columns.placed: there is no such setting "
                "(did you mean 'placed_at'?)"
            ),
        ),
        (
            "orders/columns/number",
            GONE,
            "orders.columns.number: this setting is missing",
        ),
        ("orders/columns/number", 5, "orders.columns.number: must name a column"),
        ("orders/columns/total", [], "orders.columns.total: must name a column"),
        (
            "orders/columns/number",
            {"column": "n", "type": "string"},
            "orders.columns.number.type: must be one of text, integer, uuid",
        ),
        (
            "orders/columns/number",
            {"type": "text"},
            "orders.columns.number.column: this setting is missing",
        ),
        (
            "orders/columns/number",
            {"column": 5},
            "orders.columns.number.column: must name a column",
        ),
        (
            "orders/columns/placed_at",
            {"column": "at", "format": "epoch_second"},
            (
                "orders.columns.placed_at.format: must be one of iso, epoch_seconds, "
                "epoch_milliseconds, native, date, jalali (did you mean "
                "'epoch_seconds'?)"
            ),
        ),
        (
            "orders/columns/placed_at",
            {"column": "at", "zone": "Asia/Teheran"},
            "orders.columns.placed_at.zone: is not a time zone, such as Asia/Tehran",
        ),
        ("times/zone", "../etc/passwd", "times.zone: is not a time zone"),
        (
            "orders/columns/total",
            {"column": "total", "divide_by": 0},
            "orders.columns.total.divide_by: must be a whole number, at least 1",
        ),
        (
            "orders/columns/total",
            {"column": "total", "divide_by": True},
            "orders.columns.total.divide_by: must be a whole number, at least 1",
        ),
        (
            "lines/columns/names/fa",
            "product.name_fa",
            (
                "lines.columns.names.fa: 'product' is not joined above "
                "(did you mean 'products'?)"
            ),
        ),
        ("lines/columns/names/farsi", "x", "lines.columns.names.farsi: must be a lang"),
        (
            "lines/columns/names",
            "products.name",
            "lines.columns.names: must hold further settings (key: value)",
        ),
        (
            "lines/columns/variants/fa",
            ["colours.name_fa", 7],
            "lines.columns.variants.fa: must name a column",
        ),
        (
            "customers/columns/language",
            {"column": "language", "values": {"Farsi": 1}},
            "customers.columns.language.values.Farsi: must be text",
        ),
        (
            "lines/joins/products",
            {},
            "lines.joins.products.match: this setting is missing",
        ),
        (
            "lines/joins/products",
            {"match": {}},
            "lines.joins.products.match: must name columns",
        ),
        (
            "lines/joins/products",
            {"match": {"product_id": 3}},
            "lines.joins.products.match.product_id: must be text",
        ),
        (
            "lines/joins/categories",
            {"match": {"items.category_id": "id"}},
            "lines.joins.categories.match.items.category_id: 'items' is not joined",
        ),
        (
            "parcels/joins",
            {"parcels": {"match": {"id": "id"}}},
            "parcels.joins.parcels: this name is taken",
        ),
        (
            "orders/where",
            {"channel": []},
            "orders.where.channel: must be a value or a list of values",
        ),
        (
            "orders/where",
            {"channel": {"a": 1}},
            "orders.where.channel: must be a value or a list of values",
        ),
        ("orders/schema", 3, "orders.schema: must be text"),
        ("statuses", {}, "statuses: must map the database's words to ours"),
        ("statuses", GONE, "statuses: this setting is missing"),
        (
            "statuses/sent",
            "shiped",
            (
                "statuses.sent: must be one of placed, paid, preparing, shipped, "
                "out_for_delivery, delivered, cancelled, returned, or null "
                "(did you mean 'shipped'?)"
            ),
        ),
        ("statuses/PLACED", "placed", "this word stands twice"),
        ("money/currency", "toman", "money.currency: must be three capital letters"),
        ("money/currency", GONE, "money.currency: is missing, and there is no orders"),
        (
            "customers/columns/phone",
            {"column": "phone", "search": "scam"},
            "phone.search: must be one of index, scan (did you mean 'scan'?)",
        ),
        (
            "orders/columns/ship_to/street",
            "x",
            "orders.columns.ship_to.street: there is no such setting",
        ),
        (
            "orders/columns/ship_to/city",
            GONE,
            "orders.columns.ship_to.city: this setting is missing",
        ),
        (
            "orders/columns/ship_to/city",
            "paidwith.city",
            "ship_to.city: 'paidwith' is not joined above (did you mean 'paid_with'?)",
        ),
        (
            "contacts",
            {"table": "c", "columns": {"customer": "id"}},
            "contacts.columns: must have one of phone, email",
        ),
        (
            "shelf/columns",
            {"product": "id"},
            "shelf.columns: must have one of price, quantity, in_stock",
        ),
        (
            "invoices",
            {
                "table": "bills",
                "columns": {
                    "number": "n",
                    "customer": "c",
                    "billed_on": "d",
                    "total": "t",
                },
            },
            "invoices.columns: must have one of unpaid, paid",
        ),
        (
            "shelf/columns/in_stock",
            {"column": "stock", "values": {"there": "yes"}},
            "shelf.columns.in_stock.values.there: must be true or false",
        ),
        (
            "operations/cancel",
            {},
            (
                "operations.cancel: there is no such setting "
                "(did you mean 'cancel_order'?)"
            ),
        ),
        (
            "operations/cancel_order/from",
            ["preparring"],
            (
                "operations.cancel_order.from: must be of placed, paid, preparing, "
                "shipped, out_for_delivery, delivered, cancelled, returned "
                "(did you mean 'preparing'?)"
            ),
        ),
        (
            "operations/cancel_order/from",
            "paid",
            "operations.cancel_order.from: must be a list of statuses",
        ),
        (
            "operations/cancel_order/set",
            GONE,
            "operations.cancel_order.set: this setting is missing",
        ),
        (
            "operations/cancel_order/set/status",
            "returned",
            (
                "operations.cancel_order.set.status: is no word that `statuses` maps "
                "to cancelled"
            ),
        ),
        (
            "operations/cancel_order/set/updated_at",
            {"now": "iso8601"},
            "operations.cancel_order.set.updated_at.now: must be one of iso, epoch",
        ),
        (
            "operations/cancel_order/set/updated_at",
            [1],
            "operations.cancel_order.set.updated_at: must be a value, or {now: format}",
        ),
        (
            "operations/cancel_order/remember",
            {"table": "wishes", "columns": {"key": "id"}},
            "operations.cancel_order.remember.columns.order: this setting is missing",
        ),
        (
            "history",
            GONE,
            "operations.cancel_order.history: needs the part `history`",
        ),
        (
            "history/columns/order",
            "orders.id",
            "history.columns.order: 'orders' is not joined above",
        ),
        (
            "orders/columns/id",
            {"column": "paid_with.method_id", "type": "integer"},
            "operations.cancel_order: needs orders.columns.id in the table itself",
        ),
        (
            "orders/columns/ship_to/lines",
            "paid_with.method_id",
            (
                "operations.change_address.from: ship_to.lines is in a joined table, "
                "whose rows may be another's too"
            ),
        ),
    ],
)
def test_a_mistake_is_named_with_file_and_place(
    loaded, tmp_path: Path, place: str, value: object, message: str
) -> None:
    with pytest.raises(BadMapping) as fault:
        loaded(place, value)

    assert str(fault.value).startswith(f"{tmp_path / 'mapping.yml'}: ")
    assert message in str(fault.value)


def with_an_address(ship_to: object) -> str:
    """
    The demo's mapping with an address to change.
    """
    content = yaml.safe_load(MAPPING.read_text("utf-8"))
    if ship_to is None:
        del content["orders"]["columns"]["ship_to"]
    else:
        content["orders"]["columns"]["ship_to"] = ship_to
    content["operations"] = {"change_address": {"from": ["placed"]}}
    return str(yaml.safe_dump(content, sort_keys=False))


@pytest.mark.parametrize(
    ("ship_to", "message"),
    [
        (None, "operations.change_address.from: needs orders.columns.ship_to"),
        (
            {"lines": "street", "city": "city", "name": ["given", "family"]},
            "operations.change_address.from: ship_to.name must be a single column",
        ),
    ],
)
def test_an_address_that_cannot_be_written_is_named(
    written, ship_to: object, message: str
) -> None:
    with pytest.raises(BadMapping) as fault:
        written(with_an_address(ship_to))

    assert message in str(fault.value)


def test_an_address_of_the_orders_own_may_be_written(written) -> None:
    shop = written(with_an_address({"lines": ["street", "more"], "city": "city"}))

    (operation,) = shop.operations
    assert operation.allowed == {OrderStatus.PLACED}
    assert [each.name for each in operation.place.columns] == ["street", "more", "city"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version: 1\n  source: x\n", "line 2, column 9: mapping values are not"),
        ("version: [1\n", "line 2, column 1: did not find expected ',' or ']'"),
        ("a: 1\na: 2\n", "line 2, column 1: the key 'a' stands twice"),
        ("orders: {[a]: 1}\n", "line 1, column 10: the key ['a'] stands twice"),
        ("- 1\n", "must hold settings"),
        ("", "must hold settings"),
        ("a: \x00", "is not YAML"),
        ("a: !!python/object:os.system 1", "could not determine a constructor"),
    ],
)
def test_a_file_that_is_no_yaml_is_named_with_its_line(
    written, text: str, message: str
) -> None:
    with pytest.raises(BadMapping, match="mapping") as fault:
        written(text)

    assert message in str(fault.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadMapping) as fault:
        load(tmp_path / "none.yml")

    assert str(fault.value) == (
        f"{tmp_path / 'none.yml'}: cannot be read: No such file or directory"
    )


def test_a_file_in_another_encoding_is_named(written) -> None:
    with pytest.raises(BadMapping, match=r"mapping\.yml: is not UTF-8 text"):
        written("source: فروشگاه", encoding="cp1256")
