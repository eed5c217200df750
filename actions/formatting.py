"""
Numbers, money and days as people of each language write them.

Persian: Persian digits, the Jalali calendar, toman. Arabic: Arabic-Indic digits and
the Gregorian calendar. English: ASCII digits and the Gregorian calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jdatetime
import yaml
from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_timedelta as babel_timedelta
from babel.dates import get_timezone_location
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
_TO = {"fa": "تا", "ar": "إلى", "en": "to"}
_HOUR = {"fa": "ساعت ", "ar": "الساعة ", "en": ""}
_PAST_DAYS = {
    "fa": {0: "امروز", 1: "دیروز"},
    "ar": {0: "اليوم", 1: "أمس"},
    "en": {0: "today", 1: "yesterday"},
}
_CLOCK = {"fa": ("به وقت ", ""), "ar": ("بتوقيت ", ""), "en": ("", " time")}
_BABEL_LOCALE = {"fa": "fa", "ar": "ar_EG", "en": "en_GB"}
_DAYS = Path(__file__).with_name("days.yml")
_COUNTRY_LETTERS = 2
_METRES = {"fa": "متر", "ar": "م", "en": "m"}
_KILOMETRES = {"fa": "کیلومتر", "ar": "كم", "en": "km"}
_KILOMETRE = 1000
# From so many kilometres on nobody asks for the tenths.
_FAR = 100
_NEVER = 1_000_000.0
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


def distance(metres: float, lang: str) -> str:
    """
    How far something is, no more exactly than anybody goes by: "450 m", ۲٫۴ کیلومتر.
    """
    tens = max(round(metres / 10), 1) * 10
    if tens < _KILOMETRE:
        return f"{number(tens, lang)} {_METRES[lang]}"
    tenths = round(metres / 100)
    whole, part = divmod(tenths, 10)
    if whole >= _FAR or not part:
        return f"{number(round(metres / _KILOMETRE), lang)} {_KILOMETRES[lang]}"
    point = "." if lang == "en" else "٫"
    return f"{number(whole, lang)}{digits(f'{point}{part}', lang)} {_KILOMETRES[lang]}"


def money(amount: Money, lang: str) -> str:
    """
    An amount with its currency's word; a currency that nobody knows keeps its code.

    49063 cents are 490.63 US dollars or ۴۹۰٫۶۳ دلار آمریکا, 49000 are 490 US dollars.
    """
    return f"{sum_of(amount, lang)} {currency(amount, lang)}"


def sum_of(amount: Money, lang: str) -> str:
    """
    An amount without its currency's word.
    """
    behind = currencies.digits(amount.currency)
    whole, part = divmod(abs(amount.amount), 10**behind)
    written = ("-" if amount.amount < 0 else "") + number(whole, lang)
    if part:
        point = "." if lang == "en" else "٫"
        written += point + digits(f"{part:0{behind}}", lang)
    return written


def currency(amount: Money, lang: str) -> str:
    """
    The word of an amount's currency, as it stands behind so much of it.
    """
    known = _CURRENCIES.get(amount.currency, {}).get(lang)
    if known is not None:
        return known
    behind = currencies.digits(amount.currency)
    count = Decimal(amount.amount).scaleb(-behind).normalize()
    word: str = get_currency_name(
        amount.currency, count=count, locale=_BABEL_LOCALE[lang]
    )
    return word


def country(code: str, lang: str) -> str:
    """
    A country by its code of two letters: ایران for IR; what is none stays as it is.
    """
    name: str = Locale.parse(_BABEL_LOCALE[lang]).territories.get(code.upper(), code)
    return name if len(code) == _COUNTRY_LETTERS else code


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


def short_day(value: date, lang: str) -> str:
    """
    A day without its weekday: ۳ آذر ۱۴۰۵, or 24 November 2026.
    """
    if lang == "fa":
        jalali = jdatetime.date.fromgregorian(date=value)
        name = jdatetime.date.j_months_fa[jalali.month - 1]
        return digits(f"{jalali.day} {name} {jalali.year}", lang)
    return digits(babel_date(value, "d MMMM y", locale=_BABEL_LOCALE[lang]), lang)


def period(first: date, last: date, lang: str) -> str:
    """
    Some days: a month of either calendar by its name, else from the first to the last.

    مهر ۱۴۰۵, October 2026, or 1 January 2026 to 23 November 2026.
    """
    if first.day == 1 and last == _end_of_month(first):
        return digits(babel_date(first, "MMMM y", locale=_BABEL_LOCALE[lang]), lang)
    jalali = jdatetime.date.fromgregorian(date=first)
    following = jdatetime.date.fromgregorian(date=last + timedelta(days=1))
    months = (following.year - jalali.year) * 12 + following.month - jalali.month
    if lang == "fa" and (jalali.day, following.day, months) == (1, 1, 1):
        name = jdatetime.date.j_months_fa[jalali.month - 1]
        return digits(f"{name} {jalali.year}", lang)
    if first == last:
        return short_day(first, lang)
    return f"{short_day(first, lang)} {_TO[lang]} {short_day(last, lang)}"


def _end_of_month(first: date) -> date:
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def days(count: int, lang: str, *, working: bool = False) -> str:
    """
    So many days: "3 days", ۳ روز کاری, يومين.
    """
    forms = _words_of_days()["working_days" if working else "days"][lang]
    plural = Locale.parse(_BABEL_LOCALE[lang]).plural_form(count)
    text: str = forms.get(plural, forms["other"])
    return text.format(number(count, lang))


def some_days(least: int, most: int, lang: str, *, working: bool = False) -> str:
    """
    From so many days to so many: "2 to 5 days", ۲ تا ۵ روز, يومين إلى ٥ أيام.
    """
    first = _words_of_days()["least"][lang].get(least) or number(least, lang)
    return f"{first} {_TO[lang]} {days(most, lang, working=working)}"


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
    if value.date() == today:
        return _time(value, lang)
    return _on_day(value, today, lang)


def as_of(value: datetime, today: date, lang: str) -> str:
    """
    The same with its day and whose clock it is: "10:20 today (Tehran time)".

    Beside it a customer sees their own clock, which may be elsewhere.
    """
    place = get_timezone_location(
        value.tzinfo, locale=_BABEL_LOCALE[lang], return_city=True
    )
    before, behind = _CLOCK[lang]
    return f"{_on_day(value, today, lang)} ({before}{place}{behind})"


def ago(value: datetime, now: datetime, lang: str) -> str:
    """
    How long before `now` a moment was: "4 minutes ago", ۴ دقیقه پیش; at least a minute.
    """
    text = babel_timedelta(
        -max(now - value, timedelta(minutes=1)),
        granularity="minute",
        # "26 hours", not "a day": it is somebody's money.
        threshold=1.5,
        add_direction=True,
        locale=_BABEL_LOCALE[lang],
    )
    return digits(text, lang)


@cache
def _words_of_days() -> Any:
    return yaml.safe_load(_DAYS.read_text(encoding="utf-8"))


def hours(count: int, lang: str) -> str:
    """
    So many hours: "24 hours", ۲۴ ساعت.
    """
    # No larger unit, however many: 48 hours are not "two days" to whoever counts them.
    text = babel_timedelta(
        timedelta(hours=count),
        granularity="hour",
        threshold=_NEVER,
        locale=_BABEL_LOCALE[lang],
    )
    return digits(text, lang)


def _on_day(value: datetime, today: date, lang: str) -> str:
    days_ago = (today - value.date()).days
    on = _PAST_DAYS[lang].get(days_ago) or day(value.date(), lang)
    time = _time(value, lang)
    return f"{time} {on}" if lang == "en" else f"{on} {time}"


def _time(value: datetime, lang: str) -> str:
    return _HOUR[lang] + digits(value.strftime("%H:%M"), lang)
