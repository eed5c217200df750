"""
Who is told of their orders, and what of each order they know.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import UtcTime

revision = "0014"
down_revision = "0013"

_FOLLOWS = sa.column("follows")


def upgrade() -> None:
    """
    Make the tables, and the index by which those are found who have come back.
    """
    op.create_table(
        "news_followers",
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("asked_at", UtcTime()),
        sa.Column("follows", sa.Boolean, nullable=False),
        sa.Column("looked_at", UtcTime()),
        sa.Column("next_look_at", UtcTime()),
        sa.Column("in_vain", sa.Integer, nullable=False),
        sa.Column("told_on", sa.String(10)),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name="pk_news_followers"),
    )
    op.create_index("ix_news_followers_looked_at", "news_followers", ["looked_at"])
    op.create_index(
        "ix_news_followers_due",
        "news_followers",
        ["next_look_at"],
        sqlite_where=_FOLLOWS,
        postgresql_where=_FOLLOWS,
    )
    op.create_table(
        "news_orders",
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("as_of", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", "number", name="pk_news_orders"),
    )
    op.create_index("ix_news_orders_customer_id", "news_orders", ["customer_id"])
    op.create_index("ix_web_sessions_created_at", "web_sessions", ["created_at"])
