"""
A customer of a small shop with what can be chosen there, in three languages.
"""

from __future__ import annotations

from datetime import datetime, timezone
from itertools import product

from actions.changing.reading import Known
from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Address, Money, Order, OrderLine, OrderStatus
from crm_connector.operations import MethodKind

NOW = datetime(2026, 5, 1, tzinfo=timezone.utc)
_COLOURS = {
    "black": ("مشکی", "أسود"),
    "white": ("سفید", "أبيض"),
    "blue": ("آبی", "أزرق"),
    "green": ("سبز", "أخضر"),
    "red": ("قرمز", "أحمر"),
    "grey": ("خاکستری", "رمادي"),
    "navy": ("سرمه‌ای", "كحلي"),
    "pink": ("صورتی", "وردي"),
}
_FA = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_AR = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_SHOES = ("کفش دویدن راهوین", "حذاء جري من راهفين", "Rahvin running shoes")
_TEE = (
    *("تی‌شرت یقه‌گرد ترناز", "قميص قطني بياقة دائرية من ترناز"),
    "Tarnaz round-neck T-shirt",
)
_KETTLE = (
    *("کتری برقی ۱٫۷ لیتری آشیوا", "غلاية كهربائية ١٫٧ لتر من آشيفا"),
    "Ashiva 1.7-litre electric kettle",
)
_SOCKS = ("جوراب ورزشی گامند", "جوارب رياضية من جاماند", "Gamand sports socks")
_BACKPACK = (
    *("کوله‌پشتی لپ‌تاپ گامند", "حقيبة ظهر للحاسوب المحمول من جاماند"),
    "Gamand laptop backpack",
)
_CASE = (
    *("قاب سیلیکونی گوشی آریا", "غطاء هاتف سيليكون من آريا"),
    "Aria silicone phone case",
)
_JACKET = ("کاپشن ضدآب ترناز", "سترة مقاومة للماء من ترناز", "Tarnaz waterproof jacket")
_MUG = ("ماگ سرامیکی سپانور", "كوب سيراميك من سبانور", "Sepanor ceramic mug")


def options(color: str, size: str = "") -> dict[str, dict[str, str]]:
    """
    By language, as a source tells them.
    """
    fa, ar = _COLOURS[color]
    found = {"fa": {"رنگ": fa}, "ar": {"اللون": ar}, "en": {"color": color}}
    if size:
        found["fa"]["سایز"] = size.translate(_FA)
        found["ar"]["المقاس"] = size.translate(_AR)
        found["en"]["size"] = size
    return found


def variants(of: str, colours: str, sizes: str = "") -> tuple[Variant, ...]:
    """
    All there are of a product, in every size at one price.
    """
    return tuple(
        Variant(
            f"{of}-{color}-{size}" if size else f"{of}-{color}",
            of,
            options(color, size),
            Money(900_000, "IRT"),
            in_stock=True,
            source="shop",
            as_of=NOW,
        )
        for color, size in product(colours.split(), sizes.split() or [""])
    )


def line(
    id_: str,
    names: tuple[str, str, str],
    color: str,
    size: str = "",
    *,
    of: str = "",
    quantity: int = 1,
) -> OrderLine:
    """
    A line of an order, by its id here.
    """
    fa, ar, en = names
    return OrderLine(
        of or id_,
        {"fa": fa, "ar": ar, "en": en},
        {},
        quantity,
        Money(900_000, "IRT"),
        id=id_,
        variant_id=f"{of or id_}-{color}-{size}" if size else f"{of or id_}-{color}",
        options=options(color, size),
    )


def order(number: str, status: OrderStatus, *lines: OrderLine) -> Order:
    """
    An order that was paid with the first card.
    """
    return Order(
        number,
        "c1",
        status,
        NOW,
        None,
        lines,
        (),
        (),
        Money(900_000 * len(lines), "IRT"),
        "shop",
        NOW,
        ship_to=Address("Mina Rad", ("خیابان آزادی ۳",), "تهران", country="IR"),
        paid_with="card-1",
    )


ORDERS = (
    order(
        "10042",
        OrderStatus.PLACED,
        line("shoes", _SHOES, "black", "42"),
        line("tee", _TEE, "white", "M"),
        line("kettle", _KETTLE, "black"),
        line("socks", _SOCKS, "grey", quantity=3),
    ),
    order(
        "10039",
        OrderStatus.DELIVERED,
        line("backpack", _BACKPACK, "navy"),
        line("case", _CASE, "pink"),
        line("jacket", _JACKET, "green", "L"),
        line("white_mug", _MUG, "white", of="mug"),
        line("blue_mug", _MUG, "blue", of="mug"),
    ),
    order(
        "10031", OrderStatus.DELIVERED, line("old", _JACKET, "navy", "M", of="jacket")
    ),
)
VARIANTS = {
    "shoes": variants("shoes", "black white blue", "40 41 42 43 44"),
    "tee": variants("tee", "white black green red", "S M L XL XXL"),
    "kettle": variants("kettle", "black white"),
    "socks": variants("socks", "grey white black"),
    "backpack": variants("backpack", "black navy grey"),
    "case": variants("case", "pink black blue"),
    "jacket": variants("jacket", "black navy green", "S M L XL"),
    "mug": variants("mug", "white blue red"),
}
METHODS = (
    PaymentMethod(
        "card-1",
        MethodKind.CARD,
        names={"en": "Card ending in 4410", "fa": "کارت بانکی پایان ۴۴۱۰"},
    ),
    PaymentMethod(
        "card-2",
        MethodKind.CARD,
        names={"en": "Card ending in 9021", "fa": "کارت بانکی پایان ۹۰۲۱"},
    ),
    PaymentMethod("wallet-7", MethodKind.WALLET),
    PaymentMethod("gift-3", MethodKind.GIFT_CARD),
)


def known(number: str = "10042") -> Known:
    """
    What can be meant with this order at hand.
    """
    at_hand = next(each for each in ORDERS if each.number == number)
    return Known(ORDERS, at_hand, VARIANTS, METHODS)
