"""
Linking a session of the web chat with an account of a messenger: what both sides know.

Neither channel knows the other. The messenger keeps the links and offers `Links`; the
web chat tells it by an `AskerOf` who holds one of its sessions now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from sqlalchemy.engine import Connection


class Step(str, Enum):
    """
    How far a link has got, as the web side is told.
    """

    NONE = "none"
    """None was asked for."""
    OPEN = "open"
    """It waits to be opened by an account."""
    WAITING = "waiting"
    """An account has opened it and has not said yet whether it wants it."""
    ASKED = "asked"
    """The account has said yes; the web side has to say whether it is theirs."""
    DONE = "done"
    REFUSED = "refused"
    """One of the two has said no."""
    TAKEN = "taken"
    """The account is somebody's already, whom the web side has not proven to be."""
    OVER = "over"
    """Nobody finished it in time, or the session is another one's now."""


@dataclass(frozen=True)
class Asker:
    """
    Who holds a session of the web chat now: the hash of it, and what it holds.
    """

    session: str
    conversation: str
    customer_id: str | None


@dataclass(frozen=True)
class Offer:
    """
    An address that whoever means to be linked opens, and its seconds.
    """

    link: str
    good_for: int


@dataclass(frozen=True)
class LinkState:
    """
    How far a link has got; `account` is how whoever wants it is called there.

    Of an account that has not said yes nothing is told. `good_for` is how many seconds
    are left for what is still to be done.
    """

    step: Step
    id: str = ""
    account: str = ""
    good_for: int = 0


@dataclass(frozen=True)
class Linked:
    """
    A chat that holds a conversation by a link alone, and how it is spoken to.
    """

    chat: int
    name: str
    language: str


class LinkUnavailable(Exception):
    """
    The messenger is not reached yet, so nobody knows where a link would lead.
    """


class NothingAsked(Exception):
    """
    What is answered was not asked of this session, or not any more.
    """


AskerOf = Callable[[Connection, str, datetime], "Asker | None"]
"""Gives who holds a session, by its hash; None if it is not good or not sure enough."""
NameOf = Callable[[str], Awaitable[str]]
"""Gives the name on file of a customer; raises `CrmError`."""


class Links(Protocol):
    """
    What the web chat asks of the messenger. Sessions are named by their hash.
    """

    async def offer(self, asker: Asker) -> Offer:
        """
        Make a link, in place of the one before. Raises `LinkUnavailable`.
        """

    async def state(self, session: str) -> LinkState:
        """
        Tell how far the session's link has got.
        """

    async def answer(self, session: str, link: str, *, yes: bool) -> LinkState:
        """
        Say for the session whether the account is theirs. Raises `NothingAsked`.
        """

    async def linked(self, conversation: str) -> Sequence[Linked]:
        """
        The chats that hold a conversation by a link alone.
        """

    async def part(self, session: str, linked: Sequence[Linked]) -> None:
        """
        End the session's link, and what these chats hold by one; they are told.
        """
