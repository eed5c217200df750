"""
How a database is reached: to read, or to change it, and without secrets in messages.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import QueuePool

from crm_connector.errors import SourceRejected
from crm_connector.sources.sql.database import (
    AsyncDatabase,
    Database,
    ThreadedDatabase,
)
from crm_connector.sources.sql.servers import begin_so, begin_with, patience
from crm_connector.sources.sql.settings import SqlSettings

# The drivers that are tried where the address names only the kind of database.
_USUAL_DRIVERS = {
    "postgresql": "postgresql+asyncpg",
    "mysql": "mysql+aiomysql",
    "mariadb": "mariadb+aiomysql",
}
_PATIENCE = 0.8
"""Share of the time limit after which a locked SQLite file is given up."""


def connect(
    url: str, source: str, settings: SqlSettings, *, changes: bool = False
) -> Database:
    """
    The database at `url`. Raises `SourceRejected` for an address that cannot work.

    Unless `changes` is true an SQLite file is only ever read, and so are PostgreSQL and
    MySQL, whatever the account may. These two are also then asked questions in
    transactions that only read.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        # Not `from` it: the library repeats the address, which may hold a password.
        raise SourceRejected(
            "This is no database address, such as sqlite:////srv/shop.db or "
            "postgresql://user:password@host/name.",
            source=source,
        ) from None
    try:
        if address.get_backend_name() == "sqlite":
            return _sqlite(address, source, settings, changes)
        return _server(address, settings, changes)
    except NoSuchModuleError as exc:
        raise SourceRejected(
            "No such kind of database is known; there are sqlite, postgresql, mysql, "
            "mariadb, mssql and oracle.",
            source=source,
        ) from exc
    except ImportError as exc:
        raise SourceRejected(
            f"The database's driver is not installed: {exc.name}.", source=source
        ) from exc


def _server(address: URL, settings: SqlSettings, changes: bool) -> Database:
    driver = _USUAL_DRIVERS.get(address.drivername, address.drivername)
    address = address.set(drivername=driver)
    patient = patience(address.get_driver_name(), settings.timeout)
    options: dict[str, Any] = {
        "pool_size": settings.connections,
        "max_overflow": 0,
        "pool_timeout": settings.timeout,
        "pool_pre_ping": True,
        "hide_parameters": True,
        # What the address says goes before.
        "connect_args": {k: v for k, v in patient.items() if k not in address.query},
    }
    is_async = address.get_dialect().is_async
    make = create_async_engine if is_async else partial(create_engine, future=True)
    engine = make(address, **options)
    backend = address.get_backend_name()
    begin_so(
        engine.sync_engine if is_async else engine,
        lambda is_change: begin_with(
            backend, settings.timeout, changes=changes and is_change
        ),
    )
    if is_async:
        return AsyncDatabase(engine)
    return ThreadedDatabase(engine, threads=settings.connections)


def _sqlite(
    address: URL, source: str, settings: SqlSettings, changes: bool
) -> Database:
    path = address.database or ""
    if path in ("", ":memory:") or path.startswith("file:"):
        raise SourceRejected("An SQLite source needs a file's path.", source=source)
    file = Path(path).absolute()
    engine = create_engine(
        # ro: never written; and neither makes a file where there is none.
        URL.create(
            "sqlite",
            database=f"file:{quote(str(file))}",
            query={"mode": "rw" if changes else "ro", "uri": "true"},
        ),
        future=True,
        poolclass=QueuePool,
        pool_size=settings.connections,
        max_overflow=0,
        connect_args={
            "timeout": settings.timeout * _PATIENCE,
            # The pool hands a connection to one thread at a time, but not the same.
            "check_same_thread": False,
        },
        hide_parameters=True,
    )
    # Who means to write says so first: two who have read could not both go on.
    _in_one_transaction(engine, "BEGIN IMMEDIATE" if changes else "BEGIN")
    _notice_another_file(engine, file)
    return ThreadedDatabase(engine, threads=settings.connections)


def _in_one_transaction(engine: Any, statement: str) -> None:
    """
    An order and its lines are read in one transaction, and written in one.

    SQLite's driver would begin one only to write.
    """

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    begin_so(engine, lambda _: statement)


def _notice_another_file(engine: Any, file: Path) -> None:
    """
    A connection goes on reading a file that was deleted or replaced: it must not.
    """

    def identity() -> tuple[int, int] | None:
        try:
            found = file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @event.listens_for(engine, "connect")
    def remember(_connection: Any, record: Any) -> None:
        record.info["file"] = identity()

    @event.listens_for(engine, "checkout")
    def compare(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != identity():
            raise DisconnectionError("The file is another one now.")


def is_file(url: str) -> bool:
    """
    Whether this is the address of an SQLite file; what is none is left to `connect`.
    """
    try:
        return make_url(url).get_backend_name() == "sqlite"
    except (ArgumentError, ValueError):
        return False
