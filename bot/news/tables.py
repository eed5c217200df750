"""
Who is told of their orders, and what of each order they know.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.conversations.tables import CustomerId, metadata
from crm_connector.columns import UtcTime

LOOKING = 4_207_351_986
"""Any number: processes choose in turns whom to look after (PostgreSQL)."""

followers = sa.Table(
    "news_followers",
    metadata,
    # The home source's id. Whether they agreed is said by the consents alone; this is
    # what the clock goes by.
    sa.Column("customer_id", CustomerId, primary_key=True),
    # When they were asked; nobody is asked twice.
    sa.Column("asked_at", UtcTime),
    sa.Column("follows", sa.Boolean, nullable=False),
    sa.Column("looked_at", UtcTime, index=True),
    sa.Column("next_look_at", UtcTime),
    # So many looks in a row that brought nothing new, or no answer.
    sa.Column("in_vain", sa.Integer, nullable=False),
    # The shop's day on which they were last told, and how often on it.
    sa.Column("told_on", sa.String(10)),
    sa.Column("told", sa.Integer, nullable=False),
)
_follows = followers.c.follows
sa.Index(
    "ix_news_followers_due",
    followers.c.next_look_at,
    sqlite_where=_follows,
    postgresql_where=_follows,
)

# What was last told of an order, or seen of it when nobody had to be told. One row
# for each order, so that two who are one person are told once.
known_orders = sa.Table(
    "news_orders",
    metadata,
    sa.Column("source", sa.String(80), primary_key=True),
    sa.Column("number", sa.String(80), primary_key=True),
    # Whom of the followers it was last seen for.
    sa.Column("customer_id", CustomerId, nullable=False, index=True),
    sa.Column("status", sa.String(20), nullable=False),
    # Of when it was: what is older changes nothing any more.
    sa.Column("as_of", UtcTime, nullable=False),
)
