"""
The shop's own settings, read once from a YAML file that the shop writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.contrast import contrast
from bot.handoff.table import DeskSettings, read_desk
from bot.holidays import NONE, Holidays, read_holidays
from bot.news.settings import NewsSettings, read_news
from bot.shop_values import (
    LANGUAGES,
    WEEKDAYS,
    BadShopFileError,
    Opening,
    Values,
    Week,
    openings_on,
)

__all__ = [
    "LANGUAGES",
    "LINKS",
    "TOPICS",
    "WEEKDAYS",
    "BadShopFileError",
    "Branch",
    "Colours",
    "Currency",
    "DeliveryTime",
    "Opening",
    "ShopSettings",
    "load_shop",
]

# The parser written in C is ten times as fast; some builds of the library lack it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What a shop may say about its rules, each as one text: `policies` in its file.
TOPICS = (
    "delivery",
    "delivery_time",
    "returns",
    "sending_back",
    "refunds",
    "cancellation",
    "changes",
    "payment",
    "differences",
    "failed_payment",
    "invoice",
    "warranty",
    "points",
    "privacy",
)
# Pages of the shop's site, each an address: `links` in its file.
LINKS = ("account", "password", "register", "reviews")

_READABLE = 4.5  # WCAG AA for text of normal size.
_KEYS = frozenset(
    (
        "name",
        "greeting",
        "languages",
        "time_zone",
        "currency",
        "country",
        "telephone",
        "website",
        "colours",
        "hours",
        "email",
        "address",
        "policies",
        "offers",
        "branches",
        "delivery_times",
        "holidays",
        "links",
        "desk",
        "news",
    )
)
_BRANCH_KEYS = ("key", "name", "city", "address", "telephone", "hours", "at", "map")
_NUMBER = r"\+[1-9]\d{6,14}"
_A_NUMBER = 'an international number in quotes, such as "+982100000100"'
_ADDRESS = r"https?://\S+"
_AN_ADDRESS = "an address that begins with https://"
_MAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_A_MAIL = "an e-mail address"
# A map of everybody's, without a key; `map` of a branch names another.
_MAP = "https://www.openstreetmap.org/"


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
class Branch:
    """
    A place where customers can go. Texts are keyed by language.

    `key` is the branch's id in the shop's system; `at` is latitude and longitude, and
    `map` an address to look at (empty if neither is known). On `holidays` it is closed.
    """

    key: str
    name: Mapping[str, str]
    city: Mapping[str, str]
    address: Mapping[str, str]
    telephone: str
    hours: Week
    at: tuple[float, float] | None
    map: str
    holidays: Holidays = NONE

    def usually(self, day: date) -> tuple[Opening, ...]:
        """
        When the branch is open on this day of the week, if that is no holiday.
        """
        return openings_on(self.hours, day)

    def is_holiday(self, day: date) -> bool:
        """
        Whether it is closed on this very day.
        """
        return day in self.holidays


@dataclass(frozen=True)
class DeliveryTime:
    """
    How long delivery takes to one city, in words. Texts are keyed by language.
    """

    city: Mapping[str, str]
    time: Mapping[str, str]


@dataclass(frozen=True)
class ShopSettings:
    """
    What a shop says about itself. Texts are keyed by language.

    `country` is its two letters: telephone numbers without a country's code are of it.
    `hours` are those of the telephone: seven days beginning with Saturday; a closed day
    is an empty tuple. `policies` holds the texts of those topics that the shop wrote
    something about, `offers` what is cheaper now and `address` where the shop itself is
    (both empty if nothing is written). On
    `holidays` branches and telephone are closed. `links` holds those pages of the site
    that the shop named. `desk` says when people answer in the chat and what for, and
    `news` how customers are told of their orders unasked.
    """

    name: Mapping[str, str]
    greeting: Mapping[str, str]
    languages: tuple[str, ...]
    time_zone: ZoneInfo
    currency: Currency
    country: str
    telephone: str
    website: str
    colours: Colours
    hours: Week
    email: str
    address: Mapping[str, str]
    policies: Mapping[str, Mapping[str, str]]
    offers: Mapping[str, str]
    branches: tuple[Branch, ...]
    delivery_times: tuple[DeliveryTime, ...]
    desk: DeskSettings
    holidays: Holidays
    links: Mapping[str, str]
    news: NewsSettings

    @property
    def default_language(self) -> str:
        """
        The language for people whose own is not known yet.
        """
        return self.languages[0]

    def usually(self, day: date) -> tuple[Opening, ...]:
        """
        When the shop answers on this day of the week, if that is no holiday.
        """
        return openings_on(self.hours, day)

    def is_holiday(self, day: date) -> bool:
        """
        Whether it is closed on this very day.
        """
        return day in self.holidays


def load_shop(path: Path) -> ShopSettings:
    """
    Read and check the shop's file; raises BadShopFileError with one clear sentence.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe one
    except (OSError, UnicodeDecodeError) as exc:
        raise BadShopFileError(f"{path}: cannot be read ({exc}).") from exc
    except yaml.YAMLError as exc:
        raise BadShopFileError(f"{path}: is not YAML ({_where(exc)}).") from exc
    return _Reader(path).shop(content)


def _where(exc: yaml.YAMLError) -> str:
    mark = getattr(exc, "problem_mark", None)
    return f"line {mark.line + 1}" if mark is not None else "no line known"


class _Reader(Values):
    """
    Makes the shop out of the values of its file.
    """

    def shop(self, content: object) -> ShopSettings:
        top = self.mapping("the file", content)
        for key in sorted(top.keys() - _KEYS):
            raise self.fault(key, "is not a key of this file")
        languages = self.languages(self.get(top, "languages"))
        currency = self.mapping("currency", self.get(top, "currency"))
        holidays = self._holidays(top)
        return ShopSettings(
            name=self.texts("name", self.get(top, "name"), languages),
            greeting=self.texts("greeting", self.get(top, "greeting"), languages),
            languages=languages,
            time_zone=self.zone(self.get(top, "time_zone")),
            currency=Currency(
                code=self.currency_code("currency.code", currency.get("code")),
                name=self.texts("currency.name", currency.get("name"), languages),
            ),
            telephone=self.match(
                "telephone", self.get(top, "telephone"), _NUMBER, _A_NUMBER
            ),
            country=self.country(
                "country", top.get("country"), self.get(top, "telephone")
            ),
            website=self.match(
                "website",
                self.get(top, "website"),
                _ADDRESS,
                _AN_ADDRESS,
            ),
            colours=self._colours(self.get(top, "colours")),
            hours=self.week("hours", self.get(top, "hours")),
            email=self.match("email", top["email"], _MAIL, _A_MAIL)
            if "email" in top
            else "",
            address=self.some_texts("address", top, languages),
            policies=self._policies(top.get("policies", {}), languages),
            offers=self.some_texts("offers", top, languages),
            branches=self._branches(top.get("branches", []), languages, holidays),
            delivery_times=self._delivery_times(
                top.get("delivery_times", []), languages
            ),
            desk=read_desk(
                self,
                top.get("desk", {}),
                week=self.week("hours", self.get(top, "hours")),
                zone=self.zone(self.get(top, "time_zone")),
                closed=holidays,
            ),
            holidays=holidays,
            links=self._links(top.get("links", {})),
            news=read_news(
                self, top.get("news", {}), self.zone(self.get(top, "time_zone"))
            ),
        )

    def _holidays(self, top: Mapping[str, object]) -> Holidays:
        """
        The shop's own; where it names none, those of its people in the chat.
        """
        if "holidays" in top:
            return read_holidays(self, "holidays", top["holidays"])
        desk = top.get("desk")
        if not isinstance(desk, dict):
            return NONE
        return read_holidays(self, "desk.holidays", desk.get("holidays", []))

    def _links(self, value: object) -> Mapping[str, str]:
        return MappingProxyType(
            {
                name: self.match(f"links.{name}", address, _ADDRESS, _AN_ADDRESS)
                for name, address in self.known("links", value, LINKS).items()
            }
        )

    def _colours(self, value: object) -> Colours:
        values = self.mapping("colours", value)
        hexes = {
            key: self.match(
                f"colours.{key}",
                values.get(key),
                r"#[0-9a-fA-F]{6}",
                'a colour in quotes, such as "#0b6e69"',
            )
            for key in ("accent", "on_accent", "ink", "paper")
        }
        for text, ground in (("on_accent", "accent"), ("ink", "paper")):
            if contrast(hexes[text], hexes[ground]) < _READABLE:
                raise self.fault(f"colours.{text}", f"is hard to read on {ground}")
        return Colours(**hexes)

    def _policies(
        self, value: object, languages: tuple[str, ...]
    ) -> Mapping[str, Mapping[str, str]]:
        topics = self.known("policies", value, TOPICS)
        return MappingProxyType(
            {
                topic: self.texts(f"policies.{topic}", texts, languages)
                for topic, texts in topics.items()
            }
        )

    def _branch(
        self,
        key: str,
        value: object,
        languages: tuple[str, ...],
        holidays: Holidays,
    ) -> Branch:
        values = self.known(key, value, _BRANCH_KEYS)
        at = self.place(f"{key}.at", values["at"]) if "at" in values else None
        link = f"{_MAP}?mlat={at[0]}&mlon={at[1]}#map=17/{at[0]}/{at[1]}" if at else ""
        if "map" in values:
            link = self.match(f"{key}.map", values["map"], _ADDRESS, _AN_ADDRESS)
        return Branch(
            key=self.match(
                f"{key}.key",
                values.get("key"),
                r"\S+",
                "a text without spaces, such as tehran-valiasr",
            ),
            name=self.texts(f"{key}.name", values.get("name"), languages),
            city=self.texts(f"{key}.city", values.get("city"), languages),
            address=self.texts(f"{key}.address", values.get("address"), languages),
            telephone=self.match(
                f"{key}.telephone", values.get("telephone"), _NUMBER, _A_NUMBER
            ),
            hours=self.week(f"{key}.hours", values.get("hours")),
            at=at,
            map=link,
            holidays=holidays,
        )

    def _branches(
        self, value: object, languages: tuple[str, ...], holidays: Holidays
    ) -> tuple[Branch, ...]:
        branches = tuple(
            self._branch(f"branches.{place}", each, languages, holidays)
            for place, each in enumerate(self.items("branches", value), 1)
        )
        if len({branch.key for branch in branches}) != len(branches):
            raise self.fault("branches", "must have a key of its own each")
        return branches

    def _delivery_times(
        self, value: object, languages: tuple[str, ...]
    ) -> tuple[DeliveryTime, ...]:
        times = []
        for place, each in enumerate(self.items("delivery_times", value), 1):
            key = f"delivery_times.{place}"
            values = self.known(key, each, ("city", "time"))
            city = self.texts(f"{key}.city", values.get("city"), languages)
            time = self.texts(f"{key}.time", values.get("time"), languages)
            times.append(DeliveryTime(city, time))
        return tuple(times)
