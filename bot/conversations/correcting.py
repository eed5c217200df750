"""
A customer's message that they have mended before anybody has answered it.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import cards, changes
from bot.conversations.tables import inbox, messages
from bot.conversations.work import PENDING

_FIND = (
    sa.select(inbox.c.message, inbox.c.conversation, messages.c.seq)
    .join(messages, messages.c.id == inbox.c.message)
    .where(
        inbox.c.channel == sa.bindparam("of_channel"),
        inbox.c.scope == "",
        inbox.c.external_id == sa.bindparam("named"),
        inbox.c.kind == "text",
        inbox.c.status == PENDING,
        # Whoever has begun to answer answers what was said at first.
        inbox.c.attempts == 0,
    )
    .with_for_update()
)


def correct(
    connection: Connection, channel: str, external_id: str, text: str, now: datetime
) -> bool:
    """
    Let a message that still waits to be answered say `text` instead.

    Tells whether it did: what is being answered, or was, stays as it is.
    """
    row = connection.execute(
        _FIND, {"of_channel": channel, "named": external_id}
    ).first()
    if row is None:
        return False
    connection.execute(
        messages.update()
        .where(messages.c.id == row.message)
        .values(text=cards.hidden(text))
    )
    changes.note(connection, changes.MESSAGE, row.conversation, now, row.seq)
    return True
