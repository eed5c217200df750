"""
Threads: one per customer, and what a stranger began goes on when they sign in.

A *conversation* is what a customer, or a stranger's browser, holds for ever. Its
messages stand in a *thread*: itself, or one that it shares with others who are the same
person (`joint.py`). Whoever comes from outside names the conversation.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import blocks, changes
from bot.conversations.errors import ConversationUnknown
from bot.conversations.owner import BOT, is_bots
from bot.conversations.tables import (
    buttons,
    conversations,
    files,
    handoffs,
    inbox,
    joined_threads,
    messages,
    outbox,
)

_LOCK = (
    sa.select(conversations)
    .where(conversations.c.id == sa.bindparam("conversation"))
    .with_for_update()
)
_JOINED = sa.select(joined_threads.c.thread, joined_threads.c.shift).where(
    joined_threads.c.conversation == sa.bindparam("conversation")
)


def create(
    connection: Connection,
    now: datetime,
    *,
    customer_id: str | None = None,
    language: str | None = None,
) -> str:
    """
    Begin a conversation and return its id.

    `language` is the one to be answered in (fa, ar or en) until they have written, as
    far as the channel knows it.
    """
    conversation = str(uuid.uuid4())
    connection.execute(
        conversations.insert(),
        {
            "id": conversation,
            "customer_id": customer_id,
            "language": language,
            "owner": BOT,
            "owner_epoch": 0,
            "next_seq": 1,
            "created_at": now,
        },
    )
    return conversation


@dataclass(frozen=True)
class Place:
    """
    Where a conversation stands now, and how its holder counts there.

    What is message `seq` of the thread is `seq - shift` to whoever holds the
    conversation. So the numbers that somebody has seen stay good, whatever is joined
    to their thread or parted from it.
    """

    conversation: str
    thread: str
    shift: int = 0

    @property
    def origin(self) -> str | None:
        """
        What is kept with a message that belongs to the conversation and stands here.
        """
        return None if self.thread == self.conversation else self.conversation


Kin = Callable[[Connection, str], Collection[str]]
"""Gives the customers who are one person with a customer, that one among them."""


def alone(_connection: Connection, customer_id: str) -> Collection[str]:
    """
    Nobody is one with another: the `Kin` where no ledger of people is kept.
    """
    return (customer_id,)


def place(connection: Connection, conversation: str) -> Place:
    """
    Tell where a conversation stands now, whether or not there is such a one.
    """
    row = connection.execute(_JOINED, {"conversation": conversation}).first()
    if row is None:
        return Place(conversation, conversation)
    return Place(conversation, row.thread, row.shift)


def of_customer(connection: Connection, customer_id: str) -> str | None:
    """
    Give the customer's conversation, if there is one.
    """
    query = sa.select(conversations.c.id).where(
        conversations.c.customer_id == customer_id
    )
    found: str | None = connection.execute(query).scalar()
    return found


def of_customers(connection: Connection, customers: Collection[str]) -> list[str]:
    """
    Give the conversations of those customers who have one.
    """
    query = (
        sa.select(conversations.c.id)
        .where(conversations.c.customer_id.in_(customers))
        .order_by(conversations.c.id)
    )
    return list(connection.execute(query).scalars())


def places(connection: Connection, held: Collection[str]) -> dict[str, Place]:
    """
    Tell of all conversations that stand in these threads where they do.
    """
    joined = connection.execute(
        sa.select(joined_threads).where(
            joined_threads.c.thread.in_(held), joined_threads.c.members.is_(None)
        )
    )
    found = {
        row.conversation: Place(row.conversation, row.thread, row.shift)
        for row in joined
    }
    shared = {each.thread for each in found.values()}
    return found | {each: Place(each, each) for each in held if each not in shared}


def standing(connection: Connection, held: Collection[str]) -> set[str]:
    """
    Give the threads in which these conversations stand.
    """
    return {place(connection, each).thread for each in held}


def still(connection: Connection, held: Collection[str]) -> dict[str, Place]:
    """
    Tell of those of these conversations that there still are where they stand now.
    """
    query = sa.select(conversations.c.id).where(conversations.c.id.in_(held))
    found = connection.execute(query).scalars().all()
    return {each: place(connection, each) for each in found}


def join(
    connection: Connection, customer_id: str, anonymous: str | None, now: datetime
) -> str:
    """
    Give the customer's conversation, with what they said as a stranger at its end.

    `anonymous` is the conversation that has just been proven to be theirs; one that
    belongs to a customer already is left alone. If the customer had none, it becomes
    theirs; else its messages, its waiting items, its buttons and its talk with the
    engine move into the thread where theirs stands, and it is gone.
    """
    stranger = _lock(connection, anonymous) if anonymous is not None else None
    if stranger is not None and stranger.customer_id is not None:
        stranger = None
    theirs = of_customer(connection, customer_id)
    if theirs is None:
        if stranger is None:
            return create(connection, now, customer_id=customer_id)
        _change(connection, stranger.id, customer_id=customer_id)
        return str(stranger.id)
    if stranger is not None:
        _append(connection, *_lock_place(connection, theirs), stranger, now)
    return theirs


def take_in(
    connection: Connection, conversation: str, anonymous: str, now: datetime
) -> None:
    """
    Let a stranger's words stand at the end of another conversation, which goes on.

    Unlike with `join` it is that conversation's talk with the engine that is kept, if
    there is one. One that belongs to a customer is left alone.
    """
    stranger = _lock(connection, anonymous)
    if stranger.customer_id is not None or anonymous == conversation:
        return
    at, thread = _lock_place(connection, conversation)
    has_talk = thread.engine_state is not None
    _append(connection, at, thread, stranger, now, leads=not has_talk)


def is_empty(connection: Connection, conversation: str) -> bool:
    """
    Tell whether nothing was ever said.
    """
    return bool(_lock(connection, conversation).next_seq == 1)


def _append(
    connection: Connection,
    at: Place,
    thread: sa.engine.Row,
    tail: sa.engine.Row,
    now: datetime,
    *,
    leads: bool = True,
) -> None:
    """
    Move the `tail` behind a thread; if it `leads`, the engine goes on with its talk.
    """
    epoch = thread.owner_epoch
    # Whom an agent attends to does not wait: a stranger's wish ends with theirs.
    may_lead = is_bots(thread.owner) or not is_bots(tail.owner)
    if may_lead and tail.owner not in (BOT, thread.owner):
        # Somebody attends to the stranger and goes on doing so.
        epoch = max(thread.owner_epoch, tail.owner_epoch) + 1
        _change(connection, thread.id, owner=tail.owner, owner_epoch=epoch)
    connection.execute(
        messages.update()
        .where(messages.c.conversation == tail.id)
        .values(
            conversation=thread.id,
            seq=messages.c.seq + (thread.next_seq - 1),
            origin=at.origin,
        )
    )
    _move_inbox(connection, at, tail.id)
    connection.execute(
        handoffs.update()
        .where(handoffs.c.conversation == tail.id)
        .values(conversation=thread.id, origin=at.origin)
    )
    blocks.move(connection, tail.id, at.conversation)
    connection.execute(
        buttons.update()
        .where(buttons.c.conversation == tail.id)
        .values(conversation=thread.id)
    )
    connection.execute(
        files.update()
        .where(files.c.conversation == tail.id)
        .values(conversation=at.conversation)
    )
    connection.execute(
        outbox.update()
        .where(outbox.c.conversation == tail.id)
        .values(conversation=thread.id, epoch=epoch)
    )
    _change(connection, thread.id, next_seq=thread.next_seq + tail.next_seq - 1)
    if leads and tail.engine_state is not None:
        _change(
            connection,
            thread.id,
            engine_state=tail.engine_state,
            language=tail.language,
        )
    connection.execute(conversations.delete().where(conversations.c.id == tail.id))
    changes.note(connection, changes.MOVED, tail.id, now)
    last = thread.next_seq + tail.next_seq - 2
    changes.note(connection, changes.MESSAGE, thread.id, now, last)
    changes.note(connection, changes.STEP, thread.id, now)


def _move_inbox(connection: Connection, at: Place, tail: str) -> None:
    """
    Move the items, so that a repeat is still known as one in the joined thread.
    """
    known = sa.select(inbox.c.external_id).where(inbox.c.scope == at.conversation)
    connection.execute(
        inbox.update()
        .where(inbox.c.scope == tail, inbox.c.external_id.not_in(known))
        .values(scope=at.conversation)
    )
    connection.execute(
        inbox.update()
        .where(inbox.c.conversation == tail)
        .values(conversation=at.thread, origin=at.origin)
    )


def _lock_place(
    connection: Connection, conversation: str
) -> tuple[Place, sa.engine.Row]:
    """
    Lock the thread where a conversation stands; give it with the place.
    """
    while True:
        at = place(connection, conversation)
        row = connection.execute(_LOCK, {"conversation": at.thread}).first()
        # Meanwhile it may have been joined or parted.
        if row is not None and place(connection, conversation) == at:
            return at, row


def _lock(connection: Connection, conversation: str) -> sa.engine.Row:
    row = connection.execute(_LOCK, {"conversation": conversation}).first()
    if row is None:
        raise ConversationUnknown
    return row


def _change(connection: Connection, conversation: str, **values: object) -> None:
    connection.execute(
        conversations.update()
        .where(conversations.c.id == conversation)
        .values(**values)
    )
