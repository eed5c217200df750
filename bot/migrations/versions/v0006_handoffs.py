"""
Handing conversations over to people, and what only these people see of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import Number, UtcTime

revision = "0006"
down_revision = "0005"

_OPEN = sa.text("state <> 'ended'")


def upgrade() -> None:
    """
    Make the handoffs and mark the messages that are for the desk alone.
    """
    op.add_column("messages", sa.Column("desk", sa.String(10), nullable=True))
    op.add_column("messages", sa.Column("speaker", sa.String(100), nullable=True))
    op.create_table(
        "handoffs",
        sa.Column("id", Number, nullable=False),
        sa.Column("conversation", sa.String(36), nullable=False),
        sa.Column("origin", sa.String(36), nullable=True),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("skill", sa.String(40), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(40), nullable=True),
        sa.Column("requested_at", UtcTime(), nullable=False),
        sa.Column("promised_at", UtcTime(), nullable=True),
        sa.Column("claimed_at", UtcTime(), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("was_needed", sa.Boolean(), nullable=True),
        sa.Column("packet", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_handoffs_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_handoffs"),
    )
    op.create_index("ix_handoffs_conversation", "handoffs", ["conversation"])
    for name, columns in (
        ("ix_handoffs_open", ["state", "requested_at"]),
        ("ix_handoffs_agent", ["agent", "state"]),
    ):
        op.create_index(
            name, "handoffs", columns, sqlite_where=_OPEN, postgresql_where=_OPEN
        )
    op.create_table(
        "handoff_events",
        sa.Column("id", Number, nullable=False),
        sa.Column("handoff", Number, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("by", sa.String(40), nullable=True),
        sa.Column("to", sa.String(40), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handoff"],
            ["handoffs.id"],
            name="fk_handoff_events_handoff",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_handoff_events"),
    )
    op.create_index("ix_handoff_events_handoff", "handoff_events", ["handoff"])
