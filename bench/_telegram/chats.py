"""
Many chats at once, each with several texts right after each other.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench._telegram.api import BotApi, Heard
from bench._telegram.bringing import Bringing
from bench._telegram.updates import FIRST_CHAT, Updates

TEXTS_EACH = 3
_AT_ONCE = 256
"""Chats that are written in side by side: several times what is worked at once."""
_REPEATED = 0.1
"""So many updates come twice, as when Telegram has not heard that the first arrived."""
_PATIENCE_SECONDS = 30.0
_FIRST, _FIRST_AHEAD = 2 * FIRST_CHAT, 3 * FIRST_CHAT


@dataclass
class Written:
    """
    What was written in each chat, in order; the times of acknowledging, in seconds.
    """

    texts: dict[int, list[str]] = field(default_factory=dict)
    acknowledged: list[float] = field(default_factory=list)
    repeats: int = 0
    seconds: float = 0.0


class ManyChats:
    """
    New customers who write all they want without waiting for an answer.

    Those who come `is_ahead` of what is measured have chats of their own.
    """

    def __init__(
        self,
        api: BotApi,
        bringing: Bringing,
        updates: Updates,
        *,
        is_ahead: bool = False,
    ) -> None:
        self._first = _FIRST_AHEAD if is_ahead else _FIRST
        self._api = api
        self._bringing = bringing
        self._updates = updates
        self._random = random.Random(11)
        self._written = Written()
        self._heard: dict[int, asyncio.Event] = {}

    async def write(self, texts: Sequence[str]) -> Written:
        """
        Each chat gets `TEXTS_EACH` of them. Raises `Unusable` if an update is refused.

        A chat makes room for the next one when it has heard as many answers, or none
        for long; what has arrived is judged later (`order`).
        """
        self._api.listener = self._hear
        begun = time.perf_counter()
        following = iter(range(len(texts) // TEXTS_EACH))
        tasks = [
            asyncio.create_task(self._place(following, texts)) for _ in range(_AT_ONCE)
        ]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._api.listener = lambda _: None
        self._written.seconds = time.perf_counter() - begun
        return self._written

    async def _place(self, following: Iterator[int], texts: Sequence[str]) -> None:
        for number in following:
            mine = texts[number * TEXTS_EACH : (number + 1) * TEXTS_EACH]
            await self._chat(self._first + number, mine)

    async def _chat(self, chat: int, texts: Sequence[str]) -> None:
        self._written.texts[chat] = list(texts)
        heard = self._heard[chat] = asyncio.Event()
        for text in texts:
            update = self._updates.text(chat, text)
            times = 2 if self._random.random() < _REPEATED else 1
            self._written.repeats += times - 1
            # Ahead of the next one, as Telegram keeps the order of a chat.
            taken = await asyncio.gather(
                *(self._bringing.bring(update) for _ in range(times))
            )
            self._written.acknowledged += taken
        while len(self._api.heard.get(chat, ())) < len(texts):
            heard.clear()
            try:
                await asyncio.wait_for(heard.wait(), _PATIENCE_SECONDS)
            except asyncio.TimeoutError:
                break
        del self._heard[chat]

    def _hear(self, heard: Heard) -> None:
        waiting = self._heard.get(heard.chat)
        if waiting is not None:
            waiting.set()
