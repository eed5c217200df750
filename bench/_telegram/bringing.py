"""
Brings updates to a webhook as Telegram does: over some connections, one a request.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from bench._http import BadAnswerError, Connection
from bench._telegram.api import BotApi
from bench._telegram.updates import Update
from bot.unusable import Unusable

CONNECTIONS = 40
"""The most that Telegram opens unless it is asked for other (`max_connections`)."""
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Bringing:
    """
    A bot's webhook, with Telegram's connections to it; a context manager.
    """

    def __init__(self, api: BotApi, connections: int = CONNECTIONS) -> None:
        address = urlsplit(api.webhook)
        self._path = address.path
        self._headers: Mapping[str, str] = {_HEADER: api.secret} if api.secret else {}
        self._lines = [Connection(address.port or 80) for _ in range(connections)]
        # As few as it takes are used, so that those are kept open.
        self._free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
        for line in self._lines:
            self._free.put_nowait(line)

    async def __aenter__(self) -> Bringing:
        return self

    async def __aexit__(self, *_: object) -> None:
        for line in self._lines:
            with suppress(OSError):
                await line.close()

    async def bring(self, update: Update, due: float | None = None) -> float:
        """
        Bring one; gives the seconds from `due` (from now) until it is acknowledged.

        Raises `Unusable` where it is not.
        """
        due = time.perf_counter() if due is None else due
        line = await self._free.get()
        try:
            await line.request("POST", self._path, update, self._headers)
        except BadAnswerError as error:
            raise Unusable(f"the run is void, an update failed: {error}.") from error
        finally:
            self._free.put_nowait(line)
        return time.perf_counter() - due


def moments(per_second: float, count: int, seed: int = 7) -> Iterator[float]:
    """
    When things come that know nothing of each other: a Poisson process.

    In seconds from the beginning, so many.
    """
    chance, at = random.Random(seed), 0.0
    for _ in range(count):
        at += chance.expovariate(per_second)
        yield at
