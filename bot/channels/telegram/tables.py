"""
Telegram's own tables, beside those of the conversation core.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.conversations.tables import ConversationId, CustomerId, metadata
from crm_connector.columns import UtcTime

# Somebody in a chat of Telegram is what a session is for the web chat: what is proven
# is proven there. In a private chat its own number is that of its one member; in a
# group each member has a conversation of their own.
chats = sa.Table(
    "telegram_chats",
    metadata,
    sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column(
        "conversation",
        ConversationId,
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("is_private", sa.Boolean, nullable=False),
    # As Telegram calls whoever writes there, and the language of their app.
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("language", sa.String(16)),
    sa.Column("customer_id", CustomerId),
    # How and when it was proven, and the telephone that proved it (a keyed hash).
    sa.Column("proven_by", sa.String(10)),
    sa.Column("proven_at", UtcTime, index=True),
    sa.Column("contact", sa.String(64), index=True),
    # Since when they hold all this because a session of the web chat was linked to
    # them, and not by what was proven here.
    sa.Column("linked_at", UtcTime),
    # Since when they do not want to hear from us.
    sa.Column("blocked_at", UtcTime),
    # The topic of the chat in which they last wrote, where it has any.
    sa.Column("topic", sa.BigInteger),
    # Their newest message: in a group what we say answers it.
    sa.Column("last_message", sa.BigInteger),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("used_at", UtcTime, nullable=False),
)

# A session of the web chat that wants to go on here: one at a time of each session.
links = sa.Table(
    "telegram_links",
    metadata,
    # By which both sides name it when they answer; it opens nothing.
    sa.Column("id", sa.String(32), primary_key=True),
    # The hash of what stands in the address.
    sa.Column("token", sa.String(64), nullable=False, unique=True),
    # The hash of the session, and what it held when it asked.
    sa.Column("session", sa.String(64), nullable=False, unique=True),
    sa.Column(
        "conversation",
        ConversationId,
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("customer_id", CustomerId),
    sa.Column("created_at", UtcTime, nullable=False, index=True),
    sa.Column("expires_at", UtcTime, nullable=False),
    # The one chat that has opened it, and how the web side is told of whose that is.
    sa.Column("chat", sa.BigInteger, index=True),
    sa.Column("account", sa.String(200)),
    # What was said in that chat, and on the web.
    sa.Column("yes_here", sa.Boolean),
    sa.Column("yes_there", sa.Boolean),
    # done, refused, taken, over (as `Step`)
    sa.Column("outcome", sa.String(10)),
    sa.Column("ended_at", UtcTime),
)

# What Telegram has brought, each once: saved before it is told that it arrived.
updates = sa.Table(
    "telegram_updates",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    # None where it is of no chat.
    sa.Column("chat", sa.BigInteger),
    # As it came, until it is worked.
    sa.Column("body", sa.Text),
    sa.Column("status", sa.String(10), nullable=False),
    # What became of it.
    sa.Column("outcome", sa.String(60)),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("at", UtcTime, nullable=False, index=True),
)
_waiting = sa.text("status = 'pending'")
sa.Index(
    "ix_telegram_updates_pending",
    updates.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

# How far a message of ours has got that goes out in several parts.
sent = sa.Table(
    "telegram_sent",
    metadata,
    # The row of the outbox, which is none of ours to point at: it may move.
    sa.Column("item", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
    # trying, sent
    sa.Column("state", sa.String(10), nullable=False),
    # How often it was tried without our knowing whether it arrived.
    sa.Column("unsure", sa.Integer, nullable=False),
    sa.Column("at", UtcTime, nullable=False, index=True),
)

# Under which message of a chat the present state of a thing stands (an order, say).
shown = sa.Table(
    "telegram_cards",
    metadata,
    sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("thing", sa.String(80), primary_key=True),
    sa.Column("message", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
)
