"""
What has changed, for whoever keeps what they have read; promises missed are counted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import Number, UtcTime

revision = "0012"
down_revision = "0011"

_MISSED = sa.text("kind = 'missed'")


def upgrade() -> None:
    """
    Make the table and the index.
    """
    op.create_table(
        "changes",
        sa.Column("id", Number, nullable=False),
        sa.Column("thread", sa.String(36)),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index(
        "ix_handoff_events_missed",
        "handoff_events",
        ["at"],
        sqlite_where=_MISSED,
        postgresql_where=_MISSED,
    )
