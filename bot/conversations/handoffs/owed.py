"""
What was promised when a handoff ended: it is done, or its customer is written to again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import owner
from bot.conversations.errors import NothingOwed, OwnerChanged
from bot.conversations.handoffs import noting, standing
from bot.conversations.handoffs.outcomes import Settled
from bot.conversations.handoffs.standing import CLAIMED, ENDED, HELD, KEPT, Handoff
from bot.conversations.handoffs.steps import REQUESTED
from bot.conversations.owner import BOT
from bot.conversations.tables import handoffs

REASON = "promise"
"""The reason of a handoff that the customer did not ask for: an agent has come back."""


def keep(connection: Connection, number: int, now: datetime, *, by: str) -> bool:
    """
    Note that what was promised at the end has been done; False if nothing is open.
    """
    found = noting.lock_thread(connection, number)
    # Asked for behind the lock: somebody else may have noted it meanwhile.
    if open_promise(connection, number) is None:
        return False
    noting.note(connection, found.thread, number, KEPT, now, by=by)
    return True


def open_promise(connection: Connection, number: int) -> Mapping[str, Any] | None:
    """
    Give the outcome of a handoff that ended in a promise; None if it is kept, or none.
    """
    row = connection.execute(
        sa.select(handoffs.c.outcome, standing.is_kept().correlate(handoffs)).where(
            handoffs.c.id == number, handoffs.c.state == ENDED
        )
    ).first()
    if row is None or not row.outcome or row[1]:
        return None
    outcome: Mapping[str, Any] = row.outcome
    return outcome if outcome.get("settled") == Settled.PROMISED.value else None


def come_back(
    connection: Connection, number: int, agent: str, now: datetime
) -> Handoff:
    """
    Let an agent write again to whom something is still owed.

    It is a handoff of its own, theirs from the beginning, with what was known before;
    the promise stays open until it is kept. Raises `NothingOwed`, and `OwnerChanged`
    where the bot is not the owner: the customer waits, or a person attends to them.
    """
    found = noting.lock_thread(connection, number)
    if open_promise(connection, number) is None:
        raise NothingOwed
    owner_now, epoch = owner.current(connection, found.thread)
    if owner_now != BOT:
        raise OwnerChanged
    owner.change(connection, found.thread, to=owner.agent(agent), expected_epoch=epoch)
    former = handoffs.alias("former")
    same = ("conversation", "origin", "language", "packet")
    opened = {
        "reason": REASON,
        "state": HELD,
        "priority": 0,
        "agent": agent,
        "requested_at": now,
        "claimed_at": now,
    }
    row = connection.execute(
        sa.select(*(former.c[each] for each in same)).where(former.c.id == number)
    )
    inserted = connection.execute(handoffs.insert(), {**row.mappings().one(), **opened})
    new: int = inserted.inserted_primary_key[0]
    noting.note(connection, found.thread, new, REQUESTED, now, by=agent)
    noting.note(connection, found.thread, new, CLAIMED, now, by=agent)
    return standing.find(connection, new)
