"""
Files that go along to Chatwoot.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """
    Add the column.
    """
    op.add_column(
        "chatwoot_outbox", sa.Column("files", sa.JSON(none_as_null=True), nullable=True)
    )
