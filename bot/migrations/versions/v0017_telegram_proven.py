"""
Telegram: who has shown lately who they are is found without reading every chat.
"""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """
    Make the index.
    """
    op.create_index("ix_telegram_chats_proven_at", "telegram_chats", ["proven_at"])
