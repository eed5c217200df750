"""
Sends what stands in the outbox: in order within a conversation, with back-off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import counters, outbox
from bot.conversations.clock import Clock
from bot.conversations.database import Database
from bot.conversations.outbox import Channel, Outgoing, RetryAfter, Undeliverable

AT_ONCE = 32
"""Conversations that are sent to side by side."""
DELIVERY_SECONDS = 30.0
"""A channel that takes longer has failed this time."""
LONGEST_SLEEP = 60.0
"""How long the loop sleeps at most, should anything have been missed."""
TROUBLE_PAUSE = 5.0

log = structlog.get_logger(__name__)

Verdict = Callable[[Connection], None]


class Delivery:
    """
    The loop between the outbox and the channels that push.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        *,
        clock: Clock,
        key: bytes,
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._key = key
        self._wake = asyncio.Event()
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """
        Begin sending, what a former process left first.
        """
        if self._channels:
            self._loop = asyncio.get_running_loop().create_task(self._run())

    async def stop(self, grace: float) -> None:
        """
        Let running deliveries end within `grace` seconds; the rest stays waiting.
        """
        if self._loop is None:
            return
        self._stopping = True
        self._loop.cancel()
        with suppress(asyncio.CancelledError):
            await self._loop
        self._loop = None
        running = list(self._sending.values())
        if running and grace > 0:
            await asyncio.wait(running, timeout=grace)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def wake(self) -> None:
        """
        Tell that there is something new to send.
        """
        self._wake.set()

    async def _run(self) -> None:
        # asyncio.wait_for can swallow a cancellation; the flag cannot be missed.
        while not self._stopping:
            self._wake.clear()
            try:
                pause = await self._round()
            except SQLAlchemyError:
                log.exception("outbox_not_read")
                pause = TROUBLE_PAUSE
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), pause)

    async def _round(self) -> float:
        """
        Start what is due and give the seconds until something else will be.
        """
        now = self._clock()
        busy = set(self._sending)
        room = AT_ONCE - len(busy)
        if room <= 0:
            return LONGEST_SLEEP  # the end of a delivery wakes us
        ready = await self._database.write(
            lambda connection: outbox.due(
                connection, self._key, now, besides=busy, limit=room
            )
        )
        for outgoing in ready:
            task = asyncio.get_running_loop().create_task(self._send(outgoing))
            self._sending[outgoing.conversation] = task
        if ready:
            return LONGEST_SLEEP
        following = await self._database.read(
            lambda connection: outbox.next_due(connection, besides=busy)
        )
        if following is None:
            return LONGEST_SLEEP
        return min(max((following - now).total_seconds(), 0.0), LONGEST_SLEEP)

    async def _send(self, outgoing: Outgoing) -> None:
        try:
            verdict = await self._attempt(outgoing)
            await self._database.write(verdict)
        finally:
            del self._sending[outgoing.conversation]
            self.wake()

    async def _attempt(self, outgoing: Outgoing) -> Verdict:
        """
        Try once, and tell what is to be noted of the message.
        """
        now = self._clock()
        try:
            channel = self._channels[outgoing.channel]
            await asyncio.wait_for(channel.deliver(outgoing), DELIVERY_SECONDS)
        except RetryAfter as wish:
            until = now + timedelta(seconds=wish.seconds)
            return lambda c: outbox.wait(c, outgoing.item, until)
        except Undeliverable:
            return lambda c: _dropped(c, outgoing)
        except Exception:  # the one edge: a channel's trouble means "later"
            log.exception("not_delivered", item=outgoing.item)
            if outgoing.attempts + 1 >= outbox.MOST_ATTEMPTS:
                return lambda c: _dropped(c, outgoing)
            again = now + outbox.pause_after(outgoing.attempts)
            return lambda c: outbox.postpone(c, outgoing.item, again)
        return lambda c: outbox.settle(c, outgoing.item, outbox.DELIVERED)


def _dropped(connection: Connection, outgoing: Outgoing) -> None:
    outbox.settle(connection, outgoing.item, outbox.DROPPED)
    counters.add(connection, {outbox.UNDELIVERED: 1})
