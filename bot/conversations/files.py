"""
Photos and files of messages: what is known of them, not what is in them.

A file is uploaded first, into a conversation, and then sent with a message of the same
side: a customer sends no file of an agent's, nor one agent another's. What the bot
hands out is noted with the message that names it. Whoever asks for a file names what
they hold; nothing here gives one by its id alone to the outside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.errors import FileUnknown
from bot.conversations.tables import files, messages

_ID = re.compile(r"[0-9a-f]{32}")
MOST = 5
"""Files in one message."""
BOT = "bot"
"""In place of an agent: what the bot hands out to the customer of a conversation."""

_SHOWN = (
    sa.select(files)
    .where(files.c.message.in_(sa.bindparam("messages", expanding=True)))
    .order_by(files.c.message, files.c.position)
)


@dataclass(frozen=True)
class File:
    """
    A file as it is shown: `size` in bytes, `width` and `height` of a picture in pixels.

    Of one that `is_gone` only this is left.
    """

    id: str
    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class Kept:
    """
    A file and where it stands: `thread` is None until it is sent.

    `conversation` is that into which it was uploaded, by `agent` or (None) its
    customer, or whose customer the bot (`BOT`) handed it out to. `for_all` is whether
    the customer may see it.
    """

    file: File
    conversation: str
    agent: str | None
    thread: str | None
    for_all: bool
    sent_at: datetime | None = None

    @property
    def is_handed_out(self) -> bool:
        """
        Whether it is of one customer's data, which their proof alone opens.
        """
        return self.agent == BOT

    def is_sent_by(self, moment: datetime | None) -> bool:
        """
        Tell whether it was sent by then (None: by now).
        """
        return self.sent_at is not None and (moment is None or self.sent_at <= moment)


def keep(
    connection: Connection,
    conversation: str,
    file: File,
    now: datetime,
    *,
    agent: str | None = None,
) -> None:
    """
    Note a file that was uploaded into a conversation.
    """
    connection.execute(
        files.insert(),
        {
            "id": file.id,
            "conversation": conversation,
            "position": 0,
            "agent": agent,
            "name": file.name,
            "type": file.type,
            "size": file.size,
            "width": file.width,
            "height": file.height,
            "at": now,
        },
    )


def uploaded(
    connection: Connection, conversation: str, since: datetime
) -> tuple[int, int]:
    """
    Give how many files the customer uploaded since then, and of how many bytes.
    """
    row = connection.execute(
        sa.select(
            sa.func.count(), sa.func.coalesce(sa.func.sum(files.c.size), 0)
        ).where(
            files.c.conversation == conversation,
            files.c.agent.is_(None),
            files.c.at > since,
        )
    ).one()
    return int(row[0]), int(row[1])


def send(
    connection: Connection,
    conversation: str,
    message: int,
    wanted: Sequence[str],
    *,
    agent: str | None = None,
) -> None:
    """
    Put uploaded files to a message of their own side, in this order.

    Raises `FileUnknown` if one was not uploaded there or has been sent already.
    """
    by = files.c.agent.is_(None) if agent is None else files.c.agent == agent
    for position, each in enumerate(wanted):
        put = connection.execute(
            files.update()
            .where(
                files.c.id == each,
                files.c.conversation == conversation,
                files.c.message.is_(None),
                files.c.gone_at.is_(None),
                by,
            )
            .values(message=message, position=position)
        )
        if not put.rowcount:
            raise FileUnknown


def hand_out(
    connection: Connection,
    conversation: str,
    message: int,
    given: Sequence[File],
    now: datetime,
) -> None:
    """
    Note files of the bot's as those of a message to whoever holds this conversation.
    """
    for position, each in enumerate(given):
        keep(connection, conversation, each, now, agent=BOT)
        connection.execute(
            files.update()
            .where(files.c.id == each.id)
            .values(message=message, position=position)
        )


def handed_out(connection: Connection, thread: str, since: datetime) -> int:
    """
    Give how many files the bot handed out in a thread since then.
    """
    query = (
        sa.select(sa.func.count())
        .select_from(files.join(messages, messages.c.id == files.c.message))
        .where(
            messages.c.conversation == thread,
            files.c.agent == BOT,
            files.c.at > since,
        )
    )
    return int(connection.execute(query).scalar() or 0)


def shown(connection: Connection, sent: Sequence[int]) -> dict[int, list[File]]:
    """
    Give the files of these messages.
    """
    if not sent:
        return {}
    found: dict[int, list[File]] = {}
    for row in connection.execute(_SHOWN, {"messages": list(sent)}):
        found.setdefault(row.message, []).append(_file(row))
    return found


def find(connection: Connection, file: str) -> Kept:
    """
    Give a file by its id. Raises `FileUnknown`.
    """
    # Not every text may be asked for: PostgreSQL takes no NUL and no half of a pair.
    if not _ID.fullmatch(file):
        raise FileUnknown
    row = connection.execute(
        sa.select(
            files,
            messages.c.conversation.label("thread"),
            messages.c.desk,
            messages.c.at.label("sent_at"),
        )
        .select_from(files.outerjoin(messages, messages.c.id == files.c.message))
        .where(files.c.id == file)
    ).first()
    if row is None:
        raise FileUnknown
    return Kept(
        _file(row),
        row.conversation,
        row.agent,
        row.thread,
        for_all=row.desk is None,
        sent_at=row.sent_at,
    )


def outlived(
    connection: Connection,
    sent_before: datetime,
    unsent_before: datetime,
    now: datetime,
) -> list[str]:
    """
    Note as gone whose time is over, forget what was never sent, and give their ids.
    """
    unsent = sa.and_(files.c.message.is_(None), files.c.at <= unsent_before)
    old = sa.and_(
        files.c.message.is_not(None),
        files.c.at <= sent_before,
        files.c.gone_at.is_(None),
    )
    found = connection.execute(sa.select(files.c.id).where(sa.or_(unsent, old)))
    over = list(found.scalars())
    connection.execute(files.delete().where(unsent))
    connection.execute(files.update().where(old).values(gone_at=now))
    return over


def present(connection: Connection, ids: Sequence[str]) -> set[str]:
    """
    Give those among these ids whose content is still to be kept.
    """
    query = sa.select(files.c.id).where(files.c.id.in_(ids), files.c.gone_at.is_(None))
    return set(connection.execute(query).scalars())


def _file(row: sa.engine.Row) -> File:
    return File(
        row.id,
        row.name,
        row.type,
        row.size,
        row.width,
        row.height,
        is_gone=row.gone_at is not None,
    )
