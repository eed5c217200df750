"""
A fake Telegram in a thread of its own, for tests that have no loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.server import serving

T = TypeVar("T")


class Running:
    """
    The fake at `url`; what changes it goes through `do`.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, fake: FakeTelegram) -> None:
        self._loop = loop
        self.fake = fake
        self.url = ""

    def do(self, deed: Callable[[], T]) -> T:
        """
        Do it in the loop of the fake, and give what it gives.
        """

        async def doing() -> T:
            return deed()

        return asyncio.run_coroutine_threadsafe(doing(), self._loop).result()


@contextmanager
def in_a_thread(fake: FakeTelegram | None = None) -> Iterator[Running]:
    """
    Serve a fake, a new one unless given, until the block is left.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    running = Running(loop, fake or FakeTelegram())
    served = serving(running.fake)
    try:
        entered = asyncio.run_coroutine_threadsafe(served.__aenter__(), loop)
        running.url = entered.result()
        try:
            yield running
        finally:
            left = asyncio.run_coroutine_threadsafe(
                served.__aexit__(None, None, None), loop
            )
            left.result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
