"""
Opening hours as people of each language write them, and whether it is open now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

import jdatetime
from babel.dates import get_day_names

from actions.formatting import digits, near_day
from actions.shop import Opening, Opens

_A_SATURDAY = date(2026, 11, 21)
_TO = {"fa": " تا ", "ar": " إلى ", "en": " to "}
_AND = {"fa": " و ", "ar": " و", "en": " and "}
_COMMA = {"fa": "، ", "ar": "، ", "en": ", "}
_CLOSED = {"fa": "تعطیل", "ar": "مغلق", "en": "closed"}
_AT = {"fa": "ساعت ", "ar": "الساعة ", "en": ""}
_BABEL = {"ar": "ar_EG", "en": "en_GB"}
# So long may a shop be closed; nobody plans to go there later than that.
_DAYS_AHEAD = 31


@dataclass(frozen=True)
class Standing:
    """
    Open or closed at one moment: `until` when if it is open, else `opens` when.

    `opens` is None for what opens on no day of a month.
    """

    until: time | None = None
    opens: datetime | None = None

    @property
    def is_open(self) -> bool:
        """
        Whether one can go there now.
        """
        return self.until is not None


def openings(place: Opens, day: date) -> Sequence[Opening]:
    """
    The openings of this very day; none on a holiday.
    """
    return () if place.is_holiday(day) else place.usually(day)


def standing(place: Opens, now: datetime) -> Standing:
    """
    How things stand at this moment, which is in the shop's own time zone.
    """
    moment = now.time()
    for opening in openings(place, now.date()):
        if opening.opens <= moment < opening.closes:
            return Standing(until=opening.closes)
    for ahead in range(_DAYS_AHEAD + 1):
        day = now.date() + timedelta(days=ahead)
        for opening in openings(place, day):
            if ahead or opening.opens > moment:
                return Standing(opens=datetime.combine(day, opening.opens, now.tzinfo))
    return Standing()


def week_in_words(place: Opens, lang: str) -> str:
    """
    The week from Saturday, with days of the same hours taken together.
    """
    week = [_A_SATURDAY + timedelta(days=n) for n in range(7)]
    parts = []
    for usual, group in groupby(week, key=lambda day: tuple(place.usually(day))):
        days = list(group)
        names = _weekday(days[0], lang)
        if len(days) > 1:
            names += _TO[lang] + _weekday(days[-1], lang)
        parts.append(f"{names} {in_words(usual, lang)}")
    return _COMMA[lang].join(parts)


def in_words(opened: Sequence[Opening], lang: str) -> str:
    """
    The openings of one day: ۰۹:۰۰ تا ۲۱:۰۰, or "closed".
    """
    if not opened:
        return _CLOSED[lang]
    return _AND[lang].join(_spans(opened, lang))


def clock(value: time, lang: str) -> str:
    """
    A time of day: ۲۱:۳۰.
    """
    return digits(value.strftime("%H:%M"), lang)


def coming(value: datetime, today: date, lang: str) -> str:
    """
    A moment that is to come, with its day where that is not today: فردا ساعت ۰۹:۰۰.
    """
    at = _AT[lang] + clock(value.time(), lang)
    if value.date() == today:
        return at
    on = near_day(value.date(), today, lang)
    if lang != "en":
        return f"{on} {at}"
    return (
        f"{at} {on}" if value.date() - today == timedelta(days=1) else f"{at} on {on}"
    )


def _spans(opened: Sequence[Opening], lang: str) -> Iterator[str]:
    for opening in opened:
        yield f"{clock(opening.opens, lang)}{_TO[lang]}{clock(opening.closes, lang)}"


def _weekday(value: date, lang: str) -> str:
    if lang == "fa":
        return str(jdatetime.date.j_weekdays_fa[(value.weekday() + 2) % 7])
    return str(get_day_names("wide", locale=_BABEL[lang])[value.weekday()])
