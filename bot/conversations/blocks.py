"""
Whose messages are not taken: of abusers, until a moment or until somebody lifts it.

A block is of a conversation and counts for all that stand in one thread with it: they
are one person's. What came before it stays; what comes is refused and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.tables import blocked_conversations, joined_threads
from crm_connector.columns import UtcTime, insert

_blocks = blocked_conversations
_joined = joined_threads.alias()

OF_THREAD = (
    sa.select(_blocks)
    .select_from(
        _blocks.outerjoin(_joined, _joined.c.conversation == _blocks.c.conversation)
    )
    .where(
        sa.func.coalesce(_joined.c.thread, _blocks.c.conversation)
        == sa.bindparam("thread"),
        sa.or_(
            _blocks.c.until.is_(None),
            _blocks.c.until > sa.bindparam("moment", type_=UtcTime),
        ),
    )
)
"""The blocks that hold for a `thread` at a `moment`."""


@dataclass(frozen=True)
class Block:
    """
    Who does not take whose messages, why and until when (None: for good).
    """

    conversation: str
    by: str
    why: str
    at: datetime
    until: datetime | None


def block(connection: Connection, wanted: Block) -> None:
    """
    Take no more messages of a conversation; the last word counts.
    """
    row = {
        "by": wanted.by,
        "why": wanted.why,
        "at": wanted.at,
        "until": wanted.until,
    }
    connection.execute(
        insert(connection, _blocks)
        .values(conversation=wanted.conversation, **row)
        .on_conflict_do_update(index_elements=["conversation"], set_=row)
    )


def lift(connection: Connection, thread: str, now: datetime) -> bool:
    """
    Take the messages of a thread again; tells whether they were not taken.
    """
    found = of_thread(connection, thread, now)
    connection.execute(
        _blocks.delete().where(
            _blocks.c.conversation.in_([each.conversation for each in found])
        )
    )
    return bool(found)


def of_thread(connection: Connection, thread: str, now: datetime) -> list[Block]:
    """
    Give the blocks that hold for a thread now.
    """
    rows = connection.execute(OF_THREAD, {"thread": thread, "moment": now})
    return [Block(**row) for row in rows.mappings()]


def holds(connection: Connection, thread: str, now: datetime) -> bool:
    """
    Tell whether the messages of a thread are not taken now.
    """
    return bool(of_thread(connection, thread, now))


def move(connection: Connection, tail: str, conversation: str) -> None:
    """
    Let a block hold on for whoever has proven to be a known customer.
    """
    known = sa.select(_blocks.c.conversation).where(
        _blocks.c.conversation == conversation
    )
    if connection.execute(known).first() is None:
        connection.execute(
            _blocks.update()
            .where(_blocks.c.conversation == tail)
            .values(conversation=conversation)
        )
