"""
Who is at the desk.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import Number, UtcTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """
    Make the table of presence.
    """
    op.create_table(
        "desk_presence",
        sa.Column("account", Number, autoincrement=False, nullable=False),
        sa.Column("chosen", sa.String(10), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("idle_since", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["accounts.id"],
            name="fk_desk_presence_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account", name="pk_desk_presence"),
    )
