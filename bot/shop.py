"""
The shop's own settings, read once from a YAML file that the shop writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import yaml

LANGUAGES = ("fa", "ar", "en")
WEEKDAYS = (
    "saturday",
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
)

_READABLE = 4.5  # WCAG AA for text of normal size.
_KEYS = frozenset(
    (
        "name",
        "greeting",
        "languages",
        "time_zone",
        "currency",
        "telephone",
        "website",
        "colours",
        "hours",
    )
)


class BadShopFileError(ValueError):
    """
    The shop's file cannot be used; the message names the file, the key and the fault.
    """


@dataclass(frozen=True)
class Currency:
    """
    The currency of all prices; `name` is keyed by language.
    """

    code: str
    name: Mapping[str, str]


@dataclass(frozen=True)
class Colours:
    """
    The shop's colours as #rrggbb; both pairs are known to be readable.
    """

    accent: str
    on_accent: str
    ink: str
    paper: str


@dataclass(frozen=True)
class Opening:
    """
    A stretch of one day, in the shop's time, in which people answer.
    """

    opens: time
    closes: time


@dataclass(frozen=True)
class ShopSettings:
    """
    What a shop says about itself. Texts are keyed by language.

    `hours` holds seven days beginning with Saturday; a closed day is an empty tuple.
    """

    name: Mapping[str, str]
    greeting: Mapping[str, str]
    languages: tuple[str, ...]
    time_zone: ZoneInfo
    currency: Currency
    telephone: str
    website: str
    colours: Colours
    hours: tuple[tuple[Opening, ...], ...]

    @property
    def default_language(self) -> str:
        """
        The language for people whose own is not known yet.
        """
        return self.languages[0]

    def openings(self, day: date) -> tuple[Opening, ...]:
        """
        When the shop answers on this day of the week (holidays are not counted).
        """
        # Python's week begins on Monday, the shop's on Saturday.
        return self.hours[(day.weekday() + 2) % 7]


def load_shop(path: Path) -> ShopSettings:
    """
    Read and check the shop's file; raises BadShopFileError with one clear sentence.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise BadShopFileError(f"{path}: cannot be read ({exc}).") from exc
    except yaml.YAMLError as exc:
        raise BadShopFileError(f"{path}: is not YAML ({_where(exc)}).") from exc
    return _Reader(path).shop(content)


def _where(exc: yaml.YAMLError) -> str:
    mark = getattr(exc, "problem_mark", None)
    return f"line {mark.line + 1}" if mark is not None else "no line known"


@dataclass(frozen=True)
class _Reader:
    """
    Takes checked values out of the parsed file; every fault names file and key.
    """

    path: Path

    def shop(self, content: object) -> ShopSettings:
        top = self._mapping("the file", content)
        for key in sorted(top.keys() - _KEYS):
            raise self._fault(key, "is not a key of this file")
        languages = self._languages(self._get(top, "languages"))
        currency = self._mapping("currency", self._get(top, "currency"))
        return ShopSettings(
            name=self._texts("name", self._get(top, "name"), languages),
            greeting=self._texts("greeting", self._get(top, "greeting"), languages),
            languages=languages,
            time_zone=self._zone(self._get(top, "time_zone")),
            currency=Currency(
                code=self._match(
                    "currency.code",
                    currency.get("code"),
                    r"[A-Z]{3}",
                    "three capital letters, such as IRT",
                ),
                name=self._texts("currency.name", currency.get("name"), languages),
            ),
            telephone=self._match(
                "telephone",
                self._get(top, "telephone"),
                r"\+[1-9]\d{6,14}",
                'an international number in quotes, such as "+982100000100"',
            ),
            website=self._match(
                "website",
                self._get(top, "website"),
                r"https?://\S+",
                "an address that begins with https://",
            ),
            colours=self._colours(self._get(top, "colours")),
            hours=self._hours(self._get(top, "hours")),
        )

    def _fault(self, key: str, problem: str) -> BadShopFileError:
        return BadShopFileError(f"{self.path}: {key} {problem}.")

    def _get(self, values: Mapping[str, object], key: str) -> object:
        if key not in values:
            raise self._fault(key, "is missing")
        return values[key]

    def _mapping(self, key: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self._fault(key, "must hold keys with values")
        return {str(name): part for name, part in value.items()}

    def _match(self, key: str, value: object, pattern: str, expected: str) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise self._fault(key, f"must be {expected}")
        return value

    def _languages(self, value: object) -> tuple[str, ...]:
        known = ", ".join(LANGUAGES)
        if not isinstance(value, list) or not value:
            raise self._fault("languages", f"must be a list out of {known}")
        for language in value:
            if language not in LANGUAGES:
                raise self._fault("languages", f"knows only {known}")
        if len(set(value)) != len(value):
            raise self._fault("languages", "must name each language once")
        return tuple(value)

    def _texts(
        self, key: str, value: object, languages: tuple[str, ...]
    ) -> Mapping[str, str]:
        values = self._mapping(key, value)
        texts: dict[str, str] = {}
        for language in languages:
            text = values.get(language)
            if not isinstance(text, str) or not text.strip():
                raise self._fault(f"{key}.{language}", "must be a text")
            texts[language] = text.strip()
        return MappingProxyType(texts)

    def _zone(self, value: object) -> ZoneInfo:
        expected = "must be a time zone, such as Asia/Tehran"
        if not isinstance(value, str):
            raise self._fault("time_zone", expected)
        try:
            return ZoneInfo(value)
        # ZoneInfo opens files by name: a wrong one fails in any of these ways.
        except (KeyError, ValueError, OSError) as exc:
            raise self._fault("time_zone", expected) from exc

    def _colours(self, value: object) -> Colours:
        values = self._mapping("colours", value)
        hexes = {
            key: self._match(
                f"colours.{key}",
                values.get(key),
                r"#[0-9a-fA-F]{6}",
                'a colour in quotes, such as "#0b6e69"',
            )
            for key in ("accent", "on_accent", "ink", "paper")
        }
        for text, ground in (("on_accent", "accent"), ("ink", "paper")):
            if contrast(hexes[text], hexes[ground]) < _READABLE:
                raise self._fault(f"colours.{text}", f"is hard to read on {ground}")
        return Colours(**hexes)

    def _hours(self, value: object) -> tuple[tuple[Opening, ...], ...]:
        days = self._mapping("hours", value)
        for day in sorted(days.keys() - set(WEEKDAYS)):
            raise self._fault(f"hours.{day}", "is not a day of the week")
        return tuple(self._day(f"hours.{day}", days.get(day)) for day in WEEKDAYS)

    def _day(self, key: str, value: object) -> tuple[Opening, ...]:
        if not isinstance(value, list):
            raise self._fault(key, "must be a list (an empty one when closed)")
        openings: list[Opening] = []
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2:
                raise self._fault(key, 'must hold pairs such as ["09:00", "21:00"]')
            opens, closes = (self._time(key, moment) for moment in pair)
            if opens >= closes or (openings and openings[-1].closes > opens):
                raise self._fault(key, "must go forward in time")
            openings.append(Opening(opens, closes))
        return tuple(openings)

    def _time(self, key: str, value: object) -> time:
        text = self._match(
            key, value, r"([01]\d|2[0-3]):[0-5]\d", 'times in quotes, such as "09:00"'
        )
        return time.fromisoformat(text)


def contrast(one: str, other: str) -> float:
    """
    Measure the WCAG contrast of two #rrggbb colours, from 1 (the same) to 21.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
