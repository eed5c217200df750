"""
Works what Telegram has brought: in order within a chat, many chats side by side.

Which chat is being worked is known in memory only; what waits stands in the table of
updates, and a start takes up whatever a former process left.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Protocol

import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram import progress, showing, updates
from bot.channels.telegram.came import NOWHERE, Came, Sent, Unknown
from bot.channels.telegram.closing import FIRST_PAUSE, LONGEST_PAUSE, Closing
from bot.channels.telegram.flood import Flood, Verdict
from bot.channels.telegram.updates import Body, Waiting
from bot.conversations.core import Conversations

AT_ONCE = 12
"""Chats worked side by side; of more, each waits for the others and all for more."""
MOST_WAITING = 1000
"""Updates in memory at which Telegram is asked for no more: it keeps them a day."""
ALBUM_SECONDS = 0.7
"""The pictures of an album come as updates of their own, one right after the other."""
TRIES = 4
FORGET_SECONDS = 3600.0
FAILED = "failed"
TOO_MANY = "too_many"
"""What becomes of a flood, and the words that tell its sender."""

log = structlog.get_logger(__name__)


class Handler(Protocol):
    """
    Does what an update asks for.
    """

    def noticed(self, body: Body) -> None:
        """
        An update is safe and waits for its turn.
        """

    def read(self, body: Body) -> Came:
        """
        Tell what an update is. It always does.
        """

    async def handle(self, came: Came, album: Sequence[Sent] = ()) -> str:
        """
        Do it, and give what became of it in a word.

        `album` are the other pictures that were sent together with it.

        The same again changes nothing. What it raises means: try again.
        """

    async def apologise(self, came: Came, name: str = "trouble") -> None:
        """
        Tell the customer why nothing is done, in words of this name.
        """


class Working:
    """
    Between what came in and the hands that do it.
    """

    def __init__(
        self,
        core: Conversations,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        flood: Flood | None = None,
    ) -> None:
        self._core = core
        self._sleep = sleep
        self._flood = flood or Flood(lambda: core.clock().timestamp())
        self._handler: Handler | None = None
        self._known: set[int] = set()
        self._worked = asyncio.Event()
        self._queues: dict[int | None, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = Closing(self._written, sleep)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._forgetting: asyncio.Task[None] | None = None
        self._early: list[Waiting] | None = None
        self._stopping = False

    async def start(self, handler: Handler) -> None:
        """
        Begin with what a former process left, and what has come since.
        """
        self._stopping = False
        # What comes in meanwhile is worked behind what was there before it.
        self._early = early = list[Waiting]()
        left = await self._left()
        self._handler, self._early = handler, None
        self._enqueue([*left, *early])
        self._forgetting = asyncio.get_running_loop().create_task(self._forget())

    async def stop(self, grace: float) -> None:
        """
        Let running work end within `grace` seconds; the rest waits for the next start.
        """
        self._stopping, self._handler, self._early = True, None, None
        if self._forgetting is not None:
            self._forgetting.cancel()
            with suppress(asyncio.CancelledError):
                await self._forgetting
        running = list(self._tasks)
        if running and grace > 0:
            await asyncio.wait(running, timeout=grace)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._queues.clear()
        self._known.clear()
        await self._closing.flush()
        await self._written(updates.spare)

    async def take(self, bodies: Sequence[Body]) -> int:
        """
        Save updates, each once, and begin to work them; gives how many were new.

        When this returns they are safe and Telegram may be told so. Ahead of the start
        they wait.
        """
        now = self._core.clock()
        new = await self._core.write(lambda c: updates.store(c, bodies, now))
        self._enqueue(new)
        return len(new)

    async def room(self) -> None:
        """
        Wait until so much of what came is worked that more may be asked for.
        """
        while len(self._known) >= MOST_WAITING:
            self._worked.clear()
            await self._worked.wait()

    def _enqueue(self, waiting: Sequence[Waiting]) -> None:
        if self._handler is None:
            if self._early is not None:
                self._early.extend(waiting)
            return
        for each in waiting:
            if each.id in self._known:
                continue  # it came in while the start looked for what was there
            self._known.add(each.id)
            self._handler.noticed(each.body)
            queue = self._queues.get(each.chat)
            if queue is not None:
                queue.append(each)
                continue
            self._queues[each.chat] = deque([each])
            task = asyncio.get_running_loop().create_task(
                self._drain(self._handler, each.chat)
            )
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drain(self, handler: Handler, chat: int | None) -> None:
        queue = self._queues[chat]
        while queue and not self._stopping:
            async with self._slots:
                which, came, album, verdict = await self._next(handler, queue)
                if verdict is Verdict.TAKEN:
                    outcome = await self._work(handler, came, album)
                else:
                    outcome = await self._refuse(handler, came, verdict)
                self._count(which, outcome)
                self._closing.close(which, outcome)
                self._known.difference_update(which)
                self._worked.set()
        # Nothing is awaited between the last look and this.
        self._queues.pop(chat, None)

    async def _next(
        self, handler: Handler, queue: deque[Waiting]
    ) -> tuple[list[int], Came, list[Sent], Verdict]:
        """
        Give the next update, and with the first picture of an album all others.
        """
        first = queue.popleft()
        which, album = [first.id], list[Sent]()
        came = _read(handler, first.body)
        verdict = self._flood.look(came, first.body)
        if not isinstance(came, Sent) or not came.album:
            return which, came, album, verdict
        await self._sleep(ALBUM_SECONDS)
        while queue:
            following = _read(handler, queue[0].body)
            if not isinstance(following, Sent) or following.album != came.album:
                break
            which.append(queue.popleft().id)
            album.append(following)
        return which, came, album, verdict

    async def _work(self, handler: Handler, came: Came, album: Sequence[Sent]) -> str:
        pause = FIRST_PAUSE
        for left in reversed(range(TRIES)):
            try:
                return await handler.handle(came, album)
            except Exception:  # the one edge: it is worked, or told to have failed
                log.exception("update_not_worked", kind=type(came).__name__, left=left)
            if left:
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        with suppress(Exception):
            await handler.apologise(came)
        return FAILED

    async def _refuse(self, handler: Handler, came: Came, verdict: Verdict) -> str:
        if verdict is Verdict.TOLD:
            with suppress(Exception):
                await handler.apologise(came, TOO_MANY)
        return TOO_MANY

    def _count(self, which: Sequence[int], outcome: str) -> None:
        for _ in which:
            self._core.tally.count(f"telegram_{outcome}")

    async def _left(self) -> list[Waiting]:
        """
        What a former process has left, as soon as the database tells.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._core.write(updates.left)
            except SQLAlchemyError:
                log.exception("updates_not_taken_up", pause=pause)
            await self._sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _forget(self) -> None:
        while True:
            await self._written(self._forget_old)
            await asyncio.sleep(FORGET_SECONDS)

    def _forget_old(self, connection: Connection) -> None:
        now = self._core.clock()
        for each in (updates, progress, showing):
            each.forget_old(connection, now)

    async def _written(self, work: Callable[[Connection], None]) -> bool:
        """
        Whether the database took it.
        """
        try:
            await self._core.write(work)
        except SQLAlchemyError:
            log.exception("telegram_not_written")
            return False
        return True


def _read(handler: Handler, body: Body) -> Came:
    """
    What an update is; what cannot even be read is nothing that others wait for.
    """
    try:
        return handler.read(body)
    except Exception:  # the one edge: its chat is not to wait behind it for ever
        log.exception("update_not_read")
        return Unknown(NOWHERE, None, "malformed")
