"""
The demo's time: minutes counted from the first moment of today in the shop.

The generator knows no dates at all, so two shops built on different days differ by
whole days and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property

DAY = 24 * 60
# Iran has kept this offset all year since 2022. Being fixed, it keeps every shift of
# the demo a shift of whole days.
SHOP_ZONE = timezone(timedelta(hours=3, minutes=30))
YEARS = 2 * 365  # The days that the orders reach back.


@dataclass(frozen=True)
class Clock:
    """
    Turns minutes and days counted from today into the text that tables hold.
    """

    today: date

    @cached_property
    def midnight(self) -> datetime:
        """
        The first moment of today, in UTC: all that has happened lies before it.
        """
        begin = datetime.combine(self.today, time(), SHOP_ZONE)
        return begin.astimezone(timezone.utc)

    def moment(self, minute: int) -> str:
        """
        The moment so many minutes from midnight, in UTC.
        """
        return (self.midnight + timedelta(minutes=minute)).isoformat()

    def day(self, days: int) -> str:
        """
        The day so many days from today.
        """
        return (self.today + timedelta(days=days)).isoformat()


def day_of(minute: int) -> int:
    """
    The day that a minute lies in, counted from today.
    """
    return minute // DAY
