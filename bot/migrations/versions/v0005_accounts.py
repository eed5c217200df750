"""
Accounts of the people who work at the shop, their sessions, and the audit log.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_REFUSE_POSTGRESQL = """
CREATE FUNCTION audit_log_is_only_added_to() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to';
END
$$ LANGUAGE plpgsql
"""


def upgrade() -> None:
    """
    Make the tables, empty.
    """
    op.create_table(
        "accounts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("login", sa.String(length=254), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("totp_pending", sa.String(length=64), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("login", name="uq_accounts_login"),
    )
    op.create_table(
        "account_recovery_codes",
        sa.Column("account", NUMBER, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["accounts.id"],
            name="fk_account_recovery_codes_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account", "hash", name="pk_account_recovery_codes"),
    )
    op.create_table(
        "account_sessions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account", NUMBER, nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["accounts.id"],
            name="fk_account_sessions_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account_sessions"),
        sa.UniqueConstraint("hash", name="uq_account_sessions_hash"),
    )
    op.create_index("ix_account_sessions_account", "account_sessions", ["account"])
    op.create_index(
        "ix_account_sessions_expires_at", "account_sessions", ["expires_at"]
    )
    op.create_table(
        "account_tries",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("who", name="pk_account_tries"),
    )
    op.create_index("ix_account_tries_last_at", "account_tries", ["last_at"])
    op.create_table(
        "audit_log",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account", NUMBER, nullable=True),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    for column in ("at", "account", "deed", "subject"):
        op.create_index(f"ix_audit_log_{column}", "audit_log", [column])
    _only_added_to()


def _only_added_to() -> None:
    """
    Have the database refuse to change or delete what was logged.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_REFUSE_POSTGRESQL)
        op.execute(
            "CREATE TRIGGER audit_log_only_added_to BEFORE UPDATE OR DELETE "
            "ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_is_only_added_to()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_log_no_{change.lower()} BEFORE {change} "
            "ON audit_log BEGIN "
            "SELECT RAISE(ABORT, 'the audit log is only added to'); END"
        )
