"""
One thread for several customers who are one person, which can be parted again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """
    Make places for where a conversation stands now and where a message comes from.
    """
    op.create_table(
        "joined_threads",
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("thread", sa.String(length=36), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("members", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_joined_threads_conversation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread"], ["conversations.id"], name="fk_joined_threads_thread"
        ),
        sa.PrimaryKeyConstraint("conversation", name="pk_joined_threads"),
    )
    op.create_index("ix_joined_threads_thread", "joined_threads", ["thread"])
    # None, as all are before the first merge, is "of the conversation where it stands".
    op.add_column("messages", sa.Column("origin", sa.String(36), nullable=True))
    op.add_column("inbox", sa.Column("origin", sa.String(36), nullable=True))
