"""
Handoffs as they stand, and what happened to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import owner
from bot.conversations.errors import HandoffUnknown
from bot.conversations.owner import BOT, QUEUE
from bot.conversations.tables import conversations, handoff_events, handoffs

WAITING = "waiting"
HELD = "held"
ENDED = "ended"


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


_PARTS = (
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
_WITH_THREAD = handoffs.join(
    conversations, conversations.c.id == handoffs.c.conversation
)


def find(connection: Connection, number: int) -> Handoff:
    """
    Give a handoff as it stands. Raises `HandoffUnknown`.
    """
    query = sa.select(*_PARTS).select_from(_WITH_THREAD)
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
        sa.select(*_PARTS)
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


def waiting(connection: Connection) -> list[Handoff]:
    """
    Give those who wait for an agent, one for each thread, who asked first first.
    """
    rows = connection.execute(
        sa.select(*_PARTS)
        .select_from(_WITH_THREAD)
        .where(handoffs.c.state == WAITING, conversations.c.owner == QUEUE)
        .order_by(handoffs.c.requested_at, handoffs.c.id)
    ).mappings()
    # Of several in a thread the last one leads, as in `opened`.
    leading = {row["thread"]: Handoff(**row) for row in rows}
    return sorted(leading.values(), key=lambda each: (each.requested_at, each.number))


def held(connection: Connection, agent: str | None = None) -> list[Handoff]:
    """
    Give what this agent holds (None: any agent), the longest held first.
    """
    owns = conversations.c.owner == sa.literal(owner.agent("")).concat(handoffs.c.agent)
    query = (
        sa.select(*_PARTS)
        .select_from(_WITH_THREAD)
        .where(handoffs.c.state == HELD, owns)
        .order_by(handoffs.c.claimed_at, handoffs.c.id)
    )
    if agent is not None:
        query = query.where(handoffs.c.agent == agent)
    return [Handoff(**row) for row in connection.execute(query).mappings()]


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
