"""
The tables about the shop itself: branches, holidays, carriers and policies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

import jdatetime

from demo.texts import LANGUAGES, Text, read_data

_WEEKDAYS = (*("daily",) * 5, "thursday", "friday")


def write_store(database: sqlite3.Connection) -> None:
    """
    Branches with their hours, carriers and policies.
    """
    for number, branch in enumerate(read_data("branches"), 1):
        database.execute(
            f"INSERT INTO branches VALUES ({', '.join('?' * 14)})",  # noqa: S608 (only places)
            (
                *(number, branch["key"], *Text.of(branch["name"]).row()),
                *Text.of(branch["city"]).row(),
                *Text.of(branch["address"]).row(),
                *(branch["phone"], *branch["at"]),
            ),
        )
        database.executemany(
            "INSERT INTO branch_hours VALUES (?, ?, ?, ?)",
            ((number, *row) for row in _hours(branch["hours"])),
        )
    database.executemany(
        "INSERT INTO carriers VALUES (?, ?, ?, ?, ?)",
        (
            (key, *Text.of(carrier["name"]).row(), carrier["phone"])
            for key, carrier in read_data("carriers").items()
        ),
    )
    database.executemany(
        "INSERT INTO policies VALUES (?, ?, ?, ?)",
        (
            (kind, language, texts[language]["title"], texts[language]["text"])
            for kind, texts in read_data("policies").items()
            for language in LANGUAGES
        ),
    )


def write_holidays(database: sqlite3.Connection, today: date) -> None:
    """
    The holidays of the solar year before, the present one and the next.

    What is there already stays, with anything that was written to it.
    """
    year = jdatetime.date.fromgregorian(date=today).year
    database.executemany(
        "INSERT OR IGNORE INTO holidays VALUES (?, ?, ?, ?)",
        (
            (_gregorian(around, holiday).isoformat(), *Text.of(holiday).row())
            for around in (year - 1, year, year + 1)
            for holiday in read_data("holidays")
        ),
    )


def _gregorian(year: int, holiday: dict[str, Any]) -> date:
    day = jdatetime.date(year, holiday["month"], holiday["day"]).togregorian()
    return date(day.year, day.month, day.day)


def _hours(hours: dict[str, list[str]]) -> Iterator[tuple[int, str, str]]:
    for weekday, name in enumerate(_WEEKDAYS):
        times = hours.get(name, [])
        for opens, closes in zip(times[::2], times[1::2], strict=True):
            yield (weekday, opens, closes)
