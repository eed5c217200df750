"""
The tables of the desk.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.conversations.tables import metadata
from crm_connector.columns import Number, UtcTime

presence = sa.Table(
    "desk_presence",
    metadata,
    sa.Column(
        "account",
        Number,
        sa.ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    # What they chose: online, away, busy.
    sa.Column("chosen", sa.String(10), nullable=False),
    # When their browser was last heard of.
    sa.Column("seen_at", UtcTime, nullable=False),
    # Since when nothing new was given to them.
    sa.Column("idle_since", UtcTime, nullable=False),
)
