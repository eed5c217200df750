"""
The stretch of time of which sums are asked: "last month", «تو مهر», «سنة ٢٠٢٥».

Of what was paid all is past. So a name of a month is the last one that has begun, and
what goes on ends today. (Dates of deliveries, which may be to come, are read by the
extractor.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jdatetime
import yaml

from actions.shared.likeness import fold, letters

WORDS = Path(__file__).with_name("periods.yml")
Span = tuple[date, date]
"""The first and the last day."""

JALALI, GREGORIAN = "jalali", "gregorian"
_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_SIGNS = re.compile(r"[^\w\s]")
_YEAR = re.compile(r"\b(1[34]\d\d|20\d\d)\b")
_MONTHS, _MOST = 12, 120
_SATURDAY = 5


def period_of(text: str, today: date, lang: str) -> Span | None:
    """
    The days of which these words speak, none of them to come; None for no such days.

    `lang` tells whose year and week it is: Persian has its own.
    """
    said = " ".join(_SIGNS.sub(" ", fold(text).translate(_DIGITS)).split())
    found = _ongoing(said, today) or _named(said, today) or _near(said, today, lang)
    if found is None or found[0] > today:
        return None
    return found[0], min(found[1], today)


def years_in(text: str) -> frozenset[str]:
    """
    The numbers of years that stand in these words, which are no order's.
    """
    return frozenset(_YEAR.findall(fold(text).translate(_DIGITS)))


def _near(said: str, today: date, lang: str) -> Span | None:
    """
    «امسال», "last week", "the last three months".
    """
    words = _words()
    calendar = JALALI if lang == "fa" else GREGORIAN
    count = _count(said)
    if count is not None:
        unit, number = count
        if unit in ("day", "week"):
            days = number * (7 if unit == "week" else 1)
            return today - timedelta(days=days - 1), today
        months = number * (_MONTHS if unit == "year" else 1)
        return _back(calendar, today, months), today
    for name, offset in (("last", -1), ("this", 0)):
        for unit, pattern in words[name].items():
            if pattern.search(said):
                return _away(calendar, unit, offset, today, lang)
    return None


def _count(said: str) -> tuple[str, int] | None:
    words = _words()
    for unit, two in words["two"].items():
        if two.search(said):
            return unit, 2
    found = words["counted"].search(said)
    if found is None:
        return None
    written = found["one"] or found["other"]
    if not written.isdigit():
        written = next(n for n, p in words["numbers"].items() if p.fullmatch(written))
    called = found["unit"] or found["unit2"]
    unit = next(u for u, p in words["units"].items() if p.fullmatch(called))
    number = int(written)
    return (unit, number) if 0 < number <= _MOST else None


def _away(calendar: str, unit: str, offset: int, today: date, lang: str) -> Span | None:
    year, month = _year_and_month(calendar, today)
    if unit == "year":
        return _year(calendar, year + offset)
    if unit == "month":
        count = year * _MONTHS + month - 1 + offset
        return _month(calendar, count // _MONTHS, count % _MONTHS + 1)
    begins = 0 if lang == "en" else _SATURDAY
    first = today - timedelta(days=(today.weekday() - begins) % 7 - 7 * offset)
    return first, first + timedelta(days=6)


def _named(said: str, today: date) -> Span | None:
    """
    A month by its name, or a year by its number: «مهر ۱۴۰۵», "2025".
    """
    words = _words()
    for found in words["months"].finditer(said):
        if span := _called(found, said, today):
            return span
    year = _YEAR.search(said)
    if year is None:
        return None
    number = int(year[1])
    return _year(JALALI if number < 1900 else GREGORIAN, number)


def _called(found: re.Match[str], said: str, today: date) -> Span | None:
    words = _words()
    name = found["name"]
    behind = said[found.end() :]
    year = _YEAR.match(behind.lstrip())
    is_sure = year is not None or words["month_word"].match(behind.lstrip())
    before = said[: found.start()].split()[-1:]
    is_beside = before and words["beside"].fullmatch(before[0])
    if words["weak"].fullmatch(name) and not (is_sure or is_beside):
        return None
    calendar = JALALI if words["is_jalali"].fullmatch(name) else GREGORIAN
    month = next(n for n, p in words[calendar].items() if p.fullmatch(name))
    if year is None:
        year = re.match(
            rf"(?:{words['month_word'].pattern}\s+)?(?:سال|sale?|of|سنه|عام)?\s*"
            rf"{_YEAR.pattern}",
            behind.lstrip(),
        )
    if year is not None:
        return _month(calendar, int(year[1]), month)
    now, this = _year_and_month(calendar, today)
    return _month(calendar, now if month <= this else now - 1, month)


def _ongoing(said: str, today: date) -> Span | None:
    """
    «از فروردین تا مهر», "since January", «از ۱۴۰۴».
    """
    words = _words()
    opened = words["opened"].search(said)
    if opened is None:
        return None
    rest = said[opened.end("since") :]
    parts = words["until"].split(rest, maxsplit=1)
    first = _named(f"{opened['since']} {parts[0].strip()}", today)
    if first is None:
        return None
    last = _named(f"to {parts[1].strip()}", today) if len(parts) > 1 else None
    if last is None:
        return first[0], today
    if first[0] > last[1]:
        # "From Bahman to Mehr" began a year before.
        again = first[0].replace(year=first[0].year - 1, day=min(first[0].day, 28))
        return again, last[1]
    return first[0], last[1]


def _year_and_month(calendar: str, day: date) -> tuple[int, int]:
    if calendar == JALALI:
        jalali = jdatetime.date.fromgregorian(date=day)
        return jalali.year, jalali.month
    return day.year, day.month


def _first(calendar: str, year: int, month: int) -> date:
    if calendar == JALALI:
        return jdatetime.date(year, month, 1).togregorian()
    return date(year, month, 1)


def _month(calendar: str, year: int, month: int) -> Span:
    behind = year * _MONTHS + month
    following = _first(calendar, behind // _MONTHS, behind % _MONTHS + 1)
    return _first(calendar, year, month), following - timedelta(days=1)


def _year(calendar: str, year: int) -> Span:
    return _month(calendar, year, 1)[0], _month(calendar, year, _MONTHS)[1]


def _back(calendar: str, today: date, months: int) -> date:
    """
    The day behind the one of the same number so many months ago.
    """
    year, month = _year_and_month(calendar, today)
    count = year * _MONTHS + month - 1 - months
    first, last = _month(calendar, count // _MONTHS, count % _MONTHS + 1)
    passed = (today - _month(calendar, year, month)[0]).days
    return min(first + timedelta(days=passed), last) + timedelta(days=1)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{letters(pattern)})\b")


@cache
def _words() -> Mapping[str, Any]:
    """
    The file, as what is looked for.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    words: dict[str, Any] = {
        key: {name: _whole(each) for name, each in content[key].items()}
        for key in ("this", "last", "units", "two", "numbers", JALALI, GREGORIAN)
    }
    words |= {
        key: _whole(content[key]) for key in ("month_word", "weak", "beside", "until")
    }
    months = {key: "|".join(content[key].values()) for key in (JALALI, GREGORIAN)}
    words["is_jalali"] = _whole(months[JALALI])
    words["months"] = _whole(rf"(?P<name>{'|'.join(months.values())})")
    number = rf"\d+|{'|'.join(content['numbers'].values())}"
    units = "|".join(content["units"].values())
    words["counted"] = _whole(
        rf"(?:{content['before_number']}) (?P<one>{number}) (?P<unit>{units})"
        rf"|(?P<other>{number}) (?P<unit2>{units}) ?(?:{content['behind_unit']})"
    )
    words["opened"] = _whole(rf"(?P<since>{content['since']})")
    return words
