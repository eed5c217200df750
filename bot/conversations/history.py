"""
Reading a thread. A page costs the same however long the thread is.

Nothing here gives a message by its global number to the outside: whoever reads names
the conversation, which comes from a session that holds it, and counts as it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import buttons, files
from bot.conversations.buttons import ShownButton
from bot.conversations.files import File
from bot.conversations.tables import conversations, messages
from bot.conversations.threads import Place

_COLUMNS = (
    messages.c.id,
    messages.c.seq,
    messages.c.author,
    messages.c.text,
    messages.c.lang,
    messages.c.button_count,
    messages.c.file_count,
    messages.c.cards,
    messages.c.at,
    messages.c.client_id,
    messages.c.desk,
    messages.c.speaker,
)
_MINE = messages.c.conversation == sa.bindparam("conversation")
_FOR_ALL = messages.c.desk.is_(None)
_AFTER_AT_DESK = (
    sa.select(*_COLUMNS)
    .where(_MINE, messages.c.seq > sa.bindparam("seq"))
    .order_by(messages.c.seq)
    .limit(sa.bindparam("most"))
)
_BEFORE_AT_DESK = (
    sa.select(*_COLUMNS)
    .where(_MINE, messages.c.seq < sa.bindparam("seq"))
    .order_by(messages.c.seq.desc())
    .limit(sa.bindparam("most"))
)
_AFTER = _AFTER_AT_DESK.where(_FOR_ALL)
_BEFORE = _BEFORE_AT_DESK.where(_FOR_ALL)
_NEWEST = sa.select(conversations.c.next_seq - 1).where(
    conversations.c.id == sa.bindparam("conversation")
)

NOTE = "note"
"""A message that agents wrote for each other."""
WITHHELD = "withheld"
"""A reply that was not said, because the conversation had got another owner."""

END = 2**31 - 1
START = -END
"""Seqs that no message reaches: what others said before may stand below 0."""


@dataclass(frozen=True)
class StoredMessage:
    """
    A message of the thread as it is shown.

    `client_id` is the id under which its author's client sent it, if it chose one.
    `speaker` is what the customer calls the agent who wrote it. `desk` says what kind
    of message for the desk alone it is; customers never get one that has it.
    """

    seq: int
    author: str
    text: str
    lang: str | None
    buttons: tuple[ShownButton, ...]
    cards: tuple[dict[str, Any], ...]
    at: datetime
    client_id: str | None
    speaker: str | None = None
    desk: str | None = None
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Page:
    """
    Some messages in the order of the thread, and whether there are more that way.
    """

    messages: tuple[StoredMessage, ...]
    more: bool

    def ahead_of(self, seq: int) -> Page:
        """
        The same of a thread that ends ahead of `seq`.
        """
        kept = tuple(each for each in self.messages if each.seq < seq)
        return Page(kept, self.more and len(kept) == len(self.messages))


def after(
    connection: Connection,
    key: bytes,
    place: Place,
    seq: int,
    limit: int,
    now: datetime,
    *,
    at_desk: bool = False,
) -> Page:
    """
    Give the oldest messages behind `seq` (`START` for the first ones).

    Only `at_desk` are those among them that are for the desk alone.
    """
    query = _AFTER_AT_DESK if at_desk else _AFTER
    return _page(connection, key, query, place, seq, limit, now)


def before(
    connection: Connection,
    key: bytes,
    place: Place,
    seq: int,
    limit: int,
    now: datetime,
    *,
    at_desk: bool = False,
) -> Page:
    """
    Give the newest messages ahead of `seq`, oldest first (`END` for the last ones).

    Only `at_desk` are those among them that are for the desk alone.
    """
    query = _BEFORE_AT_DESK if at_desk else _BEFORE
    page = _page(connection, key, query, place, seq, limit, now)
    return Page(page.messages[::-1], page.more)


def newest(connection: Connection, place: Place) -> int:
    """
    Give the seq up to which the thread has been filled (0 if nothing was said).
    """
    seq: int | None = connection.execute(
        _NEWEST, {"conversation": place.thread}
    ).scalar()
    return (seq or 0) - place.shift


def end_by(connection: Connection, place: Place, moment: datetime) -> int:
    """
    Give the seq behind all that was said up to a moment (`START` if nothing was).
    """
    last = connection.execute(
        sa.select(sa.func.max(messages.c.seq)).where(
            messages.c.conversation == place.thread, messages.c.at <= moment
        )
    ).scalar()
    return START if last is None else last - place.shift + 1


def customer_said(
    connection: Connection, thread: str, since: datetime
) -> Sequence[str]:
    """
    Give what customers have written in a thread since a moment, the oldest first.
    """
    query = (
        sa.select(messages.c.text)
        .where(
            messages.c.conversation == thread,
            messages.c.author == "customer",
            messages.c.at >= since,
        )
        .order_by(messages.c.seq)
    )
    texts: Sequence[str] = connection.execute(query).scalars().all()
    return texts


def channel(connection: Connection, thread: str, conversation: str) -> str:
    """
    Give the channel on which a conversation's customer wrote last ("" if nowhere yet).
    """
    found: str | None = connection.execute(
        sa.select(messages.c.channel)
        .where(
            messages.c.conversation == thread,
            messages.c.author == "customer",
            sa.func.coalesce(messages.c.origin, thread) == conversation,
        )
        .order_by(messages.c.seq.desc())
        .limit(1)
    ).scalar()
    return found or ""


def one(
    connection: Connection, key: bytes, message: int, now: datetime
) -> StoredMessage:
    """
    Give the message of an outbox item, for the outbox alone.
    """
    query = sa.select(*_COLUMNS).where(messages.c.id == message)
    return _show(connection, key, connection.execute(query).all(), 0, now)[0]


def _page(
    connection: Connection,
    key: bytes,
    query: Any,
    place: Place,
    seq: int,
    limit: int,
    now: datetime,
) -> Page:
    # One more than wanted tells whether there are more.
    start = seq + place.shift
    parts = {"conversation": place.thread, "seq": start, "most": limit + 1}
    rows = connection.execute(query, parts).all()
    shown = _show(connection, key, rows[:limit], place.shift, now)
    return Page(shown, len(rows) > limit)


def _show(
    connection: Connection, key: bytes, rows: Sequence[Any], shift: int, now: datetime
) -> tuple[StoredMessage, ...]:
    with_buttons = [row.id for row in rows if row.button_count]
    found = buttons.shown(connection, key, with_buttons, now)
    sent = files.shown(connection, [row.id for row in rows if row.file_count])
    return tuple(
        StoredMessage(
            seq=row.seq - shift,
            author=row.author,
            text=row.text,
            lang=row.lang,
            buttons=tuple(found.get(row.id, ())),
            cards=tuple(row.cards or ()),
            at=row.at,
            client_id=row.client_id,
            speaker=row.speaker,
            desk=row.desk,
            files=tuple(sent.get(row.id, ())),
        )
        for row in rows
    )
