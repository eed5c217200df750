"""
The tables about the shop itself: branches, holidays, carriers and policies.

Branches and policies are those of `shop.yml`, from which the bot answers.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import jdatetime

from bot.shop import load_shop
from demo.texts import HERE, Text, read_data

SHOP = HERE / "shop.yml"


def write_store(database: sqlite3.Connection) -> None:
    """
    Branches with their hours, carriers and policies.
    """
    shop = load_shop(SHOP)
    for number, branch in enumerate(shop.branches, 1):
        if branch.at is None:
            raise ValueError(f"{SHOP}: {branch.key} is nowhere on the map.")
        database.execute(
            f"INSERT INTO branches VALUES ({', '.join('?' * 14)})",  # noqa: S608 (only places)
            (
                *(number, branch.key, *Text.of(branch.name).row()),
                *Text.of(branch.city).row(),
                *Text.of(branch.address).row(),
                *(branch.telephone, *branch.at),
            ),
        )
        database.executemany(
            "INSERT INTO branch_hours VALUES (?, ?, ?, ?)",
            (
                (number, weekday, f"{each.opens:%H:%M}", f"{each.closes:%H:%M}")
                for weekday, openings in enumerate(branch.hours)
                for each in openings
            ),
        )
    database.executemany(
        "INSERT INTO carriers VALUES (?, ?, ?, ?, ?)",
        (
            (key, *Text.of(carrier["name"]).row(), carrier["phone"])
            for key, carrier in read_data("carriers").items()
        ),
    )
    database.executemany(
        "INSERT INTO policies VALUES (?, ?, ?)",
        (
            (topic, language, text)
            for topic, texts in shop.policies.items()
            for language, text in texts.items()
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
