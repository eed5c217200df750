"""
Threads: one per customer, and what a stranger began goes on when they sign in.
"""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.errors import ConversationUnknown
from bot.conversations.owner import BOT
from bot.conversations.tables import buttons, conversations, inbox, messages, outbox


def create(
    connection: Connection, now: datetime, *, customer_id: str | None = None
) -> str:
    """
    Begin a conversation and return its id.
    """
    conversation = str(uuid.uuid4())
    connection.execute(
        conversations.insert(),
        {
            "id": conversation,
            "customer_id": customer_id,
            "owner": BOT,
            "owner_epoch": 0,
            "next_seq": 1,
            "created_at": now,
        },
    )
    return conversation


def of_customer(connection: Connection, customer_id: str) -> str | None:
    """
    Give the customer's thread, if there is one.
    """
    query = sa.select(conversations.c.id).where(
        conversations.c.customer_id == customer_id
    )
    found: str | None = connection.execute(query).scalar()
    return found


def join(
    connection: Connection, customer_id: str, anonymous: str | None, now: datetime
) -> str:
    """
    Give the customer's thread, with what they said as a stranger at its end.

    `anonymous` is the conversation that has just been proven to be theirs; one that
    belongs to a customer already is left alone. If the customer had no thread, it
    becomes theirs; else its messages, its waiting items, its buttons and its talk
    with the engine move over and it is gone.
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
        _append(connection, _lock(connection, theirs), stranger)
    return theirs


def is_empty(connection: Connection, conversation: str) -> bool:
    """
    Tell whether nothing was ever said.
    """
    return bool(_lock(connection, conversation).next_seq == 1)


def _append(connection: Connection, thread: sa.engine.Row, tail: sa.engine.Row) -> None:
    epoch = thread.owner_epoch
    if tail.owner not in (BOT, thread.owner):
        # Somebody is talking with the stranger and goes on doing so.
        epoch = max(thread.owner_epoch, tail.owner_epoch) + 1
        _change(connection, thread.id, owner=tail.owner, owner_epoch=epoch)
    connection.execute(
        messages.update()
        .where(messages.c.conversation == tail.id)
        .values(conversation=thread.id, seq=messages.c.seq + (thread.next_seq - 1))
    )
    _move_inbox(connection, thread.id, tail.id)
    connection.execute(
        buttons.update()
        .where(buttons.c.conversation == tail.id)
        .values(conversation=thread.id)
    )
    connection.execute(
        outbox.update()
        .where(outbox.c.conversation == tail.id)
        .values(conversation=thread.id, epoch=epoch)
    )
    _change(connection, thread.id, next_seq=thread.next_seq + tail.next_seq - 1)
    if tail.engine_state is not None:
        _change(
            connection,
            thread.id,
            engine_state=tail.engine_state,
            language=tail.language,
        )
    connection.execute(conversations.delete().where(conversations.c.id == tail.id))


def _move_inbox(connection: Connection, thread: str, tail: str) -> None:
    """
    Move the items, so that a repeat is still known as one in the joined thread.
    """
    known = sa.select(inbox.c.external_id).where(inbox.c.scope == thread)
    connection.execute(
        inbox.update()
        .where(inbox.c.scope == tail, inbox.c.external_id.not_in(known))
        .values(scope=thread)
    )
    connection.execute(
        inbox.update().where(inbox.c.conversation == tail).values(conversation=thread)
    )


def _lock(connection: Connection, conversation: str) -> sa.engine.Row:
    row = connection.execute(
        sa.select(conversations)
        .where(conversations.c.id == conversation)
        .with_for_update()
    ).first()
    if row is None:
        raise ConversationUnknown
    return row


def _change(connection: Connection, conversation: str, **values: object) -> None:
    connection.execute(
        conversations.update()
        .where(conversations.c.id == conversation)
        .values(**values)
    )
