"""
Handing a conversation to a person, and back to the bot.

A handoff is *waiting* until an agent claims it, then *held*, and *ended* with an
outcome. As long as one is open its thread belongs to the queue or to that agent: each
step changes both in one transaction and raises the thread's epoch. While it waits the
bot goes on answering; whatever it or an agent had prepared before a step is not said
after it.

Two threads that become one may both have a handoff. One of them leads: that of an agent
before one that waits, else that of whoever spoke last. The other ends with it, or is
there again when they part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import history as messages_of
from bot.conversations import inbox, outbox, owner
from bot.conversations.errors import HandoffOver, HandoffUnknown, OwnerChanged
from bot.conversations.messages import Choice, HandOver
from bot.conversations.owner import BOT, QUEUE
from bot.conversations.tables import conversations, handoff_events, handoffs
from crm_connector.model import Identity

WAITING = "waiting"
HELD = "held"
ENDED = "ended"

REQUESTED = "requested"
CLAIMED = "claimed"
TRANSFERRED = "transferred"
RELEASED = "released"
RETURNED = "returned"
WITHDRAWN = "withdrawn"


class Settled(str, Enum):
    """
    How a handoff came out, in the agent's one click.
    """

    SOLVED = "solved"
    PROMISED = "promised"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True)
class Outcome:
    """
    What the agent leaves to the bot: how it came out, in their words, until when.

    `by` is the name that the customer knows the agent by; `due` goes with a promise.
    """

    settled: Settled
    by: str
    words: str = ""
    due: date | None = None


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


def request(
    connection: Connection,
    conversation: str,
    wanted: HandOver,
    now: datetime,
    *,
    thread: str,
    expected_epoch: int,
) -> int:
    """
    Put the conversation, which stands in `thread`, into the queue; gives the new epoch.

    Raises `OwnerChanged` if the epoch is not the expected one any more.
    """
    epoch = owner.change(connection, thread, to=QUEUE, expected_epoch=expected_epoch)
    # The bot goes on speaking while they wait, so what it said before is still said.
    outbox.carry_over(connection, thread, former=expected_epoch, epoch=epoch)
    number = connection.execute(
        handoffs.insert(),
        {
            "conversation": thread,
            "origin": None if conversation == thread else conversation,
            "reason": wanted.reason,
            "state": WAITING,
            "language": wanted.language,
            "skill": wanted.skill,
            "priority": wanted.priority,
            "requested_at": now,
            "promised_at": wanted.promised_at,
            "packet": dict(wanted.packet) or None,
        },
    ).inserted_primary_key[0]
    _note(connection, number, REQUESTED, now, to=wanted.skill)
    return epoch


def claim(connection: Connection, number: int, agent: str, now: datetime) -> Handoff:
    """
    Give a waiting handoff to this agent; one that they hold already stays theirs.

    Raises `OwnerChanged` if somebody else has it, and `HandoffOver`.
    """
    found = _lock(connection, number)
    if found.state == HELD and found.agent == agent:
        return found
    if found.state != WAITING:
        raise OwnerChanged
    claimed = {"state": HELD, "agent": agent, "claimed_at": found.claimed_at or now}
    return _step(
        connection, found, owner.agent(agent), now, CLAIMED, by=agent, values=claimed
    )


def transfer(
    connection: Connection,
    number: int,
    epoch: int,
    now: datetime,
    *,
    by: str,
    agent: str | None = None,
    skill: str | None = None,
) -> Handoff:
    """
    Give a held handoff to a colleague, or back to the queue for those with a skill.

    `epoch` is the one that whoever decides has seen. Raises `OwnerChanged` and
    `HandoffOver`; exactly one of `agent` and `skill` is given.
    """
    if (agent is None) == (skill is None):
        raise ValueError("a transfer is to an agent or to a skill")
    found = _held(connection, number, epoch)
    if agent is not None:
        return _step(
            connection,
            found,
            owner.agent(agent),
            now,
            TRANSFERRED,
            by=by,
            to=agent,
            values={"agent": agent},
        )
    back = {"state": WAITING, "agent": None, "skill": skill}
    return _step(
        connection, found, QUEUE, now, TRANSFERRED, by=by, to=skill, values=back
    )


def release(
    connection: Connection,
    number: int,
    now: datetime,
    *,
    by: str | None,
    expected_agent: str,
) -> Handoff:
    """
    Put a held handoff back into the queue, where it keeps the place of its request.

    `by` is None if its agent has vanished. Raises `OwnerChanged` if it is not that
    agent's any more, and `HandoffOver`.
    """
    found = _lock(connection, number)
    if found.state != HELD or found.agent != expected_agent:
        raise OwnerChanged
    back = {"state": WAITING, "agent": None}
    return _step(connection, found, QUEUE, now, RELEASED, by=by, values=back)


def give_back(
    connection: Connection,
    number: int,
    epoch: int,
    outcome: Outcome,
    now: datetime,
    *,
    by: str,
) -> Handoff:
    """
    End a held handoff: the conversation is the bot's again, which goes on from there.

    Raises `OwnerChanged` and `HandoffOver`.
    """
    found = _held(connection, number, epoch)
    ended = _end(connection, found, now, RETURNED, by=by, outcome=outcome)
    inbox.accept_event(
        connection,
        found.conversation,
        messages_of.channel(connection, found.thread, found.conversation),
        Identity(),
        Choice(inbox.RETURNED, _told(outcome)),
        now,
    )
    return ended


def withdraw(connection: Connection, number: int, now: datetime) -> Handoff:
    """
    End a handoff that waits: its customer wants nobody any more.

    Raises `OwnerChanged` if an agent has it by now, and `HandoffOver`.
    """
    found = _lock(connection, number)
    if found.state != WAITING:
        raise OwnerChanged
    return _end(connection, found, now, WITHDRAWN)


def answered(connection: Connection, number: int, now: datetime) -> None:
    """
    Keep when the customer first heard from a person.
    """
    connection.execute(
        handoffs.update().where(handoffs.c.id == number).values(answered_at=now)
    )


def judge(connection: Connection, number: int, *, was_needed: bool) -> None:
    """
    Keep what the agent says: whether a person was needed. Raises `HandoffUnknown`.
    """
    changed = connection.execute(
        handoffs.update().where(handoffs.c.id == number).values(was_needed=was_needed)
    )
    if not changed.rowcount:
        raise HandoffUnknown


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


def _held(connection: Connection, number: int, epoch: int) -> Handoff:
    found = _lock(connection, number)
    if found.state != HELD or found.epoch != epoch:
        raise OwnerChanged
    return found


def _lock(connection: Connection, number: int) -> Handoff:
    """
    Lock the thread of an open handoff that its owner goes by, and give the handoff.
    """
    thread = ""
    while True:
        found = find(connection, number)
        if found.thread == thread:
            break
        thread = found.thread  # it may be joined or parted while we wait for the lock
        connection.execute(
            sa.select(conversations.c.id)
            .where(conversations.c.id == thread)
            .with_for_update()
        )
    if found.state == ENDED:
        raise HandoffOver
    leading = opened(connection, thread)
    if leading is None or leading.number != number:
        # Its customer is one person with somebody whom a colleague attends to.
        raise OwnerChanged
    return found


def _step(
    connection: Connection,
    found: Handoff,
    to_owner: str,
    now: datetime,
    kind: str,
    *,
    by: str | None = None,
    to: str | None = None,
    values: Mapping[str, Any],
) -> Handoff:
    owner.change(connection, found.thread, to=to_owner, expected_epoch=found.epoch)
    connection.execute(
        handoffs.update().where(handoffs.c.id == found.number).values(**values)
    )
    _note(connection, found.number, kind, now, by=by, to=to)
    return find(connection, found.number)


def _end(
    connection: Connection,
    found: Handoff,
    now: datetime,
    kind: str,
    *,
    by: str | None = None,
    outcome: Outcome | None = None,
) -> Handoff:
    ended = {"state": ENDED, "ended_at": now, "outcome": _record(outcome)}
    _step(connection, found, BOT, now, kind, by=by, values=ended)
    # Whoever is one person with them waits no longer either: it was one talk.
    others = sa.select(handoffs.c.id).where(
        handoffs.c.conversation == found.thread, handoffs.c.state != ENDED
    )
    for other in connection.execute(others).scalars().all():
        connection.execute(
            handoffs.update().where(handoffs.c.id == other).values(**ended)
        )
        _note(connection, other, kind, now, by=by)
    return find(connection, found.number)


def _record(outcome: Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    record = asdict(outcome)
    record["settled"] = outcome.settled.value
    record["due"] = outcome.due.isoformat() if outcome.due else None
    return record


def _told(outcome: Outcome) -> dict[str, str]:
    """
    What the engine hears of an outcome.
    """
    told = {"settled": outcome.settled.value, "by": outcome.by, "words": outcome.words}
    if outcome.due is not None:
        told["due"] = outcome.due.isoformat()
    return told


def _note(
    connection: Connection,
    number: int,
    kind: str,
    now: datetime,
    *,
    by: str | None = None,
    to: str | None = None,
) -> None:
    connection.execute(
        handoff_events.insert(),
        {"handoff": number, "kind": kind, "by": by, "to": to, "at": now},
    )
