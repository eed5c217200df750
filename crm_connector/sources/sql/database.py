"""
A database that can be asked questions, each with an end to its patience.

Two ways to the same end. A driver made for asyncio is awaited. Any other works in a
thread: SQLite too, because its asyncio driver goes to a thread and back for every step
of a query, which takes four times as long as going once for the whole question.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from crm_connector.sources.sql.servers import CHANGES

T = TypeVar("T")


class Unanswered(Exception):
    """
    A change was sent to be kept, and no answer came back.
    """


class Keeping:
    """
    Who is first: the one who sends a change to be kept, or the one who gives up.

    `is_answer` tells an error by which the database refuses to keep it from silence.
    """

    def __init__(self, is_answer: Callable[[Exception], bool]) -> None:
        self._is_answer = is_answer
        self._lock = threading.Lock()
        self._is_sent = self._is_given_up = False

    def send(self) -> None:
        """
        From now on it may be kept; `TimeoutError` if nobody waits for that any more.
        """
        with self._lock:
            if self._is_given_up:
                raise TimeoutError("nobody waits any more")
            self._is_sent = True

    def give_up(self) -> bool:
        """
        It must not be sent any more; false if it already was.
        """
        with self._lock:
            self._is_given_up = True
            return not self._is_sent

    def was_refused(self, error: Exception) -> bool:
        """
        Whether nothing was changed, after this error; else nobody knows.
        """
        return self.give_up() or self._is_answer(error)


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

    async def change(
        self, question: Callable[[Connection], T], seconds: float, keeping: Keeping
    ) -> T:
        """
        The same, kept (committed) at the end; or `Unanswered`.

        Whatever else is raised, nothing was changed.
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
        return await self._within(self._run(question), seconds, Keeping(_never))

    async def change(
        self, question: Callable[[Connection], T], seconds: float, keeping: Keeping
    ) -> T:
        """
        The answer, once it is kept.
        """
        try:
            return await self._within(self._kept(question, keeping), seconds, keeping)
        except Exception as error:
            if keeping.was_refused(error):
                raise
            raise Unanswered from error

    async def _within(
        self, work: Coroutine[Any, Any, T], seconds: float, keeping: Keeping
    ) -> T:
        task = asyncio.create_task(work)
        self._asked.add(task)
        task.add_done_callback(self._ended)
        try:
            # Shielded: a cancelled task may have to wait for a dead server to let go,
            # and then the limit would be none. It ends in the background.
            return await asyncio.wait_for(asyncio.shield(task), seconds)
        except asyncio.CancelledError:
            if task.cancelled():  # By close(): whoever asked was not cancelled.
                raise TimeoutError("closed while asking") from None
            raise
        finally:
            # What was sent to be kept is left to end by itself.
            if keeping.give_up():
                task.cancel()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._asked.discard(task)
        if not task.cancelled():
            # Whoever asked may have left: then its error is nobody's.
            task.exception()

    async def _run(self, question: Callable[[Connection], T]) -> T:
        async with self._engine.connect() as connection:
            return await connection.run_sync(question)

    async def _kept(self, question: Callable[[Connection], T], keeping: Keeping) -> T:
        async with self._engine.connect() as connection:
            await connection.execution_options(**{CHANGES: True})
            answer = await connection.run_sync(question)
            keeping.send()
            try:
                await connection.commit()
            except BaseException:
                # It may still be within its transaction, which the pool overlooks.
                await connection.invalidate()
                raise
            return answer

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
        return await self._within(self._run, question, seconds)

    async def change(
        self, question: Callable[[Connection], T], seconds: float, keeping: Keeping
    ) -> T:
        """
        The answer, once it is kept.
        """
        try:
            return await self._within(
                partial(self._run, keeping=keeping), question, seconds
            )
        except asyncio.CancelledError:
            keeping.give_up()
            raise
        except Exception as error:
            if keeping.was_refused(error):
                raise
            raise Unanswered from error

    async def _within(
        self, run: Callable[..., T], question: Callable[[Connection], T], seconds: float
    ) -> T:
        over = threading.Event()
        answer = asyncio.get_running_loop().run_in_executor(
            self._threads, run, question, over
        )
        self._under_way[answer] = over
        try:
            return await asyncio.wait_for(answer, seconds)
        finally:
            over.set()
            del self._under_way[answer]

    def _run(
        self,
        question: Callable[[Connection], T],
        over: threading.Event,
        keeping: Keeping | None = None,
    ) -> T:
        if over.is_set():
            raise TimeoutError("nobody waits any more")
        with self._engine.connect() as connection:
            if keeping is not None:
                connection.execution_options(**{CHANGES: True})
            answer = _stoppable(connection, question, over)
            if keeping is not None:
                keeping.send()
                try:
                    connection.commit()
                except BaseException:
                    # It may still be within its transaction, which the pool overlooks.
                    connection.invalidate()
                    raise
            return answer

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


def _stoppable(
    connection: Connection, question: Callable[[Connection], T], over: threading.Event
) -> T:
    if connection.dialect.name != "sqlite":
        return question(connection)
    driver = connection.connection.dbapi_connection
    driver.set_progress_handler(over.is_set, _STEPS_BETWEEN_LOOKS)
    try:
        return question(connection)
    finally:
        driver.set_progress_handler(None, 0)


def _never(_error: Exception) -> bool:
    return False
