"""
Carries handoffs between our threads and Chatwoot until they have ended.

One carrier for each handoff: what is said here goes there in order, and what is done
there is done here. Whatever fails is tried again after a pause, from where it stands in
the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.engine import Connection

from bot.conversations.core import Conversations
from bot.conversations.errors import HandoffOver, OwnerChanged
from bot.conversations.feed import QUEUE, Watch, at_desk
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import ENDED, HELD, Handoff
from bot.conversations.outbox import pause_after
from bot.desk.chatwoot import store, thread
from bot.desk.chatwoot.client import RESOLVED, Chatwoot, TalkGone
from bot.desk.chatwoot.listening import Listening, is_theirs
from bot.desk.chatwoot.mapping import Ring
from bot.desk.chatwoot.notes import Notes
from bot.desk.chatwoot.opening import Opening
from bot.desk.chatwoot.saying import Saying
from bot.desk.chatwoot.store import CLOSED, OPENING, Link
from bot.desk.chatwoot.thread import BY_CHATWOOT
from bot.handoff.routing import VANISHED_AFTER
from crm_connector.errors import CrmError, SourceUnavailable

SWEEP_SECONDS = 60.0
"""A conversation of which no webhook is heard is looked at so often."""
ROUND_SECONDS = 5.0
"""How often is looked for handoffs of which nothing was heard."""
TURN_SECONDS = 1.0
"""Until a handoff is tried again that is behind another one of its thread."""
AT_ONCE = 12

log = structlog.get_logger(__name__)


class Relay:
    """
    All handoffs between this house and one Chatwoot.

    `house` names that Chatwoot; `sweep` is how long a conversation may go unlooked at.
    """

    def __init__(
        self,
        core: Conversations,
        client: Chatwoot,
        house: str,
        notes: Notes,
        *,
        opening: Opening,
        listening: Listening,
        saying: Saying,
        sweep: float = SWEEP_SECONDS,
    ) -> None:
        self._core = core
        self._client = client
        self._house = house
        self._notes = notes
        self._opening = opening
        self._listening = listening
        self._saying = saying
        self._sweep = sweep
        self._me: int | None = None
        self._news = asyncio.Event()
        self._bells: dict[int, asyncio.Event] = {}
        self._room = asyncio.Semaphore(AT_ONCE)

    async def ring(self, ring: Ring) -> None:
        """
        Note that a webhook says to look; what was noted is looked at, come what may.
        """
        number = await self._core.write(
            lambda c: store.ring(c, self._house, ring.talk, ring.message)
        )
        if number is None:
            return
        if number in self._bells:
            self._bells[number].set()
        self._news.set()

    async def forever(self) -> None:
        """
        Carry until cancelled, what a former process left first.
        """
        carriers: dict[int, asyncio.Task[None]] = {}
        try:
            with self._core.feed.watch(QUEUE) as watch:
                while True:
                    self._news.clear()
                    try:
                        wanting = await self._begin()
                    except Exception:
                        log.exception("chatwoot_round_failed")
                        wanting = []
                    carriers = {n: t for n, t in carriers.items() if not t.done()}
                    for number in wanting:
                        if number not in carriers:
                            carrying = self._carry(number)
                            carriers[number] = asyncio.create_task(carrying)
                    await _any(watch, self._news, ROUND_SECONDS)
        finally:
            await ended(carriers.values())

    async def _begin(self) -> list[int]:
        """
        Put who waits on their way, and give what is to be carried.
        """
        stranded = await self._core.read(
            lambda c: store.stranded(c, self._house, BY_CHATWOOT)
        )
        for found in stranded:
            # It was taken in a Chatwoot that is ours no longer.
            with suppress(OwnerChanged, HandoffOver):
                agent = str(found.agent)
                await self._core.desk.release(found.number, agent, by=None)

        def transaction(connection: Connection) -> list[int]:
            for found in store.unlinked(connection, self._house):
                cursor = thread.start(connection, found)
                store.begin(connection, self._house, found.number, cursor)
            return store.wanting(connection, self._house)

        return await self._core.write(transaction)

    async def _carry(self, number: int) -> None:
        """
        Carry one handoff until nothing is left of it to do.
        """
        bell = self._bells[number] = asyncio.Event()
        failures, since = 0, None
        next_look = 0.0
        loop = asyncio.get_running_loop()
        try:
            while True:
                bell.clear()
                found = await self._core.read(lambda c: standing.find(c, number))
                with self._core.feed.watch(at_desk(found.thread)) as watch:
                    try:
                        async with self._room:
                            is_due = loop.time() >= next_look
                            pause = await self._once(number, is_due=is_due)
                    except Exception as error:  # noqa: BLE001 - the one edge: tried again
                        since = since or self._core.clock()
                        pause = self._pause(error, number, failures)
                        failures += 1
                        await self._give_up(number, since)
                        # Only a sign of life from there is a reason to try sooner.
                        await _either([bell.wait()], pause)
                        continue
                    failures, since = 0, None
                    if pause is None:
                        return
                    if is_due:
                        next_look = loop.time() + self._sweep
                    await _any(watch, bell, pause)
        finally:
            del self._bells[number]

    def _pause(self, error: Exception, number: int, failures: int) -> float:
        if isinstance(error, CrmError):
            log.warning("chatwoot_not_reached", handoff=number, why=str(error))
        else:
            log.exception("chatwoot_failed", handoff=number)
        asked = error.retry_after if isinstance(error, SourceUnavailable) else None
        return max(asked or 0.0, pause_after(failures).total_seconds())

    async def _give_up(self, number: int, since: datetime) -> None:
        """
        Let the bot answer again if Chatwoot is away for longer than an agent may be.
        """
        if self._core.clock() - since < VANISHED_AFTER:
            return
        link = await self._core.read(lambda c: store.find(c, number))
        await self._listening.release(link)

    async def _once(self, number: int, *, is_due: bool) -> float | None:
        """
        Do what is to be done now; gives the seconds to the next time, None if never.
        """
        link, found = await self._both(number)
        try:
            if link.stage == OPENING:
                if found.state == ENDED:
                    await self._close(link)
                    return None
                if await self._core.read(lambda c: store.is_behind_another(c, link)):
                    return TURN_SECONDS
                if found.state == HELD and not is_theirs(found.agent):
                    # Somebody at our own desk was sooner; they may let it go again.
                    return ROUND_SECONDS
                await self._opening.open(link, found, await self._myself())
            await self._saying.tell(number)
            link, found = await self._both(number)
            if link.is_rung or (is_due and link.stage != CLOSED):
                await self._listening.look(link, await self._myself())
                await self._saying.tell(number)
        except TalkGone:
            await self._begin_anew(link, found)
            return 0.0
        link, found = await self._both(number)
        if thread.is_over(link, found):
            await self._core.write(lambda c: thread.end(c, number, self._notes))
            await self._saying.tell(number)
            if link.talk is not None:
                await self._client.set_status(link.talk, RESOLVED)
            await self._close(link)
            return None
        if link.is_rung:
            return 0.0
        return None if link.stage == CLOSED else self._sweep

    async def _both(self, number: int) -> tuple[Link, Handoff]:
        return await self._core.read(
            lambda c: (store.find(c, number), standing.find(c, number))
        )

    async def _myself(self) -> int:
        if self._me is None:
            self._me = await self._client.me()
        return self._me

    async def _close(self, link: Link) -> None:
        await self._core.write(lambda c: store.change(c, link.handoff, stage=CLOSED))

    async def _begin_anew(self, link: Link, found: Handoff) -> None:
        """
        The conversation there is gone: open another one if it is still wanted.
        """
        log.warning("chatwoot_conversation_gone", handoff=link.handoff, talk=link.talk)

        def transaction(connection: Connection) -> None:
            cursor = thread.start(connection, found)
            store.begin(connection, self._house, link.handoff, cursor)
            if found.state == ENDED:
                store.change(connection, link.handoff, stage=CLOSED)

        await self._core.write(transaction)


async def ended(tasks: Iterable[asyncio.Task[None]]) -> None:
    """
    End these tasks, whatever they are at.
    """
    going = set(tasks)
    while going:
        for task in going:
            task.cancel()
        # asyncio.wait_for, by which everybody asks, can swallow a cancellation.
        done, going = await asyncio.wait(going, timeout=0.1)
        await asyncio.gather(*done, return_exceptions=True)


async def _any(watch: Watch, bell: asyncio.Event, seconds: float) -> None:
    await _either([watch.wait(seconds), bell.wait()], seconds)


async def _either(waits: list[Coroutine[Any, Any, object]], seconds: float) -> None:
    """
    Wait until one of these is over, or for so many seconds.
    """
    tasks = [asyncio.ensure_future(each) for each in waits]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
