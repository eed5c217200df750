"""
Numbers, money and days as people of each language write them.

Persian: Persian digits, the Jalali calendar, toman. Arabic: Arabic-Indic digits and
the Gregorian calendar. English: ASCII digits and the Gregorian calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import jdatetime
from babel.dates import format_date as babel_date
from babel.numbers import get_currency_name

from crm_connector import currencies
from crm_connector.model import Money

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

# Keeps what is written from left to right together inside a sentence that is not.
_ISOLATE, _END = "\u2066", "\u2069"
_CURRENCIES = {
    "IRT": {"fa": "تومان", "ar": "تومان", "en": "toman"},
    "IRR": {"fa": "ریال", "ar": "ريال إيراني", "en": "rial"},
}
_NEAR_DAYS = {
    "fa": {0: "امروز", 1: "فردا"},
    "ar": {0: "اليوم", 1: "غدًا"},
    "en": {0: "today", 1: "tomorrow"},
}
_HOUR = {"fa": "ساعت ", "ar": "الساعة ", "en": ""}
_YESTERDAY = {"fa": "دیروز", "ar": "أمس", "en": "yesterday"}
_BABEL_LOCALE = {"fa": "fa", "ar": "ar_EG", "en": "en_GB"}
_BABEL_PATTERN = "EEEE d MMMM y"


def digits(text: str, lang: str) -> str:
    """
    The same text with its ASCII digits in the script of `lang`.
    """
    if lang == "fa":
        return text.translate(PERSIAN_DIGITS)
    if lang == "ar":
        return text.translate(ARABIC_DIGITS)
    return text


def left_to_right(text: str) -> str:
    """
    The text, isolated, so that a plus sign or a hyphen stays where it belongs.
    """
    return f"{_ISOLATE}{text}{_END}"


def as_written(text: str, lang: str) -> str:
    """
    A customer's own word inside our sentence: Latin letters keep their direction.
    """
    foreign = lang != "en" and any(sign.isascii() and sign.isalpha() for sign in text)
    return left_to_right(text) if foreign else text


def listed(words: Sequence[str], lang: str) -> str:
    """
    Words one after the other: "Mashhad, Ahvaz".
    """
    return (", " if lang == "en" else "، ").join(words)


def added(words: Sequence[str]) -> str:
    """
    Numbers that are added: 697 + 150.
    """
    return left_to_right(" + ".join(words))


def number(value: int, lang: str) -> str:
    """
    A whole number with its thousands separated: 1,250 or ۱٬۲۵۰.
    """
    separator = "," if lang == "en" else "٬"
    return digits(f"{value:,}".replace(",", separator), lang)


def money(amount: Money, lang: str) -> str:
    """
    An amount with its currency's word; a currency that nobody knows keeps its code.

    49063 cents are 490.63 US dollars or ۴۹۰٫۶۳ دلار آمریکا, 49000 are 490 US dollars.
    """
    behind = currencies.digits(amount.currency)
    word = _CURRENCIES.get(amount.currency, {}).get(lang) or get_currency_name(
        amount.currency,
        count=Decimal(amount.amount).scaleb(-behind).normalize(),
        locale=_BABEL_LOCALE[lang],
    )
    whole, part = divmod(abs(amount.amount), 10**behind)
    written = ("-" if amount.amount < 0 else "") + number(whole, lang)
    if part:
        point = "." if lang == "en" else "٫"
        written += point + digits(f"{part:0{behind}}", lang)
    return f"{written} {word}"


def day(value: date, lang: str) -> str:
    """
    A day with its weekday: سه‌شنبه ۳ آذر ۱۴۰۵, or Tuesday 24 November 2026.
    """
    if lang == "fa":
        jalali = jdatetime.date.fromgregorian(date=value)
        weekday = jdatetime.date.j_weekdays_fa[jalali.weekday()]
        month = jdatetime.date.j_months_fa[jalali.month - 1]
        return digits(f"{weekday} {jalali.day} {month} {jalali.year}", lang)
    text = babel_date(value, _BABEL_PATTERN, locale=_BABEL_LOCALE[lang])
    return digits(text, lang)


def near_day(value: date, today: date, lang: str) -> str:
    """
    The same, but "today" and "tomorrow" where that is what it is.
    """
    word = _NEAR_DAYS[lang].get((value - today) // timedelta(days=1))
    return word if word is not None else day(value, lang)


def moment(value: datetime, today: date, lang: str) -> str:
    """
    A moment that has passed, with its day where that is not today: "10:20 yesterday".
    """
    time = _HOUR[lang] + digits(value.strftime("%H:%M"), lang)
    if value.date() == today:
        return time
    was_yesterday = today - value.date() == timedelta(days=1)
    on = _YESTERDAY[lang] if was_yesterday else day(value.date(), lang)
    return f"{time} {on}" if lang == "en" else f"{on} {time}"
