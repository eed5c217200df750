"""
Telegram: links between a session of the web chat and a chat there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import UtcTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """
    Make the table, and note of a chat that it holds what it holds by a link.
    """
    op.add_column("telegram_chats", sa.Column("linked_at", UtcTime()))
    op.create_table(
        "telegram_links",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(36), nullable=False),
        sa.Column("customer_id", sa.String(200)),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("chat", sa.BigInteger),
        sa.Column("account", sa.String(200)),
        sa.Column("yes_here", sa.Boolean),
        sa.Column("yes_there", sa.Boolean),
        sa.Column("outcome", sa.String(10)),
        sa.Column("ended_at", UtcTime()),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_telegram_links_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_links"),
        sa.UniqueConstraint("token", name="uq_telegram_links_token"),
        sa.UniqueConstraint("session", name="uq_telegram_links_session"),
    )
    for column in ("conversation", "created_at", "chat"):
        op.create_index(f"ix_telegram_links_{column}", "telegram_links", [column])
