"""
What is handed over to a Chatwoot of the shop's.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import Number

revision = "0010"
down_revision = "0009"

_WAITING = sa.text("posted IS NULL")


def upgrade() -> None:
    """
    Make the tables of links, of what is to be said there, and of what was said here.
    """
    op.create_table(
        "chatwoot_links",
        sa.Column("handoff", Number, autoincrement=False, nullable=False),
        sa.Column("house", sa.String(300), nullable=False),
        sa.Column("talk", Number, nullable=True),
        sa.Column("assignee", Number, nullable=True),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("cursor", Number, nullable=False),
        sa.Column("seen", Number, nullable=False),
        sa.Column("rings", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("look_from", Number, nullable=True),
        _of_handoff("chatwoot_links"),
        sa.PrimaryKeyConstraint("handoff", name="pk_chatwoot_links"),
    )
    op.create_index("ix_chatwoot_links_talk", "chatwoot_links", ["talk"])
    op.create_table(
        "chatwoot_outbox",
        sa.Column("id", Number, nullable=False),
        sa.Column("handoff", Number, nullable=False),
        sa.Column("mark", sa.String(80), nullable=False),
        sa.Column("is_note", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("posted", Number, nullable=True),
        _of_handoff("chatwoot_outbox"),
        sa.PrimaryKeyConstraint("id", name="pk_chatwoot_outbox"),
        sa.UniqueConstraint("mark", name="uq_chatwoot_outbox_mark"),
    )
    op.create_index("ix_chatwoot_outbox_handoff", "chatwoot_outbox", ["handoff"])
    op.create_index(
        "ix_chatwoot_outbox_waiting",
        "chatwoot_outbox",
        ["handoff", "id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_table(
        "chatwoot_said",
        sa.Column("handoff", Number, autoincrement=False, nullable=False),
        sa.Column("message", Number, autoincrement=False, nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        _of_handoff("chatwoot_said"),
        sa.PrimaryKeyConstraint("handoff", "message", name="pk_chatwoot_said"),
    )


def _of_handoff(table: str) -> Any:
    return sa.ForeignKeyConstraint(
        ["handoff"],
        ["handoffs.id"],
        name=f"fk_{table}_handoff",
        ondelete="CASCADE",
    )
