"""
Where in the world a place is: its country, and in Iran its province.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from actions.shared.likeness import fold, letters
from bot.nlu.catalogue.base import cities

HOME = "IR"
"""The country whose provinces are known."""
_FILE = Path(__file__).with_suffix(".yml")
_LANGUAGES = ("fa", "ar", "en")
_CODE = 2
_MOST_WORDS = 3
_SIGNS = re.compile(r"[^\w\s]")
_ARTICLE = re.compile(r"^ال(?=\w{3})")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# Letters with which Arabic writes one of these sounds, and Persian never.
_ONLY_ARABIC = re.compile(r"[يىكةأإ]|(?<!\w)ال")


def country_of_city(city: str) -> str | None:
    """
    The country's code of a city by its id; None where that is not known.
    """
    return _countries_of_cities().get(city)


def country_named(name: str) -> str | None:
    """
    The country that a name is of: its own, or that of a city; None for what is unknown.
    """
    plain = _plain(name)
    return _names().get(plain) or _cities_by_name().get(plain, (None,))[0]


def city_names() -> Mapping[str, str]:
    """
    The country's code by each name of a city that is nothing but that, folded.
    """
    return {
        name: code for name, (code, careful) in _cities_by_name().items() if not careful
    }


def countries_in(text: str) -> tuple[tuple[str, str], ...]:
    """
    The countries that a text names: the code of each, and how it was written.
    """
    words = _plain(text).split()
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        for length in range(_MOST_WORDS, 0, -1):
            said = " ".join(words[at : at + length])
            code = _names().get(said) or _names().get(_without_prefix(said))
            if code is not None and at + length <= len(words):
                found.setdefault(code, said)
                at += length - 1
                break
        at += 1
    return tuple(found.items())


def is_abroad_said(text: str) -> bool:
    """
    Whether it speaks of other countries, whichever.
    """
    return _abroad().search(_plain(text)) is not None


def province_of(city: str) -> str | None:
    """
    The province of Iran in which a city is, in the letters of the city's name.

    None where the city is not known, or in several.
    """
    found = _provinces().get(_plain(city))
    if found is None:
        return None
    if not _ARABIC.search(city):
        return found["en"]
    return found["ar"] if _ONLY_ARABIC.search(city) else found["fa"]


def _plain(text: str) -> str:
    bare = "".join(each for each in fold(text) if not unicodedata.combining(each))
    return " ".join(_SIGNS.sub(" ", bare).split())


def _without_prefix(said: str) -> str:
    """
    Arabic writes "to" and "in" before the name, and its article behind them.
    """
    found = re.match(r"و?(?:لل|ل|ب)?(?=\w{3})", said)
    rest = said[found.end() :] if found else said
    return _ARTICLE.sub("", rest)


@cache
def _content() -> Any:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@cache
def _countries_of_cities() -> Mapping[str, str]:
    listed = _content()
    known = {
        city: code for code, some in listed["cities"].items() for city in some.split()
    }
    return known | {
        city: HOME for each in listed["provinces"] for city in each["cities"].split()
    }


@cache
def _cities_by_name() -> Mapping[str, tuple[str, bool]]:
    """
    The country's code of each name, and whether the name is mostly another word.
    """
    found: dict[str, tuple[str, bool]] = {}
    for city, is_careful in cities():
        code = country_of_city(city.id)
        for name in city.names if code else ():
            known = (str(code), is_careful)
            found.setdefault(_plain(name), known)
            found.setdefault(_ARTICLE.sub("", _plain(name)), known)
    return found


@cache
def _provinces() -> Mapping[str, Mapping[str, str]]:
    """
    The province by each name of its cities.
    """
    of_city = {
        city: each
        for each in _content()["provinces"]
        for city in each["cities"].split()
    }
    return {
        _plain(name): of_city[city.id]
        for city, _ in cities()
        if city.id in of_city
        for name in city.names
    }


@cache
def _names() -> Mapping[str, str]:
    """
    The code by each name of a country, with and without the article.
    """
    listed = _content()
    never = {_plain(each) for each in listed["no_names"]}
    found: dict[str, str] = {}
    for name, code in _listed(listed["names"]):
        plain = _plain(name)
        if plain not in never:
            found.setdefault(plain, code)
            found.setdefault(_ARTICLE.sub("", plain), code)
    return found


def _listed(names: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for code, some in names.items():
        yield from ((name, code) for name in some)
    for lang in _LANGUAGES:
        for code, name in Locale.parse(lang).territories.items():
            if len(code) == _CODE and code.isalpha():
                yield name, code


@cache
def _abroad() -> re.Pattern[str]:
    either = "|".join(f"(?:{letters(each)})" for each in _content()["abroad"])
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
