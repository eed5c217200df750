"""
What every shop has words for: colours, sizes, cities, and the words around names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.text import normalize

_BASE = Path(__file__).with_name("base.yml")
_CITIES = Path(__file__).parents[1] / "finders" / "cities.yml"


@dataclass(frozen=True)
class Names:
    """
    A thing's id, its usual name by language and all of its names.
    """

    id: str
    name: str
    names: tuple[str, ...]


def listed(text: str) -> tuple[str, ...]:
    """
    The words of a list in a file.
    """
    return tuple(each.strip() for each in text.split(",") if each.strip())


@lru_cache(maxsize=1)
def _base() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_BASE.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=64)
def words_for(key: str) -> frozenset[str]:
    """
    One of the word lists of the file, in compared form.
    """
    return frozenset(map(normalize, listed(_base()[key])))


@lru_cache(maxsize=1)
def colours() -> tuple[Names, ...]:
    """
    The usual colours.
    """
    return tuple(
        Names(id_, listed(names)[0], listed(names))
        for id_, names in _base()["colors"].items()
    )


@lru_cache(maxsize=1)
def sizes() -> tuple[tuple[Names, bool], ...]:
    """
    The usual sizes, and whether these names of them mean a size wherever they stand.
    """
    return tuple(
        (Names(id_, id_, listed(names)), how == "sure")
        for id_, ways in _base()["sizes"].items()
        for how, names in ways.items()
    )


@lru_cache(maxsize=1)
def cities() -> tuple[tuple[Names, bool], ...]:
    """
    The cities, and whether these names of them need a word of place in front.
    """
    found = []
    for id_, ways in yaml.safe_load(_CITIES.read_text(encoding="utf-8")).items():
        usual = next(
            listed(ways[way])[0] for way in ("en", "fa", "ar", "careful") if way in ways
        )
        plain = tuple(
            name for way in ("fa", "ar", "en") for name in listed(ways.get(way, ""))
        )
        if plain:
            found.append((Names(id_, usual, plain), False))
        if "careful" in ways:
            found.append((Names(id_, usual, listed(ways["careful"])), True))
    return tuple(found)


@lru_cache(maxsize=1)
def city_names() -> Mapping[str, Mapping[str, str]]:
    """
    The usual name of each city by its id, in Persian, Arabic and English.

    A language is missing where the city is not written in its letters.
    """
    found = yaml.safe_load(_CITIES.read_text(encoding="utf-8"))
    return {id_: dict(_usual_names(ways)) for id_, ways in found.items()}


def _usual_names(ways: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    careful = listed(ways.get("careful", ""))
    for way in ("fa", "ar", "en"):
        # A name that is mostly another word is one all the same.
        of_letters = (name for name in careful if name.isascii() == (way == "en"))
        usual = next(iter((*listed(ways.get(way, "")), *of_letters)), None)
        if usual is not None:
            yield way, usual.title() if usual.islower() else usual
