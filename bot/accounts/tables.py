"""
The tables of accounts and of the audit log.

Nothing of a password, a session or a recovery code can be read back: they are hashes.
The secret of a second factor can, because codes are computed from it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.conversations.tables import metadata
from crm_connector.columns import Number, UtcTime

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", Number, primary_key=True),
    # As `logins.read` gives it, so that each has one spelling.
    sa.Column("login", sa.String(254), nullable=False, unique=True),
    # What customers see, by language.
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("role", sa.String(10), nullable=False),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("skills", sa.JSON, nullable=False),
    # Conversations at once.
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    # Argon2's own form, with the parameters it was made with.
    sa.Column("password", sa.String(200), nullable=False),
    sa.Column("totp_secret", sa.String(64)),
    # The step of the last code that was taken: no code is good twice.
    sa.Column("totp_step", sa.BigInteger),
    # Shown, but not confirmed by a first code yet.
    sa.Column("totp_pending", sa.String(64)),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("changed_at", UtcTime, nullable=False),
)


def _account(**options: Any) -> sa.Column:
    return sa.Column(
        "account",
        Number,
        sa.ForeignKey("accounts.id", ondelete="CASCADE"),
        nullable=False,
        **options,
    )


recovery_codes = sa.Table(
    "account_recovery_codes",
    metadata,
    _account(primary_key=True),
    # One that was used is gone.
    sa.Column("hash", sa.String(64), primary_key=True),
)

sessions = sa.Table(
    "account_sessions",
    metadata,
    # By which its owner names it in a list; it opens nothing.
    sa.Column("id", Number, primary_key=True),
    # The session itself is known to its browser only.
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    _account(index=True),
    # How far signing in has come.
    sa.Column("stage", sa.String(10), nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("browser", sa.String(200), nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("used_at", UtcTime, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False, index=True),
)

tries = sa.Table(
    "account_tries",
    metadata,
    # A login, a device, an address or an account (a keyed hash).
    sa.Column("who", sa.String(64), primary_key=True),
    # When something was tried, in seconds since 1970, the oldest first.
    sa.Column("moments", sa.JSON, nullable=False),
    sa.Column("last_at", UtcTime, nullable=False, index=True),
)

# Only ever added to: the database itself refuses to change or delete a row (triggers of
# the migration). So it names nothing by a foreign key.
audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("at", UtcTime, nullable=False, index=True),
    # None for what was done on the command line, or by nobody who is known.
    sa.Column("account", Number, index=True),
    sa.Column("who", sa.String(254), nullable=False),
    sa.Column("deed", sa.String(60), nullable=False, index=True),
    # `account:7`, `conversation:...`; empty where the deed is on nothing.
    sa.Column("subject", sa.String(200), nullable=False, index=True),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
)
