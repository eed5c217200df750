"""
A shop's sources as one file names them: which systems, where, and who we are there.

The format is described in `docs/operator/sources.md`. Passwords do not stand in the
file: it names the variables of the environment that hold them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from crm_connector.errors import BadMapping
from crm_connector.model import OrderStatus
from crm_connector.secret import Secret
from crm_connector.source import Source
from crm_connector.sources.document import Section, read
from crm_connector.sources.http import HttpSettings
from crm_connector.webhooks import LEAST_SECRET, SignedWebhook, Webhook

S = TypeVar("S")
Clock = Callable[[], datetime]

LANGUAGES = ("fa", "ar", "en")
CHECKED = "checked"
CONTACTS = ("said", CHECKED)
BILLS = "bills_orders_of"
WEBHOOK = "webhook_secret"
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*", re.ASCII)


@dataclass(frozen=True)
class Opened:
    """
    The sources of a shop; `home` names the one whose customer ids its site signs.

    `titles` are what customers hear them called, by language, where the shop says it,
    and `lists` what they hear the points called that stand there.
    `checked` are the names of those whose contacts on file somebody has checked.
    `billing` says of a source whose invoices are for another one's orders, which one.
    `webhooks` read the rings of those that tell when orders have changed.
    """

    home: str
    sources: Mapping[str, Any]
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    checked: frozenset[str] = frozenset()
    billing: Mapping[str, str] = field(default_factory=dict)
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)

    async def close(self) -> None:
        """
        Let go of all of them, also where one of them cannot; that is raised afterwards.
        """
        async with AsyncExitStack() as closing:
            for source in self.sources.values():
                closing.push_async_callback(source.close)


async def open_sources(
    path: Path, environ: Mapping[str, str], *, clock: Clock
) -> Opened:
    """
    The sources of this file; nothing is asked of them yet.

    Relative paths are taken from the file's folder. Raises `BadMapping` with the file
    and the place of a mistake, also in the files that it names; then none stays open.
    """
    top = read(path)
    top.only(("home", "sources"))
    listed = top.section("sources")
    home = top.choice("home", list(listed.content), "")
    opened, titles, lists, checked, billing = {}, {}, {}, set(), {}
    webhooks: dict[str, Webhook] = {}
    async with AsyncExitStack() as opening:
        for name in listed.content:
            said = listed.section(name)
            kind = said.choice("kind", sorted(KINDS), "")
            source = KINDS[kind](_Said(said, path.parent, environ, name), clock)
            opening.push_async_callback(source.close)
            if source.name != name:
                raise listed.wrong(
                    name, f"the mapping file of this source calls it {source.name!r}"
                )
            opened[name] = source
            if said.content.get(WEBHOOK) is not None:
                webhooks[name] = _webhook(kind, said, environ)
            titles[name] = _title(said.section("title"))
            lists[name] = _title(said.section("points"))
            if said.choice("contacts", CONTACTS, CONTACTS[0]) == CHECKED:
                checked.add(name)
            if said.content.get(BILLS) is not None:
                others = [each for each in listed.content if each != name]
                billing[name] = said.choice(BILLS, others, "")
        # From here on they are closed by what is given.
        opening.pop_all()
    return Opened(home, opened, titles, lists, frozenset(checked), billing, webhooks)


def _title(said: Section) -> Mapping[str, str]:
    said.only((), LANGUAGES)
    return {lang: said.text(lang) for lang in said.content}


def _webhook(kind: str, said: Section, environ: Mapping[str, str]) -> Webhook:
    """
    By what the rings of a system of this kind are known; all but one sign as we say.
    """
    secret = _Said(said, Path(), environ, "").secret(WEBHOOK)
    if len(secret.reveal()) < LEAST_SECRET:
        raise said.wrong(WEBHOOK, f"must have at least {LEAST_SECRET} characters")
    if kind == "woocommerce":
        from crm_connector.sources.woocommerce.webhook import (  # noqa: PLC0415
            WooWebhook,
        )

        return WooWebhook(secret)
    return SignedWebhook(secret)


class _Said:
    """
    What the file says of one source, as the values that its settings need.
    """

    def __init__(
        self, section: Section, base: Path, environ: Mapping[str, str], name: str
    ) -> None:
        self._section = section
        self._base = base
        self._environ = environ
        self._name = name

    def only(self, *known: str) -> None:
        known = ("kind", "title", "points", "contacts", BILLS, WEBHOOK, *known)
        self._section.only((), known)

    def text(self, key: str) -> str:
        """
        The text at `key`, or that of the variable which it names: `{env: NAME}`.
        """
        if not isinstance(self._section.content.get(key), dict):
            return self._section.text(key)
        named = self._section.section(key)
        named.only(("env",))
        variable = named.text("env")
        if not _VARIABLE.fullmatch(variable):
            raise named.wrong("env", "must be the name of a variable, as SHOP_PASSWORD")
        value = self._environ.get(variable, "")
        if not value:
            raise named.wrong("env", f"the variable {variable} is not set")
        return value

    def secret(self, key: str) -> Secret:
        """
        What stands in the variable that is named at `key`.
        """
        if not isinstance(self._section.content.get(key), dict):
            raise self._section.wrong(key, "must name a variable: {env: NAME}")
        return Secret(self.text(key))

    def has(self, key: str) -> bool:
        return self._section.content.get(key) is not None

    def path(self, key: str) -> Path:
        return self._base / self.text(key)

    def settings(self, kind: type[S]) -> S:
        """
        The settings of this kind, each from the key of its name.
        """
        known: dict[str, Field[Any]] = {
            each.name: each
            for each in fields(kind)  # type: ignore[arg-type]
            if each.name != "name"
        }
        self.only(*known)
        values: dict[str, Any] = {"name": self._name}
        for name, each in known.items():
            if self._section.content.get(name) is not None:
                values[name] = self._read(name, each)
            elif each.default is MISSING and each.default_factory is MISSING:
                raise self._section.wrong(name, "this setting is missing")
        return self._made(kind, values)

    def _read(self, key: str, field: Field[Any]) -> Any:
        section, annotation = self._section, str(field.type)
        if annotation == "Secret":
            return self.secret(key)
        if annotation in ("str", "str | None"):
            return self.text(key)
        if annotation in ("int", "int | None"):
            return section.whole(key, 1)
        if annotation == "float":
            return section.seconds(key)
        if annotation == "bool":
            if not isinstance(section.content[key], bool):
                raise section.wrong(key, "must be true or false")
            return section.content[key]
        if annotation == "tuple[str, ...]":
            return section.texts(key)
        if annotation == "Mapping[str, OrderStatus]":
            return self._statuses(section.section(key))
        if annotation == "HttpSettings":
            inner = _Said(section.section(key), self._base, self._environ, "")
            return inner.http()
        raise TypeError(f"no file can say a setting of type {annotation}")

    def http(self) -> HttpSettings:
        """
        How patient we are with a system.
        """
        known = {each.name: each for each in fields(HttpSettings)}
        self._section.only((), known)
        said = self._section.content
        values = {name: self._read(name, known[name]) for name in said}
        return self._made(HttpSettings, values)

    def _made(self, kind: type[S], values: Mapping[str, Any]) -> S:
        try:
            return kind(**values)
        except ValueError as error:
            # The settings' own words, which name the setting and not its value.
            raise BadMapping(
                f"{self._section.file}: {self._section.place}: {error}"
            ) from None

    @staticmethod
    def _statuses(section: Section) -> dict[str, OrderStatus]:
        ours = [each.value for each in OrderStatus]
        return {
            theirs: OrderStatus(section.choice(theirs, ours, ""))
            for theirs in section.content
        }


def _sql(said: _Said, clock: Clock) -> Source:
    from crm_connector.sources.sql import SqlSource  # noqa: PLC0415 - only if it is used

    said.only("url", "mapping", "site")
    site = said.text("site") if said.has("site") else ""
    return SqlSource.open(
        said.text("url"), said.path("mapping"), clock=clock, site=site
    )


def _csv(said: _Said, clock: Clock) -> Source:
    from crm_connector.sources.csv import CsvSource  # noqa: PLC0415

    said.only("mapping")
    return CsvSource.open(said.path("mapping"), clock=clock)


def _vendure(said: _Said, clock: Clock) -> Source:
    from crm_connector.sources.vendure import (  # noqa: PLC0415
        VendureSettings,
        VendureSource,
    )

    return VendureSource(said.settings(VendureSettings), clock=clock)


def _tryton(said: _Said, clock: Clock) -> Source:
    from crm_connector.sources.tryton import (  # noqa: PLC0415
        TrytonSettings,
        TrytonSource,
    )

    return TrytonSource.open(said.settings(TrytonSettings), clock=clock)


def _woocommerce(said: _Said, clock: Clock) -> Source:
    from crm_connector.sources.woocommerce import (  # noqa: PLC0415
        WooSettings,
        WooSource,
    )

    return WooSource.open(said.settings(WooSettings), clock=clock)


KINDS: Mapping[str, Callable[[_Said, Clock], Source]] = {
    "sql": _sql,
    "csv": _csv,
    "vendure": _vendure,
    "tryton": _tryton,
    "woocommerce": _woocommerce,
}
"""The kinds of systems that there are sources for."""
