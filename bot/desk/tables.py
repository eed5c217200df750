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

# What is written again and again: the shop's replies, and those of each agent's own.
canned_replies = sa.Table(
    "canned_replies",
    metadata,
    sa.Column("id", Number, primary_key=True),
    # Whose own it is; None for the shop's.
    sa.Column(
        "owner",
        Number,
        sa.ForeignKey("accounts.id", ondelete="CASCADE"),
        index=True,
    ),
    sa.Column("title", sa.String(80), nullable=False),
    # By language, with fields in braces.
    sa.Column("texts", sa.JSON, nullable=False),
    sa.Column("skill", sa.String(40)),
    # Reasons and intents for which it is suggested; none for any.
    sa.Column("about", sa.JSON, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
)
