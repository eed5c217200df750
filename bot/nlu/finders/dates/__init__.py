"""
Dates, as "2026-11-23" or, for weeks and months, "2026-11-21/2026-11-27".

They are found on the Jalali and the Gregorian calendar, in digits and in words, in four
ways of writing. Libraries for this (dateparser) know one date of one known language at
a time, no Persian in Latin letters and no weeks, so this reads the words itself and
leaves only the calendars to jdatetime.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.nlu.finders.dates import numeric, spoken
from bot.nlu.finders.found import Found
from bot.nlu.finders.numbers import tokens_of
from bot.nlu.finders.words import one_of
from bot.nlu.text import Normalized

ENTITY = "date"
_NAME_BEFORE = re.compile(rf"\b{one_of('black blk بلک بلاك نفس بنفس')} $")
_NAME_AFTER = re.compile(rf" {one_of('الوطني floor')}\b")


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
        if _is_a_name(normal, start, end):
            continue
        value = first.isoformat()
        if last != first:
            value = f"{value}/{last.isoformat()}"
        yield Found(ENTITY, value, start, end)


def _is_a_name(normal: Normalized, start: int, end: int) -> bool:
    """
    Whether the words are of a name: Black Friday, «اليوم الوطني», «بنفس اليوم».

    Compared, "saat" (an hour, in Persian) is the day of "sat".
    """
    before, after = normal.text[max(0, start - 8) : start], normal.text[end : end + 8]
    if _NAME_BEFORE.search(before) or _NAME_AFTER.match(after):
        return True
    first, last = normal.span(start, end)
    return normal.original[first:last].casefold() == "saat"


def shapes(normal: Normalized) -> list[tuple[int, int]]:
    """
    Where something is written like a date, be there such a day or not.
    """
    return [(start, end) for start, end, *_ in numeric.shapes(normal.text)]
