"""
Looking after what is under way: how changes are noticed, and by whom.

A look reads all orders of one customer at once, through the same profiles and breakers
as every other reader. Whose system rings when something changes is looked after at once
and else only now and then, in case a ring was lost; all others are looked after again
and again, less often the longer nothing happens. Who cannot be told now is not looked
after either: what they are told later is what holds then.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy.engine import Connection

from bot.conversations.core import Conversations
from bot.news import following
from bot.news.telling import NotNow, Teller
from crm_connector.errors import NotConfirmed
from crm_connector.model import Order, OrderStatus
from crm_connector.profile.facts import Found

SECONDS = 5.0
"""Between two rounds."""
AT_ONCE = 4
"""Customers who are looked after side by side."""
A_ROUND = 20
"""And at most in one round, so that a minute's looks are spread over it."""
LONGEST = timedelta(hours=2)
"""Between two looks at what is under way, and where nothing is."""
RUNG = timedelta(hours=6)
"""Between two looks where a webhook tells of every change."""
CLOSE = timedelta(minutes=30)
"""The longest while somebody is at the door with it."""
FIRST_PAUSE = timedelta(minutes=1)
"""After a look that no system has answered; doubled each time, to `LONGEST`."""
AFTER_RING = timedelta(seconds=90)
"""Until the second look after a ring: older answers are not kept for so long."""
FORGET_EVERY = timedelta(hours=1)
_MOST_DOUBLINGS = 8

log = structlog.get_logger(__name__)


class Follows(Protocol):
    """
    What is read of customers who agreed: see `CustomerGate.followed`.
    """

    def followed(self, customer_id: str) -> Awaitable[Found[Order]]:
        """
        Their newest orders; raises `NotConfirmed` where they do not agree any more.
        """


class NewsRounds:
    """
    Goes round those who want to be told of their orders.

    `rings` are the sources that have a webhook. `chance` spreads the looks.
    """

    def __init__(
        self,
        core: Conversations,
        gate: Follows,
        teller: Teller,
        *,
        rings: Collection[str] = (),
        chance: random.Random | None = None,
    ) -> None:
        self._core = core
        self._gate = gate
        self._teller = teller
        self._settings = teller.settings
        self._rings = frozenset(rings)
        # It only spreads work over time.
        self._chance = chance or random.Random()
        # Also who came while no process was there.
        self._looked_for = core.clock() - LONGEST
        self._forgot: datetime | None = None
        self._rung = asyncio.Event()

    def wake(self) -> None:
        """
        Somebody has rung: go round at once.
        """
        self._rung.set()

    async def forever(self) -> None:
        """
        Go on until cancelled, whatever a round meets.
        """
        while True:
            self._rung.clear()
            try:
                await self.once()
            except Exception:
                log.exception("news_round_failed")
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._rung.wait(), SECONDS)

    async def once(self) -> None:
        """
        Look after those whose time has come. At night nobody is: nobody could be told.
        """
        now = self._core.clock()
        if self._settings.is_quiet(now):
            return
        await self._welcome_back(now)
        await self._forget(now)
        taken = await self._core.write(
            lambda c: following.claim(
                c, now, most=A_ROUND, a_minute=self._settings.looks_a_minute
            )
        )
        room = asyncio.Semaphore(AT_ONCE)

        async def look(customer: str) -> None:
            async with room:
                try:
                    await self._look_after(customer, now)
                except Exception:
                    # The next one is not to wait; this one is taken up again.
                    log.exception("news_not_told", customer=customer)

        await asyncio.gather(*map(look, taken))

    async def _welcome_back(self, now: datetime) -> None:
        """
        Who was away may have missed something.
        """
        since, self._looked_for = self._looked_for, now
        channels = self._teller.channels.values()
        back = await self._core.read(
            lambda c: set().union(*(each.returned(c, since) for each in channels))
        )
        if back:
            await self._core.write(lambda c: following.ring(c, back, now))

    async def _forget(self, now: datetime) -> None:
        if self._forgot is None or now - self._forgot >= FORGET_EVERY:
            self._forgot = now
            await self._core.write(lambda c: following.forget_old(c, now))

    async def _look_after(self, customer: str, now: datetime) -> None:
        way = await self._core.write(lambda c: self._teller.way(c, customer, now))
        if isinstance(way, NotNow):
            await self._later(customer, now, way.until)
            return
        try:
            found = await self._gate.followed(customer)
        except NotConfirmed:
            await self._core.write(lambda c: following.end(c, customer, now))
            return
        # What is old was given because there was no answer: it tells nothing new.
        orders = [fact.value for fact in found.facts if not fact.is_late]
        told = await self._core.write(
            partial(self._tell, customer, orders, bool(found.missing), now)
        )
        if told is not None:
            await self._core.wake(told)

    def _tell(
        self,
        customer: str,
        orders: list[Order],
        is_missing: bool,
        claimed: datetime,
        connection: Connection,
    ) -> str | None:
        now = self._core.clock()
        row = following.hold(connection, customer)
        if row is None:
            return None
        outcome = self._teller.tell(connection, customer, orders, now)
        if isinstance(outcome, NotNow):
            until, in_vain = outcome.until or now + self._spread(LONGEST), row.in_vain
        elif outcome is None and row.in_vain == following.RUNG:
            until, in_vain = now + self._spread(AFTER_RING), 0
        elif outcome is None:
            in_vain = row.in_vain + 1
            until = now + self._pause(orders, in_vain, is_missing=is_missing)
        else:
            in_vain = 0
            until = now + self._pause(orders, in_vain, is_missing=is_missing)
        following.later(connection, customer, claimed, until, in_vain=in_vain)
        return outcome if isinstance(outcome, str) else None

    async def _later(
        self, customer: str, claimed: datetime, until: datetime | None
    ) -> None:
        later = until or claimed + self._spread(LONGEST)
        await self._core.write(
            lambda c: following.later(c, customer, claimed, later, in_vain=0)
        )

    def _pause(
        self, orders: Collection[Order], in_vain: int, *, is_missing: bool
    ) -> timedelta:
        """
        How long to wait, after so many looks in a row that brought nothing.
        """
        open_ones = [order for order in orders if order.status.is_open]
        doubled = 2.0 ** min(max(in_vain - 1, 0), _MOST_DOUBLINGS)
        if is_missing:
            return self._spread(min(FIRST_PAUSE * doubled, LONGEST))
        if all(order.source in self._rings for order in open_ones):
            return self._spread(RUNG if self._rings else LONGEST)
        most = LONGEST
        if any(each.status is OrderStatus.OUT_FOR_DELIVERY for each in open_ones):
            most = CLOSE
        every = self._settings.look_every
        return self._spread(max(every, min(every * doubled, most)))

    def _spread(self, pause: timedelta) -> timedelta:
        """
        A little more or less, so that those who came together do not come together.
        """
        return pause * self._chance.uniform(0.85, 1.15)
