"""
Orders for tests, made from the few things that matter in each.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from crm_connector.model import (
    Customer,
    Invoice,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    StatusChange,
)

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)

SHOES = (
    {"fa": "کفش دوی سبک", "ar": "حذاء جري خفيف", "en": "Light running shoes"},
    {"fa": "کفش", "ar": "أحذية", "en": "Shoes"},
)
COFFEE = (
    {"fa": "قهوهٔ ترک", "ar": "قهوة تركية", "en": "Turkish coffee"},
    {"fa": "قهوه و چای", "ar": "القهوة والشاي", "en": "Coffee and tea"},
)


def a_customer(customer_id="7", name="مریم رضایی"):
    """
    A customer of the shop.
    """
    return Customer(customer_id, name, ("+989120000007",), (), "fa", "fake", NOW)


def an_order(
    number,
    status=OrderStatus.SHIPPED,
    *,
    product=SHOES,
    customer_id="7",
    days_ago=3,
    expected_on=date(2026, 11, 24),
    tracking="9081726354",
    **changes,
):
    """
    An order with one line; what is under way has a parcel.
    """
    placed = NOW - timedelta(days=days_ago)
    sent = status in (
        OrderStatus.SHIPPED,
        OrderStatus.OUT_FOR_DELIVERY,
        OrderStatus.DELIVERED,
    )
    parcel = Parcel(
        {"fa": "پست پیشتاز", "ar": "البريد السريع", "en": "Express Post"},
        tracking,
        placed + timedelta(days=1),
        None,
    )
    names, categories = product
    made = Order(
        number=number,
        customer_id=customer_id,
        status=status,
        placed_at=placed,
        expected_on=expected_on,
        lines=(OrderLine("p1", names, categories, 1, Money(1250000, "IRT")),),
        history=(StatusChange(status, placed + timedelta(days=2)),),
        parcels=(parcel,) if sent else (),
        total=Money(1250000, "IRT"),
        source="fake",
        as_of=NOW,
    )
    return replace(made, **changes)


def an_invoice(
    number="F-9", order="21963", unpaid=0, due=None, customer_id="7", source="fake"
):
    """
    An invoice over the shoes.
    """
    return Invoice(
        number,
        customer_id,
        order,
        date(2026, 11, 20),
        due,
        Money(1250000, "IRT"),
        Money(unpaid, "IRT"),
        source,
        NOW,
    )
