"""
The tables of what is handed over to Chatwoot.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.conversations.tables import metadata
from crm_connector.columns import Number


def _handoff(**options: Any) -> sa.Column:
    return sa.Column(
        "handoff",
        Number,
        sa.ForeignKey("handoffs.id", ondelete="CASCADE"),
        nullable=False,
        **options,
    )


# One for each handoff that went there.
links = sa.Table(
    "chatwoot_links",
    metadata,
    _handoff(primary_key=True, autoincrement=False),
    # Which Chatwoot: its numbers mean nothing in another one.
    sa.Column("house", sa.String(300), nullable=False),
    # The conversation there (None until it is open), and who has it there.
    sa.Column("talk", Number, index=True),
    sa.Column("assignee", Number),
    sa.Column("stage", sa.String(10), nullable=False),
    # Up to which message of ours everything is in the outbox.
    sa.Column("cursor", Number, nullable=False),
    # Up to which message there everything has been looked at.
    sa.Column("seen", Number, nullable=False),
    # How often webhooks have rung, and up to which ring was looked; from which message
    # on there is something to look at.
    sa.Column("rings", sa.Integer, nullable=False),
    sa.Column("answered", sa.Integer, nullable=False),
    sa.Column("look_from", Number),
)

# What is to be said there, in order, until it has been.
outbox = sa.Table(
    "chatwoot_outbox",
    metadata,
    sa.Column("id", Number, primary_key=True),
    _handoff(index=True),
    # Our name for it, which goes along: by it we see whether it got there.
    sa.Column("mark", sa.String(80), nullable=False, unique=True),
    sa.Column("is_note", sa.Boolean, nullable=False),
    # Empty once it has been said.
    sa.Column("text", sa.Text, nullable=False),
    # Ids of the files that go along.
    sa.Column("files", sa.JSON(none_as_null=True)),
    sa.Column("tries", sa.Integer, nullable=False),
    # The message there; 0 if it is never taken.
    sa.Column("posted", Number),
)
_waiting = sa.text("posted IS NULL")
sa.Index(
    "ix_chatwoot_outbox_waiting",
    outbox.c.handoff,
    outbox.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

# What agents there have said to customers, and what became of it.
said = sa.Table(
    "chatwoot_said",
    metadata,
    _handoff(primary_key=True, autoincrement=False),
    sa.Column("message", Number, primary_key=True, autoincrement=False),
    sa.Column("reached", sa.Boolean, nullable=False),
)
