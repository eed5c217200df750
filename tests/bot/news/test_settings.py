"""
What a shop's file says about telling its customers unasked.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.news.settings import NewsSettings, read_news
from bot.shop_values import BadShopFileError, Values

TEHRAN = ZoneInfo("Asia/Tehran")
VALUES = Values(Path("shop.yml"))


def read(**said: Any) -> NewsSettings:
    """
    The settings of a shop in Tehran.
    """
    return read_news(VALUES, said, TEHRAN)


def local(hour: int, minute: int = 0) -> datetime:
    """
    A moment by Tehran's clock, in UTC.
    """
    moment = datetime(2026, 11, 22, hour, minute, tzinfo=TEHRAN)
    return moment.astimezone(timezone.utc)


def test_what_is_left_out_is_from_nine_to_nine_and_five_a_day() -> None:
    settings = read()

    assert settings.is_on
    assert (settings.quiet_from, settings.quiet_until) == (time(21), time(9))
    assert settings.most_a_day == 5
    assert settings.look_every == timedelta(minutes=15)
    assert settings.looks_a_minute == 60


def test_everything_can_be_said() -> None:
    settings = read(
        active=False,
        quiet=["22:30", "08:00"],
        most_a_day=2,
        look_every=30,
        looks_a_minute=10,
    )

    assert settings == NewsSettings(
        TEHRAN, False, time(22, 30), time(8), 2, timedelta(minutes=30), 10
    )


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (local(20, 59), False),
        (local(21), True),
        (local(23, 59), True),
        (local(0), True),
        (local(8, 59), True),
        (local(9), False),
        (local(12), False),
    ],
)
def test_the_night_is_by_the_shops_clock(moment: datetime, quiet: bool) -> None:
    assert read().is_quiet(moment) is quiet


@pytest.mark.parametrize(
    ("moment", "quiet"), [(local(12, 59), False), (local(13), True), (local(15), False)]
)
def test_it_may_be_an_hour_of_the_day(moment: datetime, quiet: bool) -> None:
    assert read(quiet=["13:00", "15:00"]).is_quiet(moment) is quiet


def test_a_day_ends_at_the_shops_midnight() -> None:
    assert read().day(local(23, 59)) == "2026-11-22"
    assert read().tomorrow(local(23, 59)) == local(23, 59) + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"acitve": True}, "news.acitve is not a key"),
        ({"active": 1}, "news.active must be yes or no"),
        ({"quiet": "21:00"}, "news.quiet must be two times"),
        ({"quiet": ["21:00"]}, "news.quiet must be two times"),
        ({"quiet": ["21:00", "9:00"]}, "news.quiet must be a time in quotes"),
        ({"quiet": ["21:00", "21:00"]}, "news.quiet must end at another time"),
        ({"most_a_day": 0}, "news.most_a_day must be a whole number from 1"),
        ({"look_every": 1.5}, "news.look_every must be a whole number"),
        ({"looks_a_minute": True}, "news.looks_a_minute must be a whole number"),
    ],
)
def test_a_mistake_is_named(said: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadShopFileError, match=fault):
        read(**said)
