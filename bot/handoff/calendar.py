"""
When people of the shop are there: a clock that runs in opening hours only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.holidays import NONE, Holidays
from bot.shop_values import Week, openings_on

DAYS_AHEAD = 366
"""Further than that nobody is promised anything."""


@dataclass(frozen=True)
class Calendar:
    """
    The hours in which people answer. Moments are aware; those given are in `zone`.
    """

    week: Week
    zone: ZoneInfo
    holidays: Holidays = NONE

    def is_open(self, moment: datetime) -> bool:
        """
        Tell whether somebody is to be there.
        """
        return any(opens <= moment < closes for opens, closes in self._from(moment, 1))

    def opens_next(self, moment: datetime) -> datetime | None:
        """
        Give when people are there again: `moment` itself if they are, None if never.
        """
        for opens, closes in self._from(moment, DAYS_AHEAD):
            if moment < closes:
                return max(opens, moment.astimezone(self.zone))
        return None

    def after(self, moment: datetime, open_for: timedelta) -> datetime | None:
        """
        Give when the shop will have been open for so long since `moment`.

        None if that is more than a year away.
        """
        left = open_for
        for opens, closes in self._from(moment, DAYS_AHEAD):
            begin = max(opens, moment)
            span = _between(begin, closes)
            if span > timedelta(0):
                if left <= span:
                    return (begin.astimezone(timezone.utc) + left).astimezone(self.zone)
                left -= span
        return None

    def _from(self, moment: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        first = moment.astimezone(self.zone).date()
        for ahead in range(days):
            day = first + timedelta(days=ahead)
            if day in self.holidays:
                continue
            for opening in openings_on(self.week, day):
                opens = datetime.combine(day, opening.opens, self.zone)
                yield opens, datetime.combine(day, opening.closes, self.zone)


def _between(begin: datetime, end: datetime) -> timedelta:
    """
    The time that really passes, also where clocks are changed in between.
    """
    return end.astimezone(timezone.utc) - begin.astimezone(timezone.utc)
