"""
Presses of buttons are answered in time, whatever their work waits for.

Until then Telegram shows the customer that something is under way.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

import structlog
from telegram.error import TelegramError

from bot.channels.telegram.client import Client

ANSWER_SECONDS = 1.5
"""So long a press waits for what there is to say of it."""
MOST_KEPT = 10_000

log = structlog.get_logger(__name__)


class Answering:
    """
    Answers each press once: with words, or without any when time is up.
    """

    def __init__(self, client: Client, seconds: float = ANSWER_SECONDS) -> None:
        self._client = client
        self._seconds = seconds
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def expect(self, query: str) -> None:
        """
        Answer a press without words if nobody has answered it in time.
        """
        if query in self._waiting or query in self._answered:
            return
        loop = asyncio.get_running_loop()
        self._waiting[query] = loop.call_later(self._seconds, self._begin, query)

    async def answer(self, query: str, text: str = "") -> bool:
        """
        Answer a press, with words that the customer sees for a moment.

        Tells whether they will: not if it has been answered before.
        """
        timer = self._waiting.pop(query, None)
        if timer is not None:
            timer.cancel()
        if query in self._answered:
            return False
        self._answered[query] = None
        if len(self._answered) > MOST_KEPT:
            self._answered.popitem(last=False)
        try:
            await self._client.answer_callback_query(query, text=text or None)
        except TelegramError as error:
            # Too old after a restart, or no way to Telegram now: a press is no message.
            log.info("press_not_answered", why=str(error))
            return False
        return True

    async def stop(self) -> None:
        """
        Answer nothing any more: Telegram itself gives a press up after a while.
        """
        for timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()
        running = list(self._tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _begin(self, query: str) -> None:
        task = asyncio.get_running_loop().create_task(self._in_time(query))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_time(self, query: str) -> None:
        await self.answer(query)
