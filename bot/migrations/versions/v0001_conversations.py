"""
Conversations, their messages, the inbox and the outbox, and the web chat's sessions.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PENDING = sa.text("status = 'pending'")


def upgrade() -> None:
    """
    Make every table of the first conversation.
    """
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=200), nullable=True),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("owner_epoch", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("engine_state", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("customer_id", name="uq_conversations_customer_id"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "keys",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_keys"),
    )
    op.create_table(
        "web_tokens",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=200), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_web_tokens"),
    )
    op.create_index("ix_web_tokens_expires_at", "web_tokens", ["expires_at"])
    op.create_table(
        "messages",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=16), nullable=True),
        sa.Column("button_count", sa.Integer(), nullable=False),
        sa.Column("cards", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_messages_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("conversation", "seq", name="uq_messages_conversation"),
    )
    op.create_table(
        "web_sessions",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=200), nullable=True),
        sa.Column("assurance", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_web_sessions_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name="pk_web_sessions"),
    )
    op.create_index("ix_web_sessions_conversation", "web_sessions", ["conversation"])
    op.create_index("ix_web_sessions_expires_at", "web_sessions", ["expires_at"])
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("message", NUMBER, nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=36), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("choice", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("customer_id", sa.String(length=200), nullable=True),
        sa.Column("assurance", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_inbox_conversation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["messages.id"], name="fk_inbox_message", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "scope", "external_id", name="uq_inbox_channel"),
    )
    op.create_index("ix_inbox_conversation", "inbox", ["conversation"])
    op.create_index("ix_inbox_message", "inbox", ["message"])
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["conversation", "id"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("message", NUMBER, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_outbox_conversation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["messages.id"], name="fk_outbox_message", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_conversation", "outbox", ["conversation"])
    op.create_index("ix_outbox_message", "outbox", ["message"])
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["conversation", "id"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_table(
        "buttons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("message", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("used_by", NUMBER, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_buttons_conversation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["messages.id"], name="fk_buttons_message", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["used_by"], ["inbox.id"], name="fk_buttons_used_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_buttons"),
        sa.UniqueConstraint("token_hash", name="uq_buttons_token_hash"),
    )
    op.create_index("ix_buttons_conversation", "buttons", ["conversation"])
    op.create_index("ix_buttons_message", "buttons", ["message"])
    op.create_index("ix_buttons_used_by", "buttons", ["used_by"])
