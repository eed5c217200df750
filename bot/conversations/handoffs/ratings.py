"""
What customers think of a handoff afterwards: one rating each, which they may change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.handoffs.standing import ENDED
from bot.conversations.tables import handoffs, ratings
from crm_connector.columns import insert

LOWEST, HIGHEST = 1, 5
GIVEN_WITHIN = timedelta(days=7)
"""After the end of the handoff."""
CHANGED_WITHIN = timedelta(days=1)
"""After the first rating."""
MOST_WORDS = 2_000
"""Characters of what is added to it."""


@dataclass(frozen=True)
class Rating:
    """
    From 1 (very bad) to 5 (very good) stars, with or without words.
    """

    stars: int
    words: str | None
    rated_at: datetime
    changed_at: datetime


def find(connection: Connection, handoff: int) -> Rating | None:
    """
    Give the rating of a handoff.
    """
    row = connection.execute(
        sa.select(
            ratings.c.stars, ratings.c.words, ratings.c.rated_at, ratings.c.changed_at
        ).where(ratings.c.handoff == handoff)
    ).first()
    return None if row is None else Rating(*row)


@dataclass(frozen=True)
class Rated:
    """
    A handoff's rating, with who served them (an account's number, or as Chatwoot says).
    """

    handoff: int
    agent: str | None
    rating: Rating


def listed(connection: Connection, since: datetime | None = None) -> Iterator[Rated]:
    """
    Give those that were given or changed since a moment, the oldest first.
    """
    wanted = (
        sa.select(ratings, handoffs.c.agent)
        .join(handoffs, handoffs.c.id == ratings.c.handoff)
        .order_by(ratings.c.changed_at, ratings.c.handoff)
    )
    if since is not None:
        wanted = wanted.where(ratings.c.changed_at >= since)
    yield from map(_rated, connection.execute(wanted))


def newest(connection: Connection, before: int | None, limit: int) -> list[Rated]:
    """
    Give those of the newest handoffs, the newest first, or of those `before` one.
    """
    wanted = (
        sa.select(ratings, handoffs.c.agent)
        .join(handoffs, handoffs.c.id == ratings.c.handoff)
        .order_by(ratings.c.handoff.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(ratings.c.handoff < before)
    return list(map(_rated, connection.execute(wanted)))


def _rated(row: sa.engine.Row) -> Rated:
    given = Rating(row.stars, row.words, row.rated_at, row.changed_at)
    return Rated(row.handoff, row.agent, given)


def is_open(connection: Connection, thread: str, handoff: int, now: datetime) -> bool:
    """
    Tell whether the customer of a thread may rate that handoff, or rate it anew, now.

    Only what somebody of the shop has held and ended can be rated.
    """
    ended: datetime | None = connection.execute(
        sa.select(handoffs.c.ended_at).where(
            handoffs.c.id == handoff,
            handoffs.c.conversation == thread,
            handoffs.c.state == ENDED,
            handoffs.c.agent.is_not(None),
        )
    ).scalar()
    if ended is None:
        return False
    given = find(connection, handoff)
    if given is None:
        return now <= ended + GIVEN_WITHIN
    return now <= given.rated_at + CHANGED_WITHIN


def rate(
    connection: Connection, thread: str, handoff: int, stars: int, now: datetime
) -> bool:
    """
    Keep a rating, in place of an earlier one; False if `is_open` says so.
    """
    if not LOWEST <= stars <= HIGHEST:
        raise ValueError(f"a rating is from {LOWEST} to {HIGHEST}")
    if not is_open(connection, thread, handoff, now):
        return False
    row = {"stars": stars, "changed_at": now}
    connection.execute(
        insert(connection, ratings)
        .values(handoff=handoff, rated_at=now, **row)
        .on_conflict_do_update(index_elements=["handoff"], set_=row)
    )
    return True


def add_words(
    connection: Connection, thread: str, handoff: int, words: str, now: datetime
) -> bool:
    """
    Keep what the customer says of it, in place of what they said before.

    False if there is no rating of theirs that may still be changed.
    """
    if find(connection, handoff) is None or not is_open(
        connection, thread, handoff, now
    ):
        return False
    connection.execute(
        ratings.update()
        .where(ratings.c.handoff == handoff)
        .values(words=words[:MOST_WORDS], changed_at=now)
    )
    return True
