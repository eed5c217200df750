"""
A database that can be asked questions, each with an end to its patience.

Two ways to the same end. A driver made for asyncio is awaited. Any other works in a
thread: SQLite too, because its asyncio driver goes to a thread and back for every step
of a query, which takes four times as long as going once for the whole question.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")

_STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's machine (some 100 microseconds) between looks at the flag."""
_SECONDS_TO_CLOSE = 1.0
"""How long closing waits for questions that cannot be interrupted."""


class Database(Protocol):
    """
    Asks questions. One question runs on one connection, in one transaction.
    """

    async def ask(self, question: Callable[[Connection], T], seconds: float) -> T:
        """
        The answer, or `asyncio.TimeoutError`, or what SQLAlchemy and drivers raise.
        """

    async def close(self) -> None:
        """
        Stop what is under way and let go of connections.
        """


class AsyncDatabase:
    """
    A database whose driver is made for asyncio.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._asked: set[asyncio.Task[Any]] = set()

    async def ask(self, question: Callable[[Connection], T], seconds: float) -> T:
        """
        The answer, from the event loop's own thread.
        """
        task = asyncio.create_task(self._run(question))
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)
        try:
            # Shielded: a cancelled task may have to wait for a dead server to let go,
            # and then the limit would be none. It ends in the background.
            return await asyncio.wait_for(asyncio.shield(task), seconds)
        except asyncio.CancelledError:
            if task.cancelled():  # By close(): whoever asked was not cancelled.
                raise TimeoutError("closed while asking") from None
            raise
        finally:
            task.cancel()

    async def _run(self, question: Callable[[Connection], T]) -> T:
        async with self._engine.connect() as connection:
            return await connection.run_sync(question)

    async def close(self) -> None:
        """
        Cancel what is under way and close all connections.
        """
        asked = tuple(self._asked)
        for task in asked:
            task.cancel()
        if asked:
            await asyncio.wait(asked, timeout=_SECONDS_TO_CLOSE)
        await self._engine.dispose()


class ThreadedDatabase:
    """
    A database whose driver blocks: each question has a thread to itself.
    """

    def __init__(self, engine: Engine, *, threads: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="sql-source")
        self._under_way: dict[asyncio.Future[Any], threading.Event] = {}

    async def ask(self, question: Callable[[Connection], T], seconds: float) -> T:
        """
        The answer, from a thread. SQLite is interrupted when nobody waits any more.
        """
        over = threading.Event()
        answer = asyncio.get_running_loop().run_in_executor(
            self._threads, self._run, question, over
        )
        self._under_way[answer] = over
        try:
            return await asyncio.wait_for(answer, seconds)
        finally:
            over.set()
            del self._under_way[answer]

    def _run(self, question: Callable[[Connection], T], over: threading.Event) -> T:
        if over.is_set():
            raise TimeoutError("nobody waits any more")
        with self._engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                return question(connection)
            driver = connection.connection.dbapi_connection
            driver.set_progress_handler(over.is_set, _STEPS_BETWEEN_LOOKS)
            try:
                return question(connection)
            finally:
                driver.set_progress_handler(None, 0)

    async def close(self) -> None:
        """
        Stop what is under way and close all connections.
        """
        for over in self._under_way.values():
            over.set()
        if self._under_way:
            await asyncio.wait(tuple(self._under_way), timeout=_SECONDS_TO_CLOSE)
        self._threads.shutdown(wait=False)
        self._engine.dispose()
