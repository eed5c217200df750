"""
How much is in a piece, as customers say it: "250 g", «نیم کیلویی», «ربع كيلو».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.shared.likeness import fold, letters
from crm_connector.choices import Variant

WORDS = Path(__file__).with_name("measures.yml")
_DECIMALS = str.maketrans({"٫": "."})


@dataclass(frozen=True)
class Measure:
    """
    So much of a unit; `words` are the customer's for it.
    """

    amount: float
    unit: str
    words: str


def measures_in(text: str) -> tuple[Measure, ...]:
    """
    All that is said of how much is in a piece.
    """
    folded = fold(text).translate(_DECIMALS)
    found = []
    for each in _pattern().finditer(folded):
        unit, times = _unit_of(each["unit"])
        number = each["number"]
        amount = float(number) if number[0].isdecimal() else _spelt()[number]
        found.append(Measure(amount * times, unit, each.group().strip()))
    return tuple(found)


def fitting(
    said: Sequence[Measure], pieces: Sequence[Variant]
) -> tuple[tuple[str, ...], str]:
    """
    The ids of the pieces that hold as much as was said, and the words that fit none.

    Both are empty where these pieces are not told apart by how much is in them.
    """
    held = {each.id: _held(each) for each in pieces}
    units = {unit for of_one in held.values() for _, unit in of_one}
    told = [each for each in said if each.unit in units]
    if not told:
        return (), ""
    ids = tuple(
        id_
        for id_, of_one in held.items()
        if any((each.amount, each.unit) in of_one for each in told)
    )
    return ids, "" if ids else " / ".join(each.words for each in told)


def _held(piece: Variant) -> set[tuple[float, str]]:
    return {
        (each.amount, each.unit)
        for options in piece.options.values()
        for value in options.values()
        for each in measures_in(value)
    }


def _unit_of(word: str) -> tuple[str, float]:
    return next(
        (unit, times) for unit, times, pattern in _units() if pattern.fullmatch(word)
    )


@cache
def _content() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


@cache
def _units() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    # "میلی متر" is no "میلی": the longer words are tried first.
    return tuple(
        (unit, float(times), re.compile("|".join(map(letters, words))))
        for unit in ("mm", "g", "ml", "gb")
        for times, words in _content()["units"][unit]
    )


@cache
def _spelt() -> dict[str, float]:
    return {
        fold(word): float(number)
        for number, words in _content()["numbers"].items()
        for word in words
    }


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(map(re.escape, _spelt()), key=len, reverse=True)
    number = rf"\d+(?:\.\d+)?|{'|'.join(words)}"
    unit = "|".join(pattern.pattern for _, _, pattern in _units())
    return re.compile(rf"(?<![\w.])(?P<number>{number})[\s-]*(?P<unit>{unit})(?!\w)")
