"""
Dates in digits: ۱۴۰۵/۸/۳۰, 30-8-1405, 2026-11-22, 22.11.2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

from bot.nlu.finders.dates.calendars import (
    GREGORIAN,
    JALALI,
    YEARS,
    day_of,
    year_and_month,
)

_SHAPE = re.compile(
    r"(?<![0-9])(?<![0-9][./:-])([0-9]{1,4}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})"
    r"(?![0-9]|[./:-][0-9])"
)
_NEAR = 3


def shapes(
    text: str,
) -> Iterator[tuple[int, int, tuple[int, int, int], tuple[int, int]]]:
    """
    Whatever is written like a date, possible or not: place, numbers, digits at ends.
    """
    for match in _SHAPE.finditer(text):
        first, middle, last = match.group(1), match.group(3), match.group(4)
        sizes = (len(first), len(last))
        # 1.200.000 and 021-12-34 are not written like dates; 12.5.26 hardly.
        if sizes not in {(4, 1), (4, 2), (1, 4), (2, 4), (2, 2), (1, 2), (2, 1)}:
            continue
        if 4 not in sizes and match.group(2) != "/":
            continue
        yield *match.span(), (int(first), int(middle), int(last)), sizes


def find(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    """
    The possible dates, with their places.
    """
    for start, end, numbers, sizes in shapes(text):
        day = _read(numbers, sizes, today)
        if day is not None:
            yield start, end, day


def _read(
    numbers: tuple[int, int, int], sizes: tuple[int, int], today: date
) -> date | None:
    first, middle, last = numbers
    if sizes[0] == 4:
        return _full(first, middle, last)
    if sizes[1] == 4:
        # Day first everywhere but in America, whose 11/22/2026 can mean nothing else.
        day = _full(last, middle, first)
        us = last in YEARS[GREGORIAN] and middle > 12
        return day_of(GREGORIAN, last, first, middle) if us else day
    return _short(numbers, sizes, today)


def _full(year: int, month: int, day: int) -> date | None:
    for calendar, years in YEARS.items():
        if year in years:
            return day_of(calendar, year, month, day)
    return None


def _short(
    numbers: tuple[int, int, int], sizes: tuple[int, int], today: date
) -> date | None:
    """
    With a year of two digits, 05/8/30: a date only if just one reading is near today.
    """
    first, middle, last = numbers
    orders = (((first, middle, last), sizes[0]), ((last, middle, first), sizes[1]))
    found = set()
    for calendar, ((short, month, day), size) in product((JALALI, GREGORIAN), orders):
        year, _ = year_and_month(calendar, today)
        full = year // 100 * 100 + short
        if size == 2 and abs(full - year) <= _NEAR:
            found.add(day_of(calendar, full, month, day))
    found.discard(None)
    return found.pop() if len(found) == 1 else None
