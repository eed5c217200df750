"""
The web chat's own tables, beside those of the conversation core.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.conversations.tables import ConversationId, CustomerId, metadata
from crm_connector.columns import UtcTime

sessions = sa.Table(
    "web_sessions",
    metadata,
    # The session itself is known to its browser only.
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column(
        "conversation",
        ConversationId,
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("customer_id", CustomerId),
    sa.Column("assurance", sa.Integer, nullable=False),
    # The customer token it was begun with (the hash of its number); a customer's
    # session without one was begun by a code.
    sa.Column("token", sa.String(64)),
    # The last code, and the contact that it went to (a keyed hash).
    sa.Column("code_at", UtcTime),
    sa.Column("contact", sa.String(64), index=True),
    sa.Column("created_at", UtcTime, nullable=False, index=True),
    sa.Column("used_at", UtcTime, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False, index=True),
)

seen_tokens = sa.Table(
    "web_tokens",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("customer_id", CustomerId, nullable=False),
    sa.Column("conversation", ConversationId, nullable=False),
    # Its customer has signed out: it begins no session any more.
    sa.Column("spent", sa.Boolean, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False, index=True),
)
