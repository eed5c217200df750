"""
Sessions of the web chat: a random string in one browser, its hash in the database.

A session holds one conversation, wherever that stands, and what its browser has
proven: by the shop's token, which it outlasts, or by a one-time code, whose proof ends
it. Ending a session deletes it, with whatever code was under way.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.channels.webchat.errors import session_expired, session_invalid
from bot.channels.webchat.tables import sessions
from bot.conversations.tables import conversations, joined_threads
from bot.conversations.threads import Place
from crm_connector.identity import ageing, codes
from crm_connector.model import Assurance, Identity, ProofKind

CHANNEL = "web"
STRANGER_IDLE = timedelta(days=30)
CUSTOMER_IDLE = timedelta(hours=24)
"""A session ends when it was not used for so long."""
CUSTOMER_LIFE = timedelta(days=7)
"""And a customer's session in any case, however much it is used."""
USE_NOTED = timedelta(minutes=1)
"""How exactly the last use is known; noting each one would cost a write each."""
KEPT_EXPIRED = timedelta(days=30)
"""So long a client still hears "expired" rather than "no such session"."""
KEPT_EMPTY = timedelta(days=1)
"""So long a stranger's session is kept in which nothing was ever said."""

_FIND = (
    sa.select(
        sessions,
        joined_threads.c.thread,
        joined_threads.c.shift,
        conversations.c.customer_id.label("owner"),
    )
    .join(conversations, conversations.c.id == sessions.c.conversation)
    .outerjoin(joined_threads, joined_threads.c.conversation == sessions.c.conversation)
    .where(sessions.c.hash == sa.bindparam("hash"))
)
_NOTE_USE = (
    sessions.update()
    .where(sessions.c.hash == sa.bindparam("session_hash"))
    .values(used_at=sa.bindparam("used"), expires_at=sa.bindparam("expires"))
)


@dataclass(frozen=True)
class Session:
    """
    A session that is good now. `hash` names it inside the server.

    `contact` is the hash of where the code went that has proven its customer.
    """

    hash: str
    place: Place
    identity: Identity
    created_at: datetime
    used_at: datetime
    token: str | None = None
    contact: str | None = None

    @property
    def conversation(self) -> str:
        """
        What its browser holds for good.
        """
        return self.place.conversation

    @property
    def thread(self) -> str:
        """
        What its browser reads now, and is told of as its conversation.
        """
        return self.place.thread

    @property
    def proven_until(self) -> datetime | None:
        """
        When its proof ends, and the session with it; None if time alone ends it.

        What the shop's token has proven outlasts a code beside it.
        """
        proof = self.identity.proof
        return proof.until if proof is not None and self.token is None else None

    def is_use_to_note(self, now: datetime) -> bool:
        """
        Tell whether using it now is worth a write.
        """
        return now - self.used_at >= USE_NOTED


def hash_of(session: str) -> str:
    """
    Give the name under which the server knows a session.
    """
    return hashlib.sha256(session.encode("utf-8", "surrogatepass")).hexdigest()


def create(
    connection: Connection,
    conversation: str,
    identity: Identity,
    now: datetime,
    *,
    token: str | None = None,
    contact: str | None = None,
) -> str:
    """
    Begin a session and give the string that only its browser will know.

    `token` is the hash of the customer token that brought it about, `contact` the one
    of the telephone or e-mail that a code went to.
    """
    session = secrets.token_urlsafe(32)
    proof = identity.proof
    until = proof.until if proof is not None and token is None else None
    connection.execute(
        sessions.insert(),
        {
            "hash": hash_of(session),
            "conversation": conversation,
            "customer_id": identity.customer_id,
            "assurance": int(identity.assurance),
            "token": token,
            "code_at": proof.at if proof and proof.kind is ProofKind.CODE else None,
            "contact": contact,
            "created_at": now,
            "used_at": now,
            "expires_at": _expiry(identity, now, now, until),
        },
    )
    return session


def prove(
    connection: Connection, session_hash: str, contact: str, now: datetime
) -> None:
    """
    Note that the session's own customer has typed a fresh code.

    `contact` is the hash of where the code went. Raises if the session is not good.
    """
    find(connection, session_hash, now)
    connection.execute(
        sessions.update()
        .where(sessions.c.hash == session_hash)
        .values(code_at=now, contact=contact)
    )
    _note_use(connection, find(connection, session_hash, now), now)


def find(connection: Connection, session_hash: str, now: datetime) -> Session:
    """
    Give the session, or raise why it is not good.
    """
    row = connection.execute(_FIND, {"hash": session_hash}).first()
    if row is None:
        raise session_invalid()
    if row.expires_at <= now:
        raise session_expired()
    if row.owner is not None and row.customer_id != row.owner:
        # Somebody has signed in elsewhere with what this stranger shared with them.
        raise session_invalid()
    return Session(
        hash=row.hash,
        place=Place(row.conversation, row.thread or row.conversation, row.shift or 0),
        identity=_identity(row, now),
        created_at=row.created_at,
        used_at=row.used_at,
        token=row.token,
        contact=row.contact,
    )


def use(connection: Connection, session_hash: str, now: datetime) -> Session:
    """
    Give the session like `find`, and let it last longer.
    """
    session = find(connection, session_hash, now)
    if session.is_use_to_note(now):
        _note_use(connection, session, now)
    return session


def of_conversation(connection: Connection, conversation: str) -> list[str]:
    """
    Give the hashes of every session that holds a conversation.
    """
    query = sa.select(sessions.c.hash).where(sessions.c.conversation == conversation)
    return list(connection.execute(query).scalars())


def threads_of(connection: Connection, session_hash: str) -> list[str]:
    """
    Give the thread that a session reads, good or not, if there is such a one.
    """
    row = connection.execute(_FIND, {"hash": session_hash}).first()
    return [] if row is None else [row.thread or row.conversation]


def end(connection: Connection, *hashes: str) -> None:
    """
    End sessions, and the codes that they have asked for.
    """
    connection.execute(sessions.delete().where(sessions.c.hash.in_(hashes)))
    codes.forget(connection, *hashes)


def end_of_others(connection: Connection, contact: str, customer_id: str) -> list[str]:
    """
    End what a contact has proven of anybody but `customer_id`, whose it is now.

    A session that the shop's token began goes on without its code. Gives the hashes of
    the sessions that have ended.
    """
    return _end_proofs(
        connection,
        sessions.c.contact == contact,
        sessions.c.customer_id != customer_id,
    )


def end_proof(connection: Connection, session: Session) -> list[str]:
    """
    End what a code has proven in one session: its contact is its customer's no more.

    Gives its hash if it has ended with that.
    """
    return _end_proofs(
        connection,
        sessions.c.hash == session.hash,
        sessions.c.contact == session.contact,
    )


def _end_proofs(connection: Connection, *which: Any) -> list[str]:
    connection.execute(
        sessions.update()
        .where(*which, sessions.c.token.is_not(None))
        .values(code_at=None, contact=None)
    )
    query = sa.select(sessions.c.hash).where(*which)
    ended = list(connection.execute(query).scalars())
    end(connection, *ended)
    return ended


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget sessions long expired, and those in which nothing was ever said.
    """
    connection.execute(
        sessions.delete().where(sessions.c.expires_at <= now - KEPT_EXPIRED)
    )
    empty = sa.select(conversations.c.id).where(
        conversations.c.next_seq == 1, conversations.c.customer_id.is_(None)
    )
    connection.execute(
        sessions.delete().where(
            sessions.c.customer_id.is_(None),
            sessions.c.used_at <= now - KEPT_EMPTY,
            sessions.c.conversation.in_(empty),
        )
    )
    held = sa.select(sessions.c.conversation)
    joint = sa.select(joined_threads.c.thread)
    was_joint = sa.select(joined_threads.c.conversation)
    connection.execute(
        conversations.delete().where(
            conversations.c.next_seq == 1,
            conversations.c.customer_id.is_(None),
            conversations.c.created_at <= now - KEPT_EMPTY,
            conversations.c.id.not_in(held),
            conversations.c.id.not_in(joint),
            conversations.c.id.not_in(was_joint),
        )
    )


def _note_use(connection: Connection, session: Session, now: datetime) -> None:
    expires = _expiry(session.identity, session.created_at, now, session.proven_until)
    connection.execute(
        _NOTE_USE, {"session_hash": session.hash, "used": now, "expires": expires}
    )


def _identity(row: sa.engine.Row, now: datetime) -> Identity:
    """
    Who holds the session, by the strongest of what they have proven.
    """
    assurance = Assurance(row.assurance)
    if row.customer_id is None:
        return Identity(None, assurance)
    if row.code_at is not None:
        by_code = ageing.by_code(CHANNEL, row.code_at)
        coded = Identity(row.customer_id, Assurance.FRESH_CODE, by_code)
        if row.token is None or ageing.level(coded, now) is Assurance.FRESH_CODE:
            return coded
    return Identity(row.customer_id, assurance, ageing.by_shop(row.created_at))


def _expiry(
    identity: Identity, created: datetime, used: datetime, until: datetime | None
) -> datetime:
    if identity.assurance < Assurance.PROVEN:
        return used + STRANGER_IDLE
    ends = min(used + CUSTOMER_IDLE, created + CUSTOMER_LIFE)
    return ends if until is None else min(ends, until)
