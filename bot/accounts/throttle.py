"""
How often somebody may try: rows, so that a restart forgives nothing.

A try is counted before it is made, so that many at once are no more than one after the
other, and given back if it was right.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts.errors import TooManyTries
from bot.accounts.tables import tries
from crm_connector.columns import insert


@dataclass(frozen=True)
class Limit:
    """
    At most `most` tries in any `span`.
    """

    most: int
    span: timedelta


_QUARTER = timedelta(minutes=15)
_DAY = timedelta(days=1)

PER_LOGIN = (Limit(10, _QUARTER), Limit(60, _DAY))
"""By login, or by a browser from which its owner has signed in before: whoever tries
from elsewhere does not lock the owner out."""
PER_ADDRESS = (Limit(50, _QUARTER), Limit(500, _DAY))
"""More: all of a shop may share one address."""
PER_FACTOR = (Limit(5, _QUARTER), Limit(30, _DAY))
"""Codes of the second factor: three of a million are good at a time."""
_LONGEST = _DAY

_HELD = (
    sa.select(tries.c.moments)
    .where(tries.c.who == sa.bindparam("held"))
    .with_for_update()
)


def named(key: bytes, kind: str, value: str) -> str:
    """
    The name under which tries are counted; nothing can be read from it.
    """
    said = f"try\0{kind}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def take(
    connection: Connection,
    counted: Iterable[tuple[str, Sequence[Limit]]],
    now: datetime,
) -> None:
    """
    Count one try of each, or raise `TooManyTries`; then nothing is counted.

    All callers name the address first, so that no two wait for each other.
    """
    moment = now.timestamp()
    taken = []
    for who, limits in counted:
        moments = _held(connection, who, now)
        wait = max(_wait(moments, limit, moment) for limit in limits)
        if wait > 0:
            raise TooManyTries(wait)
        taken.append((who, [*moments, moment]))
    for who, moments in taken:
        _save(connection, who, moments, now)


def give_back(
    connection: Connection, whos: Iterable[str], taken: datetime, now: datetime
) -> None:
    """
    Forget the try that was counted at `taken`: it was right.
    """
    for who in whos:
        moments = _held(connection, who, now)
        if taken.timestamp() in moments:
            moments.remove(taken.timestamp())
            _save(connection, who, moments, now)


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget who tried long ago.
    """
    connection.execute(tries.delete().where(tries.c.last_at <= now - _LONGEST))


def _held(connection: Connection, who: str, now: datetime) -> list[float]:
    # First the row, then its lock: those who try for the first time at once take turns.
    connection.execute(
        insert(connection, tries)
        .values(who=who, moments=[], last_at=now)
        .on_conflict_do_nothing()
    )
    begin = now.timestamp() - _LONGEST.total_seconds()
    known = connection.execute(_HELD, {"held": who}).scalar_one()
    return [each for each in known if each > begin]


def _save(
    connection: Connection, who: str, moments: list[float], now: datetime
) -> None:
    connection.execute(
        tries.update().where(tries.c.who == who).values(moments=moments, last_at=now)
    )


def _wait(moments: list[float], limit: Limit, moment: float) -> float:
    if len(moments) < limit.most:
        return 0.0
    return moments[-limit.most] + limit.span.total_seconds() - moment
