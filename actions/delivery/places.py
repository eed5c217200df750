"""
Which places a question about delivery names: cities, countries, and what is neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions import formatting
from actions.shared.countries import (
    countries_in,
    country_named,
    country_of_city,
    is_abroad_said,
)
from actions.shared.likeness import fold, letters
from actions.shared.sayings import bare
from actions.store.branches import called
from bot.nlu.catalogue.talk import talk
from bot.nlu.text import normalize

MOST = 4
"""So many places of one question are answered."""
_FILE = Path(__file__).with_name("places.yml")
_LANGUAGES = ("fa", "ar", "en")
_SHORTEST = 3
_SEVERAL = re.compile(r"(?:ها(?:ی|یی)?|ان|ات|های|s|ha|haye)$|^ال")


@dataclass(frozen=True)
class Place:
    """
    A city or a country, as it is `called` to the customer.

    `names` are the city's, whichever of them the shop's system has; of a country there
    is one, and it is empty. `country` is its code, None where that is not known.
    """

    called: str
    names: tuple[str, ...]
    country: str | None


@dataclass(frozen=True)
class Named:
    """
    The places that are named; `unknown` is one of which nobody knows where it is.

    `is_abroad` tells that other countries are spoken of, whichever.
    """

    places: tuple[Place, ...] = ()
    unknown: str = ""
    is_abroad: bool = False


def named(
    cities: Sequence[Mapping[str, Any]], text: str, lang: str, home: str
) -> Named:
    """
    The places of a question, of which the entities `cities` were found; and no other.

    `home` is the code of the shop's own country, which is none to deliver to.
    """
    found = {str(e.get("value")): _city(e, lang) for e in cities}
    known = tuple(found.values())
    said = tuple(
        Place(formatting.country(code, lang), ("",), code)
        for code, _ in countries_in(text)
        # "To Dubai in the Emirates" is one place.
        if code != home and all(code != each.country for each in known)
    )
    places = (*known, *said)[:MOST]
    unknown = "" if places else _unknown(text)
    return Named(places, unknown, not places and is_abroad_said(text))


def _city(entity: Mapping[str, Any], lang: str) -> Place:
    known = entity.get("names") or {}
    names = [known.get(each) for each in _LANGUAGES]
    names += [entity.get("value"), entity.get("surface")]
    spelled = tuple(dict.fromkeys(str(each) for each in names if each))
    country = country_of_city(str(entity.get("value"))) or next(
        filter(None, map(country_named, spelled)), None
    )
    return Place(called(entity, lang), spelled, country)


def _unknown(text: str) -> str:
    """
    The name of the place to which it should go, where it is a word of nothing else.
    """
    plain = bare(text)
    for found in _destination().finditer(plain):
        words = []
        for word in found["place"].split():
            if len(word) < _SHORTEST or _is_talk(word):
                break
            words.append(word)
        if words:
            return _as_written(" ".join(words), text)
    return ""


def _is_talk(word: str) -> bool:
    """
    Whether it is an everyday word, of one or of several.
    """
    return any(
        normalize(each) in talk() for each in (word, _SEVERAL.sub("", word)) if each
    )


def _as_written(folded: str, text: str) -> str:
    """
    The words of a text that are these when they are folded; else these.
    """
    written = text.split()
    count = len(folded.split())
    for at in range(len(written) - count + 1):
        said = " ".join(written[at : at + count]).strip(" .,;:?!؟،؛\"'«»“”")
        if fold(said) == folded:
            return said
        if len(fold(said)) == len(said) and fold(said).endswith(folded):
            # Arabic writes "to" before it.
            return said[-len(folded) :]
    return folded


@cache
def _destination() -> re.Pattern[str]:
    listed = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["destination"]
    either = "|".join(letters(each) for each in listed)
    return re.compile(rf"(?<!\w)(?:{either})(?P<place>[^\W\d_]+(?: [^\W\d_]+)?)")
