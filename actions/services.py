"""
The one door from an action to the rest of the house.

The composition root calls `configure` once; whoever runs a turn says with `acting_for`
who is writing. rasa-sdk makes actions without arguments, so they ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Protocol

from actions.opinions import Reviews
from actions.papers import Papers
from actions.people_there import Desk
from actions.shop import Goods, Shop
from actions.unasked import News
from crm_connector import order_changes as wish_of
from crm_connector.access import Attended
from crm_connector.gate import CustomerGate
from crm_connector.model import Assurance, ContactKind, Identity
from crm_connector.policies.terms import Policies

__all__ = ["Attended", "wish_of"]
"""How a wish is named to which a yes is said."""


WEB = "web"
"""The channel of whoever writes on the shop's own pages."""


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
class Called:
    """
    The wish for a person: why, and by when the customer was told to hear from one.

    `name` is what they are called, where they have proven who they are.
    """

    reason: str
    promised: datetime | None
    name: str = ""


@dataclass
class Acting:
    """
    For whom actions work in one turn, and what they want of the desk.

    `is_waiting` tells that a person is to come already. `called` and `withdraws` are
    read after the turn. How `upset` they are is from 0 to 1. `told` is what
    `actions.shared.last_told` keeps of what was told in it. With their message came so
    many `files`, on this `channel`; `took_files` says they were asked for. While it
    `goes_on`, something else that they wanted with the same message is answered after
    this; what a form asks `is_deferred` where that is another form's wish. What came
    `before` are the intents of what was answered of it already. With `asks_proof` they
    have to show who they are before this can be answered.
    """

    identity: Identity
    is_waiting: bool = False
    upset: float = 0.0
    files: int = 0
    channel: str = WEB
    called: Called | None = None
    withdraws: bool = False
    told: str | None = None
    goes_on: bool = False
    is_deferred: bool = False
    took_files: bool = False
    before: tuple[str, ...] = ()
    asks_proof: bool = False


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
    another one's. `policies` are what it allows to be done with orders: without any,
    how that is done is told, and nothing done. Without a `desk` nobody can be called
    into the chat, without `reviews` nothing that a customer thinks is passed on,
    without `papers` nothing is printed, without `news` nobody is told anything
    unasked, and without `goods` nothing is bought.
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
    desk: Desk | None = None
    reviews: Reviews | None = None
    papers: Papers | None = None
    news: News | None = None
    policies: Policies = field(default_factory=Policies)
    goods: Goods | None = None

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
_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


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
    # Whoever is called into a group would speak of one customer's things before all.
    return replace(_services, desk=None) if in_public() else _services


@contextmanager
def acting_for(
    identity: Identity,
    *,
    is_waiting: bool = False,
    upset: float = 0.0,
    files: int = 0,
    channel: str = WEB,
) -> Iterator[Acting]:
    """
    Within this block, and the tasks it awaits, actions work for this person.

    Afterwards what it gives tells what they want of the desk.
    """
    acting = Acting(identity, is_waiting, upset, files, channel)
    token = _acting.set(acting)
    try:
        yield acting
    finally:
        _acting.reset(token)


def identity() -> Identity:
    """
    Who is writing: proven by the channel, never by anything in the conversation.
    """
    acting = _acting.get()
    return Identity() if acting is None else acting.identity


def in_public() -> bool:
    """
    Whether others read along: on a channel of accounts, who has none is a group.
    """
    acting = _acting.get()
    if acting is None or acting.channel == WEB:
        return False
    return acting.identity.assurance is Assurance.ANONYMOUS


def is_waiting() -> bool:
    """
    Whether a person is to come: called before this turn, or in it.
    """
    acting = _acting.get()
    if acting is None or acting.withdraws:
        return False
    return acting.is_waiting or acting.called is not None


def upset() -> float:
    """
    How upset whoever is writing seems to be, from 0 to 1.
    """
    acting = _acting.get()
    return 0.0 if acting is None else acting.upset


def files() -> int:
    """
    How many files came with the message.
    """
    acting = _acting.get()
    return 0 if acting is None else acting.files


def take_files() -> None:
    """
    Say that what came with the message is what was to be shown.
    """
    acting = _acting.get()
    if acting is not None:
        acting.took_files = True


def channel() -> str:
    """
    On which channel they write, and will read what is said now.
    """
    acting = _acting.get()
    return WEB if acting is None else acting.channel


def desk() -> Desk | None:
    """
    The people who answer in the chat; None where there are none, or no services yet.
    """
    return None if _services is None or in_public() else _services.desk


def want_person(reason: str, promised: datetime | None, name: str = "") -> None:
    """
    Have a person called for this reason, unless one is to come already.

    `promised` is by when the customer was told to hear from one, `name` what they are
    called.
    """
    acting = _acting.get()
    if acting is not None and not is_waiting():
        acting.called = Called(reason, promised, name)


def note_told(told: str) -> None:
    """
    Keep until the end of the turn what was told in it; what is noted last counts.
    """
    acting = _acting.get()
    if acting is not None:
        acting.told = told


def noted_told() -> str | None:
    """
    What was told in this turn, if anything was noted.
    """
    acting = _acting.get()
    return None if acting is None else acting.told


def goes_on() -> bool:
    """
    Whether more of the same message is answered after this: a question comes last.
    """
    acting = _acting.get()
    return acting is not None and acting.goes_on


def answered_before() -> tuple[str, ...]:
    """
    As what the other wishes of the same message were understood that came before this.
    """
    acting = _acting.get()
    return () if acting is None else acting.before


def note_proof_asked() -> None:
    """
    Say that this cannot be answered before they have shown who they are.
    """
    acting = _acting.get()
    if acting is not None:
        acting.asks_proof = True


def is_deferred() -> bool:
    """
    Whether what a form asks now comes only after what another form has to ask.
    """
    acting = _acting.get()
    return acting is not None and acting.is_deferred


def withdraw_person() -> None:
    """
    Have nobody come any more.
    """
    acting = _acting.get()
    if acting is not None and acting.is_waiting:
        acting.withdraws = True
