"""
What the fixtures hold, as records of the model.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from crm_connector.model import (
    Address,
    CatalogueEntry,
    CatalogueKind,
    Contact,
    ContactKind,
    Customer,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    ShelfItem,
    StatusChange,
)
from crm_connector.secret import Secret
from crm_connector.sources.woocommerce import WooSettings, WooSource
from tests.crm_connector.conformance import Tried
from tests.crm_connector.small_shop import NOW, at, toman
from tests.fakes.woocommerce import KEY, SECRET, WooShop

SOURCE = "woocommerce"
URL = "https://shop.example"


def settings(**changed: Any) -> WooSettings:
    """
    The settings for the shop, some of them changed.
    """
    usual: dict[str, Any] = {
        "url": URL,
        "key": Secret(KEY),
        "secret": Secret(SECRET),
        "currency": "IRT",
        "may_change": True,
        "api_refund": True,
    }
    return WooSettings(**(usual | changed))


async def nap(seconds: float) -> None:
    """
    Wait for nothing.
    """


def opened(shop: WooShop, **changed: Any) -> WooSource:
    """
    The source that asks this shop.
    """
    return WooSource(
        settings(**changed),
        shop.client(),
        clock=lambda: NOW,
        sleep=nap,
        closes_client=True,
    )


def _customer(id_: int, name: str, phone: str, email: str) -> Customer:
    return Customer(str(id_), name, (phone,), (email,), None, SOURCE, NOW)


SARA = _customer(7, "سارا احمدی", "+989121234567", "sara@example.com")
JOHN = _customer(8, "John Smith", "+982188776655", "john@example.com")
MINA = _customer(9, "مینا اسمیت", "+982188776655", "mina@example.com")
REZA = Customer(
    "10",
    "رضا نوری",
    ("+989351112233",),
    ("09351112233@shop.example", "reza@example.com"),
    None,
    SOURCE,
    NOW,
)
HOME = Address(
    name="سارا احمدی",
    lines=("خیابان ولیعصر، پلاک ۱", "واحد ۳"),
    city="تهران",
    province="THR",
    postal_code="1511111111",
    country="IR",
)
SHOES = OrderLine("11", {"fa": "کفش دویدن"}, {}, 1, toman(900_000), {"fa": "مشکی 42"})


def beans(quantity: int) -> OrderLine:
    """
    A position of coffee beans.
    """
    return OrderLine("12", {"fa": "دان قهوه"}, {}, quantity, toman(300_000))


def _order(number: str, status: OrderStatus, placed: str, total: int, **more: Any):
    usual: dict[str, Any] = {
        "number": number,
        "customer_id": "7",
        "status": status,
        "placed_at": at(placed),
        "expected_on": None,
        "lines": (beans(1),),
        "history": (StatusChange(OrderStatus.PLACED, at(placed)),),
        "parcels": (),
        "total": toman(total),
        "source": SOURCE,
        "as_of": NOW,
        "ship_to": HOME,
        "refunds": (),
    }
    is_paid = any(each.status is OrderStatus.PAID for each in more.get("history", ()))
    usual["paid"] = toman(total if is_paid else 0)
    return Order(**(usual | more))


def _paid(placed: str, paid: str) -> tuple[StatusChange, ...]:
    return (
        StatusChange(OrderStatus.PLACED, at(placed)),
        StatusChange(OrderStatus.PAID, at(paid)),
    )


PENDING = _order("Web-1003", OrderStatus.PLACED, "2026-05-09T09:00", 350_000)
# A transfer may be under way.
ON_HOLD = _order(
    *("735", OrderStatus.PLACED, "2026-05-09T07:00", 350_000), ship_to=None, paid=None
)
PROCESSING = _order(
    "731",
    OrderStatus.PREPARING,
    "2026-05-08T20:30",
    1_550_000,
    lines=(SHOES, beans(2)),
    history=_paid("2026-05-08T20:30", "2026-05-08T20:31"),
)
COMPLETED = _order(
    "727",
    OrderStatus.SHIPPED,
    "2026-03-01T08:00",
    350_000,
    history=(
        *_paid("2026-03-01T08:00", "2026-03-01T08:01"),
        StatusChange(OrderStatus.SHIPPED, at("2026-03-02T08:00")),
    ),
    parcels=(
        Parcel(
            {"fa": "پست پیشتاز"},
            "TR727",
            datetime(2026, 3, 2, 8, tzinfo=timezone.utc),
            None,
        ),
    ),
)
JOHNS = _order(
    "729",
    OrderStatus.PREPARING,
    "2026-05-09T10:00",
    950_000,
    customer_id="8",
    lines=(SHOES,),
    history=_paid("2026-05-09T10:00", "2026-05-09T10:01"),
    ship_to=Address("John Smith", ("Vanak 2",), "Tehran", province="THR", country="IR"),
)
ORDERS = (PENDING, ON_HOLD, PROCESSING, COMPLETED)


def _entry(kind: CatalogueKind, id_: str, name: str, **more: Any) -> CatalogueEntry:
    return CatalogueEntry(kind, id_, {"fa": name}, **more)


CATALOGUE = (
    _entry(CatalogueKind.BRAND, "31", "گام"),
    _entry(CatalogueKind.CATEGORY, "20", "کفش"),
    _entry(CatalogueKind.CATEGORY, "21", "قهوه & چای"),
    _entry(CatalogueKind.CATEGORY, "22", "خالی"),
    _entry(CatalogueKind.PRODUCT, "11", "کفش دویدن", brand="31"),
    _entry(CatalogueKind.PRODUCT, "12", "دان قهوه & موکا", brand="31"),
    _entry(CatalogueKind.PRODUCT, "13", "لیوان"),
    _entry(CatalogueKind.PRODUCT, "14", "قوری"),
)


def _item(id_: str, price: Money | None, has: bool, many: int | None) -> ShelfItem:
    return ShelfItem(id_, price, has, many, SOURCE, NOW)


SHELF = {
    "11": _item("11", toman(900_000), True, None),
    "12": _item("12", toman(300_000), False, 0),
    "13": _item("13", None, False, None),
    "14": _item("14", toman(150_000), True, 4),
}


def tried(source: WooSource, shop: WooShop) -> Tried:
    """
    For the tests that hold for all sources.
    """
    return Tried(
        source=source,
        take_down=shop.go_down,
        customer=SARA,
        other=JOHN,
        orders=ORDERS,
        theirs=JOHNS,
        catalogue=CATALOGUE,
        shelf=SHELF,
        family=Contact(ContactKind.PHONE, "+982188776655"),
        family_ids=frozenset({"8", "9"}),
        cancellable="735",
        refundable="731",
        settled="727",
    )
