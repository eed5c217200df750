"""
Lets this process hear what others on the same database have changed.

The own feed tells at once what was done here; what another process has done is read
from what it wrote down (`changes`), ten times a second. Who is writing is told within
one process alone: it is never in the database.
"""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import changes
from bot.conversations.changes import LINK, MESSAGE, MOVED, NOTE, STEP, Change, Mark
from bot.conversations.clock import Clock
from bot.conversations.database import Database
from bot.conversations.feed import Feed

SECONDS = 0.1
"""Between two looks; so much later than in its own process something is heard of."""
FORGET_SECONDS = 60.0
"""How often what is old is forgotten."""
TROUBLE_SECONDS = 5.0

log = structlog.get_logger(__name__)


class Others:
    """
    Reads the changes of other processes and tells them to the feed.
    """

    def __init__(self, database: Database, feed: Feed, *, clock: Clock) -> None:
        self._database = database
        self._feed = feed
        self._clock = clock
        self._mark: Mark | None = None

    async def begin(self) -> None:
        """
        Let all that changes from now on be told.
        """
        self._mark, _ = await self._database.read(lambda c: changes.since(c, None))

    async def forever(self) -> None:
        """
        Go on until cancelled, from where it was begun.
        """
        looks = 0
        while True:
            try:
                await self.once()
                if looks % int(FORGET_SECONDS / SECONDS) == 0:
                    await self._forget()
            except SQLAlchemyError:
                log.exception("changes_not_read")
                await asyncio.sleep(TROUBLE_SECONDS)
            looks += 1
            await asyncio.sleep(SECONDS)

    async def once(self) -> None:
        """
        Tell what has changed since the last time.
        """
        mark = self._mark
        self._mark, found = await self._database.read(lambda c: changes.since(c, mark))
        if found is None:
            # Who watches looks again after a while by itself.
            log.warning("changes_lost")
            self._feed.queue()
        for each in found or ():
            if each.process != self._database.process:
                self._tell(each)

    def _tell(self, change: Change) -> None:
        thread = change.thread
        if thread is None:
            self._feed.queue()
        elif change.kind == STEP:
            self._feed.queue(thread)
        elif change.kind == LINK:
            self._feed.linking(thread)
        elif change.kind == MOVED:
            self._feed.moved(thread)
        elif change.kind == NOTE:
            self._feed.note(thread, change.seq)
        elif change.kind == MESSAGE:
            self._feed.message(thread, change.seq)

    async def _forget(self) -> None:
        def work(connection: Connection) -> None:
            changes.forget_old(connection, self._clock())

        await self._database.write(work)
