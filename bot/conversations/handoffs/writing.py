"""
What people at the desk write: to the customer, and to each other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import changes, files, history, outbox, threads
from bot.conversations.errors import ConversationUnknown, OwnerChanged
from bot.conversations.handoffs import standing, steps
from bot.conversations.handoffs.standing import HELD, Handoff
from bot.conversations.history import NOTE
from bot.conversations.tables import conversations, messages

AGENT = "agent"
SYSTEM = "system"

_LOOK_BACK = 200
"""How many messages back a repeat of the same client is looked for."""


@dataclass(frozen=True)
class Written:
    """
    Where a message of the desk stands; `outgoing` if the outbox has to send it.

    `answers` if the customer first hears from a person by it.
    """

    thread: str
    seq: int
    repeated: bool = False
    outgoing: bool = False
    answers: bool = False


@dataclass(frozen=True)
class Words:
    """
    What is written, by whom (`speaker`: as the customer knows them), in which language.

    `id` is the client's own: the same one is the same message. `files` are ids of what
    this agent has uploaded there.
    """

    text: str
    speaker: str
    id: str
    lang: str | None = None
    files: tuple[str, ...] = ()


def reply(
    connection: Connection,
    number: int,
    epoch: int,
    agent: str,
    words: Words,
    *,
    pushed: Collection[str],
    now: datetime,
) -> Written:
    """
    Say something to the customer of a handoff that this agent holds.

    Raises `OwnerChanged` if it is not theirs in that epoch any more, and `FileUnknown`:
    then nothing is said.
    """
    found = standing.find(connection, number)
    place = _lock(connection, found.thread)
    repeat = _repeat(connection, place, words.id)
    if repeat is not None:
        return repeat
    found = standing.find(connection, number)
    if not _holds(connection, found, place, epoch, agent):
        raise OwnerChanged
    answers = found.answered_at is None
    if answers:
        steps.answered(connection, number, now)
    written = _write(connection, place, found, words, AGENT, pushed, now, agent=agent)
    return replace(written, answers=answers)


def tell(
    connection: Connection,
    found: Handoff,
    words: Words,
    *,
    pushed: Collection[str],
    now: datetime,
) -> Written:
    """
    Tell the customer what became of their wish: who comes, who has left.

    Part of the transaction in which that happens, hence without a question who may.
    """
    place = _lock(connection, found.thread)
    repeat = _repeat(connection, place, words.id)
    if repeat is not None:
        return repeat
    return _write(connection, place, found, words, SYSTEM, pushed, now)


def note(
    connection: Connection,
    conversation: str,
    words: Words,
    now: datetime,
    *,
    agent: str = "",
) -> Written:
    """
    Keep a note for the desk in the thread where `conversation` stands.

    Raises `FileUnknown` for a file that is none of this agent's: then nothing is kept.
    """
    place = _lock(connection, conversation)
    repeat = _repeat(connection, place, words.id)
    if repeat is not None:
        return repeat
    origin = None if place.id == conversation else conversation
    message = _add(connection, place, origin, words, AGENT, "desk", now, desk=NOTE)
    files.send(connection, conversation, message, words.files, agent=agent)
    return Written(place.id, place.next_seq)


def said(connection: Connection, thread: str, since: datetime) -> frozenset[str]:
    """
    Give what people of the shop have said to the customer of a thread since a moment.
    """
    query = sa.select(messages.c.text).where(
        messages.c.conversation == thread,
        messages.c.author == AGENT,
        messages.c.desk.is_(None),
        messages.c.at >= since,
    )
    return frozenset(connection.execute(query).scalars())


def _holds(
    connection: Connection, found: Handoff, place: sa.engine.Row, epoch: int, agent: str
) -> bool:
    leading = standing.opened(connection, place.id)
    return (
        found.thread == place.id
        and leading is not None
        and leading.number == found.number
        and found.state == HELD
        and found.agent == agent
        and place.owner_epoch == epoch
    )


def _lock(connection: Connection, conversation: str) -> sa.engine.Row:
    """
    Lock the thread in which a conversation stands.
    """
    while True:
        at = threads.place(connection, conversation)
        row = connection.execute(
            sa.select(
                conversations.c.id,
                conversations.c.owner_epoch,
                conversations.c.next_seq,
            )
            .where(conversations.c.id == at.thread)
            .with_for_update()
        ).first()
        if threads.place(connection, conversation) != at:
            continue  # joined or parted while we waited
        if row is None:
            raise ConversationUnknown
        return row


def _repeat(connection: Connection, place: sa.engine.Row, id: str) -> Written | None:  # noqa: A002 - as in `Words`
    seq = connection.execute(
        sa.select(messages.c.seq).where(
            messages.c.conversation == place.id,
            messages.c.seq >= place.next_seq - _LOOK_BACK,
            messages.c.author != "customer",
            messages.c.client_id == id,
        )
    ).scalar()
    return None if seq is None else Written(place.id, seq, repeated=True)


def _write(
    connection: Connection,
    place: sa.engine.Row,
    found: Handoff,
    words: Words,
    author: str,
    pushed: Collection[str],
    now: datetime,
    *,
    agent: str | None = None,
) -> Written:
    origin = None if found.conversation == place.id else found.conversation
    channel = history.channel(connection, place.id, found.conversation)
    message = _add(connection, place, origin, words, author, channel, now)
    files.send(connection, found.conversation, message, words.files, agent=agent)
    if channel in pushed:
        outbox.put(
            connection,
            place.id,
            message,
            channel=channel,
            epoch=place.owner_epoch,
            now=now,
        )
    return Written(place.id, place.next_seq, outgoing=channel in pushed)


def _add(
    connection: Connection,
    place: sa.engine.Row,
    origin: str | None,
    words: Words,
    author: str,
    channel: str,
    now: datetime,
    *,
    desk: str | None = None,
) -> int:
    added = connection.execute(
        messages.insert(),
        {
            "conversation": place.id,
            "origin": origin,
            "seq": place.next_seq,
            "author": author,
            "text": words.text,
            "lang": words.lang,
            "button_count": 0,
            "file_count": len(words.files),
            "at": now,
            "epoch": place.owner_epoch,
            "channel": channel,
            "client_id": words.id,
            "speaker": words.speaker,
            "desk": desk,
        },
    )
    connection.execute(
        conversations.update()
        .where(conversations.c.id == place.id)
        .values(next_seq=place.next_seq + 1)
    )
    kind = changes.MESSAGE if desk is None else changes.NOTE
    changes.note(connection, kind, place.id, now, place.next_seq)
    return int(added.inserted_primary_key[0])
