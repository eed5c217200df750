"""
Numbers, money and days in three languages.
"""

from datetime import date, datetime, timedelta, timezone

import pytest

from actions import formatting
from crm_connector.model import Money

A_DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fa", "سه‌شنبه ۳ آذر ۱۴۰۵"),
        ("ar", "الثلاثاء ٢٤ نوفمبر ٢٠٢٦"),
        ("en", "Tuesday 24 November 2026"),
    ],
)
def test_a_day_is_written_on_the_calendar_of_the_language(lang, expected):
    assert formatting.day(A_DAY, lang) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # Nowruz 1405 and the leap day of 1403, from the official Iranian calendar.
        (date(2026, 3, 21), "شنبه ۱ فروردین ۱۴۰۵"),
        (date(2025, 3, 20), "پنج‌شنبه ۳۰ اسفند ۱۴۰۳"),
        (date(2026, 3, 20), "جمعه ۲۹ اسفند ۱۴۰۴"),
    ],
)
def test_the_jalali_year_turns_where_it_turns(value, expected):
    assert formatting.day(value, "fa") == expected


@pytest.mark.parametrize(
    ("lang", "today", "tomorrow"),
    [("fa", "امروز", "فردا"), ("ar", "اليوم", "غدًا"), ("en", "today", "tomorrow")],
)
def test_near_days_have_their_words(lang, today, tomorrow):
    assert formatting.near_day(A_DAY, A_DAY, lang) == today
    assert formatting.near_day(date(2026, 11, 25), A_DAY, lang) == tomorrow
    later = date(2026, 11, 26)
    assert formatting.near_day(later, A_DAY, lang) == formatting.day(later, lang)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("fa", "۱٬۲۵۰٬۰۰۰ تومان"), ("ar", "١٬٢٥٠٬٠٠٠ تومان"), ("en", "1,250,000 toman")],
)
def test_money_has_separators_digits_and_the_currencys_word(lang, expected):
    assert formatting.money(Money(1250000, "IRT"), lang) == expected


def test_an_unknown_currency_keeps_its_code():
    assert formatting.money(Money(12, "CHF"), "en") == "12 CHF"


@pytest.mark.parametrize(
    ("lang", "today", "yesterday", "before"),
    [
        ("fa", "ساعت ۰۹:۰۵", "دیروز ساعت ۰۹:۰۵", "سه‌شنبه ۳ آذر ۱۴۰۵ ساعت ۰۹:۰۵"),
        (
            "ar",
            "الساعة ٠٩:٠٥",
            "أمس الساعة ٠٩:٠٥",
            "الثلاثاء ٢٤ نوفمبر ٢٠٢٦ الساعة ٠٩:٠٥",
        ),
        ("en", "09:05", "09:05 yesterday", "09:05 Tuesday 24 November 2026"),
    ],
)
def test_a_moment_names_its_day_unless_that_is_today(lang, today, yesterday, before):
    moment = datetime(2026, 11, 24, 9, 5, tzinfo=timezone.utc)
    for days, expected in ((0, today), (1, yesterday), (2, before)):
        now = A_DAY + timedelta(days=days)
        assert formatting.moment(moment, now, lang) == expected
