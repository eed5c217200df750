"""
The server's own keys: random, made when first asked for, kept in the database.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.tables import keys

BUTTONS = "buttons"
CODES = "codes"


def server_key(connection: Connection, name: str) -> bytes:
    """
    Give the key of this name.
    """
    query = sa.select(keys.c.value).where(keys.c.name == name)
    key: bytes | None = connection.execute(query).scalar()
    if key is None:
        key = secrets.token_bytes(32)
        connection.execute(keys.insert(), {"name": name, "value": key})
    return key
