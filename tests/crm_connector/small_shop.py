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

from crm_connector.model import (
    Address,
    CatalogueEntry,
    CatalogueKind,
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
from tests.crm_connector.conformance import Tried

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "demo" / "schema.sql"
MAPPING = ROOT / "demo" / "mapping.yml"

SOURCE = "demo-shop"
TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)

ROWS = """
INSERT INTO customers VALUES
    (1, 'سارا', 'احمدی', 'سارا احمدی', '+989121234567', 'sara@example.com', 'fa',
     'تهران', 120, 1, 1, '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00'),
    (2, 'John', 'Smith', 'John Smith', '+989129999999', NULL, 'en',
     'Tehran', 0, 0, 0, '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00'),
    (3, 'نگین', 'احمدی', 'نگین احمدی', '۰۹۱۲ ۱۲۳ ۴۵۶۷', 'Negin@Example.com', 'fa',
     'تهران', 0, 1, 1, '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00');
INSERT INTO addresses VALUES
    (1, 1, 'home', 'تهران', 'تهران', 'ولیعصر', '1', 1),
    (2, 2, 'home', 'Tehran', 'Tehran', 'Valiasr', '2', 1);
INSERT INTO categories VALUES
    (1, 'shoes', 'کفش', 'أحذية', 'Shoes', 200),
    (2, 'coffee', 'قهوه', 'قهوة', 'Coffee', 30);
INSERT INTO category_words VALUES
    (1, 'fa', 'کتونی'), (1, 'en', 'trainers'), (2, 'fa-Latn', 'ghahve');
INSERT INTO brands VALUES ('gam', 'گام', 'جام', 'Gam');
INSERT INTO colours VALUES ('black', 'مشکی', 'أسود', 'black', '#000000');
INSERT INTO sizes VALUES ('42', '۴۲', '٤٢', '42');
INSERT INTO products VALUES
    (11, 'runner', 1, 'shoe', 'gam', 'کفش دویدن', 'حذاء جري', 'Running shoes',
     'd', 'd', 'd', 900000, 12, 'w', 'w', 'w'),
    (12, 'beans', 2, 'coffee', 'gam', 'دان قهوه', 'حبوب قهوة', 'Coffee beans',
     'd', 'd', 'd', 300000, 0, 'w', 'w', 'w');
INSERT INTO variants VALUES
    (21, 11, 'RUN-42', 'black', '42', 900000, 5),
    (22, 12, 'BEANS', NULL, NULL, 300000, 9);
INSERT INTO branches VALUES
    (1, 'vanak', 'شعبه‌ی ونک', 'فرع ونك', 'Vanak branch', 'تهران', 'طهران', 'Tehran',
     'a', 'a', 'a', '+982100000000', 35.7, 51.4);
INSERT INTO carriers VALUES ('post', 'پست', 'البريد', 'Post', '193');
INSERT INTO orders VALUES
    (101, '10041', 1, 1, 'delivered', 'web', 'post', '2026-03-01T08:00:00+00:00',
     '2026-03-04T08:00:00+00:00', '2026-03-05', NULL, 300000, 0, 50000, 350000),
    (102, '10042', 1, 1, 'shipped', 'app', 'post', '2026-05-08T20:30:00+00:00',
     '2026-05-09T09:00:00+00:00', '2026-05-12', NULL, 1500000, 100000, 0, 1400000),
    (103, 'Web-10043', 1, 1, 'cancelled', 'web', 'post', '2026-05-09T07:00:00+00:00',
     '2026-05-09T08:00:00+00:00', NULL, NULL, 300000, 0, 0, 300000),
    (104, '20001', 2, 2, 'placed', 'web', 'courier', '2026-05-09T10:00:00+00:00',
     '2026-05-09T10:00:00+00:00', '2026-05-11', NULL, 900000, 0, 0, 900000);
INSERT INTO order_lines VALUES
    (1, 101, 1, 12, 22, 1, 300000, 0, 300000),
    (2, 102, 2, 12, 22, 2, 300000, 0, 600000),
    (3, 102, 1, 11, 21, 1, 900000, 0, 900000),
    (4, 103, 1, 12, 22, 1, 300000, 0, 300000),
    (5, 104, 1, 11, 21, 1, 900000, 0, 900000);
INSERT INTO order_status_history VALUES
    (1, 101, 'placed', '2026-03-01T08:00:00+00:00'),
    (2, 101, 'delivered', '2026-03-04T08:00:00+00:00'),
    (3, 102, 'shipped', '2026-05-09T09:00:00+00:00'),
    (4, 102, 'placed', '2026-05-08T20:30:00+00:00'),
    (5, 103, 'placed', '2026-05-09T07:00:00+00:00'),
    (6, 103, 'cancelled', '2026-05-09T08:00:00+00:00'),
    (7, 104, 'placed', '2026-05-09T10:00:00+00:00');
INSERT INTO parcels VALUES
    (1, 101, 'post', 'TR101', 'delivered', '2026-03-02T08:00:00+00:00',
     '2026-03-04T08:00:00+00:00', '2026-03-05'),
    (2, 102, 'post', 'TR102', 'in_transit', '2026-05-09T09:00:00+00:00',
     NULL, '2026-05-12');
INSERT INTO payments VALUES
    (1, 101, 'online_card', 'failed', 350000, NULL, '2026-03-01T08:00:00+00:00', NULL),
    (2, 101, 'online_card', 'paid', 350000, 'P101', '2026-03-01T08:05:00+00:00',
     '2026-03-01T08:06:00+00:00'),
    (3, 102, 'cash_on_delivery', 'pending', 1400000, NULL, '2026-05-08T20:30:00+00:00',
     NULL),
    (4, 103, 'wallet', 'cancelled', 300000, NULL, '2026-05-09T07:00:00+00:00', NULL),
    (5, 104, 'wallet', 'paid', 900000, 'P104', '2026-05-09T10:00:00+00:00',
     '2026-05-09T10:01:00+00:00');
INSERT INTO refunds VALUES
    (1, 101, 2, 50000, 'damaged', 'paid', 'R101', '2026-03-06T08:00:00+00:00',
     '2026-03-07T08:00:00+00:00'),
    (2, 104, 5, 900000, 'changed_mind', 'requested', NULL, '2026-05-09T11:00:00+00:00',
     NULL);
"""
# One more order of the first customer, which may still be cancelled.
WAITING_ROWS = """
INSERT INTO orders VALUES
    (105, '10044', 1, 1, 'preparing', 'web', 'post', '2026-05-09T12:00:00+00:00',
     '2026-05-09T15:00:00+00:00', '2026-05-14', NULL, 300000, 0, 0, 300000);
INSERT INTO order_lines VALUES (6, 105, 1, 12, 22, 1, 300000, 0, 300000);
INSERT INTO order_status_history VALUES
    (8, 105, 'placed', '2026-05-09T12:00:00+00:00'),
    (9, 105, 'preparing', '2026-05-09T15:00:00+00:00');
INSERT INTO payments VALUES
    (6, 105, 'card_to_card', 'paid', 300000, 'P105', '2026-05-09T12:00:00+00:00',
     '2026-05-09T12:30:00+00:00');
"""


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


def beans(quantity: int) -> OrderLine:
    """
    A line of coffee beans, which come in no colour or size.
    """
    return OrderLine(
        product_id="12",
        names={"fa": "دان قهوه", "ar": "حبوب قهوة", "en": "Coffee beans"},
        categories={"fa": "قهوه", "ar": "قهوة", "en": "Coffee"},
        quantity=quantity,
        unit_price=toman(300000),
    )


SHOES = OrderLine(
    product_id="11",
    names={"fa": "کفش دویدن", "ar": "حذاء جري", "en": "Running shoes"},
    categories={"fa": "کفش", "ar": "أحذية", "en": "Shoes"},
    quantity=1,
    unit_price=toman(900000),
    variants={"fa": "مشکی ۴۲", "ar": "أسود ٤٢", "en": "black 42"},
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
    lines=(beans(1),),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-03-01T08:00")),
        StatusChange(OrderStatus.DELIVERED, at("2026-03-04T08:00")),
    ),
    parcels=(Parcel(POST, "TR101", at("2026-03-02T08:00"), at("2026-03-04T08:00")),),
    total=toman(350000),
    source=SOURCE,
    as_of=NOW,
    ship_to=SARAS_HOME,
)
SHIPPED = Order(
    number="10042",
    customer_id="1",
    status=OrderStatus.SHIPPED,
    placed_at=at("2026-05-08T20:30"),
    expected_on=date(2026, 5, 12),
    lines=(SHOES, beans(2)),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-05-08T20:30")),
        StatusChange(OrderStatus.SHIPPED, at("2026-05-09T09:00")),
    ),
    parcels=(Parcel(POST, "TR102", at("2026-05-09T09:00"), None),),
    total=toman(1400000),
    source=SOURCE,
    as_of=NOW,
    ship_to=SARAS_HOME,
)
CANCELLED = Order(
    number="Web-10043",
    customer_id="1",
    status=OrderStatus.CANCELLED,
    placed_at=at("2026-05-09T07:00"),
    expected_on=None,
    lines=(beans(1),),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-05-09T07:00")),
        StatusChange(OrderStatus.CANCELLED, at("2026-05-09T08:00")),
    ),
    parcels=(),
    total=toman(300000),
    source=SOURCE,
    as_of=NOW,
    ship_to=SARAS_HOME,
)
JOHNS = Order(
    number="20001",
    customer_id="2",
    status=OrderStatus.PLACED,
    placed_at=at("2026-05-09T10:00"),
    expected_on=date(2026, 5, 11),
    lines=(SHOES,),
    history=(StatusChange(OrderStatus.PLACED, at("2026-05-09T10:00")),),
    parcels=(),
    total=toman(900000),
    source=SOURCE,
    as_of=NOW,
    ship_to=JOHNS_HOME,
)
WAITING = Order(
    number="10044",
    customer_id="1",
    status=OrderStatus.PREPARING,
    placed_at=at("2026-05-09T12:00"),
    expected_on=date(2026, 5, 14),
    lines=(beans(1),),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-05-09T12:00")),
        StatusChange(OrderStatus.PREPARING, at("2026-05-09T15:00")),
    ),
    parcels=(),
    total=toman(300000),
    source=SOURCE,
    as_of=NOW,
    ship_to=SARAS_HOME,
)
CUSTOMERS = (SARA, JOHN)
ORDERS = (DELIVERED, SHIPPED, CANCELLED, JOHNS)


def said(fa: str, ar: str, en: str) -> dict[str, str]:
    """
    A name in each language.
    """
    return {"fa": fa, "ar": ar, "en": en}


CATALOGUE = (
    CatalogueEntry(CatalogueKind.BRAND, "gam", said("گام", "جام", "Gam")),
    CatalogueEntry(CatalogueKind.CATEGORY, "coffee", said("قهوه", "قهوة", "Coffee")),
    CatalogueEntry(CatalogueKind.CATEGORY, "shoes", said("کفش", "أحذية", "Shoes")),
    CatalogueEntry(CatalogueKind.NOUN, "coffee", aliases=("ghahve",)),
    CatalogueEntry(CatalogueKind.NOUN, "shoes", aliases=("trainers",)),
    CatalogueEntry(CatalogueKind.NOUN, "shoes", aliases=("کتونی",)),
    CatalogueEntry(CatalogueKind.COLOR, "black", said("مشکی", "أسود", "black")),
    CatalogueEntry(CatalogueKind.SIZE, "42", said("۴۲", "٤٢", "42")),
    CatalogueEntry(
        CatalogueKind.BRANCH,
        "vanak",
        said("شعبه‌ی ونک", "فرع ونك", "Vanak branch"),
        cities=said("تهران", "طهران", "Tehran"),
    ),
    CatalogueEntry(
        CatalogueKind.PRODUCT,
        "11",
        said("کفش دویدن", "حذاء جري", "Running shoes"),
        brand="gam",
    ),
    CatalogueEntry(
        CatalogueKind.PRODUCT,
        "12",
        said("دان قهوه", "حبوب قهوة", "Coffee beans"),
        brand="gam",
    ),
)
"""The shop's names in the order in which a source gives them."""


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
    )
