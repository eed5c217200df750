"""
Links from a session of the web chat to a private chat, as the database knows them.

A link is asked for on the web and opened by one chat. That chat is asked first, for to
open it is no wish yet to be named to whoever sent it; then the web side is asked.
The token in its address is good for being asked, never for being let in.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.channels.links import Asker, AskerOf, LinkState, Step
from bot.channels.telegram import chats
from bot.channels.telegram.tables import links

LIFE = timedelta(minutes=10)
"""From the wish for a link to its end, whoever has opened it."""
LONGEST_ACCOUNT = 200
KEPT_UNDONE = timedelta(days=1)
KEPT_DONE = timedelta(days=30)
"""So long the web side still hears what became of a link."""


@dataclass(frozen=True)
class Link:
    """
    A link, as it stands now. `chat` is the one that has opened it.
    """

    id: str
    session: str
    conversation: str
    customer_id: str | None
    expires_at: datetime
    chat: int | None
    account: str
    yes_here: bool | None
    yes_there: bool | None
    outcome: Step | None

    @property
    def is_agreed(self) -> bool:
        """
        Whether both sides have said yes.
        """
        return self.yes_here is True and self.yes_there is True

    def step(self, now: datetime) -> Step:
        """
        How far it has got.
        """
        if self.outcome is not None:
            return self.outcome
        if self.expires_at <= now:
            return Step.OVER
        if self.chat is None:
            return Step.OPEN
        return Step.ASKED if self.yes_here else Step.WAITING

    def state(self, now: datetime) -> LinkState:
        """
        The same, as the web side is told.
        """
        left = max(self.expires_at - now, timedelta())
        is_open = self.outcome is None
        seconds = int(left.total_seconds()) if is_open else 0
        account = self.account if self.yes_here else ""
        return LinkState(self.step(now), self.id, account, seconds)


def begin(connection: Connection, asker: Asker, now: datetime) -> str:
    """
    Give the token of a new link, in place of the session's former one.
    """
    token = secrets.token_urlsafe(32)
    connection.execute(links.delete().where(links.c.session == asker.session))
    _forget_old(connection, now)
    connection.execute(
        links.insert(),
        {
            "id": secrets.token_hex(16),
            "token": _hash_of(token),
            "session": asker.session,
            "conversation": asker.conversation,
            "customer_id": asker.customer_id,
            "created_at": now,
            "expires_at": now + LIFE,
        },
    )
    return token


def opened(
    connection: Connection, token: str, chat: int, account: str, now: datetime
) -> Link | None:
    """
    Let a private chat be the one that a link is for; None if it is not, or none is.

    The same chat may open it again. `account` is shown to the web side.
    """
    mine = sa.or_(links.c.chat.is_(None), links.c.chat == chat)
    which = links.c.token == _hash_of(token)
    taken = connection.execute(
        links.update()
        .where(which, mine, links.c.outcome.is_(None), links.c.expires_at > now)
        .values(chat=chat, account=account[:LONGEST_ACCOUNT])
    )
    return _one(connection, which) if taken.rowcount else None


def said_here(
    connection: Connection, link: str, chat: int, now: datetime, *, yes: bool
) -> Link | None:
    """
    Note what the chat that opened a link says of it; None if there is nothing to say.
    """
    mine = links.c.chat == chat
    return _said(connection, link, now, mine, links.c.yes_here, yes=yes)


def said_there(
    connection: Connection, link: str, session: str, now: datetime, *, yes: bool
) -> Link | None:
    """
    Note what the session says of the account that wants its link.

    Before that has said yes there is nothing to say: nobody is named yet.
    """
    mine = sa.and_(links.c.session == session, links.c.yes_here.is_(True))
    return _said(connection, link, now, mine, links.c.yes_there, yes=yes)


def settle(
    connection: Connection, link: Link, asker_of: AskerOf, now: datetime
) -> Link:
    """
    Make a link on which both have agreed, if both are still who they were.

    A chat that is somebody's already stays theirs: it is linked with nobody else, nor
    with a stranger, who would read what is theirs.
    """
    asker = asker_of(connection, link.session, now)
    held = None if link.chat is None else chats.find(connection, link.chat, link.chat)
    is_same = asker is not None and (asker.conversation, asker.customer_id) == (
        link.conversation,
        link.customer_id,
    )
    if asker is None or held is None or not is_same:
        return _end(connection, link, Step.OVER, now)
    present = held.identity.customer_id
    if present is not None and present != asker.customer_id:
        return _end(connection, link, Step.TAKEN, now)
    if held.conversation != asker.conversation:
        chats.link(connection, held, asker, now)
    return _end(connection, link, Step.DONE, now)


def refuse(connection: Connection, link: Link, now: datetime) -> Link:
    """
    End a link for which the chat that has opened it does not come into question.
    """
    return _end(connection, link, Step.REFUSED, now)


def of_session(connection: Connection, session: str) -> Link | None:
    """
    Give the link that a session has asked for.
    """
    return _one(connection, links.c.session == session)


def forget(connection: Connection, session: str) -> None:
    """
    Forget the session's link: nobody can open it or agree to it any more.
    """
    connection.execute(links.delete().where(links.c.session == session))


def find(connection: Connection, link: str) -> Link | None:
    """
    Give a link by its id.
    """
    return _one(connection, links.c.id == link)


def _said(
    connection: Connection,
    link: str,
    now: datetime,
    mine: Any,
    column: Any,
    *,
    yes: bool,
) -> Link | None:
    values: dict[str, Any] = {column.name: yes}
    if not yes:
        values |= {"outcome": Step.REFUSED.value, "ended_at": now}
    # In one step with the question whether it may be said: two may say it at once.
    noted = connection.execute(
        links.update()
        .where(
            links.c.id == link,
            mine,
            column.is_(None),
            links.c.outcome.is_(None),
            links.c.expires_at > now,
        )
        .values(**values)
    )
    return _one(connection, links.c.id == link) if noted.rowcount else None


def _end(connection: Connection, link: Link, outcome: Step, now: datetime) -> Link:
    connection.execute(
        links.update()
        .where(links.c.id == link.id)
        .values(outcome=outcome.value, ended_at=now)
    )
    found = find(connection, link.id)
    if found is None:
        raise LookupError("a link that was just written is gone")
    return found


def _one(connection: Connection, which: Any) -> Link | None:
    row = connection.execute(sa.select(links).where(which)).first()
    if row is None:
        return None
    return Link(
        row.id,
        row.session,
        row.conversation,
        row.customer_id,
        row.expires_at,
        row.chat,
        row.account or "",
        row.yes_here,
        row.yes_there,
        Step(row.outcome) if row.outcome else None,
    )


def _forget_old(connection: Connection, now: datetime) -> None:
    undone = sa.func.coalesce(links.c.outcome, "") != Step.DONE.value
    connection.execute(
        links.delete().where(
            sa.or_(
                sa.and_(undone, links.c.created_at <= now - KEPT_UNDONE),
                links.c.created_at <= now - KEPT_DONE,
            )
        )
    )


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
