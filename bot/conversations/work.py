"""
What is to be worked next in a conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.buttons import choice_from
from bot.conversations.messages import Turn
from bot.conversations.owner import QUEUE, is_bots
from bot.conversations.tables import conversations, inbox, messages
from crm_connector.identity import ageing
from crm_connector.model import Assurance, Identity

PENDING = "pending"
DONE = "done"
FAILED = "failed"

_NEXT = (
    sa.select(
        inbox.c.id,
        inbox.c.message,
        inbox.c.channel,
        inbox.c.choice,
        inbox.c.customer_id,
        inbox.c.assurance,
        inbox.c.proven_by,
        inbox.c.proven_at,
        inbox.c.attempts,
        inbox.c.at,
        messages.c.text,
        messages.c.file_count,
        conversations.c.owner,
        conversations.c.owner_epoch,
        conversations.c.language,
        conversations.c.engine_state,
    )
    .select_from(
        inbox.join(conversations, inbox.c.conversation == conversations.c.id).outerjoin(
            messages, inbox.c.message == messages.c.id
        )
    )
    .where(
        inbox.c.conversation == sa.bindparam("conversation"),
        inbox.c.status == sa.literal_column(f"'{PENDING}'"),
    )
    .order_by(inbox.c.id)
    .limit(1)
)
_BEGIN = (
    inbox.update()
    .where(inbox.c.id == sa.bindparam("item"))
    .values(attempts=inbox.c.attempts + 1)
)
_PUT_BACK = (
    inbox.update()
    .where(inbox.c.id == sa.bindparam("item"), inbox.c.attempts > 0)
    .values(attempts=inbox.c.attempts - 1)
)
_CLOSE = (
    inbox.update()
    .where(inbox.c.id == sa.bindparam("item"))
    .values(status=sa.bindparam("outcome"))
)

_CLOSE_UNBEGUN = (
    inbox.update()
    .where(
        inbox.c.conversation == sa.bindparam("thread"),
        inbox.c.status == sa.literal_column(f"'{PENDING}'"),
        inbox.c.attempts == 0,
    )
    .values(status=DONE)
)


@dataclass(frozen=True)
class Work:
    """
    An inbox item on its way to the engine, with all the engine may know.

    `attempts` counts how often its work was begun before this time.
    """

    item: int
    message: int | None
    attempts: int
    epoch: int
    turn: Turn

    @property
    def conversation(self) -> str:
        """
        The thread in which the item stood when it was taken up.
        """
        return self.turn.conversation


def take(connection: Connection, conversation: str) -> Work | None:
    """
    Take up the oldest pending item, counting the attempt.

    Items that came while an agent owned the conversation are closed: they were not for
    the bot.
    """
    while True:
        row = connection.execute(_NEXT, {"conversation": conversation}).first()
        if row is None:
            return None
        if is_bots(row.owner):
            connection.execute(_BEGIN, {"item": row.id})
            return _work(conversation, row)
        close(connection, row.id, DONE)


def put_back(connection: Connection, item: int) -> None:
    """
    Uncount the attempt of an item that was taken up and not worked to its end.

    Attempts are to tell how often a message took the process down, nothing else.
    """
    connection.execute(_PUT_BACK, {"item": item})


def put_back_oldest(connection: Connection, conversation: str) -> None:
    """
    Put back the item that was being worked: the oldest pending one.
    """
    row = connection.execute(_NEXT, {"conversation": conversation}).first()
    if row is not None:
        put_back(connection, row.id)


def close_unbegun(connection: Connection, conversation: str) -> None:
    """
    Close what was left to whoever had the conversation until now.

    What the engine is at work on stays: its end is for `turns` to see.
    """
    connection.execute(_CLOSE_UNBEGUN, {"thread": conversation})


def close(connection: Connection, item: int, outcome: str) -> None:
    """
    Mark an inbox item as done or failed.
    """
    connection.execute(_CLOSE, {"item": item, "outcome": outcome})


def _work(conversation: str, row: Any) -> Work:
    turn = Turn(
        conversation=conversation,
        text=row.text or "",
        at=row.at,
        identity=Identity(
            row.customer_id,
            Assurance(row.assurance),
            ageing.read(row.proven_by, row.proven_at, row.channel),
        ),
        state=row.engine_state,
        choice=choice_from(row.choice) if row.choice else None,
        channel=row.channel,
        language_hint=row.language,
        is_waiting=row.owner == QUEUE,
        files=row.file_count or 0,
    )
    return Work(row.id, row.message, row.attempts, row.owner_epoch, turn)
