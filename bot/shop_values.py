"""
Taking checked values out of a parsed YAML file; every fault names file and key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import phonenumbers
from babel.numbers import list_currencies

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


class BadShopFileError(ValueError):
    """
    The shop's file cannot be used; the message names the file, the key and the fault.
    """


@dataclass(frozen=True)
class Opening:
    """
    A stretch of one day, in the shop's time, in which people answer.
    """

    opens: time
    closes: time


Week = tuple[tuple[Opening, ...], ...]


def openings_on(week: Week, day: date) -> tuple[Opening, ...]:
    """
    The openings of this day in a week that begins with Saturday.
    """
    # Python's week begins on Monday, the shop's on Saturday.
    return week[(day.weekday() + 2) % 7]


def _country_of(telephone: object) -> str | None:
    try:
        number = phonenumbers.parse(str(telephone))
    except phonenumbers.NumberParseException:
        return None
    code = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


@dataclass(frozen=True)
class Values:
    """
    Reads values of one file; each method raises `BadShopFileError` for a wrong one.
    """

    path: Path

    def fault(self, key: str, problem: str) -> BadShopFileError:
        """
        The error to raise.
        """
        return BadShopFileError(f"{self.path}: {key} {problem}.")

    def get(self, values: Mapping[str, object], key: str) -> object:
        """
        A value that must be there.
        """
        if key not in values:
            raise self.fault(key, "is missing")
        return values[key]

    def mapping(self, key: str, value: object) -> Mapping[str, object]:
        """
        Keys with values.
        """
        if not isinstance(value, dict):
            raise self.fault(key, "must hold keys with values")
        return {str(name): part for name, part in value.items()}

    def match(self, key: str, value: object, pattern: str, expected: str) -> str:
        """
        A text of this form; `expected` says it in words.
        """
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise self.fault(key, f"must be {expected}")
        return value

    def languages(self, value: object) -> tuple[str, ...]:
        """
        Languages that we know, each once.
        """
        known = ", ".join(LANGUAGES)
        if not isinstance(value, list) or not value:
            raise self.fault("languages", f"must be a list out of {known}")
        for language in value:
            if language not in LANGUAGES:
                raise self.fault("languages", f"knows only {known}")
        if len(set(value)) != len(value):
            raise self.fault("languages", "must name each language once")
        return tuple(value)

    def texts(
        self, key: str, value: object, languages: tuple[str, ...]
    ) -> Mapping[str, str]:
        """
        A text in each of the shop's languages.
        """
        values = self.mapping(key, value)
        texts: dict[str, str] = {}
        for language in languages:
            text = values.get(language)
            if not isinstance(text, str) or not text.strip():
                raise self.fault(f"{key}.{language}", "must be a text")
            texts[language] = text.strip()
        return MappingProxyType(texts)

    def some_texts(
        self, key: str, values: Mapping[str, object], languages: tuple[str, ...]
    ) -> Mapping[str, str]:
        """
        The same of a key that may be left out: no text then.
        """
        if key not in values:
            return MappingProxyType({})
        return self.texts(key, values[key], languages)

    def currency_code(self, key: str, value: object) -> str:
        """
        The code of a currency, of ISO 4217 or IRT for the toman, which has none there.
        """
        expected = "must be a known currency, such as IRT, SAR or USD"
        if not isinstance(value, str) or value not in list_currencies() | {"IRT"}:
            raise self.fault(key, expected)
        return value

    def country(self, key: str, value: object, telephone: object) -> str:
        """
        A country's two letters; left out, the country of the shop's telephone.
        """
        if value is None:
            code = _country_of(telephone)
            if code is None:
                raise self.fault(
                    key,
                    "is missing, and the telephone's number does not tell it: "
                    "add two letters, such as IR",
                )
            return code
        if value not in phonenumbers.SUPPORTED_REGIONS:
            raise self.fault(
                key, 'must be a known country\'s two letters in quotes, such as "IR"'
            )
        return str(value)

    def zone(self, value: object) -> ZoneInfo:
        """
        A time zone by its name.
        """
        expected = "must be a time zone, such as Asia/Tehran"
        if not isinstance(value, str):
            raise self.fault("time_zone", expected)
        try:
            return ZoneInfo(value)
        # ZoneInfo opens files by name: a wrong one fails in any of these ways.
        except (KeyError, ValueError, OSError) as exc:
            raise self.fault("time_zone", expected) from exc

    def known(
        self, key: str, value: object, keys: Iterable[str]
    ) -> Mapping[str, object]:
        """
        Keys with values, none of them but `keys`.
        """
        values = self.mapping(key, value)
        for name in sorted(values.keys() - set(keys)):
            raise self.fault(f"{key}.{name}", "is not a key of this file")
        return values

    def items(self, key: str, value: object) -> list[object]:
        """
        A list, which may be empty.
        """
        if not isinstance(value, list):
            raise self.fault(key, "must be a list")
        return value

    def week(self, key: str, value: object) -> Week:
        """
        Seven days with their openings.
        """
        days = self.mapping(key, value)
        for day in sorted(days.keys() - set(WEEKDAYS)):
            raise self.fault(f"{key}.{day}", "is not a day of the week")
        return tuple(self._day(f"{key}.{day}", days.get(day)) for day in WEEKDAYS)

    def place(self, key: str, value: object) -> tuple[float, float]:
        """
        A place on the earth: latitude and longitude.
        """
        if isinstance(value, list) and len(value) == 2:
            latitude, longitude = value
            if _within(latitude, 90) and _within(longitude, 180):
                return float(latitude), float(longitude)
        raise self.fault(key, "must be a latitude and a longitude: [35.76, 51.41]")

    def _day(self, key: str, value: object) -> tuple[Opening, ...]:
        if not isinstance(value, list):
            raise self.fault(key, "must be a list (an empty one when closed)")
        openings: list[Opening] = []
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2:
                raise self.fault(key, 'must hold pairs such as ["09:00", "21:00"]')
            opens, closes = (self._time(key, moment) for moment in pair)
            if opens >= closes or (openings and openings[-1].closes > opens):
                raise self.fault(key, "must go forward in time")
            openings.append(Opening(opens, closes))
        return tuple(openings)

    def _time(self, key: str, value: object) -> time:
        text = self.match(
            key, value, r"([01]\d|2[0-3]):[0-5]\d", 'times in quotes, such as "09:00"'
        )
        return time.fromisoformat(text)


def _within(value: object, most: int) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and -most <= value <= most  # type: ignore[operator]
