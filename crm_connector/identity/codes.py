"""
One-time codes: six digits, ten minutes, five tries, for the session that asked.

Plain functions over a connection, each part of its caller's transaction. Whether the
shop knows whoever asked changes nothing of what is done or told here: a code that is
nobody's is made, kept, tried and used up like any other, and is never right.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_connector.columns import insert
from crm_connector.errors import CodeOver, CodeRefused, CodeWrong, TooManyCodes
from crm_connector.identity.tables import code_limits, codes
from crm_connector.model import Contact

DIGITS = 6
LIFE = timedelta(minutes=10)
TRIES = 5
AGAIN_SECONDS = 60
"""What one does well to wait before asking for another: most arrive in that time."""


@dataclass(frozen=True)
class Limit:
    """
    At most `most` codes in any `span`.
    """

    most: int
    span: timedelta


PER_CONTACT = (Limit(3, timedelta(minutes=10)), Limit(10, timedelta(days=1)))
"""With five tries each, who guesses all day is right once in 20,000 days."""
PER_ADDRESS = (Limit(30, timedelta(minutes=10)), Limit(300, timedelta(days=1)))
"""Many: thousands may share one address of a mobile network."""
PER_SESSION = (Limit(5, timedelta(minutes=10)), Limit(20, timedelta(days=1)))
_BETWEEN = ("Zs", "Pd", "Cf")
"""Spaces, dashes and marks of direction, with which people write digits in groups."""
_LONGEST = max(each.span for each in (*PER_CONTACT, *PER_ADDRESS, *PER_SESSION))

_LIMITED = (
    sa.select(code_limits.c.moments)
    .where(code_limits.c.who == sa.bindparam("who"))
    .with_for_update()
)
_FIND = (
    sa.select(codes).where(codes.c.session == sa.bindparam("held_by")).with_for_update()
)
_UNDER_WAY = sa.select(codes).where(codes.c.session == sa.bindparam("held_by"))
_TRIED = (
    codes.update()
    .where(codes.c.session == sa.bindparam("held_by"))
    .values(tries=codes.c.tries + 1)
)


@dataclass(frozen=True)
class Right:
    """
    The code was right: whose it is, and the contact it went to (see `contact_hash`).
    """

    customer_id: str
    contact: str


def admit(
    connection: Connection,
    key: bytes,
    session: str,
    contact: Contact,
    address: str,
    now: datetime,
) -> None:
    """
    Count one wish for a code, or raise `TooManyCodes`; then nothing is counted.
    """
    # Always in this order, so that no two wait for each other.
    for who, limits in (
        (contact_hash(key, contact), PER_CONTACT),
        (_keyed(key, "address", address), PER_ADDRESS),
        (_keyed(key, "session", session), PER_SESSION),
    ):
        _take(connection, who, limits, now)


def make(
    connection: Connection,
    key: bytes,
    session: str,
    contact: Contact,
    customer_id: str | None,
    now: datetime,
) -> str:
    """
    Make the session's code, which ends the one it had; gives it for sending.
    """
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    salt = secrets.token_bytes(16)
    made = {
        "salt": salt,
        "hash": _code_hash(key, salt, session, code),
        "contact": contact_hash(key, contact),
        "customer_id": customer_id,
        "tries": 0,
        "expires_at": now + LIFE,
    }
    connection.execute(
        insert(connection, codes)
        .values(session=session, **made)
        .on_conflict_do_update(index_elements=[codes.c.session], set_=made)
    )
    return code


def check(
    connection: Connection, key: bytes, session: str, typed: str, now: datetime
) -> Right | CodeRefused:
    """
    Try what was typed as the session's code. A right one is used up with it.

    A refusal is given and not raised: what was counted must be saved.
    """
    row = connection.execute(_FIND, {"held_by": session}).first()
    salt, kept = (row.salt, row.hash) if row else (bytes(16), bytes(32))
    # Before all else, so that every answer takes as long.
    is_it = hmac.compare_digest(_code_hash(key, salt, session, read(typed)), kept)
    if row is None or row.expires_at <= now or row.tries >= TRIES:
        return CodeOver("There is no code that could be tried.")
    if is_it and row.customer_id is not None:
        forget(connection, session)
        return Right(row.customer_id, row.contact)
    connection.execute(_TRIED, {"held_by": session})
    return CodeWrong("This is not the code.", left=TRIES - row.tries - 1)


def read(typed: str) -> str:
    """
    A code as it may be typed: digits of any script, with spaces, dashes and marks.
    """
    digits = (unicodedata.decimal(letter, None) for letter in typed[: 8 * DIGITS])
    return "".join(str(digit) for digit in digits if digit is not None)


def is_awaited(connection: Connection, session: str, text: str, now: datetime) -> bool:
    """
    Whether a text is six digits and nothing else, while the session has a code.

    Then it is meant as that code, wherever it was typed.
    """
    if not _looks_like_one(text):
        return False
    row = connection.execute(_UNDER_WAY, {"held_by": session}).first()
    return row is not None and row.expires_at > now and row.tries < TRIES


def _looks_like_one(text: str) -> bool:
    letters = [c for c in text if unicodedata.category(c) not in _BETWEEN]
    return len(letters) == DIGITS and all(map(str.isdecimal, letters))


def contact_hash(key: bytes, contact: Contact) -> str:
    """
    The name under which a contact is known here.
    """
    return _keyed(key, contact.kind.value, contact.value)


def forget(connection: Connection, *sessions: str) -> None:
    """
    End the codes of these sessions.
    """
    connection.execute(codes.delete().where(codes.c.session.in_(sessions)))


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget codes that are over, and who asked for one long ago.
    """
    connection.execute(codes.delete().where(codes.c.expires_at <= now))
    connection.execute(
        code_limits.delete().where(code_limits.c.last_at <= now - _LONGEST)
    )


def _take(
    connection: Connection, who: str, limits: Sequence[Limit], now: datetime
) -> None:
    # First the row, then its lock: those who ask for the first time at once take turns.
    connection.execute(
        insert(connection, code_limits)
        .values(who=who, moments=[], last_at=now)
        .on_conflict_do_nothing()
    )
    known: list[float] = connection.execute(_LIMITED, {"who": who}).scalar_one()
    moment = now.timestamp()
    begin = moment - max(each.span for each in limits).total_seconds()
    moments = [each for each in known if each > begin]
    for limit in limits:
        span = limit.span.total_seconds()
        if len(moments) < limit.most:
            continue
        wait = moments[-limit.most] + span - moment
        if wait > 0:
            raise TooManyCodes("Too many codes were asked for.", retry_after=wait)
    connection.execute(
        code_limits.update()
        .where(code_limits.c.who == who)
        .values(moments=[*moments, moment], last_at=now)
    )


def _code_hash(key: bytes, salt: bytes, session: str, code: str) -> bytes:
    said = salt + f"code\0{session}\0{code}".encode()
    return hmac.new(key, said, hashlib.sha256).digest()


def _keyed(key: bytes, kind: str, value: str) -> str:
    said = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.new(key, said, hashlib.sha256).hexdigest()
