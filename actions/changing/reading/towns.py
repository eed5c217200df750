"""
Towns, provinces and countries, as they may be named in an address.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from actions.changing.reading.known import Known
from actions.changing.reading.phrases import content
from actions.changing.reading.text import fold
from actions.shared.countries import city_names

_STRIP = " .:-\"'()!?"


@cache
def provinces() -> frozenset[str]:
    """
    The provinces of Iran, folded.
    """
    return frozenset(_named(content("addresses")["provinces"]))


def own(known: Known) -> frozenset[str]:
    """
    Where their orders went.
    """
    found = (fold(o.ship_to.city).strip() for o in known.orders if o.ship_to)
    return frozenset(filter(None, found))


@lru_cache(maxsize=256)
def known_as(own_towns: frozenset[str]) -> re.Pattern[str]:
    """
    Any town in folded text, with these of their own; a group is its name.
    """
    every = _countries_of_towns().keys() | own_towns
    either = "|".join(
        map(re.escape, sorted(every, key=lambda each: (-len(each), each)))
    )
    return re.compile(rf"(?<!\w)(?:ب|لل?)?({either})(?!\w)")


def country_of(town: str) -> str | None:
    """
    The code of the country of a town, folded; None where that is not known.
    """
    return _countries_of_towns().get(town.strip())


@cache
def _countries_of_towns() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in content("addresses")["cities"].items():
        for name in _named(names):
            found.setdefault(name, code)
    for name, code in city_names().items():
        found.setdefault(fold(name), code)
    return found


def country(folded: str) -> str | None:
    """
    The code of a country by its name; None for anything else.
    """
    return _countries().get(folded.strip(_STRIP))


@cache
def _countries() -> dict[str, str]:
    return {
        fold(name): code
        for code, names in content("addresses")["countries"].items()
        for name in names
    }


def _named(names: str) -> list[str]:
    return [fold(each.replace("_", " ")) for each in names.split()]
