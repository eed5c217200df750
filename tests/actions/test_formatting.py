"""
Numbers, money and days in three languages.
"""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

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


@pytest.mark.parametrize(
    ("lang", "today", "yesterday"),
    [
        ("fa", "امروز ساعت ۱۲:۳۵ (به وقت تهران)", "دیروز ساعت ۱۲:۳۵ (به وقت تهران)"),
        ("ar", "اليوم الساعة ١٢:٣٥ (بتوقيت طهران)", "أمس الساعة ١٢:٣٥ (بتوقيت طهران)"),
        ("en", "12:35 today (Tehran time)", "12:35 yesterday (Tehran time)"),
    ],
)
def test_of_when_something_is_has_its_day_and_its_clock(lang, today, yesterday):
    moment = datetime(2026, 11, 24, 9, 5, tzinfo=timezone.utc)
    there = moment.astimezone(ZoneInfo("Asia/Tehran"))

    assert formatting.as_of(there, there.date(), lang) == today
    assert formatting.as_of(there, there.date() + timedelta(days=1), lang) == yesterday


@pytest.mark.parametrize(
    ("first", "last", "fa", "en"),
    [
        (date(2026, 9, 23), date(2026, 10, 22), "مهر ۱۴۰۵", None),
        (date(2026, 10, 1), date(2026, 10, 31), "اکتبر ۲۰۲۶", "October 2026"),
        (
            date(2026, 3, 21),
            date(2026, 11, 24),
            "۱ فروردین ۱۴۰۵ تا ۳ آذر ۱۴۰۵",
            "21 March 2026 to 24 November 2026",
        ),
        (date(2026, 11, 24), date(2026, 11, 24), "۳ آذر ۱۴۰۵", "24 November 2026"),
    ],
)
def test_days_are_called_by_their_month_where_they_are_one(first, last, fa, en):
    assert formatting.period(first, last, "fa") == fa
    if en is not None:
        assert formatting.period(first, last, "en") == en


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fa", "۱٬۴۹۰٫۰۵ دلار آمریکا"),
        ("ar", "١٬٤٩٠٫٠٥ دولار أمريكي"),
        ("en", "1,490.05 US dollars"),
    ],
)
def test_cents_stand_behind_the_point(lang, expected):
    assert formatting.money(Money(149005, "USD"), lang) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Money(1200, "CHF"), "12 Swiss francs"),
        (Money(5, "USD"), "0.05 US dollars"),
        (Money(100, "USD"), "1 US dollar"),
        (Money(-1250, "USD"), "-12.50 US dollars"),
        (Money(4750, "KWD"), "4.750 Kuwaiti dinars"),
        (Money(1200, "JPY"), "1,200 Japanese yen"),
        (Money(1200, "XQX"), "12 XQX"),
        (Money(1200, "IRR"), "1,200 rial"),
    ],
)
def test_each_currency_has_its_own_smallest_unit(amount, expected):
    assert formatting.money(amount, "en") == expected


@pytest.mark.parametrize(
    ("passed", "fa", "ar", "en"),
    [
        (timedelta(seconds=-5), "۱ دقیقه پیش", "قبل دقيقة واحدة", "1 minute ago"),
        (timedelta(seconds=70), "۱ دقیقه پیش", "قبل دقيقة واحدة", "1 minute ago"),
        (timedelta(minutes=4), "۴ دقیقه پیش", "قبل ٤ دقائق", "4 minutes ago"),
        (timedelta(hours=3), "۳ ساعت پیش", "قبل ٣ ساعات", "3 hours ago"),
        (timedelta(hours=26), "۲۶ ساعت پیش", "قبل ٢٦ ساعة", "26 hours ago"),
        (timedelta(days=3), "۳ روز پیش", "قبل ٣ أيام", "3 days ago"),
    ],
)
def test_how_long_ago(passed, fa, ar, en):
    now = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
    said = {
        lang: formatting.ago(now - passed, now, lang) for lang in ("fa", "ar", "en")
    }

    assert said == {"fa": fa, "ar": ar, "en": en}


@pytest.mark.parametrize(
    ("count", "fa", "ar", "en"),
    [
        (1, "۱ روز", "يوم واحد", "1 day"),
        (2, "۲ روز", "يومين", "2 days"),
        (3, "۳ روز", "٣ أيام", "3 days"),
        (10, "۱۰ روز", "١٠ أيام", "10 days"),
        (14, "۱۴ روز", "١٤ يومًا", "14 days"),
        (100, "۱۰۰ روز", "١٠٠ يوم", "100 days"),
        (103, "۱۰۳ روز", "١٠٣ أيام", "103 days"),
    ],
)
def test_days_stand_in_the_plural_of_their_number(count, fa, ar, en):
    assert formatting.days(count, "fa") == fa
    assert formatting.days(count, "ar") == ar
    assert formatting.days(count, "en") == en


@pytest.mark.parametrize(
    ("least", "most", "fa", "ar", "en"),
    [
        (1, 2, "۱ تا ۲ روز کاری", "يوم إلى يومي عمل", "1 to 2 working days"),
        (2, 5, "۲ تا ۵ روز کاری", "يومين إلى ٥ أيام عمل", "2 to 5 working days"),
        (5, 15, "۵ تا ۱۵ روز کاری", "٥ إلى ١٥ يوم عمل", "5 to 15 working days"),
    ],
)
def test_from_so_many_working_days_to_so_many(least, most, fa, ar, en):
    assert formatting.some_days(least, most, "fa", working=True) == fa
    assert formatting.some_days(least, most, "ar", working=True) == ar
    assert formatting.some_days(least, most, "en", working=True) == en


@pytest.mark.parametrize(
    ("metres", "fa", "ar", "en"),
    [
        (0, "۱۰ متر", "١٠ م", "10 m"),
        (446, "۴۵۰ متر", "٤٥٠ م", "450 m"),
        (994, "۹۹۰ متر", "٩٩٠ م", "990 m"),
        (996, "۱ کیلومتر", "١ كم", "1 km"),
        (1049, "۱ کیلومتر", "١ كم", "1 km"),
        (2430, "۲٫۴ کیلومتر", "٢٫٤ كم", "2.4 km"),
        (9_960, "۱۰ کیلومتر", "١٠ كم", "10 km"),
        (99_940, "۹۹٫۹ کیلومتر", "٩٩٫٩ كم", "99.9 km"),
        (123_456, "۱۲۳ کیلومتر", "١٢٣ كم", "123 km"),
        (1_234_500, "۱٬۲۳۴ کیلومتر", "١٬٢٣٤ كم", "1,234 km"),
    ],
)
def test_a_distance_is_told_as_exactly_as_anybody_goes_by(metres, fa, ar, en):
    said = [formatting.distance(metres, lang) for lang in ("fa", "ar", "en")]
    assert said == [fa, ar, en]
