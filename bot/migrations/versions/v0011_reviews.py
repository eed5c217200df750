"""
What customers think, for the shop to read.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_connector.columns import Number, UtcTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """
    Make the table of reviews.
    """
    op.create_table(
        "reviews",
        sa.Column("id", Number, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("conversation", sa.String(36), nullable=False),
        sa.Column("customer_id", sa.String(200)),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("is_bad", sa.Boolean, nullable=False),
        sa.Column("order_number", sa.String(80)),
        sa.Column("product", sa.String(200)),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_reviews_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_at", "reviews", ["at"])
    op.create_index("ix_reviews_conversation", "reviews", ["conversation"])
