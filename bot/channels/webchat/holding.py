"""
Who reads a conversation of the web chat now, and who has come back to it.

A browser reads as long as its session is good, whether or not it is open. Without one
nobody does: what stands in the conversation is seen when its customer signs in again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.channels.webchat import sessions as known
from bot.channels.webchat.errors import ChatError
from bot.channels.webchat.tables import sessions
from crm_connector.identity.ageing import level
from crm_connector.model import Identity


def holder(connection: Connection, conversation: str, now: datetime) -> Identity | None:
    """
    Whoever has proven most in the sessions that hold a conversation and are good now.
    """
    held = []
    for name in known.of_conversation(connection, conversation):
        with suppress(ChatError):
            held.append(known.find(connection, name, now).identity)
    return max(held, key=lambda each: level(each, now), default=None)


def returned(connection: Connection, since: datetime) -> set[str]:
    """
    The customers who have begun a session since then.
    """
    query = sa.select(sessions.c.customer_id).where(
        sessions.c.created_at >= since, sessions.c.customer_id.is_not(None)
    )
    return set(connection.execute(query).scalars())
