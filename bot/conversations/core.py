"""
The conversation core as the rest of the program sees it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import counters, history, inbox, joint, keys, threads
from bot.conversations.clock import Clock, utc_now
from bot.conversations.counters import FLUSH_SECONDS, Tally
from bot.conversations.database import Database
from bot.conversations.delivery import Delivery
from bot.conversations.dispatcher import Apology, Dispatcher
from bot.conversations.errors import Blocked
from bot.conversations.feed import Feed, LocalFeed
from bot.conversations.handoffs.desk import Desk
from bot.conversations.inbox import Accepted
from bot.conversations.messages import Engine, IncomingMessage
from bot.conversations.others import Others
from bot.conversations.outbox import Channel
from bot.conversations.threads import Kin, Place
from bot.migrations import migrate

T = TypeVar("T")

GRACE_SECONDS = 5.0
"""How long a stop waits for turns that are running."""

log = structlog.get_logger(__name__)


class Conversations:
    """
    All conversations of a shop: what came in, what was answered, who may speak.

    `open` brings the database up to date; between `start` and `stop` messages are
    worked. A channel that needs its own rows in the same transaction composes with
    the plain functions of this package through `write` and `read`.
    """

    def __init__(
        self,
        database: Database,
        key: bytes,
        *,
        engine: Engine,
        apology: Apology,
        clock: Clock = utc_now,
        channels: Mapping[str, Channel] | None = None,
        feed: Feed | None = None,
        kin: Kin = threads.alone,
    ) -> None:
        self.database = database
        self.clock = clock
        self.feed: Feed = feed or LocalFeed()
        self.tally = Tally(database)
        self.key = key
        self._kin = kin
        self._delivery = Delivery(database, channels or {}, clock=clock, key=key)
        self._dispatcher = Dispatcher(
            database,
            engine,
            self.feed,
            clock=clock,
            apology=apology,
            key=key,
            pushed=frozenset(channels or {}),
            sent=self._delivery.wake,
        )
        self.desk = Desk(
            database,
            self.feed,
            key=key,
            clock=clock,
            pushed=frozenset(channels or {}),
            sent=self._delivery.wake,
            poke=self._dispatcher.poke,
        )
        self._tasks: set[asyncio.Task[Any]] = set()
        self._others = Others(database, self.feed, clock=clock)
        self._beside: list[asyncio.Task[None]] = []

    @classmethod
    async def open(
        cls,
        address: str,
        *,
        engine: Engine,
        apology: Apology,
        clock: Clock = utc_now,
        channels: Mapping[str, Channel] | None = None,
        feed: Feed | None = None,
        kin: Kin = threads.alone,
    ) -> Conversations:
        """
        Migrate the database at `address` and make the core over it.

        Raises `DatabaseTooNew` if a newer Hamyar has been there.
        """
        await asyncio.to_thread(migrate, address)
        database = Database(address)
        key = await database.write(lambda c: keys.server_key(c, keys.BUTTONS))
        core = cls(
            database,
            key,
            engine=engine,
            apology=apology,
            clock=clock,
            channels=channels,
            feed=feed,
            kin=kin,
        )
        # Before anybody has read anything: what changes from now on is told.
        await core._others.begin()
        return core

    async def start(self) -> None:
        """
        Begin to answer, what a former process left first.
        """
        self._dispatcher.start()
        self._delivery.start()
        loop = asyncio.get_running_loop()
        self._beside = [
            loop.create_task(self._flush()),
            loop.create_task(self._others.forever()),
        ]

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """
        End in order: what is not answered by now is answered after the next start.
        """
        self.feed.close()
        await self._dispatcher.stop(grace)
        await self._delivery.stop(grace)
        for task in self._beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._beside.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.tally.flush()
        await self.database.close()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """
        Run a transaction; it is durable when this returns.
        """
        return await self.database.write(work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """
        Run something that only reads.
        """
        return await self.database.read(work)

    async def accept(
        self,
        incoming: IncomingMessage | Callable[[Connection], IncomingMessage],
    ) -> Accepted:
        """
        Save a message and let the bot work it; a repeat changes nothing.

        A function given in place of a message runs first in the same transaction: a
        channel looks there whether the sender may speak in that conversation. What it
        raises, and `ConversationError`, leave nothing saved.
        """
        now = self.clock()

        def transaction(connection: Connection) -> Accepted:
            message = incoming(connection) if callable(incoming) else incoming
            return inbox.accept(connection, message, now)

        async def save() -> Accepted:
            try:
                accepted = await self.database.write(transaction)
            except Blocked:
                self.tally.count(counters.BLOCKED_MESSAGES)
                raise
            if not accepted.repeated:
                place = accepted.place
                self.feed.message(place.thread, accepted.seq + place.shift)
            if accepted.work is not None:
                await self._dispatcher.begin(accepted.work)
            return accepted

        return await self._unbroken(save())

    async def join(
        self,
        work: Callable[[Connection], T],
        *held: str,
    ) -> T:
        """
        Run a transaction that joins or parts threads while no turn of theirs runs.

        Afterwards whoever watched the threads in `held` is told if they stand elsewhere
        now, and the dispatcher looks at all of them anew.
        """

        def transaction(connection: Connection) -> tuple[T, list[tuple[str, str]]]:
            before = threads.places(connection, held)
            result = work(connection)
            after = threads.still(connection, before)
            return result, [(before[each].thread, after[each].thread) for each in after]

        async def joined() -> T:
            async with self._dispatcher.hold(*held):
                result, ways = await self.database.write(transaction)
            for former in {former for former, present in ways if former != present}:
                self.feed.moved(former)
            for present in {present for _, present in ways}.difference(held):
                await self.wake(present)
            return result

        return await self._unbroken(joined())

    async def wake(self, thread: str) -> None:
        """
        Tell watchers and the dispatcher to look at a thread.
        """
        place = Place(thread, thread)
        newest = await self.read(lambda c: history.newest(c, place))
        self.feed.message(thread, newest)
        self._dispatcher.poke(thread)

    def deliver_now(self) -> None:
        """
        Tell that a channel can take what waits for it.
        """
        self._delivery.wake()

    async def new_conversation(self, customer_id: str | None = None) -> str:
        """
        Begin a conversation, or give the customer's own one.
        """
        now = self.clock()
        if customer_id is None:
            return await self.write(lambda c: threads.create(c, now))
        customer = customer_id
        return await self.write(lambda c: self.join_customer(c, customer, None, now))

    def join_customer(
        self,
        connection: Connection,
        customer_id: str,
        anonymous: str | None,
        now: datetime,
    ) -> str:
        """
        Give the customer's conversation, with what they said as `anonymous` in it.

        It stands in one thread with those of whoever is the same person. Part of a
        transaction of `join`, to which `threads_of` names the threads.
        """
        conversation = threads.join(connection, customer_id, anonymous, now)
        joint.arrange(connection, [self._kin(connection, customer_id)], now)
        return conversation

    def threads_of(self, connection: Connection, customer_id: str) -> set[str]:
        """
        Give the threads of a customer and of whoever is the same person.
        """
        kin = self._kin(connection, customer_id)
        return threads.standing(connection, threads.of_customers(connection, kin))

    async def place(self, conversation: str) -> Place:
        """
        Tell where a conversation stands now.
        """
        return await self.read(lambda c: threads.place(c, conversation))

    async def counts(self) -> dict[str, int]:
        """
        Give every counter: what was dropped, what was refused.
        """
        await self.tally.flush()
        return await self.read(counters.kept)

    async def _unbroken(self, work: Coroutine[Any, Any, T]) -> T:
        """
        Finish `work` even if the one who asked for it has gone away.
        """
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _flush(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            try:
                await self.tally.flush()
            except SQLAlchemyError:
                log.exception("counts_not_saved")
