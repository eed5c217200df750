"""
How the pages of accounts look: templates, words, the shop's name and colours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import yaml
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response

from actions.formatting import digits, moment
from bot.accounts import cookies
from bot.accounts.guard import with_headers
from bot.conversations.clock import Clock
from bot.shop import ShopSettings
from bot.shop_values import LANGUAGES

TITLES = {"fa": "فارسی", "ar": "العربية", "en": "English"}
LANGUAGE_SECONDS = 365 * 24 * 3600
_WORDS = Path(__file__).parent / "words.yml"
WEB = Path(__file__).parents[1] / "web"
"""Templates in `account` and `desk`, the letters of all our pages in `fonts`."""

Words = Callable[..., str]


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """
    Every sentence of the pages, by name and language.
    """
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        _WORDS.read_text(encoding="utf-8")
    )
    return found


def in_language(language: str) -> Words:
    """
    Gives sentences in one language, with numbers in its digits.
    """

    def say(name: str, **values: object) -> str:
        shown = {key: digits(str(value), language) for key, value in values.items()}
        return words()[name][language].format(**shown)

    return say


class Look:
    """
    Renders pages for whoever asks, in their language.
    """

    def __init__(self, shop: ShopSettings, clock: Clock) -> None:
        self._shop = shop
        self._clock = clock
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader([WEB / "account", WEB / "desk"]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._style = _style(shop)
        self._version = hashlib.sha256(self._style.encode()).hexdigest()[:12]

    def page(
        self, request: Request, template: str, *, status: int = 200, **values: Any
    ) -> Response:
        """
        Render a template as a whole page.
        """
        language = self.language_of(request)
        content = self._templates.get_template(template).render(
            t=in_language(language),
            language=language,
            direction="ltr" if language == "en" else "rtl",
            languages=[(each, TITLES[each]) for each in LANGUAGES],
            here=values.pop("here", request.url.path),
            shop=self._name(language),
            version=self._version,
            when=lambda at: self._when(at, language),
            **values,
        )
        response = HTMLResponse(content, status)
        if request.query_params.get("lang") in LANGUAGES:
            cookies.write(
                response,
                request,
                cookies.LANGUAGE,
                language,
                seconds=LANGUAGE_SECONDS,
            )
        return with_headers(response)

    def language_of(self, connection: HTTPConnection) -> str:
        """
        The language that was chosen, or that the browser prefers, or the shop's.
        """
        chosen = (
            connection.query_params.get("lang"),
            cookies.read(connection, cookies.LANGUAGE),
            *_accepted(connection.headers.get("accept-language", "")),
            self._shop.default_language,
        )
        return next((each for each in chosen if each in LANGUAGES), LANGUAGES[0])

    def style(self) -> Response:
        """
        The style sheet, with the shop's colours in front.
        """
        headers = {
            "Cache-Control": "public, max-age=86400",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(self._style, media_type="text/css", headers=headers)

    def _name(self, language: str) -> str:
        names = self._shop.name
        return names.get(language) or names[self._shop.default_language]

    def _when(self, at: datetime, language: str) -> str:
        zone = self._shop.time_zone
        today = self._clock().astimezone(zone).date()
        return moment(at.astimezone(zone), today, language)


def _accepted(header: str) -> list[str]:
    """
    The languages of an Accept-Language, the preferred first.
    """
    found = []
    for part in header[:200].split(","):
        tag, _, rest = part.strip().partition(";")
        quality = rest.strip().removeprefix("q=") or "1"
        try:
            found.append((-float(quality), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(found, key=lambda each: each[0])]


def colours(shop: ShopSettings) -> str:
    """
    The letters and colours of all our pages as CSS, the shop's own in front.
    """
    own = shop.colours
    variables = (
        f":root {{ --accent: {own.accent}; --on-accent: {own.on_accent}; "
        f"--shop-ink: {own.ink}; --shop-paper: {own.paper}; }}\n"
    )
    return variables + (WEB / "account" / "colours.css").read_text(encoding="utf-8")


def _style(shop: ShopSettings) -> str:
    return colours(shop) + (WEB / "account" / "account.css").read_text(encoding="utf-8")
