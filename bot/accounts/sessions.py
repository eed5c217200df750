"""
Sessions of those who work at the shop: a random string in one browser, its hash here.

A session is looked up with its account on every request, so that whoever was disabled
or has another role since is that at once. Ending a session deletes it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts.tables import accounts, sessions

IDLE = timedelta(hours=2)
"""A session ends when it was not used for so long."""
LIFE = timedelta(hours=12)
"""And in any case after a long shift."""
UNFINISHED = timedelta(minutes=10)
"""So long somebody may take for the second factor."""
USE_NOTED = timedelta(minutes=1)
"""How exactly the last use is known; noting each one would cost a write each."""
LONGEST_BROWSER = 200


class Stage(str, Enum):
    """
    How far signing in has come. Only `FULL` opens anything.
    """

    FACTOR = "factor"
    """The password was right; a code is missing."""
    ENROL = "enrol"
    """The password was right; a second factor has to be set up first."""
    FULL = "full"


@dataclass(frozen=True)
class Visitor:
    """
    From where somebody comes: network address, what their browser calls itself.

    `device` names a browser that somebody has signed in from before (see `devices`).
    """

    address: str
    browser: str = ""
    device: str = ""


@dataclass(frozen=True)
class Session:
    """
    A session that is good now. `hash` names it inside the server, `id` in lists.
    """

    id: int
    hash: str
    account: int
    stage: Stage
    address: str
    browser: str
    created_at: datetime
    used_at: datetime
    expires_at: datetime


def hash_of(secret: str) -> str:
    """
    Give the name under which the server knows a session.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def begin(
    connection: Connection,
    account: int,
    stage: Stage,
    visitor: Visitor,
    now: datetime,
    *,
    former: str | None = None,
) -> str:
    """
    Begin a session and give the string that only its browser will know.

    `former` is the hash of the one it comes in place of, which ends.
    """
    if former is not None:
        end(connection, former)
    secret = secrets.token_urlsafe(32)
    connection.execute(
        sessions.insert(),
        {
            "hash": hash_of(secret),
            "account": account,
            "stage": stage.value,
            "address": visitor.address[:64],
            "browser": visitor.browser[:LONGEST_BROWSER],
            "created_at": now,
            "used_at": now,
            "expires_at": _expiry(stage, now, now),
        },
    )
    return secret


def find(connection: Connection, session_hash: str, now: datetime) -> Session | None:
    """
    Give the session if it is good and its account may sign in.
    """
    row = connection.execute(
        sa.select(sessions)
        .join(accounts, accounts.c.id == sessions.c.account)
        .where(
            sessions.c.hash == session_hash,
            sessions.c.expires_at > now,
            accounts.c.disabled.is_(False),
        )
    ).first()
    return None if row is None else _from_row(row)


def note_use(connection: Connection, session: Session, now: datetime) -> None:
    """
    Let the session last longer: it was used.
    """
    connection.execute(
        sessions.update()
        .where(sessions.c.hash == session.hash)
        .values(used_at=now, expires_at=_expiry(session.stage, session.created_at, now))
    )


def is_use_to_note(session: Session, now: datetime) -> bool:
    """
    Tell whether using it now is worth a write.
    """
    return session.stage is Stage.FULL and now - session.used_at >= USE_NOTED


def of_account(connection: Connection, account: int, now: datetime) -> list[Session]:
    """
    Where somebody is signed in now, the last used first.
    """
    rows = connection.execute(
        sa.select(sessions)
        .where(
            sessions.c.account == account,
            sessions.c.expires_at > now,
            sessions.c.stage == Stage.FULL.value,
        )
        .order_by(sessions.c.used_at.desc(), sessions.c.id.desc())
    )
    return [_from_row(row) for row in rows]


def end(connection: Connection, session_hash: str) -> None:
    """
    End one session.
    """
    connection.execute(sessions.delete().where(sessions.c.hash == session_hash))


def end_one(connection: Connection, account: int, number: int) -> bool:
    """
    End a session of this account's by its number; False if it has no such one.
    """
    ended = connection.execute(
        sessions.delete().where(sessions.c.id == number, sessions.c.account == account)
    )
    return bool(ended.rowcount)


def end_all(connection: Connection, account: int, but: str | None = None) -> int:
    """
    End every session of an account, but for one if its hash is given.
    """
    which = [sessions.c.account == account]
    if but is not None:
        which.append(sessions.c.hash != but)
    return int(connection.execute(sessions.delete().where(*which)).rowcount)


def end_without_factor(connection: Connection, roles: Iterable[str]) -> None:
    """
    End the sessions of these roles that were begun without a second factor.
    """
    without = sa.select(accounts.c.id).where(
        accounts.c.role.in_(list(roles)), accounts.c.totp_secret.is_(None)
    )
    connection.execute(sessions.delete().where(sessions.c.account.in_(without)))


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget sessions that are over.
    """
    connection.execute(sessions.delete().where(sessions.c.expires_at <= now))


def _from_row(row: sa.engine.Row) -> Session:
    return Session(
        id=row.id,
        hash=row.hash,
        account=row.account,
        stage=Stage(row.stage),
        address=row.address,
        browser=row.browser,
        created_at=row.created_at,
        used_at=row.used_at,
        expires_at=row.expires_at,
    )


def _expiry(stage: Stage, created: datetime, used: datetime) -> datetime:
    if stage is not Stage.FULL:
        return created + UNFINISHED
    return min(used + IDLE, created + LIFE)
