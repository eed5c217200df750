"""
Who a handoff's customer is, as they had proven it when they last wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.handoffs.standing import Handoff
from bot.conversations.inbox import SIGNED_IN
from bot.conversations.tables import handoffs, inbox
from crm_connector.access import Attended
from crm_connector.identity import ageing
from crm_connector.model import Assurance, Identity

LAST = (
    sa.select(inbox.c.id)
    .where(
        inbox.c.conversation == handoffs.c.conversation,
        # What others wrote who stand in the same thread says nothing of this customer.
        sa.func.coalesce(inbox.c.origin, inbox.c.conversation)
        == sa.func.coalesce(handoffs.c.origin, handoffs.c.conversation),
        inbox.c.customer_id.is_not(None),
        # Whoever asks for a code has not written by that.
        sa.or_(inbox.c.message.is_not(None), inbox.c.kind == SIGNED_IN),
    )
    .order_by(inbox.c.id.desc())
    .limit(1)
    .correlate(handoffs)
    .scalar_subquery()
)
"""The row of `inbox` with their own last message, or signing in, as somebody."""

PARTS = (
    inbox.c.customer_id,
    inbox.c.assurance,
    inbox.c.proven_by,
    inbox.c.proven_at,
    inbox.c.channel,
    inbox.c.at.label("wrote_at"),
)
"""What `told` reads beside a handoff's `requested_at`, of `LAST`."""


def told(row: Mapping[str, Any]) -> Attended:
    """
    Give who they are by a row with these `PARTS`, and when they wrote.

    Nobody, as of the request, where they never told who they are.
    """
    if row["customer_id"] is None:
        return Attended(Identity(), row["requested_at"])
    proof = ageing.read(row["proven_by"], row["proven_at"], row["channel"])
    identity = Identity(row["customer_id"], Assurance(row["assurance"]), proof)
    return Attended(identity, row["wrote_at"])


def last_proven(connection: Connection, found: Handoff) -> Attended:
    """
    Give who the customer of a handoff is, as they had proven it when they last wrote.
    """
    query = (
        sa.select(handoffs.c.requested_at, *PARTS)
        .select_from(handoffs.outerjoin(inbox, inbox.c.id == LAST))
        .where(handoffs.c.id == found.number)
    )
    return told(connection.execute(query).mappings().one())
