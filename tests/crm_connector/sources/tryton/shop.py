"""
The shop of `tests/peers/tryton/seed.py`, as Hamyar sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

from crm_connector.model import (
    Address,
    CatalogueEntry,
    CatalogueKind,
    Contact,
    ContactKind,
    Customer,
    Invoice,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    ShelfItem,
    StatusChange,
)
from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings
from crm_connector.sources.tryton import TrytonSettings
from tests.crm_connector.conformance import Tried
from tests.crm_connector.small_shop_names import said

NOW = datetime(2026, 12, 1, 6, 30, tzinfo=timezone.utc)
SOURCE = "tryton"
URL = "http://127.0.0.1:1"
DATABASE, USER, PASSWORD = "shop", "hamyar", "hamyar-of-the-shop"


def settings(url: str = URL, **more: Any) -> TrytonSettings:
    """
    The settings of the shop's Tryton.
    """
    given = {"may_cancel": True, "http": HttpSettings(timeout=20.0), **more}
    return TrytonSettings(url, DATABASE, USER, Secret(PASSWORD), **given)


def on(month: int, day: int) -> datetime:
    """
    The beginning of a day of 2026 in Tehran, which was 3:30 ahead.
    """
    last = datetime(2026, month, day, 0, 0, tzinfo=timezone.utc)
    return datetime.fromtimestamp(last.timestamp() - 3.5 * 3600, timezone.utc)


def rials(amount: int) -> Money:
    """
    An amount in the shop's currency.
    """
    return Money(amount, "IRR")


_SHOES = said("کفش دویدن", "حذاء للجري", "Running shoes")
_COFFEE = said("قهوه ۲۵۰ گرمی", "قهوة 250 غ", "Coffee 250 g")
_CLOTH = said("پارچهٔ کتان", "قماش كتان", "Linen cloth")
_WRAPPING = said("کادوپیچی", "تغليف هدايا", "Gift wrapping")
_FOOTWEAR = said("کفش", "أحذية", "Shoes")
_GROCERIES = said("خواربار", "بقالة", "Groceries")
_POST = dict.fromkeys(("fa", "ar", "en"), "پست پیشتاز")

SARA = Customer(
    "C-1001",
    "سارا رضایی",
    ("+989121234567", "+982188776655"),
    ("sara.rezaei@example.com",),
    "fa",
    SOURCE,
    NOW,
)
ALI = Customer(
    "C-1002",
    "علی رضایی",
    ("+989357654321", "+982188776655"),
    (),
    None,
    SOURCE,
    NOW,
)
LAYLA = Customer(
    "C-1003",
    "Layla Haddad",
    ("+971501234567",),
    ("layla@example.org",),
    "ar",
    SOURCE,
    NOW,
)
HOME = Contact(ContactKind.PHONE, "+982188776655")


def shoes(quantity: int) -> OrderLine:
    """
    Some pairs of shoes.
    """
    return OrderLine("1", _SHOES, _FOOTWEAR, quantity, rials(4_900_000))


def coffee(quantity: int) -> OrderLine:
    """
    Some packets of coffee.
    """
    return OrderLine("2", _COFFEE, _GROCERIES, quantity, rials(1_250_005))


def order(
    number: str,
    status: OrderStatus,
    placed_at: datetime,
    *lines: OrderLine,
    total: Money,
    who: Customer = SARA,
    **more: Any,
) -> Order:
    """
    An order; all go to the same house.
    """
    placed = StatusChange(OrderStatus.PLACED, placed_at)
    return Order(
        number=number,
        customer_id=who.id,
        status=status,
        placed_at=placed_at,
        expected_on=None,
        lines=lines,
        history=(placed, *more.pop("history", ())),
        parcels=more.pop("parcels", ()),
        total=total,
        source=SOURCE,
        as_of=NOW,
        ship_to=Address(
            name=who.name,
            lines=("خیابان آزادی", "پلاک ۱۲، واحد ۳"),
            city="تهران",
            postal_code="1234567890",
            country="IR",
        ),
        **more,
    )


def orders(offered_at: datetime) -> tuple[Order, ...]:
    """
    Sara's, the newest first; the one that has no date was entered at `offered_at`.
    """
    metres = OrderLine(
        "3", _CLOTH, {}, 1, rials(2_000_000), dict.fromkeys(_CLOTH, "2.5 m")
    )
    wrapping = OrderLine("4", _WRAPPING, {}, 1, rials(150_000))
    abroad = OrderLine("4", _WRAPPING, {}, 3, Money(15, "EUR"))
    return (
        order(
            "SO-1008",
            OrderStatus.PLACED,
            offered_at,
            coffee(1),
            total=rials(1_250_005),
        ),
        order("SO-1010", OrderStatus.PLACED, on(5, 4), coffee(4), total=rials(5000020)),
        order("SO-1009", OrderStatus.PLACED, on(5, 3), abroad, total=Money(45, "EUR")),
        order("SO-1007", OrderStatus.PLACED, on(5, 2), shoes(1), total=rials(4900000)),
        order(
            "SO-1006",
            OrderStatus.PREPARING,
            on(4, 28),
            metres,
            wrapping,
            total=rials(2_150_000),
        ),
        order(
            "SO-1004",
            OrderStatus.PREPARING,
            on(4, 15),
            coffee(5),
            total=rials(6_250_025),
            parcels=(Parcel(_POST, "RR323456785IR", on(4, 17), None),),
        ),
        order(
            "SO-1003",
            OrderStatus.SHIPPED,
            on(4, 10),
            coffee(3),
            total=rials(3_750_015),
            parcels=(Parcel(_POST, "RR223456785IR", None, None),),
        ),
        order(
            "SO-1002", OrderStatus.CANCELLED, on(3, 20), coffee(1), total=rials(1250005)
        ),
        order(
            "SO-1001",
            OrderStatus.SHIPPED,
            on(3, 2),
            shoes(1),
            coffee(2),
            total=rials(7_400_010),
            parcels=(Parcel(_POST, "RR123456785IR", on(3, 4), None),),
            history=(StatusChange(OrderStatus.SHIPPED, on(3, 4)),),
            paid=rials(7_400_010),
        ),
    )


THEIRS = order(
    "SO-1005",
    OrderStatus.PREPARING,
    on(4, 20),
    shoes(2),
    total=rials(9_800_000),
    who=LAYLA,
)


def _invoice(
    number: str, order: str, billed_on: date, due_on: date, total: int, unpaid: int
) -> Invoice:
    amounts = rials(total), rials(unpaid)
    return Invoice(number, SARA.id, order, billed_on, due_on, *amounts, SOURCE, NOW)


INVOICES = (
    _invoice("4", "SO-1010", date(2026, 5, 4), date(2026, 6, 3), 5_000_020, 5_000_020),
    _invoice(
        "2", "SO-1003", date(2026, 4, 11), date(2026, 5, 11), 3_750_015, 3_750_015
    ),
    _invoice("1", "SO-1001", date(2026, 3, 3), date(2026, 4, 2), 7_400_010, 0),
)
CATALOGUE = (
    CatalogueEntry(CatalogueKind.PRODUCT, "1", _SHOES, ("SH-42",)),
    CatalogueEntry(CatalogueKind.PRODUCT, "2", _COFFEE, ("CO-250",)),
    CatalogueEntry(CatalogueKind.PRODUCT, "3", _CLOTH),
    CatalogueEntry(CatalogueKind.PRODUCT, "4", _WRAPPING),
    CatalogueEntry(CatalogueKind.CATEGORY, "2", _FOOTWEAR),
    CatalogueEntry(CatalogueKind.CATEGORY, "3", _GROCERIES),
)
SHELF = {
    each.product_id: each
    for each in (
        ShelfItem("1", rials(4_900_000), True, 9, SOURCE, NOW),
        ShelfItem("2", rials(1_250_005), True, 33, SOURCE, NOW),
        ShelfItem("3", rials(800_000), True, None, SOURCE, NOW),
        ShelfItem("4", rials(150_000), None, None, SOURCE, NOW),
    )
}


def tried(
    source: object, take_down: Callable[[], object], offered_at: datetime
) -> Tried:
    """
    A source on this shop, for the tests that hold for all sources.
    """
    return Tried(
        source=source,
        take_down=take_down,
        customer=SARA,
        other=LAYLA,
        orders=orders(offered_at),
        theirs=THEIRS,
        catalogue=CATALOGUE,
        invoices=INVOICES,
        shelf=SHELF,
        family=HOME,
        family_ids=frozenset({SARA.id, ALI.id}),
        cancellable="SO-1008",
        settled="SO-1003",
    )
