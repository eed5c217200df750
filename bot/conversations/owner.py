"""
Who speaks for the shop in a conversation: one at a time.

Each change raises the epoch, and whatever was prepared under an older epoch is
dropped. So two never speak at once.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.errors import ConversationUnknown, OwnerChanged
from bot.conversations.tables import conversations

BOT = "bot"
QUEUE = "queue"


_AGENT = "agent:"


def agent(agent_id: str) -> str:
    """
    Name the owner that is this agent.
    """
    return f"{_AGENT}{agent_id}"


def agent_of(owner: str) -> str | None:
    """
    Give the agent who is this owner; None if it is the bot or the queue.
    """
    return owner[len(_AGENT) :] if owner.startswith(_AGENT) else None


def is_bots(owner: str) -> bool:
    """
    Tell whether the bot answers: also while the customer waits for a person.
    """
    return owner in (BOT, QUEUE)


def current(connection: Connection, conversation: str) -> tuple[str, int]:
    """
    Give the owner and the epoch as they stand.
    """
    row = connection.execute(
        sa.select(conversations.c.owner, conversations.c.owner_epoch).where(
            conversations.c.id == conversation
        )
    ).first()
    if row is None:
        raise ConversationUnknown
    return row.owner, row.owner_epoch


def change(
    connection: Connection, conversation: str, *, to: str, expected_epoch: int
) -> int:
    """
    Make `to` the owner and return the new epoch.

    Raises `OwnerChanged` if the epoch is not the expected one any more.
    """
    changed = connection.execute(
        conversations.update()
        .where(
            conversations.c.id == conversation,
            conversations.c.owner_epoch == expected_epoch,
        )
        .values(owner=to, owner_epoch=expected_epoch + 1)
    )
    if not changed.rowcount:
        current(connection, conversation)
        raise OwnerChanged
    return expected_epoch + 1
