"""
The shop that `tests/peers/vendure/seed.cjs` makes, as records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

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
from crm_connector.sources.http import HttpSettings
from crm_connector.sources.vendure import VendureSettings
from tests.crm_connector.conformance import Tried
from tests.crm_connector.small_shop import toman
from tests.crm_connector.small_shop_names import said

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
SOURCE = "vendure"
USERNAME, PASSWORD = "hamyar@shop.example", "hamyar-secret"


def settings(url: str = "http://shop.example/admin-api", **more) -> VendureSettings:
    """
    How Hamyar is connected to this shop, which keeps rials and is spoken of in toman.
    """
    given = {
        "username": USERNAME,
        "password": Secret(PASSWORD),
        "rials_as_toman": True,
        "http": HttpSettings(timeout=20.0),
        **more,
    }
    return VendureSettings(url, **given)


def step(order: int, number: int) -> datetime:
    """
    When this step of this order was made: see `tests/peers/vendure/times.cjs`.
    """
    begun = datetime(2026, 5, 1, 8, tzinfo=timezone.utc)
    return begun + timedelta(days=order - 1, minutes=10 * number)


SARA = Customer(
    id="1",
    name="سارا احمدی",
    phones=("+989121234567",),
    emails=("sara@shop.example",),
    language=None,
    source=SOURCE,
    as_of=NOW,
)
JOHN = Customer(
    id="2",
    name="John Smith",
    phones=("+989359999999",),
    emails=("john@shop.example",),
    language=None,
    source=SOURCE,
    as_of=NOW,
)
FAMILY = Contact(ContactKind.PHONE, "+989121234567")

HOME = Address(
    name="سارا احمدی",
    lines=("خیابان ولیعصر، کوچه‌ی یاس", "پلاک ۱۲"),
    city="تهران",
    province="تهران",
    postal_code="1966733456",
    country="IR",
    phone="+982122334455",
)
SHOES = said("کفش دویدن", "حذاء جري", "Running shoes")
FOOTWEAR = said("کفش", "أحذية", "Shoes")


def beans(quantity: int) -> OrderLine:
    """
    A line of coffee beans.
    """
    return OrderLine(
        product_id="2",
        names=said("دان قهوه", "حبوب قهوة", "Coffee beans"),
        categories=said("قهوه", "قهوة", "Coffee"),
        quantity=quantity,
        unit_price=toman(300000),
    )


def shoes(*variant: str, price: Money | None = None) -> OrderLine:
    """
    A pair of running shoes.
    """
    return OrderLine(
        product_id="1",
        names=SHOES,
        categories=FOOTWEAR,
        quantity=1,
        unit_price=price or toman(900000),
        variants=said(*variant),
    )


BLACK = ("مشکی ۴۲", "أسود ٤٢", "black 42")
WHITE = ("سفید ۴۳", "أبيض ٤٣", "white 43")
# Not sold any more, and in no category.
MUGS = OrderLine(
    product_id="5",
    names=said("ماگ سرامیکی", "كوب خزفي", "Ceramic mug"),
    categories={},
    quantity=2,
    unit_price=toman(120000),
)


def positions(first: int, *lines: OrderLine) -> tuple[OrderLine, ...]:
    """
    Lines with their ids, which the shop counts through all orders.
    """
    return tuple(replace(each, id=str(first + n)) for n, each in enumerate(lines))


def order(
    number: int,
    code: str,
    status: OrderStatus,
    lines: tuple[OrderLine, ...],
    total: Money,
    steps: dict[OrderStatus, int],
    parcels: tuple[Parcel, ...] = (),
) -> Order:
    """
    One of Sara's orders; `steps` are the places of changes in its history.

    What is paid is paid in full.
    """
    return Order(
        number=code,
        customer_id="1",
        status=status,
        placed_at=step(number, 3),
        expected_on=None,
        lines=lines,
        history=tuple(
            StatusChange(reached, step(number, at)) for reached, at in steps.items()
        ),
        parcels=parcels,
        total=total,
        source=SOURCE,
        as_of=NOW,
        ship_to=HOME,
        refunds=(),
        # A bank that holds the money for the shop has not paid it.
        paid=total if S.PAID in steps else None,
    )


def parcel(
    carrier: str,
    code: str | None,
    shipped: datetime | None = None,
    delivered: datetime | None = None,
) -> Parcel:
    """
    A parcel; staff writes the carrier's name in one language.
    """
    return Parcel(said(carrier, carrier, carrier), code, shipped, delivered)


S = OrderStatus
PAID = {S.PLACED: 3, S.PAID: 3}
DELIVERED = order(
    1,
    "K1QX7B4MZ2WD9TRS",
    S.DELIVERED,
    positions(1, beans(1), MUGS),
    toman(590000),
    PAID | {S.PREPARING: 5, S.SHIPPED: 7, S.DELIVERED: 9},
    (parcel("پست پیشتاز", "216900012345", step(1, 6), step(1, 8)),),
)
SHIPPED = order(
    2,
    "H8VN3YCE5JLAP6GU",
    S.SHIPPED,
    positions(3, shoes(*BLACK), beans(2)),
    toman(1550000),
    PAID | {S.PREPARING: 5, S.SHIPPED: 7},
    (parcel("تیپاکس", "TPX-778812", step(2, 6)),),
)
CANCELLED = order(
    3,
    "B2FTM9S4XWQ7K1RD",
    S.CANCELLED,
    positions(5, shoes(*WHITE)),
    toman(950000),
    PAID | {S.CANCELLED: 5},
)
# The shoes are under way, the coffee is not.
PARTED = order(
    4,
    "Z6PLC3NYV8EJH5AG",
    S.PREPARING,
    positions(6, shoes(*BLACK), beans(3)),
    toman(1850000),
    PAID | {S.PREPARING: 5},
    (parcel("پست پیشتاز", None, step(4, 6)),),
)
PACKED = order(
    5,
    "D4WRK7TQ1BXM9S2F",
    S.PREPARING,
    positions(8, beans(1)),
    toman(350000),
    PAID | {S.PREPARING: 5},
    (parcel("تیپاکس", None),),
)
OPEN = order(
    6,
    "Y5JGE8VUN3CHL6PA",
    S.PAID,
    positions(9, shoes(*WHITE), beans(1)),
    toman(1250000),
    PAID,
)
AUTHORIZED = order(
    7,
    "T9MS2XD7RFBQ4KW1",
    S.PLACED,
    positions(11, beans(2)),
    toman(650000),
    {S.PLACED: 3},
)
JOHNS = Order(
    number="C6AHP3LGYJN8E5VU",
    customer_id="2",
    status=S.PAID,
    placed_at=step(8, 3),
    expected_on=None,
    lines=positions(12, shoes(*BLACK, price=Money(4990, "USD"))),
    history=(StatusChange(S.PLACED, step(8, 3)), StatusChange(S.PAID, step(8, 3))),
    parcels=(),
    total=Money(4990, "USD"),
    source=SOURCE,
    as_of=NOW,
    ship_to=Address(
        name="John Smith",
        lines=("Smith & Sons", "7 Chahar Bagh Street"),
        city="Isfahan",
        country="IR",
    ),
    refunds=(),
    paid=Money(4990, "USD"),
)
ORDERS = (AUTHORIZED, OPEN, PACKED, PARTED, CANCELLED, SHIPPED, DELIVERED)

K = CatalogueKind
CATALOGUE = (
    CatalogueEntry(K.BRAND, "1", said("گام", "جام", "Gam")),
    CatalogueEntry(K.BRAND, "2", said("سحر", "سحر", "Sahar")),
    CatalogueEntry(K.COLOR, "black", said("مشکی", "أسود", "black")),
    CatalogueEntry(K.COLOR, "white", said("سفید", "أبيض", "white")),
    CatalogueEntry(K.SIZE, "42", said("۴۲", "٤٢", "42")),
    CatalogueEntry(K.SIZE, "43", said("۴۳", "٤٣", "43")),
    CatalogueEntry(K.CATEGORY, "2", said("پوشاک", "ملابس", "Clothing")),
    CatalogueEntry(K.CATEGORY, "3", FOOTWEAR),
    CatalogueEntry(K.CATEGORY, "4", said("قهوه", "قهوة", "Coffee")),
    CatalogueEntry(K.PRODUCT, "1", SHOES, brand="1"),
    CatalogueEntry(
        K.PRODUCT, "2", said("دان قهوه", "حبوب قهوة", "Coffee beans"), brand="2"
    ),
    CatalogueEntry(
        K.PRODUCT, "3", said("بوت کوه", "حذاء جبل", "Hiking boots"), brand="1"
    ),
    CatalogueEntry(
        K.PRODUCT,
        "4",
        said("قهوه‌ی تازه‌رست", "قهوة محمصة طازجة", "Fresh roast"),
        brand="2",
    ),
)


def on_shelf(
    product: str, price: Money | None, in_stock: bool, quantity: int | None
) -> ShelfItem:
    """
    A product now.
    """
    return ShelfItem(product, price, in_stock, quantity, SOURCE, NOW)


SHELF = {
    "1": on_shelf("1", toman(900000), True, 21),
    "2": on_shelf("2", toman(300000), True, 30),
    # Its two sizes cost differently, and there are none.
    "3": on_shelf("3", None, False, 0),
    # Made to order: nobody counts it.
    "4": on_shelf("4", toman(450000), True, None),
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
        orders=ORDERS,
        theirs=JOHNS,
        catalogue=CATALOGUE,
        shelf=SHELF,
        family=FAMILY,
        family_ids=frozenset({"1", "3"}),
        cancellable=OPEN.number,
        refundable=OPEN.number,
        settled=SHIPPED.number,
    )
