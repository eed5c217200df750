"""
Small numbers worth keeping: replies dropped, inputs refused.

What belongs to a transaction is counted in it. Refused input must not cost a write
each, or refusing would be the cheapest way to keep the disk busy: such counts are
gathered in memory and added every second.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.database import Database
from bot.conversations.tables import counters

DROPPED_REPLIES = "dropped_replies"
"""Replies that were not sent because the conversation had got another owner."""
BLOCKED_MESSAGES = "blocked_messages"
"""Messages that were not taken because an agent has blocked who wrote them."""
FLUSH_SECONDS = 1.0

_ADD = (
    counters.update()
    .where(counters.c.name == sa.bindparam("counter"))
    .values(value=counters.c.value + sa.bindparam("number"))
)


def add(connection: Connection, counts: Mapping[str, int]) -> None:
    """
    Add `counts` to what is kept, in the transaction of the caller.
    """
    for name, number in sorted(counts.items()):
        added = connection.execute(_ADD, {"counter": name, "number": number})
        if not added.rowcount:
            connection.execute(counters.insert(), {"name": name, "value": number})


def kept(connection: Connection) -> dict[str, int]:
    """
    Every counter by its name.
    """
    rows = connection.execute(sa.select(counters.c.name, counters.c.value))
    return {row.name: row.value for row in rows}


class Tally:
    """
    Counts in memory, added to the kept ones in bulk.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: Counter[str] = Counter()
        self._writing = asyncio.Lock()

    def count(self, name: str) -> None:
        """
        Count one more of `name`.
        """
        self._counts[name] += 1

    async def flush(self) -> None:
        """
        Write what was counted since the last time; all of it is there afterwards.
        """
        # What another one is writing just now is waited for.
        async with self._writing:
            if not self._counts:
                return
            counts, self._counts = self._counts, Counter()
            try:
                await self._database.write(lambda connection: add(connection, counts))
            except BaseException:
                self._counts.update(counts)
                raise
