"""
Telegram: chats, what came from there, and how far what goes there has got.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import UtcTime

revision = "0015"
down_revision = "0014"

_WAITING = sa.text("status = 'pending'")


def upgrade() -> None:
    """
    Make the tables.
    """
    op.create_table(
        "telegram_chats",
        sa.Column("chat", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("member", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("conversation", sa.String(36), nullable=False),
        sa.Column("is_private", sa.Boolean, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("customer_id", sa.String(200)),
        sa.Column("proven_by", sa.String(10)),
        sa.Column("proven_at", UtcTime()),
        sa.Column("contact", sa.String(64)),
        sa.Column("blocked_at", UtcTime()),
        sa.Column("topic", sa.BigInteger),
        sa.Column("last_message", sa.BigInteger),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_telegram_chats_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat", "member", name="pk_telegram_chats"),
    )
    for column in ("conversation", "contact"):
        op.create_index(f"ix_telegram_chats_{column}", "telegram_chats", [column])
    op.create_table(
        "telegram_updates",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger),
        sa.Column("body", sa.Text),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(60)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_updates"),
    )
    op.create_index("ix_telegram_updates_at", "telegram_updates", ["at"])
    op.create_index(
        "ix_telegram_updates_pending",
        "telegram_updates",
        ["id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_table(
        "telegram_sent",
        sa.Column("item", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("unsure", sa.Integer, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("item", "part", name="pk_telegram_sent"),
    )
    op.create_index("ix_telegram_sent_at", "telegram_sent", ["at"])
    op.create_table(
        "telegram_cards",
        sa.Column("chat", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("thing", sa.String(80), nullable=False),
        sa.Column("message", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "kind", "thing", name="pk_telegram_cards"),
    )
