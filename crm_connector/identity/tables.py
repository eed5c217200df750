"""
What is kept of one-time codes; `bot/migrations` makes these tables.

Nothing here can be read back: codes, contacts and addresses are keyed hashes.
"""

from __future__ import annotations

import sqlalchemy as sa

from crm_connector.storage import NAMING, UtcTime

metadata = sa.MetaData(naming_convention=NAMING)

codes = sa.Table(
    "identity_codes",
    metadata,
    # The session that asked for it and alone may use it: one code at a time.
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("salt", sa.LargeBinary(16), nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.Column("contact", sa.String(64), nullable=False),
    # Nobody's, where the shop knows no such contact: it is tried like any other.
    sa.Column("customer_id", sa.String(200)),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False, index=True),
)

code_limits = sa.Table(
    "identity_code_limits",
    metadata,
    # A contact, an address or a session.
    sa.Column("who", sa.String(64), primary_key=True),
    # When codes were asked for, in seconds since 1970, the oldest first.
    sa.Column("moments", sa.JSON, nullable=False),
    sa.Column("last_at", UtcTime, nullable=False, index=True),
)
