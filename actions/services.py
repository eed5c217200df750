"""
The one door from an action to the rest of the house.

The composition root calls `configure` once; whoever runs a turn says with `acting_for`
who is writing. rasa-sdk makes actions without arguments, so they ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol

from actions.shop import Shop
from crm_connector.gate import CustomerGate
from crm_connector.model import ContactKind, Identity


class NotConfigured(RuntimeError):
    """
    An action ran before the composition root had called `configure`.
    """


class Wording(Protocol):
    """
    What a response of the domain says in a language, as it is sent.
    """

    def __call__(self, response: str, language: str, **fields: str) -> str:
        """
        Its text with these fields.
        """


def _no_words(response: str, language: str, **_: str) -> str:
    raise NotConfigured(f"Nobody said how to word {response} in {language}.")


@dataclass(frozen=True)
class Services:
    """
    What actions may use.

    `clock` gives aware moments, `zone` is the shop's time zone, and `languages` are
    those in which the shop answers. `shop` is what it says about itself (None:
    nothing). Telephone numbers and prices that name none are of `country` and in
    `currency`. One-time codes go to contacts of the kinds in `codes_reach`. `wording`
    tells what a response of the domain says. `sources` are what customers hear the
    shop's systems called, by language, and `lists` the points that stand in them;
    `billing` says whose orders the invoices of a system are for, where those are
    another one's.
    """

    gate: CustomerGate
    clock: Callable[[], datetime]
    zone: tzinfo
    languages: tuple[str, ...] = ("fa", "ar", "en")
    shop: Shop | None = None
    country: str = "IR"
    currency: str = "IRT"
    codes_reach: frozenset[ContactKind] = frozenset()
    wording: Wording = _no_words
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    billing: Mapping[str, str] = field(default_factory=dict)

    def now(self) -> datetime:
        """
        This moment in the shop's time zone.
        """
        return self.clock().astimezone(self.zone)

    def called(self, source: str, lang: str) -> str | None:
        """
        A system in the shop's words, as it stands in a sentence; None without any.
        """
        return self.sources.get(source, {}).get(lang)

    def list_called(self, source: str, lang: str) -> str | None:
        """
        A list of points in people's words: else what the system is called.
        """
        return self.lists.get(source, {}).get(lang) or self.called(source, lang)


_services: Services | None = None
_identity: ContextVar[Identity] = ContextVar("identity", default=Identity())  # noqa: B039 - frozen


def configure(services: Services | None) -> None:
    """
    Give actions their services (None takes them away again).
    """
    global _services  # noqa: PLW0603 - rasa-sdk leaves no other way in
    _services = services


def services() -> Services:
    """
    The services, or `NotConfigured`.
    """
    if _services is None:
        raise NotConfigured("Call actions.services.configure(...) at start.")
    return _services


@contextmanager
def acting_for(identity: Identity) -> Iterator[None]:
    """
    Within this block, and the tasks it awaits, actions work for this person.
    """
    token = _identity.set(identity)
    try:
        yield
    finally:
        _identity.reset(token)


def identity() -> Identity:
    """
    Who is writing: proven by the channel, never by anything in the conversation.
    """
    return _identity.get()
