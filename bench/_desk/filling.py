"""
A database full of open conversations, with who works on them and who writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.accounts import actors, sessions, users
from bot.accounts.rights import Role
from bot.accounts.sessions import Stage, Visitor
from bot.accounts.staff import NewAccount
from bot.channels.webchat import sign_in
from bot.conversations import inbox, owner, work
from bot.conversations.handoffs import standing, steps
from bot.conversations.messages import HandOver, IncomingMessage
from bot.desk import presence
from crm_connector.model import Identity

LANGUAGES = ("fa", "ar", "en")
_SKILLS = (None, "returns", "payments")
_OPERATOR = actors.operator("benchmark")
_HERE = Visitor("127.0.0.1")
_PACKET = {
    "version": 1,
    "wish": {"intent": "track_order", "words": "where is my parcel", "language": "en"},
}


@dataclass(frozen=True)
class Agent:
    """
    Somebody who is signed in, and their conversations with who writes in them.

    `held` are handoffs, each with the session of its customer.
    """

    secret: str
    held: tuple[tuple[int, str], ...]


def fill(
    connection: Connection, agents: int, open_ones: int, held_each: int, now: datetime
) -> tuple[str, list[Agent]]:
    """
    Give the session of a lead and all agents; who is not held by them waits.
    """
    lead = _account(connection, "lead", Role.ADMIN, now)
    numbers = [
        _account(connection, f"agent{n}", Role.AGENT, now) for n in range(agents)
    ]
    wishes = _wishes(connection, open_ones, now)
    seated = []
    for account in numbers:
        held = []
        for _ in range(held_each):
            number, session = next(wishes)
            steps.claim(connection, number, str(account), now)
            held.append((number, session))
        seated.append(Agent(_session(connection, account, now), tuple(held)))
    for _ in wishes:
        pass
    return _session(connection, lead, now), seated


def _wishes(
    connection: Connection, count: int, now: datetime
) -> Iterator[tuple[int, str]]:
    """
    Strangers who ask for a person; gives each wish with its customer's session.
    """
    for n in range(count):
        asked = now - timedelta(seconds=count - n)
        begun = sign_in.as_stranger(connection, asked)
        thread = begun.conversation
        message = IncomingMessage(
            thread, "web", f"wish-{n}", Identity(), text="a person please", scoped=True
        )
        accepted = inbox.accept(connection, message, asked)
        if accepted.work is not None:
            work.close(connection, accepted.work.item, work.DONE)
        _, epoch = owner.current(connection, thread)
        wanted = HandOver(
            "asked",
            LANGUAGES[n % len(LANGUAGES)],
            skill=_SKILLS[n % 7] if n % 7 < len(_SKILLS) else None,
            promised_at=asked + timedelta(hours=1 + n % 5),
            packet=_PACKET,
        )
        steps.request(
            connection, thread, wanted, asked, thread=thread, expected_epoch=epoch
        )
        found = standing.opened(connection, thread)
        if found is None:
            raise RuntimeError("a wish is not open")
        yield found.number, begun.session


def _account(connection: Connection, login: str, role: Role, now: datetime) -> int:
    names = {each: login.title() for each in LANGUAGES}
    new = NewAccount(login, names, role, LANGUAGES, ("returns", "payments"), 50)
    account = users.add(connection, new, "-", by=_OPERATOR, now=now)
    presence.seen(connection, account.id, now)
    return account.id


def _session(connection: Connection, account: int, now: datetime) -> str:
    return sessions.begin(connection, account, Stage.FULL, _HERE, now)
