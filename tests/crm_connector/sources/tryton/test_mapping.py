"""
What Tryton sends, as our records: statuses, money, days, lines and parcels.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_connector.model import Money, OrderStatus
from crm_connector.sources.payload import read
from crm_connector.sources.tryton import mapping, payload
from crm_connector.sources.tryton.shop import Shop
from tests.crm_connector.sources.tryton.capture import FIXTURES
from tests.crm_connector.sources.tryton.shop import NOW, settings

HEARD = json.loads((FIXTURES / "answers.json").read_text("utf-8"))
SALES = {
    each["number"]: each
    for heard in HEARD
    if heard["method"] == "model.sale.sale.search_read" and "result" in heard["answer"]
    for each in heard["answer"]["result"]
    if "state" in each
}
RIAL = payload.Currency(id=1, code="IRR")
EURO = payload.Currency(id=2, code="EUR")
DINAR = payload.Currency(id=3, code="KWD")
SHOP = Shop(
    company=1,
    currency=RIAL,
    zone=ZoneInfo("Asia/Tehran"),
    languages={"fa": "fa", "en": "en"},
    storages=(3,),
    has_carriers=True,
    has_tracking=True,
)


def day(year: int, month: int, day: int) -> dict[str, Any]:
    """
    A day as Tryton writes it.
    """
    return {"__class__": "date", "year": year, "month": month, "day": day}


def number(written: str) -> dict[str, Any]:
    """
    A number as Tryton writes it.
    """
    return {"__class__": "Decimal", "decimal": written}


def shipment(state: str, **more: Any) -> dict[str, Any]:
    """
    A shipment as Tryton tells it.
    """
    none = {"effective_date": None, "planned_date": None}
    return {"id": hash(state) % 1000, "state": state, **none, **more}


def sale(of: str = "SO-1001", **more: Any) -> payload.Sale:
    """
    A captured sale, with some fields told otherwise.
    """
    content = {**SALES[of], **more}
    content |= {f"{k}.": content.pop(k) for k in ("shipments", "lines") if k in content}
    return read(payload.Sale, content, "tryton")


def ordered(given: payload.Sale, **more: Any) -> Any:
    """
    The order that a sale is; its lines have their names in the first language.
    """
    names = {"fa": given.lines, "en": ()}
    return mapping.order(given, names, SHOP, settings(**more), NOW)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"state": "draft"}, OrderStatus.PLACED),
        ({"state": "quotation"}, OrderStatus.PLACED),
        ({"state": "confirmed"}, OrderStatus.PLACED),
        ({"state": "cancelled"}, OrderStatus.CANCELLED),
        ({"shipment_state": "none", "shipments": []}, OrderStatus.PREPARING),
        ({"shipment_state": "waiting"}, OrderStatus.PREPARING),
        ({"shipment_state": "exception"}, OrderStatus.PREPARING),
        ({"shipment_state": "somehow"}, OrderStatus.PREPARING),
        ({"shipment_state": "sent", "shipments": ["done"]}, OrderStatus.SHIPPED),
        # Sent straight from a supplier: the shop has no shipment of it.
        ({"shipment_state": "sent", "shipments": []}, OrderStatus.SHIPPED),
        (
            {"shipment_state": "waiting", "shipments": ["shipped", "cancelled"]},
            OrderStatus.SHIPPED,
        ),
        (
            {"shipment_state": "waiting", "shipments": ["shipped", "packed"]},
            OrderStatus.PREPARING,
        ),
        (
            {"shipment_state": "partially shipped", "shipments": ["done", "shipped"]},
            OrderStatus.SHIPPED,
        ),
        (
            {
                "shipment_state": "partially shipped",
                "shipments": ["done"],
                "to_ship": 1,
            },
            OrderStatus.PREPARING,
        ),
        ({"shipment_state": "waiting", "shipments": []}, OrderStatus.PREPARING),
        (
            {"shipment_state": "none", "shipment_method": "invoice"},
            OrderStatus.PLACED,
        ),
        (
            {
                "shipment_state": "none",
                "shipment_method": "invoice",
                "invoice_state": "paid",
            },
            OrderStatus.PAID,
        ),
        ({"state": "done", "shipment_state": "none"}, OrderStatus.PAID),
        (
            {"state": "done", "shipment_state": "sent", "shipments": ["done"]},
            OrderStatus.SHIPPED,
        ),
    ],
)
def test_where_a_sale_stands(told: dict[str, Any], expected: OrderStatus) -> None:
    ships = [
        shipment(state, id=at) for at, state in enumerate(told.pop("shipments", []))
    ]
    none = {"state": "processing", "shipment_method": "order", "to_ship": 0}
    unpaid = {"invoice_state": "awaiting payment"}
    given = sale(**{**none, **unpaid, **told}, shipments=ships)

    assert ordered(given).status is expected


def test_it_is_paid_when_all_of_its_invoices_are() -> None:
    assert ordered(sale(invoice_state="paid")).paid == Money(7_400_010, "IRR")
    for state in ("none", "pending", "awaiting payment", "partially paid"):
        assert ordered(sale(invoice_state=state)).paid is None


def test_only_where_done_means_so_has_it_arrived() -> None:
    left = day(2026, 3, 4)
    given = sale(shipments=[shipment("done", effective_date=left)])
    moment = datetime(2026, 3, 3, 20, 30, tzinfo=timezone.utc)

    gone, arrived = ordered(given), ordered(given, done_is_delivered=True)

    assert gone.status is OrderStatus.SHIPPED
    assert gone.changed_at == gone.parcels[0].shipped_at == moment
    assert gone.parcels[0].delivered_at is None
    assert arrived.status is OrderStatus.DELIVERED
    assert arrived.changed_at == arrived.parcels[0].delivered_at == moment
    assert arrived.parcels[0].shipped_at is None


def test_a_part_that_has_arrived_is_not_all() -> None:
    given = sale(
        state="processing",
        shipment_state="partially shipped",
        shipments=[
            shipment("done", id=1, effective_date=day(2026, 3, 4)),
            shipment("shipped", id=2),
        ],
    )

    found = ordered(given, done_is_delivered=True)

    assert found.status is OrderStatus.SHIPPED
    assert found.changed_at is None


def test_nobody_promises_a_day_unless_the_shop_says_how_long_it_takes() -> None:
    ships = [
        shipment("done", id=1, planned_date=day(2026, 9, 1)),
        shipment("waiting", id=2, planned_date=day(2026, 5, 20)),
        shipment("assigned", id=3, planned_date=day(2026, 5, 22)),
    ]
    given = sale(state="processing", shipment_state="waiting", shipments=ships)

    assert ordered(given).expected_on is None
    assert ordered(given, days_on_the_way=3).expected_on == date(2026, 5, 25)
    cancelled = sale(state="cancelled", shipments=ships)
    assert ordered(cancelled, days_on_the_way=3).expected_on is None


@pytest.mark.parametrize(
    ("amount", "currency", "is_toman", "expected"),
    [
        ("12.34", EURO, False, Money(1234, "EUR")),
        ("12.345", EURO, False, Money(1235, "EUR")),
        ("12.3449", EURO, True, Money(1234, "EUR")),
        ("-0.5", EURO, False, Money(-50, "EUR")),
        ("4.75", DINAR, False, Money(4750, "KWD")),
        ("1250005.00", RIAL, False, Money(1_250_005, "IRR")),
        ("1250005.00", RIAL, True, Money(125_001, "IRT")),
        ("1250004", RIAL, True, Money(125_000, "IRT")),
    ],
)
def test_money_is_in_minor_units_but_of_rials(
    amount: str, currency: payload.Currency, is_toman: bool, expected: Money
) -> None:
    asked = settings(is_toman=is_toman)

    assert mapping.money(Decimal(amount), currency, asked) == expected


def test_a_sale_entered_on_its_day_was_placed_at_that_moment() -> None:
    entered = {
        "__class__": "datetime",
        "year": 2026,
        "month": 5,
        "day": 1,
        "hour": 22,
        "minute": 10,
        "second": 5,
        "microsecond": 0,
    }
    moment = datetime(2026, 5, 1, 22, 10, 5, tzinfo=timezone.utc)

    # In Tehran it was the second already.
    same = sale(create_date=entered, sale_date=day(2026, 5, 2))
    earlier = sale(create_date=entered, sale_date=day(2026, 5, 1))
    none = sale(create_date=entered, sale_date=None)

    assert ordered(same).placed_at == ordered(none).placed_at == moment
    before = datetime(2026, 4, 30, 20, 30, tzinfo=timezone.utc)
    assert ordered(earlier).placed_at == before


def test_lines_are_what_was_ordered() -> None:
    line = SALES["SO-1001"]["lines."][0]
    given = sale(
        lines=[
            {**line, "id": 1},
            {**line, "id": 2, "type": "comment", "quantity": None},
            {**line, "id": 3, "quantity": -1.0},
            {**line, "id": 4, "product.": None, "description": " کارت هدیه "},
            {**line, "id": 5, "product.": None, "description": None},
            {**line, "id": 6, "quantity": 0.25, "amount": number("10.5")},
        ]
    )

    found = ordered(given).lines

    assert [each.names.get("fa") for each in found] == [
        line["product."]["name"],
        "کارت هدیه",
        line["product."]["name"],
    ]
    assert [each.product_id for each in found] == ["1", "", "1"]
    assert found[2].quantity == 1
    assert found[2].variants == {"fa": "0.25 u"}
    assert found[2].unit_price == Money(11, "IRR")


def test_packages_with_numbers_of_their_own_are_parcels_of_their_own() -> None:
    packages = [
        {"id": 1, "shipping_reference": "A1"},
        {"id": 2, "shipping_reference": None},
        {"id": 3, "shipping_reference": "A3"},
    ]
    carrier = {"id": 1, "party.": {"id": 2, "name": "پست"}}
    given = sale(
        shipments=[
            shipment("shipped", **{"root_packages.": packages, "carrier.": carrier}),
            shipment("packed", shipping_reference=""),
            shipment("assigned", shipping_reference="not yet"),
        ]
    )

    found = ordered(given).parcels

    assert [each.tracking_code for each in found] == ["A1", "A3", None]
    assert found[0].carriers == {"fa": "پست", "en": "پست"}
    assert found[2].carriers == {}


def test_an_address_may_be_missing() -> None:
    assert ordered(sale(**{"shipment_address.": None})).ship_to is None


def bill(**more: Any) -> Any:
    """
    A captured invoice, with some fields told otherwise.
    """
    told = next(
        each["answer"]["result"][0]
        for each in HEARD
        if each["method"] == "model.account.invoice.search_read"
    )
    content = read(payload.Bill, {**told, **more}, "tryton")
    return mapping.invoice(content, settings(), NOW)


def test_an_invoice_is_due_when_the_first_unpaid_part_is() -> None:
    def parts(*paid: int | None) -> dict[str, Any]:
        return {
            "lines_to_pay.": [
                {"id": at, "maturity_date": day(2026, 6, 3 + at), "reconciliation": p}
                for at, p in enumerate(paid)
            ]
        }

    assert bill(**parts(7, None, None)).due_on == date(2026, 6, 4)
    assert bill(**parts(7, 8)).due_on == date(2026, 6, 4)
    assert bill(**parts()).due_on is None
    assert bill(amount_to_pay=number("-3")).unpaid.amount == 0


def test_an_invoice_for_several_orders_names_none() -> None:
    two = [{"id": 1, "number": "SO-1"}, {"id": 2, "number": "SO-2"}]

    assert bill(**{"sales.": two}).order_number is None
    assert bill(**{"sales.": two[:1]}).order_number == "SO-1"


@pytest.mark.parametrize(
    ("told", "in_stock", "quantity"),
    [
        ({"quantity": 3.0}, True, 3),
        ({"quantity": 0.0}, False, 0),
        ({"quantity": -2.0}, False, 0),
        ({"quantity": 0.5}, True, None),
        ({"quantity": 3.0, "type": "service"}, None, None),
        ({"quantity": 3.0, "consumable": 1}, None, None),
        ({"quantity": None}, None, None),
    ],
)
def test_what_lies_on_the_shelf(
    told: dict[str, Any], in_stock: bool | None, quantity: int | None
) -> None:
    content = {"id": 1, "type": "goods", "consumable": 0, "list_price_used": None}
    product = read(payload.Product, {**content, **told}, "tryton")

    found = mapping.shelf_item(product, SHOP, settings(), NOW)

    assert (found.in_stock, found.quantity, found.price) == (in_stock, quantity, None)
