"""
What Hamyar keeps itself, written in one way for SQLite and PostgreSQL.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""SQLite counts rows up by itself only in a column named exactly INTEGER."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are called, so that migrations can name them."""


class UtcTime(sa.types.TypeDecorator):  # type: ignore[type-arg,misc,name-defined,unused-ignore]
    """
    An aware moment in UTC, on databases with and without time zones.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:
        """
        Refuse naive times; SQLite keeps the UTC wall clock.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone")
        value = value.astimezone(timezone.utc)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Any) -> Any:
        """
        Give the moment back aware and in UTC.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)


def insert(connection: Connection, table: sa.Table) -> Any:
    """
    An `INSERT` that may say what is done where the row is there already.

    Two who write the same row at once: the second waits for the first, and then does
    that instead of failing (`on_conflict_do_nothing`, `on_conflict_do_update`).
    """
    return inserting(connection.dialect.name, table)


def inserting(dialect: str, table: sa.Table) -> Any:
    """
    The same for a database of this kind: `sqlite` or `postgresql`.
    """
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)
