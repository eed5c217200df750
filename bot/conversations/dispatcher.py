"""
Works what came in: in order within a conversation, many conversations side by side.

Which conversation is being worked is known in memory only; what waits stands in the
inbox, and a start takes up whatever a former process left.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from typing import TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import turns
from bot.conversations import work as works
from bot.conversations.clock import Clock
from bot.conversations.database import Database
from bot.conversations.feed import Feed
from bot.conversations.messages import Answer, Engine, Reply
from bot.conversations.tables import inbox
from bot.conversations.turns import Saved
from bot.conversations.work import Work

T = TypeVar("T")

Apology = Callable[[str | None], Reply]
"""Makes the apology, in the language given (None if not known yet)."""

AT_ONCE = 32
"""Conversations worked side by side."""
TURN_SECONDS = 60.0
"""An engine that takes longer has failed."""
FATAL_ATTEMPTS = 3
"""A message during whose work the process died so often is not tried again."""
SUSPECT_ATTEMPTS = 2
"""From then on such messages are tried one by one, so that none takes another along."""
HOLD_SECONDS = 5.0
"""How long a sign-in waits for turns that are running."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Between tries while the database does not take what we have."""

log = structlog.get_logger(__name__)


class Dispatcher:
    """
    Brings waiting messages to the engine and its answers into the thread.
    """

    def __init__(  # the composition root names them all
        self,
        database: Database,
        engine: Engine,
        feed: Feed,
        *,
        clock: Clock,
        apology: Apology,
        key: bytes,
        pushed: Collection[str],
        sent: Callable[[], None],
    ) -> None:
        self._database = database
        self._engine = engine
        self._feed = feed
        self._clock = clock
        self._apology = apology
        self._key = key
        self._pushed = pushed
        self._sent = sent
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        # Conversations with an item whose attempt this process has counted.
        self._counted: set[str] = set()
        self._held: dict[str, int] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._alone = asyncio.Semaphore(1)
        self._open = False
        self._stopping = False
        self._recovery: asyncio.Task[None] | None = None

    def start(self) -> None:
        """
        Begin with what a former process left unanswered.
        """
        # Nobody who writes now waits for what a former process left.
        self._open = True
        self._recovery = asyncio.get_running_loop().create_task(self._recover())

    async def stop(self, grace: float) -> None:
        """
        Begin nothing new, wait `grace` seconds for running turns, then leave them.

        What was not answered waits in the inbox for the next start.
        """
        self._open = False
        self._stopping = True
        if self._recovery is not None:
            self._recovery.cancel()
            (outcome,) = await asyncio.gather(self._recovery, return_exceptions=True)
            if isinstance(outcome, Exception):
                log.error("recovery_failed", exc_info=outcome)
            self._recovery = None
        running = list(self._running.values())
        if running and grace > 0:
            await asyncio.wait(running, timeout=grace)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._put_back()

    async def begin(self, work: Work) -> None:
        """
        Work an item that was taken up when it was accepted, now or else later.
        """
        if self._launch(work.conversation, work):
            return
        try:
            await self._database.write(lambda c: works.put_back(c, work.item))
        except SQLAlchemyError:
            log.exception("work_not_put_back", conversation=work.conversation)

    def poke(self, conversation: str) -> None:
        """
        Look whether something waits in this conversation.
        """
        self._launch(conversation, None)

    @asynccontextmanager
    async def hold(self, *held: str) -> AsyncIterator[None]:
        """
        Let running turns of these conversations end and begin no new ones meanwhile.
        """
        for conversation in held:
            self._held[conversation] = self._held.get(conversation, 0) + 1
        try:
            running = [self._running[c] for c in held if c in self._running]
            if running:
                await asyncio.wait(running, timeout=HOLD_SECONDS)
            yield
        finally:
            for conversation in held:
                self._held[conversation] -= 1
                if not self._held[conversation]:
                    del self._held[conversation]
                    self.poke(conversation)

    def _launch(
        self, conversation: str, work: Work | None, *, alone: bool = False
    ) -> bool:
        """
        Begin with `work`, or with what waits; tells whether this was possible.
        """
        if not self._open:
            return False  # it waits in the inbox for the start
        if conversation in self._held:
            return False  # the end of the hold looks for it
        if conversation in self._running:
            # Its task may be about to end. Looking again is safe where working the
            # item given here is not: somebody may have taken it up meanwhile.
            self._again.add(conversation)
            return False
        if work is not None:
            self._counted.add(conversation)
        slots = self._alone if alone else self._slots
        task = asyncio.get_running_loop().create_task(
            self._work(conversation, work, slots)
        )
        self._running[conversation] = task
        return True

    async def _work(
        self, conversation: str, work: Work | None, slots: asyncio.Semaphore
    ) -> None:
        try:
            async with slots:
                await self._drain(conversation, work)
        finally:
            del self._running[conversation]
            if conversation in self._again:
                self._again.discard(conversation)
                self.poke(conversation)

    async def _drain(self, conversation: str, work: Work | None) -> None:
        self._counted.add(conversation)
        if work is None:
            work = await self._take(conversation)
        if work is None:
            self._counted.discard(conversation)
            return
        self._feed.typing(conversation, True)
        try:
            while work is not None and not self._stopping:
                work = await self._turn(work)
        finally:
            self._feed.typing(conversation, False)
        if work is None:
            self._counted.discard(conversation)

    async def _put_back(self) -> None:
        """
        Uncount what a stop in order has left unanswered: it killed nothing.
        """
        counted = sorted(self._counted)

        def transaction(connection: Connection) -> None:
            for conversation in counted:
                works.put_back_oldest(connection, conversation)

        try:
            await self._database.write(transaction)
        except SQLAlchemyError:
            log.exception("work_not_put_back")
        self._counted.clear()

    async def _take(self, conversation: str) -> Work | None:
        def transaction(connection: Connection) -> Work | None:
            return works.take(connection, conversation)

        return await _at_last(
            lambda: self._database.write(transaction),
            trouble="work_not_taken",
            conversation=conversation,
        )

    async def _turn(self, work: Work) -> Work | None:
        """
        Answer one item, come what may, and give the next one of the conversation.
        """
        answer = await self._answer(work)
        pause = FIRST_PAUSE
        while True:
            try:
                saved = await self._save(work, answer)
            except Exception:  # the one edge: a turn ends in an answer
                log.exception("turn_not_saved", conversation=work.conversation)
                if answer is None:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
                answer = None
                continue
            return self._tell(work, saved)

    async def _answer(self, work: Work) -> Answer | None:
        if work.attempts >= FATAL_ATTEMPTS:
            log.error("message_given_up", item=work.item, attempts=work.attempts)
            return None
        try:
            return await asyncio.wait_for(self._engine.respond(work.turn), TURN_SECONDS)
        except Exception:  # the one edge: a turn ends in an answer
            log.exception("engine_failed", conversation=work.conversation)
            return None

    async def _save(self, work: Work, answer: Answer | None) -> Saved:
        now = self._clock()

        def transaction(connection: Connection) -> Saved:
            if answer is None:
                return turns.apologise(
                    connection,
                    work,
                    self._apology(work.turn.language_hint),
                    key=self._key,
                    pushed=self._pushed,
                    now=now,
                )
            return turns.save(
                connection,
                work,
                answer,
                key=self._key,
                pushed=self._pushed,
                now=now,
            )

        return await self._database.write(transaction)

    def _tell(self, work: Work, saved: Saved) -> Work | None:
        if saved.conversation != work.conversation:
            self._feed.moved(work.conversation)
            self.poke(saved.conversation)
            # What waited behind it may stand in yet other threads now.
            if self._recovery is None or self._recovery.done():
                self._recovery = asyncio.get_running_loop().create_task(self._recover())
            return None
        if saved.dropped:
            log.info("replies_dropped", conversation=work.conversation)
            self._feed.note(work.conversation, saved.seq)
        elif saved.seq:
            self._feed.message(work.conversation, saved.seq)
        if saved.handed:
            self._feed.queue(work.conversation)
        if saved.outgoing:
            self._sent()
        return saved.next

    async def _recover(self) -> None:
        """
        Take up what waits: suspects one by one, all others beside them.
        """
        # Everything is open already: what is accepted meanwhile is begun twice at
        # most, and the second look finds nothing.
        waiting = await _at_last(
            lambda: self._database.read(_waiting), trouble="waiting_not_read"
        )
        for conversation, attempts in waiting:
            alone = attempts >= SUSPECT_ATTEMPTS
            self._launch(conversation, None, alone=alone)


async def _at_last(ask: Callable[[], Awaitable[T]], *, trouble: str, **about: str) -> T:
    """
    Ask the database until it answers, noting `trouble` each time it does not.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            return await ask()
        except SQLAlchemyError:
            log.exception(trouble, **about)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _waiting(connection: Connection) -> list[tuple[str, int]]:
    """
    Give the conversations with pending items and their most attempts, oldest first.
    """
    rows = connection.execute(
        sa.select(inbox.c.conversation, sa.func.max(inbox.c.attempts))
        .where(inbox.c.status == works.PENDING)
        .group_by(inbox.c.conversation)
        .order_by(sa.func.min(inbox.c.id))
    )
    return [(conversation, attempts) for conversation, attempts in rows]
