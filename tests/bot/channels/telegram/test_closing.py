"""
What became of updates is noted many at a time, and nothing of it is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from sqlalchemy.engine import Connection

from bot.channels.telegram import updates
from bot.channels.telegram.closing import Closing
from bot.conversations.database import make_engine
from tests.fakes.database import fresh_database

NOW = datetime(2026, 11, 24, tzinfo=timezone.utc)
"""When all of them came."""


class Writer:
    """
    A database that does not take the first `faults` transactions.
    """

    def __init__(self, folder: Path, faults: int = 0) -> None:
        self.faults = faults
        self.count = 0
        self.noted = asyncio.Event()
        self.engine = make_engine(fresh_database(folder))

    async def written(self, work: Callable[[Connection], None]) -> bool:
        """
        Whether it was taken.
        """
        self.count += 1
        if self.count <= self.faults:
            return False
        with self.engine.begin() as connection:
            work(connection)
        self.noted.set()
        return True

    def keep(self, count: int) -> None:
        """
        Keep updates with the numbers from 1 on.
        """
        bodies = [{"update_id": number + 1} for number in range(count)]
        with self.engine.begin() as connection:
            updates.store(connection, bodies, NOW)

    def outcomes(self) -> dict[str, int]:
        """
        How many came to which outcome.
        """
        with self.engine.connect() as connection:
            return updates.outcomes(connection)


async def at_once(_seconds: float) -> None:
    """
    Time that flies.
    """
    await asyncio.sleep(0)


async def never(_seconds: float) -> None:
    """
    Time that stands still.
    """
    await asyncio.Event().wait()


async def ended(closing: Closing, writer: Writer, count: int) -> None:
    """
    Let all end that was kept, one after the other, and wait until that is noted.
    """
    for number in range(count):
        closing.close([number + 1], "done" if number % 2 else "ignored")
    await writer.noted.wait()


async def test_many_are_noted_with_one_transaction(tmp_path: Path) -> None:
    """
    Each with its own outcome.
    """
    writer = Writer(tmp_path)
    writer.keep(9)
    await ended(Closing(writer.written, at_once), writer, 9)
    assert writer.outcomes() == {"ignored": 5, "done": 4}
    assert writer.count == 1


async def test_what_the_database_does_not_take_is_noted_later(tmp_path: Path) -> None:
    """
    As often as it takes.
    """
    writer = Writer(tmp_path, faults=3)
    closing = Closing(writer.written, at_once)
    writer.keep(4)
    await ended(closing, writer, 4)
    assert writer.outcomes() == {"ignored": 2, "done": 2}
    assert writer.count == 4


async def test_what_is_left_at_a_stop_is_noted_then(tmp_path: Path) -> None:
    """
    Nothing of it is worked again by the next start.
    """
    writer = Writer(tmp_path)
    closing = Closing(writer.written, never)
    writer.keep(3)
    closing.close([1, 2], "done")
    await asyncio.sleep(0)
    assert writer.outcomes() == {updates.PENDING: 3}
    await closing.flush()
    assert writer.outcomes() == {"done": 2, updates.PENDING: 1}
    await closing.flush()
    assert writer.count == 1
