"""
The steps of a handoff, each of which changes it and its thread's owner together.

Each raises `HandoffOver` where the handoff has ended, and `OwnerChanged` where the
conversation is not as whoever decides has seen it: then nothing is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import changes, history, inbox, outbox, owner, work
from bot.conversations.errors import OwnerChanged
from bot.conversations.handoffs import noting, standing, whose
from bot.conversations.handoffs.outcomes import Outcome, record, told
from bot.conversations.handoffs.standing import (
    CLAIMED,
    ENDED,
    HELD,
    LET_DOWN,
    MISSED,
    MOST_MISSED,
    TRANSFERRED,
    WAITING,
    Handoff,
)
from bot.conversations.messages import Choice, HandOver
from bot.conversations.owner import BOT, QUEUE
from bot.conversations.tables import handoffs
from crm_connector.model import Identity

REQUESTED = "requested"
RELEASED = "released"
RETURNED = "returned"
WITHDRAWN = "withdrawn"


def as_promised(found: Handoff) -> datetime | None:
    """
    What was promised stands.
    """
    return found.promised_at


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
    noting.note(connection, thread, number, REQUESTED, now, to=wanted.skill)
    return epoch


def claim(connection: Connection, number: int, agent: str, now: datetime) -> Handoff:
    """
    Give a waiting handoff to this agent; one that they hold already stays theirs.

    Raises `OwnerChanged` if somebody else has it, and `HandoffOver`.
    """
    found = noting.lock(connection, number)
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
    promise: Callable[[Handoff], datetime | None] = as_promised,
) -> Handoff:
    """
    Give a held handoff to a colleague, or back to the queue for those with a skill.

    `epoch` is the one that whoever decides has seen; `promise` is for who then waits
    again after having been answered. Raises `OwnerChanged` and `HandoffOver`; exactly
    one of `agent` and `skill` is given.
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
    back = {"skill": skill, **_back(found, promise)}
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
    promise: Callable[[Handoff], datetime | None] = as_promised,
) -> Handoff:
    """
    Put a held handoff back into the queue, where it keeps the place of its request.

    `by` is None if its agent has vanished; `promise` is for who has been answered
    before. Raises `HandoffOver`, and `OwnerChanged` if it is not that agent's any more.
    """
    found = noting.lock(connection, number)
    if found.state != HELD or found.agent != expected_agent:
        raise OwnerChanged
    back = _back(found, promise)
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
    # What the customer wrote before the claim is settled by now, answered or not.
    work.close_unbegun(connection, found.thread)
    inbox.accept_event(
        connection,
        found.conversation,
        history.channel(connection, found.thread, found.conversation),
        Identity(),
        Choice(inbox.RETURNED, _told(connection, found, outcome)),
        now,
    )
    return ended


def _told(connection: Connection, found: Handoff, outcome: Outcome) -> dict[str, str]:
    identity = whose.last_proven(connection, found).identity
    packet = standing.packet(connection, found.number) or {}
    return told(
        found,
        outcome,
        customer=identity.customer_id or "",
        order=str(packet.get("order") or ""),
    )


def withdraw(connection: Connection, number: int, now: datetime) -> Handoff:
    """
    End a handoff that waits: its customer wants nobody any more.

    Raises `OwnerChanged` if an agent has it by now, and `HandoffOver`.
    """
    found = noting.lock(connection, number)
    if found.state != WAITING:
        raise OwnerChanged
    ended = _end(connection, found, now, WITHDRAWN)
    # The bot has spoken all the time, so what it said is still said.
    outbox.carry_over(connection, ended.thread, former=found.epoch, epoch=ended.epoch)
    return ended


def miss(
    connection: Connection,
    number: int,
    promise: Callable[[Handoff], datetime | None],
    now: datetime,
) -> Handoff:
    """
    Note that the promise to one who waits has passed, and make another one.

    One other: where that has passed as well it stays, and is late until somebody comes.
    Whoever was not answered as promised comes first from now on.
    The bot goes on speaking: this changes no owner. Raises `OwnerChanged` if an agent
    has them by now or it has been noted.
    """
    found = noting.lock(connection, number)
    is_late = found.promised_at is not None and found.promised_at <= now
    missed = standing.misses(connection, number)
    if found.state != WAITING or not is_late or missed >= MOST_MISSED:
        raise OwnerChanged
    values: dict[str, Any] = {"priority": max(found.priority, LET_DOWN)}
    if not missed:
        values["promised_at"] = promise(found)
    connection.execute(
        handoffs.update().where(handoffs.c.id == number).values(**values)
    )
    noting.note(connection, found.thread, number, MISSED, now)
    return standing.find(connection, number)


def answered(connection: Connection, number: int, now: datetime) -> None:
    """
    Keep when the customer first heard from a person.
    """
    connection.execute(
        handoffs.update().where(handoffs.c.id == number).values(answered_at=now)
    )


def judge(
    connection: Connection, number: int, now: datetime, *, was_needed: bool
) -> None:
    """
    Keep what the agent says: whether a person was needed. Raises `HandoffUnknown`.
    """
    found = standing.find(connection, number)
    connection.execute(
        handoffs.update().where(handoffs.c.id == number).values(was_needed=was_needed)
    )
    changes.note(connection, changes.STEP, found.thread, now)


def _back(
    found: Handoff, promise: Callable[[Handoff], datetime | None]
) -> dict[str, Any]:
    """
    What is kept of one who waits again. A promise that was kept is followed by another.
    """
    promised = found.promised_at if found.answered_at is None else promise(found)
    return {"state": WAITING, "agent": None, "promised_at": promised}


def _held(connection: Connection, number: int, epoch: int) -> Handoff:
    found = noting.lock(connection, number)
    if found.state != HELD or found.epoch != epoch:
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
    noting.note(connection, found.thread, found.number, kind, now, by=by, to=to)
    return standing.find(connection, found.number)


def _end(
    connection: Connection,
    found: Handoff,
    now: datetime,
    kind: str,
    *,
    by: str | None = None,
    outcome: Outcome | None = None,
) -> Handoff:
    ended = {"state": ENDED, "ended_at": now, "outcome": record(outcome)}
    _step(connection, found, BOT, now, kind, by=by, values=ended)
    # Whoever is one person with them waits no longer either: it was one talk.
    others = sa.select(handoffs.c.id).where(
        handoffs.c.conversation == found.thread, handoffs.c.state != ENDED
    )
    for other in connection.execute(others).scalars().all():
        connection.execute(
            handoffs.update().where(handoffs.c.id == other).values(**ended)
        )
        noting.note(connection, found.thread, other, kind, now, by=by)
    return standing.find(connection, found.number)
