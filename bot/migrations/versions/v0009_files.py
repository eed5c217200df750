"""
Photos and files of conversations, and what customers think of a handoff.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import Number, UtcTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """
    Make the tables of files and ratings, and count the files of messages.
    """
    op.add_column(
        "messages",
        sa.Column(
            "file_count", sa.Integer(), nullable=False, server_default=sa.text("0")
        ),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation", sa.String(36), nullable=False),
        sa.Column("message", Number, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(40), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("gone_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_files_conversation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["messages.id"], name="fk_files_message", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
    )
    for column in ("conversation", "message", "at"):
        op.create_index(f"ix_files_{column}", "files", [column])
    op.create_table(
        "handoff_ratings",
        sa.Column("handoff", Number, autoincrement=False, nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("rated_at", UtcTime(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handoff"],
            ["handoffs.id"],
            name="fk_handoff_ratings_handoff",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("handoff", name="pk_handoff_ratings"),
    )
