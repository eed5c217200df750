"""
What the clock does at the desk: nobody is forgotten between two people.

Every few seconds: what a vanished agent held goes back into the queue, who waits is
given to who is free (if the shop wants that), and a promise that has passed is told and
counted. Each is a step like an agent's, so several processes may go their rounds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.core import Conversations
from bot.conversations.errors import HandoffOver, OwnerChanged
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.desk import Told, nothing
from bot.conversations.handoffs.standing import Handoff
from bot.desk import presence, queue
from bot.handoff import routing
from bot.handoff.policy import Reason
from bot.handoff.routing import AtDesk
from bot.handoff.table import DeskSettings

SECONDS = 5.0
"""Between two rounds."""

log = structlog.get_logger(__name__)

_GONE = (OwnerChanged, HandoffOver)


class Rounds:
    """
    Goes round the desk. `late` makes what a customer hears whose promise has passed.
    """

    def __init__(
        self,
        core: Conversations,
        settings: DeskSettings,
        *,
        claimed: Callable[[str], Told] = lambda _: nothing,
        released: Told = nothing,
        late: Told = nothing,
    ) -> None:
        self._core = core
        self._settings = settings
        self._claimed = claimed
        self._released = released
        self._late = late

    async def forever(self) -> None:
        """
        Go on until cancelled; a database in trouble is asked again.
        """
        while True:
            try:
                await self.once()
            except SQLAlchemyError:
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

    async def _put_back(self) -> None:
        now = self._core.clock()
        for found in await self._core.read(lambda c: _left_alone(c, now)):
            with suppress(*_GONE):
                await self._core.desk.release(
                    found.number, str(found.agent), by=None, told=self._released
                )
                log.info("agent_vanished", handoff=found.number, agent=found.agent)

    async def _assign(self) -> None:
        now = self._core.clock()
        pairs = await self._core.read(
            lambda c: routing.assign(queue.waits(c), presence.everybody(c), now)
        )
        for wait, agent in pairs:
            with suppress(*_GONE):
                await self._core.desk.claim(
                    wait.number, agent.id, self._claimed(agent.id)
                )
                await self._core.write(partial(_got_one, agent, now))

    async def _tell_late(self) -> None:
        now = self._core.clock()
        for found in await self._core.read(standing.waiting):
            if found.promised_at is None or found.promised_at > now:
                continue
            again = self._again(now)
            with suppress(*_GONE):
                await self._core.desk.miss(found.number, again, self._late)

    def _again(self, now: datetime) -> Callable[[Handoff], datetime | None]:
        """
        Promise anew, as far ahead as for the reason of the wish.
        """
        settings = self._settings

        def promise(found: Handoff) -> datetime | None:
            rule = settings.policy.rules[Reason(found.reason)]
            return settings.calendar.after(now, rule.answer_within)

        return promise


def _got_one(agent: AtDesk, now: datetime, connection: Connection) -> None:
    presence.got_one(connection, int(agent.id), now)


def _left_alone(connection: Connection, now: datetime) -> list[Handoff]:
    """
    Give what is held by somebody who is not there any more.
    """
    there = {e.id for e in presence.everybody(connection) if e.is_there(now)}
    return [each for each in standing.held(connection) if each.agent not in there]
