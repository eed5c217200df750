"""
Days, weeks and months on the two calendars of our customers.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import jdatetime

JALALI, GREGORIAN = "jalali", "gregorian"
_MONTHS = 12
# Years that somebody can mean in a shop.
YEARS = {JALALI: range(1300, 1500), GREGORIAN: range(1900, 2100)}

Span = tuple[date, date]


@lru_cache(maxsize=1024)
def day_of(calendar: str, year: int, month: int, day: int) -> date | None:
    """
    The day, or None when there is no such day.
    """
    if year not in YEARS[calendar] or not 1 <= month <= _MONTHS:
        return None
    try:
        if calendar == JALALI:
            return jdatetime.date(year, month, day).togregorian()
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def year_and_month(calendar: str, day: date) -> tuple[int, int]:
    """
    In which year and month of a calendar a day is.
    """
    if calendar == JALALI:
        jalali = jdatetime.date.fromgregorian(date=day)
        return jalali.year, jalali.month
    return day.year, day.month


@lru_cache(maxsize=1024)
def month_of(calendar: str, year: int, month: int) -> Span | None:
    """
    The first and last day of a month.
    """
    first = day_of(calendar, year, month, 1)
    if first is None:
        return None
    for days in (31, 30, 29, 28):
        last = day_of(calendar, year, month, days)
        if last is not None:
            return first, last
    return None


@lru_cache(maxsize=1024)
def year_of(calendar: str, year: int) -> Span | None:
    """
    The first and last day of a year.
    """
    first, last = month_of(calendar, year, 1), month_of(calendar, year, _MONTHS)
    return (first[0], last[1]) if first and last else None


def months_later(calendar: str, day: date, months: int) -> date | None:
    """
    The same day of a later (or earlier) month, or the last of a shorter one.
    """
    year, month = year_and_month(calendar, day)
    count = year * _MONTHS + month - 1 + months
    span = month_of(calendar, count // _MONTHS, count % _MONTHS + 1)
    if span is None:
        return None
    of_month = (day - _first(calendar, day)).days
    return min(span[0] + timedelta(days=of_month), span[1])


def month_at(calendar: str, day: date, months: int) -> Span | None:
    """
    The month that is so many months from the one of a day.
    """
    year, month = year_and_month(calendar, day)
    count = year * _MONTHS + month - 1 + months
    return month_of(calendar, count // _MONTHS, count % _MONTHS + 1)


def _first(calendar: str, day: date) -> date:
    if calendar == JALALI:
        return day - timedelta(days=jdatetime.date.fromgregorian(date=day).day - 1)
    return day.replace(day=1)


def week_of(day: date, begins: int) -> Span:
    """
    The seven days around a day, when weeks begin on the weekday `begins`.
    """
    first = day - timedelta(days=(day.weekday() - begins) % 7)
    return first, first + timedelta(days=6)


def nearest(calendar: str, month: int, day: int, today: date) -> date | None:
    """
    Of the days so called, the one nearest to today: an order's past or its delivery.
    """
    year, _ = year_and_month(calendar, today)
    days = (day_of(calendar, each, month, day) for each in (year - 1, year, year + 1))
    known = [each for each in days if each is not None]
    return min(known, key=lambda each: abs(each - today), default=None)
