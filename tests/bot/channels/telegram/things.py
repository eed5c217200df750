"""
One card of each kind in each language, as the bot tells it.
"""

from __future__ import annotations

from typing import Any

from tests.bot.channels.telegram.seeing import domain_card

LANGUAGES = ("fa", "ar", "en")
PICTURE = "https://shop.example/cup.jpg"

_ORDER = {
    "fa": ("۲۱۹۵۷", "۱۲ مهر", "فردا", "پست", "۱٬۲۵۰٬۰۰۰ تومان"),
    "ar": ("٢١٩٥٧", "٣ أكتوبر", "غدًا", "البريد", "١٬٢٥٠٬٠٠٠ تومان"),
    "en": ("21957", "3 October", "tomorrow", "Post", "1,250,000 toman"),
}
_ITEMS = {
    "fa": ("لیوان سفالی (آبی) × ۲", "iPhone 13 Pro"),
    "ar": ("كوب فخاري (أزرق) × ٢", "iPhone 13 Pro"),
    "en": ("Clay cup (blue) × 2", "گلدان"),
}
_BRANCH = {
    "fa": ("شعبهٔ مشهد", "مشهد، بلوار سجاد ۱۲", "شنبه تا پنجشنبه ۹ تا ۲۱", "ساعت ۲۱"),
    "ar": ("فرع مشهد", "مشهد، بولفار سجاد ١٢", "السبت إلى الخميس ٩ إلى ٢١", "٢١"),
    "en": (
        "Mashhad branch",
        "12 Sajjad Blvd, Mashhad",
        "Sat to Thu 9:00–21:00",
        "9 pm",
    ),
}
_SIGN_IN = {
    "fa": "ورود با شمارهٔ تلگرام",
    "ar": "الدخول برقم تيليجرام",
    "en": "Sign in with your Telegram number",
}
_PRODUCT = {
    "fa": ("لیوان سفالی", "۴۵۰٬۰۰۰ تومان", "رنگ", "آبی"),
    "ar": ("كوب فخاري", "٤٥٠٬٠٠٠ تومان", "اللون", "أزرق"),
    "en": ("Clay cup", "450,000 toman", "Colour", "blue"),
}


def order(lang: str, number: str = "", **more: str) -> dict[str, Any]:
    """
    An order that is under way.
    """
    own, placed, expected, carrier, total = _ORDER[lang]
    values = {
        "id": number or "21957",
        "number": number or own,
        "state": "shipped",
        "items": "\n".join(_ITEMS[lang]),
        "placed": placed,
        "expected": expected,
        "carrier": carrier,
        "tracking": "RR123456785IR / 2140771200",
        "total": total,
        **more,
    }
    return domain_card("orders", "utter_order_card", lang, **values)


def branch(lang: str) -> dict[str, Any]:
    """
    A branch that is open.
    """
    name, address, hours, until = _BRANCH[lang]
    return domain_card(
        "store",
        "utter_branch_card",
        lang,
        key="mashhad",
        branch=name,
        state="open",
        address=address,
        hours=hours,
        until=until,
        opens="",
        phone="\u2066+۹۸۵۱۰۰۰۰۰۱۰۴\u2069",
        map="https://www.openstreetmap.org/?mlat=36.3&mlon=59.5",
    )


def sign_in(lang: str) -> dict[str, Any]:
    """
    The question who is writing.
    """
    return {
        "kind": "sign_in",
        "id": "sign_in",
        "title": _SIGN_IN[lang],
        "state": "number",
        "status": "",
        "rows": [],
        "items": [],
    }


def prove_again(lang: str) -> dict[str, Any]:
    """
    The question whether it is still the same person.
    """
    return domain_card("shared", "utter_prove_again", lang)


def product(lang: str, image: str = PICTURE) -> dict[str, Any]:
    """
    Something to buy.
    """
    title, price, label, value = _PRODUCT[lang]
    rows = [{"label": label, "value": value}]
    return {
        "kind": "product",
        "id": "7",
        "title": title,
        "status": price,
        "rows": rows,
        "image": image,
    }
