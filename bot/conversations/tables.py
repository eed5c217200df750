"""
The tables of the conversation core.

`bot/migrations` makes them; a test holds the two together.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from crm_connector.columns import NAMES, Number, UtcTime

metadata = sa.MetaData(naming_convention=NAMES)

ConversationId = sa.String(36)
CustomerId = sa.String(200)


def _conversation(**options: Any) -> sa.Column:
    return sa.Column(
        "conversation",
        ConversationId,
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        **options,
    )


def _message(**options: Any) -> sa.Column:
    return sa.Column(
        "message",
        Number,
        sa.ForeignKey("messages.id", ondelete="CASCADE"),
        index=True,
        **{"nullable": False, **options},
    )


conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", ConversationId, primary_key=True),
    # One conversation per customer, whatever the channel.
    sa.Column("customer_id", CustomerId, unique=True),
    sa.Column("owner", sa.String(80), nullable=False),
    sa.Column("owner_epoch", sa.Integer, nullable=False),
    sa.Column("language", sa.String(16)),
    sa.Column("next_seq", sa.Integer, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    # The largest column is the last one: it changes only when a turn is saved.
    sa.Column("engine_state", sa.LargeBinary),
)

# Where the messages of a conversation stand that is no thread of its own now, because
# its customer is one person with others: see `joint.py`.
joined_threads = sa.Table(
    "joined_threads",
    metadata,
    sa.Column(
        "conversation",
        ConversationId,
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "thread",
        ConversationId,
        sa.ForeignKey("conversations.id"),
        nullable=False,
        index=True,
    ),
    # Whatever is joined or parted, the conversation counts its messages by one row of
    # numbers: seq in the thread less this.
    sa.Column("shift", sa.Integer, nullable=False),
    # Of a joint thread that became part of a larger one: the conversations that it was
    # of, sorted. None for a customer's own.
    sa.Column("members", sa.JSON(none_as_null=True)),
)


def _origin() -> sa.Column:
    """
    The conversation to which it belongs by itself; None if that is where it stands.

    It is read only together with `conversation`, so it needs no index of its own.
    """
    return sa.Column("origin", ConversationId)


messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", Number, primary_key=True),
    _conversation(),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("author", sa.String(10), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("lang", sa.String(16)),
    # How many rows of `buttons` belong to it; most messages need not look.
    sa.Column("button_count", sa.Integer, nullable=False),
    # The same of `files`.
    sa.Column(
        "file_count", sa.Integer, nullable=False, default=0, server_default=sa.text("0")
    ),
    sa.Column("cards", sa.JSON(none_as_null=True)),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("client_id", sa.String(64)),
    # What only the people at the desk may see, by what it is (`DESK_KINDS`); None is
    # for everybody.
    sa.Column("desk", sa.String(10)),
    # The name that an agent had for the customer when they wrote it.
    sa.Column("speaker", sa.String(100)),
    _origin(),
    sa.UniqueConstraint("conversation", "seq"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", Number, primary_key=True),
    _conversation(index=True),
    _message(nullable=True),
    sa.Column("channel", sa.String(20), nullable=False),
    # The conversation, where ids are chosen by clients; empty where the channel's own
    # ids are unique. So nobody's id can meet another one's.
    sa.Column("scope", sa.String(36), nullable=False),
    sa.Column("external_id", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("choice", sa.JSON(none_as_null=True)),
    sa.Column("customer_id", CustomerId),
    sa.Column("assurance", sa.Integer, nullable=False),
    # How and when it was proven: it ages also while the message waits.
    sa.Column("proven_by", sa.String(10)),
    sa.Column("proven_at", UtcTime),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    _origin(),
    sa.UniqueConstraint("channel", "scope", "external_id"),
)
_waiting = sa.text("status = 'pending'")
sa.Index(
    "ix_inbox_pending",
    inbox.c.conversation,
    inbox.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Number, primary_key=True),
    _conversation(index=True),
    _message(),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_attempt_at", UtcTime, nullable=False),
)
sa.Index(
    "ix_outbox_pending",
    outbox.c.conversation,
    outbox.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

buttons = sa.Table(
    "buttons",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    _conversation(index=True),
    _message(),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("choice", sa.JSON, nullable=False),
    sa.Column(
        "used_by", Number, sa.ForeignKey("inbox.id", ondelete="SET NULL"), index=True
    ),
    sa.Column("expires_at", UtcTime, nullable=False),
)

# Photos and files. Only what is known of them stands here; what is in them is kept
# elsewhere under the same id (`bot/files`).
files = sa.Table(
    "files",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    # Whose holder has uploaded it, or is to get it: never a thread of several.
    _conversation(index=True),
    # None until it is sent.
    _message(nullable=True),
    sa.Column("position", sa.Integer, nullable=False),
    # The agent who uploaded it; None for the customer.
    sa.Column("agent", sa.String(40)),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("type", sa.String(40), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("width", sa.Integer),
    sa.Column("height", sa.Integer),
    sa.Column("at", UtcTime, nullable=False, index=True),
    # When its time was over and its content went.
    sa.Column("gone_at", UtcTime),
)

# A wish for a person, from the request to the outcome. A thread has an owner other than
# the bot as long as one of its handoffs is open: `handoffs/` keeps the two together.
handoffs = sa.Table(
    "handoffs",
    metadata,
    sa.Column("id", Number, primary_key=True),
    _conversation(index=True),
    _origin(),
    sa.Column("reason", sa.String(30), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    # What routing looks at.
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("skill", sa.String(40)),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("agent", sa.String(40)),
    sa.Column("requested_at", UtcTime, nullable=False),
    sa.Column("promised_at", UtcTime),
    sa.Column("claimed_at", UtcTime),
    sa.Column("answered_at", UtcTime),
    sa.Column("ended_at", UtcTime),
    sa.Column("outcome", sa.JSON(none_as_null=True)),
    sa.Column("was_needed", sa.Boolean),
    sa.Column("packet", sa.JSON(none_as_null=True)),
)
_open = sa.text("state <> 'ended'")
sa.Index(
    "ix_handoffs_open",
    handoffs.c.state,
    handoffs.c.requested_at,
    sqlite_where=_open,
    postgresql_where=_open,
)
sa.Index(
    "ix_handoffs_agent",
    handoffs.c.agent,
    handoffs.c.state,
    sqlite_where=_open,
    postgresql_where=_open,
)

# What happened to a handoff, in order: for the people at the desk and for reports.
handoff_events = sa.Table(
    "handoff_events",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column(
        "handoff",
        Number,
        sa.ForeignKey("handoffs.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("kind", sa.String(20), nullable=False),
    # The agent who did it; None for the bot and the clock.
    sa.Column("by", sa.String(40)),
    # To whom it went: an agent, a skill.
    sa.Column("to", sa.String(40)),
    sa.Column("at", UtcTime, nullable=False),
)
# Each list of the desk counts those of today.
_missed = sa.text("kind = 'missed'")
sa.Index(
    "ix_handoff_events_missed",
    handoff_events.c.at,
    sqlite_where=_missed,
    postgresql_where=_missed,
)

# Whose messages are not taken, until when (None: until somebody lifts it).
blocked_conversations = sa.Table(
    "blocked_conversations",
    metadata,
    _conversation(primary_key=True),
    # The account of who did it, which may be gone by now.
    sa.Column("by", sa.String(40), nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("until", UtcTime),
)

# What customers think of it afterwards, once for each.
ratings = sa.Table(
    "handoff_ratings",
    metadata,
    sa.Column(
        "handoff",
        Number,
        sa.ForeignKey("handoffs.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    # 1 (very bad) to 5 (very good).
    sa.Column("stars", sa.Integer, nullable=False),
    sa.Column("words", sa.Text),
    sa.Column("rated_at", UtcTime, nullable=False),
    sa.Column("changed_at", UtcTime, nullable=False),
)

# What has changed, a line for each change: see `changes.py`. Only the last minutes.
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", Number, primary_key=True),
    # None where it is of no thread: who is at the desk.
    sa.Column("thread", ConversationId),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    # Which process did it.
    sa.Column("process", sa.String(32), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
