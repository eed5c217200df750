"""
Days on which the shop is closed, whatever day of the week they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import jdatetime

from bot.shop_values import Values

_DATE = 'a date: 2027-03-21, "1406/01/01" in Jalali, or "01/01" for each Jalali year'


@dataclass(frozen=True)
class Holidays:
    """
    Days on which nobody works: by date, and each year by the Jalali month and day.
    """

    dates: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()

    def __contains__(self, day: date) -> bool:
        if day in self.dates:
            return True
        if not self.yearly:
            return False
        jalali = jdatetime.date.fromgregorian(date=day)
        return (jalali.month, jalali.day) in self.yearly

    def __or__(self, others: Holidays) -> Holidays:
        return Holidays(self.dates | others.dates, self.yearly | others.yearly)


NONE = Holidays()


def read_holidays(values: Values, key: str, value: object) -> Holidays:
    """
    Read a list of the shop's file; raises `BadShopFileError`.
    """
    dates, yearly = set(), set()
    for each in values.items(key, value):
        found = _day(each)
        if found is None:
            raise values.fault(key, f"must hold {_DATE}; not {each!r}")
        if isinstance(found, date):
            dates.add(found)
        else:
            yearly.add(found)
    return Holidays(frozenset(dates), frozenset(yearly))


def _day(value: object) -> date | tuple[int, int] | None:
    if isinstance(value, date):  # YAML's own
        return value
    if not isinstance(value, str):
        return None
    try:
        if "/" not in value:
            return date.fromisoformat(value)
        *year, month, day = (int(part) for part in value.split("/"))
        if not year:
            jdatetime.date(1403, month, day)  # a leap year: 12/30 is a day of it
            return month, day
        (which,) = year
        found: date = jdatetime.date(which, month, day).togregorian()
    except ValueError:
        return None
    return found
