"""
Dates on two calendars, in digits and words, and what only looks like one.
"""

from datetime import date, timedelta
from itertools import pairwise

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.finders import dates
from bot.nlu.text import normalize_with_places

# A Sunday, the first of Azar 1405.
TODAY = date(2026, 11, 22)


def values(text, today=TODAY, begins=None):
    """
    The dates of a text.
    """
    found = dates.find(normalize_with_places(text), today, begins)
    return [thing.value for thing in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("۱۴۰۵/۸/۳۰", "2026-11-21"),
        ("1405-8-30", "2026-11-21"),
        ("1405 / 08 / 30", "2026-11-21"),
        ("30/8/1405", "2026-11-21"),
        ("05/8/30", "2026-11-21"),
        ("2026-11-22", "2026-11-22"),
        ("٢٠٢٦/١١/٣٠", "2026-11-30"),
        ("22.11.2026", "2026-11-22"),
        ("11/22/2026", "2026-11-22"),
        ("۳۰ آبان", "2026-11-21"),
        ("بیستم مهر", "2026-10-12"),
        ("بیست و پنجم مهر", "2026-10-17"),
        ("۲۰ام مهر", "2026-10-12"),
        ("پنجشنبه ۱۵ آبان", "2026-11-06"),
        ("۱۵ آبان ماه ۱۴۰۴", "2025-11-06"),
        ("10 دی", "2026-12-31"),
        ("15 aban", "2026-11-06"),
        ("bisto panjome mehr", "2026-10-17"),
        ("15 نوفمبر", "2026-11-15"),
        ("الخامس من نوفمبر", "2026-11-05"),
        ("october 3rd", "2026-10-03"),
        ("3rd of october", "2026-10-03"),
        ("monday, 12 october 2026", "2026-10-12"),
        ("on the 12th", "2026-11-12"),
        ("the 12th of next month", "2026-12-12"),
        ("بیستم همین ماه", "2026-12-11"),
        ("آخر مهر", "2026-10-22"),
        ("آخر ماه", "2026-12-21"),
        ("end of the month", "2026-11-30"),
    ],
)
def test_a_day_of_a_calendar_is_found(text, value):
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("امروز", 0), ("فردا", 1), ("پس‌فردا", 2), ("پس فردا", 2), ("دیروز", -1),
        ("پریروز", -2), ("سه روز پیش", -3), ("سه روز دیگه", 3), ("یه هفته پیش", -7),
        ("emruz", 0), ("farda", 1), ("pasfarda", 2), ("dirooz", -1),
        ("do hafte pish", -14),
        ("3 ruz dige", 3), ("اليوم", 0), ("بكرة", 1), ("غدًا", 1), ("بعد غد", 2),
        ("أمس", -1), ("أول أمس", -2), ("قبل يومين", -2), ("بعد ثلاثة أيام", 3),
        ("قبل أسبوعين", -14), ("today", 0), ("tomorrow", 1),
        ("the day after tomorrow", 2),
        ("yesterday", -1), ("3 days ago", -3), ("in two weeks", 14), ("a week ago", -7),
        ("2 weeks from now", 14),
    ],
)  # fmt: skip
def test_a_day_counted_from_today_is_found(text, days):
    assert values(text) == [(TODAY + timedelta(days=days)).isoformat()]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("جمعه", "2026-11-27"),
        ("5شنبه", "2026-11-26"),
        ("سه‌شنبه", "2026-11-24"),
        ("سه شنبه", "2026-11-24"),
        ("پنجشنبه هفته بعد", "2026-12-03"),
        ("هفته بعد پنجشنبه", "2026-12-03"),
        ("شنبه هفته ی بعد", "2026-11-28"),
        ("panjshanbe hafte bad", "2026-12-03"),
        ("يوم الخميس القادم", "2026-11-26"),
        ("الخميس الأسبوع القادم", "2026-12-03"),
        ("يوم الأحد", "2026-11-22"),
        ("next monday", "2026-11-23"),
        ("last friday", "2026-11-20"),
        ("thursday next week", "2026-11-26"),
        ("جمعه ها هم بازین؟", "2026-11-27"),
        ("یه‌شنبه‌ها", "2026-11-22"),
        ("jome ha bazin", "2026-11-27"),
        ("أيام الجمعة تفتحون", "2026-11-27"),
        ("are you open on fridays", "2026-11-27"),
        ("next week monday", "2026-11-23"),
        ("on sat", "2026-11-28"),
    ],
)
def test_a_weekday_is_the_one_to_come_or_that_of_the_week_named(text, value):
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("هفته پیش", "2026-11-14/2026-11-20"),
        ("هفته‌ی بعد", "2026-11-28/2026-12-04"),
        ("این هفته", "2026-11-21/2026-11-27"),
        ("آخر هفته", "2026-11-26/2026-11-27"),
        ("ماه قبل", "2026-10-23/2026-11-21"),
        ("آبان ماه", "2026-10-23/2026-11-21"),
        ("مهر ۱۴۰۵", "2026-09-23/2026-10-22"),
        ("پارسال", "2025-03-21/2026-03-20"),
        ("hafte pish", "2026-11-14/2026-11-20"),
        ("الأسبوع الماضي", "2026-11-14/2026-11-20"),
        ("الأسبوع اللي فات", "2026-11-14/2026-11-20"),
        ("الشهر القادم", "2026-12-01/2026-12-31"),
        ("نهاية الأسبوع", "2026-11-27/2026-11-28"),
        ("last week", "2026-11-09/2026-11-15"),
        ("last month", "2026-10-01/2026-10-31"),
        ("in october", "2026-10-01/2026-10-31"),
        ("this weekend", "2026-11-21/2026-11-22"),
    ],
)
def test_a_week_or_month_is_an_interval_of_its_calendar(text, value):
    assert values(text) == [value]


def test_the_shop_may_say_when_its_weeks_begin():
    assert values("last week", begins=5) == ["2026-11-14/2026-11-20"]


@pytest.mark.parametrize(
    "text",
    [
        "۱۴۰۵/۱۳/۴۰",
        "30/2/2026",
        "1404/12/30",
        "05/11/26",
        "5/6",
        "12:30",
        "1.200.000",
        "192.168.1.1",
        "چند روز پیش",
        "دو سه روز پیش",
        "هر جمعه",
        "every friday",
        "كل يوم جمعة",
        "هفته بعد از عید",
        "روز بعد",
        "۳ روز",
        "۲ ماه ضمانت",
        "2 دی وی دی",
        "یه تیر",
        "mehr",
        "may i ask",
        "one may think",
        "in may",
        "march",
        "sun cream",
        "i sat down",
        "the second order",
        "سفارش دوم",
        "last order",
        "امروزه",
        "10042",
    ],
)
def test_impossible_and_uncertain_days_are_no_dates(text):
    assert values(text) == []


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.sampled_from("/-."))
def test_every_day_is_read_back_on_both_calendars(day, sign):
    jalali = jdatetime.date.fromgregorian(date=day)
    orders = ((day.year, day.month, day.day), (jalali.year, jalali.month, jalali.day))

    for order in orders:
        assert values(sign.join(map(str, order))) == [day.isoformat()]
        # 10.12.2026 is read day first, as all but Americans write it.
        assert values(sign.join(map(str, reversed(order)))) == [day.isoformat()]


WORDS = (
    "3 15 1405 2026 دو بیستم next last this week month monday شنبه هفته ماه بعد قبل "
    "پیش از آخر الأسبوع القادم يوم يومين في in a ago may مهر october of the on end "
    ", / ۵ do pish hafte bad aban weekend پارسال first"
)


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=25),
    st.dates(date(2000, 1, 1), date(2080, 1, 1)),
)
def test_any_row_of_words_for_dates_gives_real_days_apart(words, today):
    normal = normalize_with_places(" ".join(words))
    spans = []
    for thing in dates.find(normal, today):
        first, _, last = thing.value.partition("/")
        assert date.fromisoformat(first) <= date.fromisoformat(last or first)
        assert 0 <= thing.start < thing.end <= len(normal.text)
        spans.append((thing.start, thing.end))
    spans.sort()
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
