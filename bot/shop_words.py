"""
The shop's own words for the responses: its name, telephone and hours by language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from itertools import groupby

import jdatetime
from babel.dates import get_day_names

from actions.formatting import digits
from bot.shop import Opening, ShopSettings

# Keeps what is written from left to right together inside a sentence that is not.
_ISOLATE, _END = "\u2066", "\u2069"
_A_SATURDAY = date(2026, 11, 21)
_TO = {"fa": " تا ", "ar": " إلى ", "en": " to "}
_AND = {"fa": " و ", "ar": " و", "en": " and "}
_COMMA = {"fa": "، ", "ar": "، ", "en": ", "}
_CLOSED = {"fa": "تعطیل", "ar": "مغلق", "en": "closed"}
_BABEL = {"ar": "ar_EG", "en": "en_GB"}


def shop_words(shop: ShopSettings) -> Mapping[str, Mapping[str, str]]:
    """
    Fields `shop_name`, `shop_phone` and `shop_hours` for each of the shop's languages.
    """
    return {
        lang: {
            "shop_name": shop.name[lang],
            "shop_phone": left_to_right(digits(shop.telephone, lang)),
            "shop_hours": hours_in_words(shop, lang),
        }
        for lang in shop.languages
    }


def left_to_right(text: str) -> str:
    """
    The text, isolated, so that a plus sign or a hyphen stays where it belongs.
    """
    return f"{_ISOLATE}{text}{_END}"


def hours_in_words(shop: ShopSettings, lang: str) -> str:
    """
    The week from Saturday, with days of the same hours taken together.
    """
    week = [_A_SATURDAY + timedelta(days=n) for n in range(7)]
    parts = []
    for openings, group in groupby(week, key=shop.openings):
        days = list(group)
        names = _weekday(days[0], lang)
        if len(days) > 1:
            names += _TO[lang] + _weekday(days[-1], lang)
        parts.append(f"{names} {_stretches(openings, lang)}")
    return _COMMA[lang].join(parts)


def _stretches(openings: tuple[Opening, ...], lang: str) -> str:
    if not openings:
        return _CLOSED[lang]
    return _AND[lang].join(_spans(openings, lang))


def _spans(openings: tuple[Opening, ...], lang: str) -> Iterator[str]:
    for opening in openings:
        yield f"{_clock(opening.opens, lang)}{_TO[lang]}{_clock(opening.closes, lang)}"


def _clock(value: time, lang: str) -> str:
    return digits(value.strftime("%H:%M"), lang)


def _weekday(value: date, lang: str) -> str:
    if lang == "fa":
        return str(jdatetime.date.j_weekdays_fa[(value.weekday() + 2) % 7])
    return str(get_day_names("wide", locale=_BABEL[lang])[value.weekday()])
