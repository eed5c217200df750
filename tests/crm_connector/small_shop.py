"""
Two customers with four orders: as rows of the demo shop's tables, and as records.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from crm_connector.attempts import AttemptState, PaymentAttempt
from crm_connector.cart import Cart, CartLine
from crm_connector.model import (
    Address,
    Contact,
    ContactKind,
    Customer,
    Invoice,
    Loyalty,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    ShelfItem,
    StatusChange,
)
from crm_connector.operations import MethodKind
from crm_connector.refunds import OrderRefund, RefundState
from tests.crm_connector.conformance import Tried
from tests.crm_connector.small_shop_names import CATALOGUE
from tests.crm_connector.small_shop_rows import ROWS

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "demo" / "schema.sql"
MAPPING = ROOT / "demo" / "mapping.yml"

SOURCE = "demo-shop"
TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)


def build(path: Path) -> Path:
    """
    The shop as a SQLite file.
    """
    with closing(sqlite3.connect(path)) as database:
        # A test's file need not survive a loss of power.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = MEMORY")
        database.executescript(SCHEMA.read_text("utf-8"))
        database.executescript(ROWS)
        database.commit()
    return path


def change(path: Path, statement: str) -> None:
    """
    Spoil the file's rows, past the checks that the demo shop's tables have.
    """
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.executescript(statement)
        database.commit()


def overwrite(path: Path, text: str) -> None:
    """
    Put something else in the file's place.
    """
    path.write_text(text, "utf-8")


def remove(path: Path) -> bool:
    """
    Take the file away; false if it was not there.
    """
    was_there = path.exists()
    path.unlink(missing_ok=True)
    return was_there


def at(text: str) -> datetime:
    """
    A moment in UTC from its short form.
    """
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def toman(amount: int) -> Money:
    """
    This many toman.
    """
    return Money(amount, "IRT")


def beans(quantity: int, id_: str) -> OrderLine:
    """
    A line of coffee beans, which come in no colour or size.
    """
    return OrderLine(
        product_id="12",
        names={"fa": "دان قهوه", "ar": "حبوب قهوة", "en": "Coffee beans"},
        categories={"fa": "قهوه", "ar": "قهوة", "en": "Coffee"},
        quantity=quantity,
        unit_price=toman(300000),
        id=id_,
        variant_id="22",
    )


SHOES = OrderLine(
    product_id="11",
    names={"fa": "کفش دویدن", "ar": "حذاء جري", "en": "Running shoes"},
    categories={"fa": "کفش", "ar": "أحذية", "en": "Shoes"},
    quantity=1,
    unit_price=toman(900000),
    variants={"fa": "مشکی ۴۲", "ar": "أسود ٤٢", "en": "black 42"},
    id="3",
    variant_id="21",
    options={
        "fa": {"رنگ": "مشکی", "اندازه": "۴۲"},
        "ar": {"اللون": "أسود", "المقاس": "٤٢"},
        "en": {"colour": "black", "size": "42"},
    },
)
SARAS_HOME = Address(
    name="سارا احمدی",
    lines=("ولیعصر",),
    city="تهران",
    province="تهران",
    postal_code="1",
    phone="+989121234567",
)
JOHNS_HOME = Address(
    name="John Smith",
    lines=("Valiasr",),
    city="Tehran",
    province="Tehran",
    postal_code="2",
    phone="+989129999999",
)
POST = {"fa": "پست", "ar": "البريد", "en": "Post"}

SARA = Customer(
    id="1",
    name="سارا احمدی",
    phones=("+989121234567",),
    emails=("sara@example.com",),
    language="fa",
    source=SOURCE,
    as_of=NOW,
)
JOHN = Customer(
    id="2",
    name="John Smith",
    phones=("+989129999999",),
    emails=(),
    language="en",
    source=SOURCE,
    as_of=NOW,
)
DELIVERED = Order(
    number="10041",
    customer_id="1",
    status=OrderStatus.DELIVERED,
    placed_at=at("2026-03-01T08:00"),
    expected_on=date(2026, 3, 5),
    lines=(beans(1, "1"),),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-03-01T08:00")),
        StatusChange(OrderStatus.DELIVERED, at("2026-03-04T08:00")),
    ),
    parcels=(Parcel(POST, "TR101", at("2026-03-02T08:00"), at("2026-03-04T08:00")),),
    total=toman(350000),
    source=SOURCE,
    as_of=NOW,
    ship_to=SARAS_HOME,
    paid_with="31",
    paid=toman(300000),
    refunds=(
        OrderRefund(
            *(
                toman(50000),
                RefundState.PAID,
                at("2026-03-06T08:00"),
                at("2026-03-07T08:00"),
            ),
            to=MethodKind.CARD,
        ),
    ),
    shipping=toman(50000),
    discount=toman(0),
    delivery="post",
)
SHIPPED = Order(
    number="10042",
    customer_id="1",
    status=OrderStatus.SHIPPED,
    placed_at=at("2026-05-08T20:30"),
    expected_on=date(2026, 5, 12),
    lines=(SHOES, beans(2, "2")),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-05-08T20:30")),
        StatusChange(OrderStatus.SHIPPED, at("2026-05-09T09:00")),
    ),
    parcels=(Parcel(POST, "TR102", at("2026-05-09T09:00"), None),),
    total=toman(1400000),
    source=SOURCE,
    as_of=NOW,
    ship_to=SARAS_HOME,
    paid_with="35",
    paid=toman(0),
    refunds=(),
    shipping=toman(0),
    discount=toman(100000),
    delivery="post",
)
CANCELLED = Order(
    number="Web-10043",
    customer_id="1",
    status=OrderStatus.CANCELLED,
    placed_at=at("2026-05-09T07:00"),
    expected_on=None,
    lines=(beans(1, "4"),),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-05-09T07:00")),
        StatusChange(OrderStatus.CANCELLED, at("2026-05-09T08:00")),
    ),
    parcels=(),
    total=toman(300000),
    source=SOURCE,
    as_of=NOW,
    ship_to=SARAS_HOME,
    paid_with="32",
    paid=toman(0),
    refunds=(),
    shipping=toman(0),
    discount=toman(0),
    delivery="post",
)
JOHNS = Order(
    number="20001",
    customer_id="2",
    status=OrderStatus.PLACED,
    placed_at=at("2026-05-09T10:00"),
    expected_on=date(2026, 5, 11),
    lines=(replace(SHOES, id="5"),),
    history=(StatusChange(OrderStatus.PLACED, at("2026-05-09T10:00")),),
    parcels=(),
    total=toman(900000),
    source=SOURCE,
    as_of=NOW,
    ship_to=JOHNS_HOME,
    paid_with="33",
    paid=toman(0),
    refunds=(
        OrderRefund(
            *(toman(900000), RefundState.REQUESTED, at("2026-05-09T11:00")),
            to=MethodKind.WALLET,
        ),
    ),
    shipping=toman(0),
    discount=toman(0),
    delivery="courier",
)
WAITING = Order(
    number="10044",
    customer_id="1",
    status=OrderStatus.PREPARING,
    placed_at=at("2026-05-09T12:00"),
    expected_on=date(2026, 5, 14),
    lines=(beans(1, "6"),),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-05-09T12:00")),
        StatusChange(OrderStatus.PREPARING, at("2026-05-09T15:00")),
    ),
    parcels=(),
    total=toman(300000),
    source=SOURCE,
    as_of=NOW,
    ship_to=SARAS_HOME,
    paid_with="34",
    paid=toman(300000),
    refunds=(),
    shipping=toman(0),
    discount=toman(0),
    delivery="post",
)
CUSTOMERS = (SARA, JOHN)
SITE = "http://127.0.0.1:5005"
CART = Cart((CartLine("11", "21", 2), CartLine("12", "22", 1)), SARAS_HOME, "post")
ORDERS = (DELIVERED, SHIPPED, CANCELLED, JOHNS)


ATTEMPTS = {
    DELIVERED.number: (
        PaymentAttempt(
            "1",
            AttemptState.FAILED,
            toman(350000),
            at("2026-03-01T08:00"),
            MethodKind.CARD,
        ),
        PaymentAttempt(
            "2",
            AttemptState.PAID,
            toman(350000),
            at("2026-03-01T08:06"),
            MethodKind.CARD,
            "P101",
        ),
    ),
    SHIPPED.number: (
        PaymentAttempt(
            "3",
            AttemptState.PENDING,
            toman(1400000),
            at("2026-05-08T20:30"),
            MethodKind.CASH,
        ),
    ),
}


def tried(source: object, take_down: Callable[[], object]) -> Tried:
    """
    A source on this shop, for the tests that hold for all sources.
    """
    return Tried(
        source=source,
        take_down=take_down,
        customer=SARA,
        other=JOHN,
        orders=(CANCELLED, SHIPPED, DELIVERED),
        theirs=JOHNS,
        catalogue=CATALOGUE,
    )


def shelf_item(id_: str, price: int, quantity: int) -> ShelfItem:
    """
    A product that is there.
    """
    return ShelfItem(id_, toman(price), True, quantity, SOURCE, NOW)


def bill(order: Order, paid: int, refunded: int = 0) -> Invoice:
    """
    What the demo shop billed for the order; it does so on the day it is placed.
    """
    return Invoice(
        number=order.number,
        customer_id=order.customer_id,
        order_number=order.number,
        billed_on=order.placed_at.astimezone(TEHRAN).date(),
        due_on=None,
        total=order.total,
        unpaid=toman(order.total.amount - paid),
        source=SOURCE,
        as_of=NOW,
        refunded=toman(refunded),
    )


def tried_whole(source: object, take_down: Callable[[], object]) -> Tried:
    """
    The same with all that the demo's mapping speaks of, on a file with `WAITING_ROWS`.
    """
    return replace(
        tried(source, take_down),
        orders=(WAITING, CANCELLED, SHIPPED, DELIVERED),
        # Nobody paid for the one that was cancelled.
        invoices=(
            bill(WAITING, 300000),
            bill(SHIPPED, 0),
            bill(DELIVERED, 350000, 50000),
        ),
        loyalty=Loyalty("1", 120, None, SOURCE, NOW),
        shelf={
            "11": shelf_item("11", 900000, 5),
            "12": shelf_item("12", 300000, 9),
        },
        # One phone, which the shop has written in two ways.
        family=Contact(ContactKind.PHONE, "+989121234567"),
        family_ids=frozenset({"1", "3"}),
        cancellable="10044",
        settled="10042",
        cart=CART,
        pay_later=MethodKind.CASH,
        attempts=ATTEMPTS,
    )
