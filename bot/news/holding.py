"""
Who holds a conversation now, and by which proof: told by its channel.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.tables import inbox
from crm_connector.identity import ageing
from crm_connector.model import Assurance, Identity


class Holding(Protocol):
    """
    What a channel knows of those who hold conversations there.
    """

    def holder(
        self, connection: Connection, conversation: str, now: datetime
    ) -> Identity | None:
        """
        Who would read now what is said there; None if nobody would, until they return.
        """

    def returned(self, connection: Connection, since: datetime) -> set[str]:
        """
        The customers who have come back since then.
        """


def holder(
    connection: Connection,
    channels: Mapping[str, Holding],
    channel: str,
    conversation: str,
    now: datetime,
) -> Identity | None:
    """
    Who would read now what is said in a conversation, by its last `channel`.

    Where that channel does not tell, it is who wrote last, with the proof of then: it
    may have ended since, and whoever says something has to look at that.
    """
    if channel in channels:
        return channels[channel].holder(connection, conversation, now)
    row = connection.execute(
        sa.select(
            inbox.c.customer_id,
            inbox.c.assurance,
            inbox.c.proven_by,
            inbox.c.proven_at,
        )
        .where(
            sa.func.coalesce(inbox.c.origin, inbox.c.conversation) == conversation,
            inbox.c.channel == channel,
            inbox.c.message.is_not(None),
        )
        .order_by(inbox.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    proof = ageing.read(row.proven_by, row.proven_at, channel)
    return Identity(row.customer_id, Assurance(row.assurance), proof)
