"""
Vectors before the turn: read in a thread, several messages at once.

The encoder is most of a turn's work and lets go of the interpreter while it computes.
Read inside the turn, it would hold up every other conversation; read ahead, messages
that arrive together share a batch, and the turn then finds the vector in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 16


class ReadingAhead:
    """
    Gathers the texts that wait and hands them to `encode` in one call, in a thread.

    `encode` remembers what it worked out; its result is not used here.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Any]) -> None:
        self._encode = encode
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []
        self._drain: asyncio.Task[None] | None = None

    async def read(self, text: str) -> None:
        """
        Return when `text` has been read. A failure is left to the turn to meet.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((text, done))
        if self._drain is None or self._drain.done():
            self._drain = loop.create_task(self._read_waiting())
        await done

    async def _read_waiting(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = self._waiting[:MOST_AT_ONCE]
            del self._waiting[:MOST_AT_ONCE]
            texts = [text for text, _ in batch]
            try:
                await loop.run_in_executor(self._thread, self._encode, texts)
            except Exception:
                log.exception("reading_ahead_failed", texts=len(texts))
            finally:
                for _, done in batch:
                    if not done.done():
                        done.set_result(None)
