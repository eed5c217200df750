"""
Ready-made replies, and customers whose messages are not taken.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import Number, UtcTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """
    Make both tables.
    """
    op.create_table(
        "canned_replies",
        sa.Column("id", Number, nullable=False),
        sa.Column("owner", Number, nullable=True),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("skill", sa.String(40), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["accounts.id"],
            name="fk_canned_replies_owner",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
    )
    op.create_index("ix_canned_replies_owner", "canned_replies", ["owner"])
    op.create_table(
        "blocked_conversations",
        sa.Column("conversation", sa.String(36), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("until", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_blocked_conversations_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation", name="pk_blocked_conversations"),
    )
