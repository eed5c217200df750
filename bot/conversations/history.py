"""
Reading a thread. A page costs the same however long the thread is.

Nothing here gives a message by its global number to the outside: whoever reads names
the conversation, which comes from a session that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import buttons
from bot.conversations.buttons import ShownButton
from bot.conversations.tables import conversations, messages

_COLUMNS = (
    messages.c.id,
    messages.c.seq,
    messages.c.author,
    messages.c.text,
    messages.c.lang,
    messages.c.button_count,
    messages.c.cards,
    messages.c.at,
    messages.c.client_id,
)
_MINE = messages.c.conversation == sa.bindparam("conversation")
_AFTER = (
    sa.select(*_COLUMNS)
    .where(_MINE, messages.c.seq > sa.bindparam("seq"))
    .order_by(messages.c.seq)
    .limit(sa.bindparam("most"))
)
_BEFORE = (
    sa.select(*_COLUMNS)
    .where(_MINE, messages.c.seq < sa.bindparam("seq"))
    .order_by(messages.c.seq.desc())
    .limit(sa.bindparam("most"))
)
_NEWEST = sa.select(conversations.c.next_seq - 1).where(
    conversations.c.id == sa.bindparam("conversation")
)

END = 2**31 - 1
"""A seq that no message reaches."""


@dataclass(frozen=True)
class StoredMessage:
    """
    A message of the thread as it is shown.

    `client_id` is the id under which the customer's client sent it, if it chose one.
    """

    seq: int
    author: str
    text: str
    lang: str | None
    buttons: tuple[ShownButton, ...]
    cards: tuple[dict[str, Any], ...]
    at: datetime
    client_id: str | None


@dataclass(frozen=True)
class Page:
    """
    Some messages in the order of the thread, and whether there are more that way.
    """

    messages: tuple[StoredMessage, ...]
    more: bool


def after(
    connection: Connection,
    key: bytes,
    conversation: str,
    seq: int,
    limit: int,
    now: datetime,
) -> Page:
    """
    Give the oldest messages behind `seq`.
    """
    return _page(connection, key, _AFTER, conversation, seq, limit, now)


def before(
    connection: Connection,
    key: bytes,
    conversation: str,
    seq: int,
    limit: int,
    now: datetime,
) -> Page:
    """
    Give the newest messages ahead of `seq`, oldest first (`END` for the last ones).
    """
    page = _page(connection, key, _BEFORE, conversation, seq, limit, now)
    return Page(page.messages[::-1], page.more)


def newest(connection: Connection, conversation: str) -> int:
    """
    Give the seq of the newest message (0 if there is none).
    """
    return connection.execute(_NEWEST, {"conversation": conversation}).scalar() or 0


def one(
    connection: Connection, key: bytes, message: int, now: datetime
) -> StoredMessage:
    """
    Give the message of an outbox item, for the outbox alone.
    """
    query = sa.select(*_COLUMNS).where(messages.c.id == message)
    return _show(connection, key, connection.execute(query).all(), now)[0]


def _page(
    connection: Connection,
    key: bytes,
    query: Any,
    conversation: str,
    seq: int,
    limit: int,
    now: datetime,
) -> Page:
    # One more than wanted tells whether there are more.
    parts = {"conversation": conversation, "seq": seq, "most": limit + 1}
    rows = connection.execute(query, parts).all()
    return Page(_show(connection, key, rows[:limit], now), len(rows) > limit)


def _show(
    connection: Connection, key: bytes, rows: Sequence[Any], now: datetime
) -> tuple[StoredMessage, ...]:
    with_buttons = [row.id for row in rows if row.button_count]
    found = buttons.shown(connection, key, with_buttons, now)
    return tuple(
        StoredMessage(
            seq=row.seq,
            author=row.author,
            text=row.text,
            lang=row.lang,
            buttons=tuple(found.get(row.id, ())),
            cards=tuple(row.cards or ()),
            at=row.at,
            client_id=row.client_id,
        )
        for row in rows
    )
