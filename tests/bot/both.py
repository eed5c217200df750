"""
Databases of both kinds for tests that are to hold on each.

A module that imports `address` runs its tests on SQLite and on PostgreSQL, if they use
a core of the house's or of the counter's; one that imports `talking`, those on a bare
database.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.conversations.database import make_engine
from tests.bot.talking import Talking
from tests.fakes.database import fresh_database

KINDS = ("sqlite", "postgresql")


def empty(engine: Engine) -> None:
    """
    Take everything out of a database, and count anew.
    """
    with engine.begin() as connection:
        names = sa.inspect(connection).get_table_names()
        tables = ", ".join(name for name in names if name != "alembic_version")
        connection.execute(sa.text(f"TRUNCATE {tables} RESTART IDENTITY"))


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """
    Give the address of an empty database of each kind.
    """
    if request.param == "sqlite":
        yield fresh_database(tmp_path)
        return
    server: str = request.getfixturevalue("postgresql")
    yield server
    engine = make_engine(server)
    empty(engine)
    engine.dispose()


@pytest.fixture
def talking(address: str) -> Iterator[Talking]:
    """
    Nobody has said anything.
    """
    engine = make_engine(address)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        made = Talking(connection)
        yield made
        made.close()
        connection.rollback()
    engine.dispose()
