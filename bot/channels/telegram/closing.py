"""
Notes what became of updates, many at a time.

Nobody waits for these notes: what is worked and not closed is worked once more by the
next start, and the same again changes nothing.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.engine import Connection

from bot.channels.telegram import updates

GATHER_SECONDS = 0.05
"""So long the first of them waits for others to be noted with it."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0

Written = Callable[[Callable[[Connection], None]], Awaitable[bool]]
"""Writes in a transaction, and tells whether the database took it."""
Ended = dict[str, list[int]]


class Closing:
    """
    Closes updates behind the work; `flush` closes what is left.
    """

    def __init__(
        self, written: Written, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._written = written
        self._sleep = sleep
        self._ended: Ended = defaultdict(list)
        self._task: asyncio.Task[None] | None = None

    def close(self, which: Sequence[int], outcome: str) -> None:
        """
        Have it noted soon that these updates came to this outcome.
        """
        self._ended[outcome] += which
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._forever())

    async def flush(self) -> None:
        """
        Note what is left now; what the database does not take is left for good.
        """
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._ended:
            await self._note()

    async def _forever(self) -> None:
        pause = FIRST_PAUSE
        while self._ended:
            await self._sleep(GATHER_SECONDS)
            if await self._note():
                pause = FIRST_PAUSE
                continue
            await self._sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _note(self) -> bool:
        ended, self._ended = self._ended, defaultdict(list)

        def transaction(connection: Connection) -> None:
            for outcome, which in ended.items():
                updates.close(connection, which, outcome)

        if await self._written(transaction):
            return True
        for outcome, which in ended.items():
            self._ended[outcome] += which
        return False
