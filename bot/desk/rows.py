"""
Handoffs as lists show them: with the last word, who writes, and what they want.

A list costs the same few queries however many conversations are open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import owner
from bot.conversations.handoffs import standing, whose
from bot.conversations.handoffs.outcomes import Settled
from bot.conversations.handoffs.ratings import Rating
from bot.conversations.handoffs.standing import ENDED, HELD, WAITING, Handoff
from bot.conversations.owner import QUEUE
from bot.conversations.tables import conversations, handoffs, inbox, messages, ratings
from crm_connector.access import Attended
from crm_connector.columns import UtcTime

NEAR_SECONDS = 120
NEAR_SHARE = 5
"""A promise is near in its last two minutes, and in the last fifth of its time."""

Kind = tuple[str, "str | None"]
"""What routing goes by: a language and a skill."""


@dataclass(frozen=True)
class Last:
    """
    The last message of a thread. `seq` is as the conversation's holder counts.
    """

    seq: int
    author: str
    text: str
    lang: str | None
    desk: str | None
    at: datetime


@dataclass(frozen=True)
class Row:
    """
    A handoff with what a list shows of it. `writer` is as they had proven themselves.
    """

    handoff: Handoff
    outcome: Mapping[str, Any] | None
    was_needed: bool | None
    wish: Mapping[str, Any] | None
    writer: Attended
    last: Last | None
    rating: Rating | None = None
    is_kept: bool = False

    def until(self, moment: datetime) -> Row:
        """
        The same for whoever may know nothing of what was said later.
        """
        is_later = self.last is not None and self.last.at > moment
        return replace(self, last=None) if is_later else self


@dataclass(frozen=True)
class Waiting:
    """
    How many wait for one kind of agent, and how many promises are near and past.
    """

    kind: Kind
    count: int
    near: int
    late: int


_THREAD = conversations.c.id == handoffs.c.conversation
_other = handoffs.alias("other")
# Of several that wait in one thread the last one leads: see `standing.opened`.
_LEADS = ~(
    sa.select(_other.c.id)
    .where(
        _other.c.conversation == handoffs.c.conversation,
        _other.c.state == WAITING,
        sa.or_(
            _other.c.requested_at > handoffs.c.requested_at,
            sa.and_(
                _other.c.requested_at == handoffs.c.requested_at,
                _other.c.id > handoffs.c.id,
            ),
        ),
    )
    .exists()
)
_WAITS = sa.and_(handoffs.c.state == WAITING, conversations.c.owner == QUEUE, _LEADS)
_OWNS = conversations.c.owner == sa.literal(owner.agent("")).concat(handoffs.c.agent)
_IN_TURN = (handoffs.c.priority.desc(), handoffs.c.requested_at, handoffs.c.id)


def waiting(
    connection: Connection, kinds: Collection[Kind], limit: int, offset: int = 0
) -> list[Row]:
    """
    Give those of these kinds who wait, in turn.
    """
    if not kinds:
        return []
    which = sa.and_(_WAITS, sa.or_(*map(_is_of, sorted(kinds, key=str))))
    return _read(connection, which, _IN_TURN, limit, offset)


def waits(connection: Connection, now: datetime) -> list[Waiting]:
    """
    Count those who wait, by kind.
    """
    left = _seconds(connection, handoffs.c.promised_at) - _seconds(
        connection, sa.bindparam("now", now, UtcTime)
    )
    whole = _seconds(connection, handoffs.c.promised_at) - _seconds(
        connection, handoffs.c.requested_at
    )
    is_late = handoffs.c.promised_at <= now
    is_near = sa.and_(
        handoffs.c.promised_at > now,
        sa.or_(left <= NEAR_SECONDS, left * NEAR_SHARE <= whole),
    )
    query = (
        sa.select(
            handoffs.c.language,
            handoffs.c.skill,
            sa.func.count(),
            sa.func.sum(sa.case((is_near, 1), else_=0)),
            sa.func.sum(sa.case((is_late, 1), else_=0)),
        )
        .select_from(handoffs.join(conversations, _THREAD))
        .where(_WAITS)
        .group_by(handoffs.c.language, handoffs.c.skill)
    )
    return [
        Waiting((language, skill), count, near, late)
        for language, skill, count, near, late in connection.execute(query)
    ]


def held(connection: Connection, agent: str) -> list[Row]:
    """
    Give what an agent holds, the longest held first.
    """
    which = sa.and_(handoffs.c.state == HELD, handoffs.c.agent == agent, _OWNS)
    order = (handoffs.c.claimed_at, handoffs.c.id)
    return _read(connection, which, order, None)


def held_by_others(
    connection: Connection, agent: str, limit: int, offset: int = 0
) -> list[Row]:
    """
    Give what everybody else holds, the longest held first.
    """
    which = sa.and_(handoffs.c.state == HELD, handoffs.c.agent != agent, _OWNS)
    order = (handoffs.c.claimed_at, handoffs.c.id)
    return _read(connection, which, order, limit, offset)


def ended(
    connection: Connection, agent: str | None, before: int | None, limit: int
) -> list[Row]:
    """
    Give what has ended, the newest handoff first; of an agent, what they once held.
    """
    which = [handoffs.c.state == ENDED]
    if agent is not None:
        which.append(standing.held_once(agent))
    if before is not None:
        which.append(handoffs.c.id < before)
    return _read(connection, sa.and_(*which), (handoffs.c.id.desc(),), limit)


def promised(
    connection: Connection, agent: str | None, since: datetime, limit: int
) -> list[Row]:
    """
    Give what was promised and is not kept yet, the earliest day first.

    Of all handoffs that ended since then, or of those that this agent ended.
    """
    which = [handoffs.c.state == ENDED, handoffs.c.ended_at >= since]
    if agent is not None:
        which.append(handoffs.c.agent == agent)
    which.append(handoffs.c.outcome["settled"].as_string() == Settled.PROMISED.value)
    which.append(~standing.is_kept())
    order = (handoffs.c.outcome["due"].as_string(), handoffs.c.id)
    return _read(connection, sa.and_(*which), order, limit)


def some(connection: Connection, numbers: Collection[int]) -> list[Row]:
    """
    Give these handoffs, in the order of their numbers.
    """
    which = handoffs.c.id.in_(sorted(numbers))
    return _read(connection, which, (handoffs.c.id,), None)


def _is_of(kind: Kind) -> Any:
    language, skill = kind
    of_skill = (
        handoffs.c.skill.is_(None) if skill is None else handoffs.c.skill == skill
    )
    return sa.and_(handoffs.c.language == language, of_skill)


def _seconds(connection: Connection, moment: Any) -> Any:
    """
    A moment as a number of seconds, in the words of this database.
    """
    if connection.dialect.name == "sqlite":
        return sa.func.julianday(moment) * 86_400.0
    return sa.extract("epoch", moment)


def _read(
    connection: Connection,
    which: Any,
    order: Sequence[Any],
    limit: int | None,
    offset: int = 0,
) -> list[Row]:
    """
    Choose first, then look up the rest for the chosen ones alone.
    """
    chosen = (
        sa.select(handoffs.c.id)
        .select_from(handoffs.join(conversations, _THREAD))
        .where(which)
        .order_by(*order)
        .limit(limit)
        .offset(offset or None)
    )
    numbers = connection.execute(chosen).scalars().all()
    if not numbers:
        return []
    rows = connection.execute(
        _SHOWN.where(handoffs.c.id.in_(sa.bindparam("numbers", expanding=True))),
        {"numbers": list(numbers)},
    )
    found = {row["number"]: _row(row) for row in rows.mappings()}
    return [found[number] for number in numbers if number in found]


_LAST = (
    sa.select(messages.c.id)
    .where(messages.c.conversation == handoffs.c.conversation)
    .order_by(messages.c.seq.desc())
    .limit(1)
    .correlate(handoffs)
    .scalar_subquery()
)
_SHOWN = sa.select(
    *standing.PARTS,
    handoffs.c.outcome,
    handoffs.c.was_needed,
    handoffs.c.packet,
    standing.SHIFT.label("shift"),
    messages.c.seq,
    messages.c.author,
    messages.c.text,
    messages.c.lang,
    messages.c.desk,
    messages.c.at,
    *whose.PARTS,
    standing.is_kept().correlate(handoffs).label("is_kept"),
    ratings.c.stars,
    ratings.c.words,
    ratings.c.rated_at,
    ratings.c.changed_at,
).select_from(
    handoffs.join(conversations, _THREAD)
    .outerjoin(messages, messages.c.id == _LAST)
    .outerjoin(inbox, inbox.c.id == whose.LAST)
    .outerjoin(ratings, ratings.c.handoff == handoffs.c.id)
)


def _row(row: Mapping[str, Any]) -> Row:
    packet = row["packet"] or {}
    last = None
    if row["seq"] is not None:
        last = Last(
            row["seq"] - row["shift"],
            row["author"],
            row["text"],
            row["lang"],
            row["desk"],
            row["at"],
        )
    rating = None
    if row["stars"] is not None:
        parts = (row[each] for each in ("stars", "words", "rated_at", "changed_at"))
        rating = Rating(*parts)
    return Row(
        Handoff(**{each.name: row[each.name] for each in standing.PARTS}),
        row["outcome"],
        row["was_needed"],
        packet.get("wish"),
        whose.told(row),
        last,
        rating,
        bool(row["is_kept"]),
    )
