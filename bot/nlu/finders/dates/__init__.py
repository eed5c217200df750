"""
Dates, as "2026-11-23" or, for weeks and months, "2026-11-21/2026-11-27".

They are found on the Jalali and the Gregorian calendar, in digits and in words, in four
ways of writing. Libraries for this (dateparser) know one date of one known language at
a time, no Persian in Latin letters and no weeks, so this reads the words itself and
leaves only the calendars to jdatetime.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.nlu.finders.dates import numeric, spoken
from bot.nlu.finders.found import Found
from bot.nlu.finders.numbers import tokens_of
from bot.nlu.text import Normalized

ENTITY = "date"


def find(
    normal: Normalized, today: date, week_begins: int | None = None
) -> Iterator[Found]:
    """
    The dates of a message that is written today.

    `week_begins` is the first weekday of the shop (Monday is 0); without it weeks begin
    on Monday in English and on Saturday in Persian and Arabic.
    """
    text = normal.text
    taken = []
    for start, end, day in numeric.find(text, today):
        taken.append((start, end))
        yield Found(ENTITY, day.isoformat(), start, end)
    for start, end, (first, last) in spoken.find(tokens_of(text), today, week_begins):
        if any(start < behind and before < end for before, behind in taken):
            continue
        value = first.isoformat()
        if last != first:
            value = f"{value}/{last.isoformat()}"
        yield Found(ENTITY, value, start, end)


def shapes(normal: Normalized) -> list[tuple[int, int]]:
    """
    Where something is written like a date, be there such a day or not.
    """
    return [(start, end) for start, end, *_ in numeric.shapes(normal.text)]
