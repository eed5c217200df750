"""
One question to a database, with an end to its patience.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")


class Question(Generic[T]):
    """
    Runs `ask` on a connection of its own, in a task that can be stopped.
    """

    def __init__(self, engine: AsyncEngine, ask: Callable[[Connection], T]) -> None:
        self._engine = engine
        self._ask = ask
        self._driver: Any = None
        self._task: asyncio.Task[T] | None = None

    async def answer(self, timeout: float) -> T:
        """
        The answer, or `asyncio.TimeoutError`.

        A cancelled task may have to wait for its driver to let go, so that the limit
        would not be one: it is left to end in the background.
        """
        self._task = asyncio.create_task(self._run())
        try:
            return await asyncio.wait_for(asyncio.shield(self._task), timeout)
        except (asyncio.TimeoutError, asyncio.CancelledError):
            await self.stop()
            raise

    async def _run(self) -> T:
        async with self._engine.connect() as connection:
            raw = await connection.get_raw_connection()
            self._driver = raw.driver_connection
            return await connection.run_sync(self._ask)

    async def stop(self) -> None:
        """
        Give up: the query under way is interrupted, the connection closed.
        """
        # SQLite works in a thread, which a cancelled task cannot stop.
        if self._engine.dialect.name == "sqlite" and self._driver is not None:
            await self._interrupt()
        if self._task is not None:
            self._task.cancel()

    async def _interrupt(self) -> None:
        # It may have closed a moment ago.
        with contextlib.suppress(ValueError):
            await self._driver.interrupt()
