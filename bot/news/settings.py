"""
When and how often a shop tells its customers of their orders unasked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.shop_values import Values

_KEYS = ("active", "quiet", "most_a_day", "look_every", "looks_a_minute")
_A_DAY = 24 * 60
_MOST_TOLD = 100
_MOST_LOOKS = 10_000
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_A_TIME = 'a time in quotes, such as "21:00"'
_TWO_TIMES = 'must be two times, such as ["21:00", "09:00"]'


@dataclass(frozen=True)
class NewsSettings:
    """
    What the shop's file says under `news`. Times of the day are by the clock of `zone`.

    From `quiet_from` until `quiet_until` nobody is told anything. A customer is told
    `most_a_day` times a day. What is under way is looked at `look_every` so often, of
    all customers together at most `looks_a_minute` a minute.
    """

    zone: ZoneInfo
    is_on: bool = True
    quiet_from: time = time(21)
    quiet_until: time = time(9)
    most_a_day: int = 5
    look_every: timedelta = timedelta(minutes=15)
    looks_a_minute: int = 60

    def is_quiet(self, moment: datetime) -> bool:
        """
        Whether nobody is to be disturbed at this (aware) moment.
        """
        now = moment.astimezone(self.zone).time()
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= now < self.quiet_until
        return now >= self.quiet_from or now < self.quiet_until

    def day(self, moment: datetime) -> str:
        """
        The day of the shop at this moment, ISO 8601.
        """
        return moment.astimezone(self.zone).date().isoformat()

    def tomorrow(self, moment: datetime) -> datetime:
        """
        When the shop's next day begins, in UTC.
        """
        day = moment.astimezone(self.zone).date() + timedelta(days=1)
        begin = datetime.combine(day, time(), self.zone)
        return begin.astimezone(timezone.utc)


def read_news(values: Values, value: object, zone: ZoneInfo) -> NewsSettings:
    """
    Read `news` of the shop's file. Raises `BadShopFileError`.
    """
    found = values.known("news", value, _KEYS)
    settings = NewsSettings(zone)
    if "active" in found:
        if not isinstance(found["active"], bool):
            raise values.fault("news.active", "must be yes or no")
        settings = replace(settings, is_on=found["active"])
    if "quiet" in found:
        begins, ends = _quiet(values, found["quiet"])
        settings = replace(settings, quiet_from=begins, quiet_until=ends)
    if "most_a_day" in found:
        most = values.whole("news.most_a_day", found["most_a_day"], 1, _MOST_TOLD)
        settings = replace(settings, most_a_day=most)
    if "look_every" in found:
        minutes = values.whole("news.look_every", found["look_every"], 1, _A_DAY)
        settings = replace(settings, look_every=timedelta(minutes=minutes))
    if "looks_a_minute" in found:
        said = found["looks_a_minute"]
        most = values.whole("news.looks_a_minute", said, 1, _MOST_LOOKS)
        settings = replace(settings, looks_a_minute=most)
    return settings


def _quiet(values: Values, value: object) -> tuple[time, time]:
    if not isinstance(value, list) or len(value) != 2:
        raise values.fault("news.quiet", _TWO_TIMES)
    begins, ends = (
        time.fromisoformat(values.match("news.quiet", each, _TIME, _A_TIME))
        for each in value
    )
    if begins == ends:
        raise values.fault("news.quiet", "must end at another time than it begins")
    return begins, ends
