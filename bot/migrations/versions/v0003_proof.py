"""
One-time codes, and how and when a session's customer has proven who they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """
    Make the tables of codes, and places for proof beside sessions and messages.
    """
    op.add_column("web_sessions", sa.Column("code_at", MOMENT, nullable=True))
    op.add_column("web_sessions", sa.Column("contact", sa.String(64), nullable=True))
    op.create_index("ix_web_sessions_contact", "web_sessions", ["contact"])
    op.add_column("inbox", sa.Column("proven_by", sa.String(10), nullable=True))
    op.add_column("inbox", sa.Column("proven_at", MOMENT, nullable=True))
    op.create_table(
        "identity_codes",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("contact", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=200), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("session", name="pk_identity_codes"),
    )
    op.create_index("ix_identity_codes_expires_at", "identity_codes", ["expires_at"])
    op.create_table(
        "identity_code_limits",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("who", name="pk_identity_code_limits"),
    )
    op.create_index(
        "ix_identity_code_limits_last_at", "identity_code_limits", ["last_at"]
    )
