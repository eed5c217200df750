"""
Brings the database up to date when the program starts.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from bot.conversations.database import make_engine
from bot.conversations.errors import DatabaseTooNew

ADVISORY_LOCK = 4_207_351_984
"""Any number: replicas that start together take it in turns (PostgreSQL)."""


def migrate(address: str) -> None:
    """
    Bring the database at `address` to the newest revision, or leave it as it was.

    Raises `DatabaseTooNew` if its revision is not one of ours.
    """
    engine = make_engine(address)
    try:
        _upgrade(engine)
    finally:
        engine.dispose()


def _upgrade(engine: Engine) -> None:
    config = configuration()
    with engine.connect() as connection:
        _lock(connection)
        present = MigrationContext.configure(connection).get_current_revision()
        known, newest = _revisions()
        if present is not None and present not in known:
            raise DatabaseTooNew(
                f"the database is at revision {present}, which this version of Hamyar "
                "does not know: start the newer version again, or restore a backup "
                "made before it"
            )
        if present != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        connection.commit()


def configuration() -> Config:
    """
    Give Alembic's configuration, the same from any folder.
    """
    config = Config()
    folder = str(Path(__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config


@cache
def _revisions() -> tuple[frozenset[str], str | None]:
    """
    All revisions that we know, and the newest: each is a module, which is read once.
    """
    scripts = ScriptDirectory.from_config(configuration())
    known = frozenset(script.revision for script in scripts.walk_revisions())
    return known, scripts.get_current_head()


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
