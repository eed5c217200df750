"""
Promises run in opening hours only.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.calendar import Calendar
from bot.holidays import Holidays
from bot.shop_values import Opening, openings_on

TEHRAN = ZoneInfo("Asia/Tehran")
DAY = (Opening(time(9), time(13)), Opening(time(16), time(20)))
# From Saturday; nobody is there on Friday.
WEEK = (DAY, DAY, DAY, DAY, DAY, DAY, ())
CALENDAR = Calendar(WEEK, TEHRAN)
SATURDAY = date(2026, 11, 21)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """
    A moment in the shop's time.
    """
    return datetime.combine(day, time(hour, minute), TEHRAN)


def minutes(number: int) -> timedelta:
    """
    So many.
    """
    return timedelta(minutes=number)


def open_between(calendar: Calendar, begin: datetime, end: datetime) -> timedelta:
    """
    How long a shop without holidays was open from one moment to the other.
    """
    total = timedelta(0)
    day = begin.astimezone(calendar.zone).date()
    while datetime.combine(day, time(0), calendar.zone) <= end:
        for opening in openings_on(calendar.week, day):
            opens, closes = (
                datetime.combine(day, hour, calendar.zone).astimezone(timezone.utc)
                for hour in (opening.opens, opening.closes)
            )
            span = min(closes, end) - max(opens, begin)
            total += max(span, timedelta(0))
        day += timedelta(days=1)
    return total


@pytest.mark.parametrize(
    ("begin", "wait", "end"),
    [
        (at(SATURDAY, 10), 10, at(SATURDAY, 10, 10)),
        # Over noon, over night, over Friday.
        (at(SATURDAY, 12, 55), 10, at(SATURDAY, 16, 5)),
        (at(SATURDAY, 19, 50), 20, at(date(2026, 11, 22), 9, 10)),
        (at(date(2026, 11, 26), 23), 10, at(date(2026, 11, 28), 9, 10)),
        (at(SATURDAY, 5), 10, at(SATURDAY, 9, 10)),
        # To the last minute of a stretch.
        (at(SATURDAY, 12, 50), 10, at(SATURDAY, 13)),
    ],
)
def test_a_promise_counts_open_time(begin: datetime, wait: int, end: datetime) -> None:
    assert CALENDAR.after(begin, minutes(wait)) == end


def test_holidays_do_not_count() -> None:
    """
    By date, and each year on the first of Farvardin.
    """
    nowruz = date(2027, 3, 21)
    closed = Calendar(WEEK, TEHRAN, Holidays(yearly=frozenset({(1, 1)})))
    assert not closed.is_open(at(nowruz, 10))
    assert not closed.is_open(at(date(2028, 3, 20), 10))  # 1407/01/01
    assert CALENDAR.is_open(at(nowruz, 10))
    sunday = Holidays(frozenset({date(2026, 11, 22)}))
    assert Calendar(WEEK, TEHRAN, sunday).after(
        at(SATURDAY, 19, 50), minutes(20)
    ) == at(date(2026, 11, 23), 9, 10)


def test_when_people_are_there_again() -> None:
    assert CALENDAR.opens_next(at(SATURDAY, 10)) == at(SATURDAY, 10)
    assert CALENDAR.opens_next(at(SATURDAY, 14)) == at(SATURDAY, 16)
    assert CALENDAR.opens_next(at(date(2026, 11, 27), 8)) == at(date(2026, 11, 28), 9)


def test_a_shop_without_hours_promises_nothing() -> None:
    never = Calendar(((),) * 7, TEHRAN)
    assert never.after(at(SATURDAY, 10), minutes(1)) is None
    assert never.opens_next(at(SATURDAY, 10)) is None


def test_an_hour_that_the_clocks_leave_out_is_not_counted() -> None:
    """
    In Berlin, on 2026-03-29, it is 03:00 right after 01:59.
    """
    berlin = ZoneInfo("Europe/Berlin")
    night = Calendar(((Opening(time(1), time(5)),),) * 7, berlin)
    begin = datetime(2026, 3, 29, 1, tzinfo=berlin)
    end = night.after(begin, timedelta(hours=2))
    assert end == datetime(2026, 3, 29, 4, tzinfo=berlin)
    day = datetime(2026, 3, 30, tzinfo=berlin)
    assert open_between(night, begin, day) == timedelta(hours=3)


@given(since=st.integers(0, 365 * 24 * 3600), wait=st.integers(1, 5000))
def test_after_and_between_agree(since: int, wait: int) -> None:
    """
    What is promised is exactly that far away.
    """
    begin = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=since)
    end = CALENDAR.after(begin, minutes(wait))
    assert end is not None
    assert open_between(CALENDAR, begin, end) == minutes(wait)
    opens = CALENDAR.opens_next(begin)
    assert opens is not None
    assert begin <= opens < end
    assert CALENDAR.is_open(opens)
