"""
What the clock does at the desk: nobody is forgotten between two people.

Every few seconds: what a vanished agent held goes back into the queue, who waits is
given to who is free (if the shop wants that), and a promise that has passed is told and
counted: with another time once, and then without one, so that nobody hears every ten
minutes that it takes ten minutes more. Each is a step like an agent's, so several
processes may go their rounds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.engine import Connection

from bot.conversations import blocks
from bot.conversations.core import Conversations
from bot.conversations.errors import HandoffOver, OwnerChanged
from bot.conversations.handoffs import promises, standing
from bot.conversations.handoffs.desk import Promise, Told, nothing
from bot.conversations.handoffs.standing import Handoff
from bot.desk import presence, queue
from bot.handoff import routing
from bot.handoff.routing import AtDesk
from bot.handoff.table import DeskSettings

SECONDS = 5.0
"""Between two rounds."""

log = structlog.get_logger(__name__)

_GONE = (OwnerChanged, HandoffOver)


class Rounds:
    """
    Goes round the desk.

    `late` makes what a customer hears whose promise has passed; `claimed` and
    `released` what they hear of an agent who comes or has vanished, from the names that
    customers know that agent by. Who `is_elsewhere`, at another desk than ours, is not
    seen from here and is looked after there.
    """

    def __init__(
        self,
        core: Conversations,
        settings: DeskSettings,
        *,
        claimed: Callable[[Mapping[str, str]], Told] = lambda _: nothing,
        released: Callable[[Mapping[str, str]], Told] = lambda _: nothing,
        late: Told = nothing,
        is_elsewhere: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._core = core
        self._settings = settings
        self._claimed = claimed
        self._released = released
        self._late = late
        self._is_elsewhere = is_elsewhere

    async def forever(self) -> None:
        """
        Go on until cancelled, whatever a round meets: nobody is forgotten by a fault.
        """
        while True:
            try:
                await self.once()
            except Exception:
                log.exception("desk_round_failed")
            await asyncio.sleep(SECONDS)

    async def once(self) -> None:
        """
        Go round once.
        """
        await self._put_back()
        if self._settings.assigns:
            await self._assign()
        await self._tell_late()
        await self._promise()

    async def _put_back(self) -> None:
        now = self._core.clock()
        again = await self._again(now)
        for found, names in await self._core.read(lambda c: _left_alone(c, now)):
            if self._is_elsewhere(str(found.agent)):
                continue
            told = self._released(names)
            with _one_by_one(found):
                await self._core.desk.release(
                    found.number,
                    str(found.agent),
                    by=None,
                    promise=again,
                    told=told,
                )
                log.info("agent_vanished", handoff=found.number, agent=found.agent)

    async def _assign(self) -> None:
        now = self._core.clock()
        waits = await self._core.read(queue.waits_for_whom)
        there = await self._core.read(presence.everybody)
        pairs = routing.assign(waits, there, now)
        for wait, agent in pairs:
            with suppress(*_GONE):
                await self._core.desk.claim(
                    wait.number, agent.id, self._claimed(agent.names)
                )
                await self._core.write(partial(_got_one, agent, now))

    async def _tell_late(self) -> None:
        now = self._core.clock()
        again = await self._again(now)
        late = await self._core.read(lambda c: standing.waiting(c, now))
        for found in late:
            with _one_by_one(found):
                # Whom an agent has stopped need not hear that they are not forgotten.
                stopped = await self._core.read(
                    partial(blocks.holds, thread=found.thread, now=now)
                )
                told = nothing if stopped else self._late
                await self._core.desk.miss(found.number, again, told)

    async def _promise(self) -> None:
        """
        Set the clock of those who came while nobody was there, once somebody is.
        """
        now = self._core.clock()
        again = await self._again(now)
        waiting = await self._core.read(standing.waiting)
        for found in (each for each in waiting if each.promised_at is None):
            until = again(found)
            if until is None:
                continue
            begun = partial(promises.begin, found=found, until=until, now=now)
            if await self._core.write(begun):
                self._core.feed.queue(found.thread)

    async def _again(self, now: datetime) -> Promise:
        return await self._core.read(
            lambda c: queue.promise_again(c, self._settings, now)
        )


@contextmanager
def _one_by_one(found: Handoff) -> Iterator[None]:
    """
    What is wrong with one handoff is logged, and no reason to forget those behind it.
    """
    try:
        yield
    except _GONE:
        pass
    except Exception:
        log.exception("desk_round_failed", handoff=found.number)


def _got_one(agent: AtDesk, now: datetime, connection: Connection) -> None:
    presence.got_one(connection, int(agent.id), now)


def _left_alone(
    connection: Connection, now: datetime
) -> list[tuple[Handoff, Mapping[str, str]]]:
    """
    Give what is held by somebody who is not there any more, with that agent's names.
    """
    known = {each.id: each for each in presence.everybody(connection)}
    there = {each.id for each in known.values() if each.is_there(now)}
    return [
        (each, known[str(each.agent)].names if each.agent in known else {})
        for each in standing.held(connection, but=there)
    ]
