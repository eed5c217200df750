"""
Hamyar's own data: whole transactions, run beside the event loop.

A piece of work is a plain function over a connection and runs as one transaction.
The asyncio extension of SQLAlchemy 1.4 crosses threads at every statement, which
costs about five times as much as crossing once for the whole transaction. SQLite has
one writer that commits in groups; any other database has a pool of connections, and
row locks in the statements keep two transactions from the same conversation.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool

from bot.conversations import changes
from bot.conversations.writer import GroupWriter

T = TypeVar("T")

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for another process (a backup, say) to finish writing."""
THREADS = 8
"""Transactions at a time besides SQLite's writer."""
SWITCH_SECONDS = 0.0002
TRIES = 3
"""How often a transaction runs that lost a race against another replica."""


def hand_over_quickly() -> None:
    """
    Let threads that ask databases have the interpreter soon, in the whole process.

    They want it back after every row; at Python's own 5 ms a look-up of 2 ms took 130
    ms beside a busy event loop.
    """
    sys.setswitchinterval(SWITCH_SECONDS)


class Database:
    """
    The place where conversations are kept, by its SQLAlchemy address.

    What it changes is written down as that of `process`.
    """

    def __init__(self, address: str) -> None:
        hand_over_quickly()
        self.process = secrets.token_hex(8)
        options = {changes.PROCESS: self.process}
        self.engine: Engine = make_engine(address).execution_options(**options)
        self._threads = ThreadPoolExecutor(THREADS, "hamyar-database")
        self._writer = (
            GroupWriter(self.engine) if self.engine.dialect.name == "sqlite" else None
        )

    async def write(self, work: Callable[[Connection], T]) -> T:
        """
        Run `work` in a transaction and return its result once that is durable.

        An exception of `work` undoes it and is raised here.
        """
        if self._writer is not None:
            return await self._writer.write(work)
        return await self._in_thread(self._transact, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """
        Run `work`, which only reads, on one consistent picture of the data.
        """
        return await self._in_thread(self._look, work)

    async def close(self) -> None:
        """
        Finish what is being written and close every connection.
        """
        if self._writer is not None:
            await asyncio.to_thread(self._writer.close)
        await asyncio.to_thread(self._threads.shutdown)
        self.engine.dispose()

    async def _in_thread(
        self,
        run: Callable[[Callable[[Connection], T]], T],
        work: Callable[[Connection], T],
    ) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, run, work)

    def _look(self, work: Callable[[Connection], T]) -> T:
        with self.engine.connect() as connection:
            if self._writer is not None:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            return work(connection)

    def _transact(self, work: Callable[[Connection], T], tries: int = TRIES) -> T:
        try:
            with self.engine.begin() as connection:
                return work(connection)
        except (IntegrityError, OperationalError):
            if tries <= 1:
                raise
        # Another replica got there first; the next try sees its rows.
        return self._transact(work, tries - 1)


def make_engine(address: str) -> Engine:
    """
    Open `address`; an asyncio driver in it stands for the plain one of its database.
    """
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(
            _plain(url), future=True, pool_size=THREADS, hide_parameters=True
        )
    if not url.database or url.database == ":memory:":
        raise ValueError("conversations need a database file, not one in memory")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        _plain(url),
        future=True,
        # What customers wrote has no place in the text of an error, hence in logs.
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=THREADS + 1,
        connect_args={"check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _plain(url: URL) -> URL:
    if url.drivername in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        return url.set(drivername=url.get_backend_name())
    return url


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # Transactions begin where we say so, not where the driver guesses.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        # An acknowledged message survives a power cut, not only the process.
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
