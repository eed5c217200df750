"""
What is to be sent out, in order, until it arrived or may not be said any more.

Only channels that push have rows here. A channel whose clients read the thread
itself (the web chat) has delivered a reply by saving it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import changes, counters
from bot.conversations.history import WITHHELD, StoredMessage, one
from bot.conversations.tables import conversations, messages, outbox

PENDING = "pending"
DELIVERED = "delivered"
DROPPED = "dropped"

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
MOST_ATTEMPTS = 20
"""After so many attempts (more than an hour) a message is given up and counted."""
UNDELIVERED = "undelivered_replies"
"""Counter of messages that were given up or that the channel refused."""


class Undeliverable(Exception):
    """
    The channel will never take this message: the customer blocked us, say.
    """


class RetryAfter(Exception):
    """
    The channel asks to wait for `seconds`, as often as it likes.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again after {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Outgoing:
    """
    One message on its way to a channel: to whoever holds the conversation `to`.

    `conversation` is the thread where it stands, which several may share.
    """

    item: int
    conversation: str
    to: str
    channel: str
    attempts: int
    message: StoredMessage


class Channel(Protocol):
    """
    A channel that has to be given each message.
    """

    async def deliver(self, message: Outgoing) -> None:
        """
        Hand the message over.

        Raises `RetryAfter` or `Undeliverable`; anything else means: try again later.
        """


def put(
    connection: Connection,
    conversation: str,
    message: int,
    *,
    channel: str,
    epoch: int,
    now: datetime,
) -> None:
    """
    Add a message, in the transaction that saves it.
    """
    connection.execute(
        outbox.insert(),
        {
            "conversation": conversation,
            "message": message,
            "channel": channel,
            "epoch": epoch,
            "status": PENDING,
            "attempts": 0,
            "next_attempt_at": now,
        },
    )


def due(
    connection: Connection,
    key: bytes,
    now: datetime,
    *,
    besides: Collection[str],
    limit: int,
) -> list[Outgoing]:
    """
    Give the oldest waiting message of each conversation whose time has come.

    Conversations in `besides` are left out: their turn is running. A message whose
    epoch is old is dropped here and counted.
    """
    rows = connection.execute(
        sa.select(outbox, conversations.c.owner_epoch, messages.c.origin)
        .join(conversations, conversations.c.id == outbox.c.conversation)
        .join(messages, messages.c.id == outbox.c.message)
        .where(
            outbox.c.id.in_(_first_of_each()),
            outbox.c.next_attempt_at <= now,
            outbox.c.conversation.not_in(list(besides)),
        )
        .order_by(outbox.c.next_attempt_at, outbox.c.id)
        .limit(limit)
    ).all()
    ready = []
    for row in rows:
        if row.epoch != row.owner_epoch:
            settle(connection, row.id, DROPPED)
            counters.add(connection, {counters.DROPPED_REPLIES: 1})
            withhold(connection, row.message)
            changes.note(connection, changes.NOTE, row.conversation, now)
            continue
        message = one(connection, key, row.message, now)
        to = row.origin or row.conversation
        ready.append(
            Outgoing(row.id, row.conversation, to, row.channel, row.attempts, message)
        )
    return ready


def carry_over(
    connection: Connection, conversation: str, *, former: int, epoch: int
) -> None:
    """
    Let what the bot has said and what is still on its way be good in a new epoch.
    """
    connection.execute(
        outbox.update()
        .where(
            outbox.c.conversation == conversation,
            outbox.c.status == PENDING,
            outbox.c.epoch == former,
        )
        .values(epoch=epoch)
    )


def withhold(connection: Connection, message: int) -> None:
    """
    Let only the desk see a message that never arrived and never will.
    """
    connection.execute(
        messages.update().where(messages.c.id == message).values(desk=WITHHELD)
    )


def next_due(connection: Connection, *, besides: Collection[str]) -> datetime | None:
    """
    Give the moment when the next conversation has something due.
    """
    moment: datetime | None = connection.execute(
        sa.select(outbox.c.next_attempt_at)
        .where(
            outbox.c.id.in_(_first_of_each()),
            outbox.c.conversation.not_in(list(besides)),
        )
        .order_by(outbox.c.next_attempt_at)
        .limit(1)
    ).scalar()
    return moment


def _first_of_each() -> sa.sql.Select:
    return (
        sa.select(sa.func.min(outbox.c.id))
        .where(outbox.c.status == PENDING)
        .group_by(outbox.c.conversation)
    )


def settle(connection: Connection, item: int, outcome: str) -> None:
    """
    Mark a message as delivered or dropped.
    """
    connection.execute(
        outbox.update()
        .where(outbox.c.id == item)
        .values(status=outcome, attempts=outbox.c.attempts + 1)
    )


def wait(connection: Connection, item: int, until: datetime) -> None:
    """
    Try at `until`, as the channel asked: it is no attempt that has failed.
    """
    connection.execute(
        outbox.update().where(outbox.c.id == item).values(next_attempt_at=until)
    )


def postpone(connection: Connection, item: int, until: datetime) -> None:
    """
    Try again at `until`, after an attempt that failed.
    """
    connection.execute(
        outbox.update()
        .where(outbox.c.id == item)
        .values(attempts=outbox.c.attempts + 1, next_attempt_at=until)
    )


def pause_after(attempts: int) -> timedelta:
    """
    Give the pause after so many attempts that failed: doubled each time, to a limit.
    """
    return min(FIRST_PAUSE * 2 ** min(attempts, 16), LONGEST_PAUSE)
