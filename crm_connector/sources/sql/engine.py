"""
How a database is reached: read-only, asynchronous, without secrets in messages.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from crm_connector.errors import SourceRejected
from crm_connector.sources.sql.settings import SqlSettings

_ASYNC_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "mysql": "mysql+aiomysql",
    "mariadb": "mariadb+aiomysql",
}
_PATIENCE = 0.8
"""Share of the time limit after which a locked SQLite file is given up."""


def read_only_engine(url: str, source: str, settings: SqlSettings) -> AsyncEngine:
    """
    An engine for `url`. Raises `SourceRejected` for an address that cannot work.
    """
    try:
        address = make_url(url)
        address = address.set(
            drivername=_ASYNC_DRIVERS.get(address.drivername, address.drivername)
        )
        if address.get_backend_name() == "sqlite":
            return _sqlite(address, source, settings)
        return create_async_engine(
            address,
            pool_size=settings.connections,
            max_overflow=0,
            pool_timeout=settings.timeout,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except NoSuchModuleError as exc:
        raise SourceRejected("No such database is known.", source=source) from exc
    except ImportError as exc:
        raise SourceRejected(
            f"The database's driver is not installed: {exc.name}.", source=source
        ) from exc
    except ArgumentError:
        # The address may hold a password, and the library repeats it.
        raise SourceRejected("This is no database address.", source=source) from None


def _sqlite(address: URL, source: str, settings: SqlSettings) -> AsyncEngine:
    path = address.database or ""
    if path in ("", ":memory:") or "mode=memory" in path:
        raise SourceRejected("An SQLite source needs a file.", source=source)
    # A plain path would be made if it were not there; mode=ro never writes.
    if not path.startswith("file:"):
        path = "file:" + quote(str(Path(path).absolute()))
    query = {**address.query, "mode": "ro", "uri": "true"}
    engine = create_async_engine(
        address.set(database=path, query=query),
        poolclass=NullPool,
        connect_args={"timeout": settings.timeout * _PATIENCE},
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _leave_transactions_to_us)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: Any, _record: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Any) -> None:
    # The driver begins only to write; reading an order and its lines needs one moment.
    connection.exec_driver_sql("BEGIN")
