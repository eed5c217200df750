"""
What every step of a handoff does: lock its thread, and write down what happened.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import changes
from bot.conversations.errors import HandoffOver, OwnerChanged
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import ENDED, Handoff
from bot.conversations.tables import conversations, handoff_events


def lock(connection: Connection, number: int) -> Handoff:
    """
    Lock the thread of an open handoff that its owner goes by, and give the handoff.

    Raises `HandoffOver`, and `OwnerChanged` where another handoff leads the thread.
    """
    found = lock_thread(connection, number)
    if found.state == ENDED:
        raise HandoffOver
    leading = standing.opened(connection, found.thread)
    if leading is None or leading.number != number:
        # Its customer is one person with somebody whom a colleague attends to.
        raise OwnerChanged
    return found


def lock_thread(connection: Connection, number: int) -> Handoff:
    """
    Lock the thread in which a handoff stands, and give the handoff, open or not.
    """
    thread = ""
    while True:
        found = standing.find(connection, number)
        if found.thread == thread:
            return found
        thread = found.thread  # it may be joined or parted while we wait for the lock
        connection.execute(
            sa.select(conversations.c.id)
            .where(conversations.c.id == thread)
            .with_for_update()
        )


def note(
    connection: Connection,
    thread: str,
    number: int,
    kind: str,
    now: datetime,
    *,
    by: str | None = None,
    to: str | None = None,
) -> None:
    """
    Write down what happened to a handoff that stands in this thread.
    """
    connection.execute(
        handoff_events.insert(),
        {"handoff": number, "kind": kind, "by": by, "to": to, "at": now},
    )
    changes.note(connection, changes.STEP, thread, now)
