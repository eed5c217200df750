"""
Who a handoff's customer is, as they had proven it when they last wrote.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.handoffs.standing import Handoff
from bot.conversations.tables import inbox
from crm_connector.identity import ageing
from crm_connector.model import Assurance, Identity


def last_proven(connection: Connection, found: Handoff) -> tuple[Identity, datetime]:
    """
    Give the identity of their own last message, and when that was.

    Nobody's, as of the request, where they never told who they are. What others wrote
    who stand in the same thread says nothing of this customer.
    """
    own = sa.func.coalesce(inbox.c.origin, inbox.c.conversation)
    row = connection.execute(
        sa.select(
            inbox.c.customer_id,
            inbox.c.assurance,
            inbox.c.proven_by,
            inbox.c.proven_at,
            inbox.c.channel,
            inbox.c.at,
        )
        .where(
            inbox.c.conversation == found.thread,
            own == found.conversation,
            inbox.c.customer_id.is_not(None),
        )
        .order_by(inbox.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return Identity(), found.requested_at
    proof = ageing.read(row.proven_by, row.proven_at, row.channel)
    return Identity(row.customer_id, Assurance(row.assurance), proof), row.at
