"""
Handoffs as they stand, and what happened to them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import owner
from bot.conversations.errors import HandoffUnknown
from bot.conversations.owner import BOT, QUEUE
from bot.conversations.tables import (
    conversations,
    handoff_events,
    handoffs,
    joined_threads,
)

WAITING = "waiting"
HELD = "held"
ENDED = "ended"

CLAIMED = "claimed"
KEPT = "kept"
"""What was promised when it ended has been done."""
MISSED = "missed"
"""The time has passed by which somebody was promised an answer."""
MOST_MISSED = 2
"""So often it is said of one wait; then no other time is named."""
LET_DOWN = 10
"""The priority of whoever was not answered as promised: before all that policy has."""
TRANSFERRED = "transferred"
"""The steps after which somebody holds a handoff."""


@dataclass(frozen=True)
class Handoff:
    """
    A handoff as it stands.

    `conversation` is the one it belongs to by itself and `thread` where that stands
    now; `epoch` is the thread's. `agent` is who holds it, if anybody does.
    """

    number: int
    conversation: str
    thread: str
    epoch: int
    reason: str
    state: str
    language: str
    skill: str | None
    priority: int
    agent: str | None
    requested_at: datetime
    promised_at: datetime | None
    claimed_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None


PARTS = (
    handoffs.c.id.label("number"),
    sa.func.coalesce(handoffs.c.origin, handoffs.c.conversation).label("conversation"),
    handoffs.c.conversation.label("thread"),
    conversations.c.owner_epoch.label("epoch"),
    handoffs.c.reason,
    handoffs.c.state,
    handoffs.c.language,
    handoffs.c.skill,
    handoffs.c.priority,
    handoffs.c.agent,
    handoffs.c.requested_at,
    handoffs.c.promised_at,
    handoffs.c.claimed_at,
    handoffs.c.answered_at,
    handoffs.c.ended_at,
)
"""The columns of a `Handoff`, from handoffs joined with their threads."""
SHIFT = sa.func.coalesce(
    sa.select(joined_threads.c.shift)
    .where(
        joined_threads.c.conversation
        == sa.func.coalesce(handoffs.c.origin, handoffs.c.conversation)
    )
    .correlate(handoffs)
    .scalar_subquery(),
    0,
)
"""How the conversation of a handoff counts in its thread: see `threads.Place`."""
_WITH_THREAD = handoffs.join(
    conversations, conversations.c.id == handoffs.c.conversation
)


def find(connection: Connection, number: int) -> Handoff:
    """
    Give a handoff as it stands. Raises `HandoffUnknown`.
    """
    query = sa.select(*PARTS).select_from(_WITH_THREAD)
    row = connection.execute(query.where(handoffs.c.id == number)).mappings().first()
    if row is None:
        raise HandoffUnknown
    return Handoff(**row)


def opened(connection: Connection, thread: str) -> Handoff | None:
    """
    Give the handoff that a thread's owner goes by; None while it is the bot's own.
    """
    owner_now, _ = owner.current(connection, thread)
    if owner_now == BOT:
        return None
    agent = owner.agent_of(owner_now)
    query = (
        sa.select(*PARTS)
        .select_from(_WITH_THREAD)
        .where(
            handoffs.c.conversation == thread,
            handoffs.c.state == (WAITING if agent is None else HELD),
            handoffs.c.agent.is_(None) if agent is None else handoffs.c.agent == agent,
        )
        .order_by(handoffs.c.requested_at.desc(), handoffs.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else Handoff(**row)


_missed, _step = handoff_events.alias("missed"), handoff_events.alias("step")
_BEGAN = (
    sa.select(sa.func.coalesce(sa.func.max(_step.c.id), 0))
    .where(_step.c.handoff == handoffs.c.id, _step.c.kind != MISSED)
    .correlate(handoffs)
    .scalar_subquery()
)
_MISSES = (
    sa.select(sa.func.count())
    .where(
        _missed.c.handoff == handoffs.c.id,
        _missed.c.kind == MISSED,
        _missed.c.id > _BEGAN,
    )
    .correlate(handoffs)
    .scalar_subquery()
)


def misses(connection: Connection, number: int) -> int:
    """
    Count the promises to a customer that have passed since they wait.
    """
    query = sa.select(_MISSES).select_from(handoffs).where(handoffs.c.id == number)
    return int(connection.execute(query).scalar() or 0)


def waiting(
    connection: Connection, promised_by: datetime | None = None
) -> list[Handoff]:
    """
    Give those who wait for an agent, one for each thread, who asked first first.

    With `promised_by`, those alone who were promised an answer by then, and have not
    been told `MOST_MISSED` times that it takes longer.
    """
    query = (
        sa.select(*PARTS)
        .select_from(_WITH_THREAD)
        .where(handoffs.c.state == WAITING, conversations.c.owner == QUEUE)
        .order_by(handoffs.c.requested_at, handoffs.c.id)
    )
    if promised_by is not None:
        query = query.where(
            handoffs.c.promised_at <= promised_by, _MISSES < MOST_MISSED
        )
    rows = connection.execute(query).mappings()
    # Of several in a thread the last one leads, as in `opened`.
    leading = {row["thread"]: Handoff(**row) for row in rows}
    return sorted(leading.values(), key=lambda each: (each.requested_at, each.number))


_OWNS = conversations.c.owner == sa.literal(owner.agent("")).concat(handoffs.c.agent)


def held(
    connection: Connection, agent: str | None = None, *, but: Collection[str] = ()
) -> list[Handoff]:
    """
    Give what this agent holds (None: any agent `but` these), the longest held first.
    """
    query = (
        sa.select(*PARTS)
        .select_from(_WITH_THREAD)
        .where(handoffs.c.state == HELD, _OWNS)
        .order_by(handoffs.c.claimed_at, handoffs.c.id)
    )
    if agent is not None:
        query = query.where(handoffs.c.agent == agent)
    if but:
        query = query.where(handoffs.c.agent.not_in(sorted(but)))
    return [Handoff(**row) for row in connection.execute(query).mappings()]


def loads(connection: Connection) -> dict[str, int]:
    """
    Give how many conversations each agent holds who holds any.
    """
    query = (
        sa.select(handoffs.c.agent, sa.func.count().label("held"))
        .select_from(_WITH_THREAD)
        .where(handoffs.c.state == HELD, _OWNS)
        .group_by(handoffs.c.agent)
    )
    return {row.agent: row.held for row in connection.execute(query)}


def held_once(agent: str, number: Any = handoffs.c.id) -> Any:
    """
    The condition that an agent holds a handoff or once did: claimed, or given it.
    """
    return (
        sa.select(handoff_events.c.id)
        .where(
            handoff_events.c.handoff == number,
            sa.or_(
                sa.and_(handoff_events.c.kind == CLAIMED, handoff_events.c.by == agent),
                sa.and_(
                    handoff_events.c.kind == TRANSFERRED,
                    handoff_events.c.to == agent,
                ),
            ),
        )
        .exists()
    )


def all_misses(number: Any = handoffs.c.id) -> Any:
    """
    How often in all a promise in a handoff has passed, whatever has happened since.
    """
    return (
        sa.select(sa.func.count())
        .where(handoff_events.c.handoff == number, handoff_events.c.kind == MISSED)
        .scalar_subquery()
    )


def is_kept(number: Any = handoffs.c.id) -> Any:
    """
    The condition that what was promised in a handoff has been done.
    """
    return (
        sa.select(handoff_events.c.id)
        .where(handoff_events.c.handoff == number, handoff_events.c.kind == KEPT)
        .exists()
    )


def promise_is_kept(connection: Connection, conversation: str, number: int) -> bool:
    """
    Tell whether what was promised in that handoff of a conversation has been done.

    `conversation` may be the thread in which it stands now. Of another one's: no.
    """
    try:
        found = find(connection, number)
    except HandoffUnknown:
        return False
    if conversation not in (found.conversation, found.thread):
        return False
    return bool(connection.execute(sa.select(is_kept(sa.literal(number)))).scalar())


_ended = handoffs.alias("ended")
_OWED = sa.and_(
    _ended.c.state == ENDED,
    _ended.c.agent.is_not(None),
    _ended.c.outcome["settled"].as_string() == "promised",
    ~is_kept(_ended.c.id).correlate(_ended),
)
OWING = (
    sa.select(_ended.c.agent)
    .where(_ended.c.conversation == handoffs.c.conversation, _OWED)
    .order_by(_ended.c.ended_at.desc(), _ended.c.id.desc())
    .limit(1)
    .correlate(handoffs)
    .scalar_subquery()
)
"""Who has promised the customer something in the same thread that is not kept yet."""


def owing(connection: Connection) -> dict[int, str]:
    """
    Tell of those who wait who has promised them something before, by their numbers.
    """
    query = (
        sa.select(handoffs.c.id, _ended.c.agent)
        .select_from(
            handoffs.join(_ended, _ended.c.conversation == handoffs.c.conversation)
        )
        .where(handoffs.c.state == WAITING, _OWED)
        .order_by(_ended.c.ended_at, _ended.c.id)
    )
    return {row.id: row.agent for row in connection.execute(query)}


def history(connection: Connection, number: int) -> list[Mapping[str, Any]]:
    """
    Give what happened to a handoff, oldest first: kind, by, to, at.
    """
    query = (
        sa.select(
            handoff_events.c.kind,
            handoff_events.c.by,
            handoff_events.c.to,
            handoff_events.c.at,
        )
        .where(handoff_events.c.handoff == number)
        .order_by(handoff_events.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def packet(connection: Connection, number: int) -> Mapping[str, Any] | None:
    """
    Give what the bot knew when it handed over, as it was recorded.
    """
    query = sa.select(handoffs.c.packet).where(handoffs.c.id == number)
    found: Mapping[str, Any] | None = connection.execute(query).scalar()
    return found


def count_events(connection: Connection, kind: str, since: datetime) -> int:
    """
    Count how often something happened since a moment.
    """
    counted = connection.execute(_COUNT, {"counted": kind, "since": since})
    return int(counted.scalar() or 0)


# The kind stands in the statement itself, as in the index of those that are missed.
_KIND = sa.bindparam("counted", type_=sa.String(), literal_execute=True)
_COUNT = sa.select(sa.func.count()).where(
    handoff_events.c.kind == _KIND, handoff_events.c.at >= sa.bindparam("since")
)


def owner_by(connection: Connection, thread: str) -> str:
    """
    Give the owner that a thread's open handoffs ask for, where threads have parted.
    """
    row = connection.execute(
        sa.select(handoffs.c.agent)
        .where(handoffs.c.conversation == thread, handoffs.c.state != ENDED)
        .order_by(handoffs.c.requested_at.desc(), handoffs.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return BOT
    return QUEUE if row.agent is None else owner.agent(row.agent)
