"""
Updates asked for: what a shop without a public address has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram import troubles
from bot.channels.telegram.client import Client
from bot.channels.telegram.kinds import ALLOWED
from bot.channels.telegram.updates import Body, number_of

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
CONFLICT_PAUSE = 10.0
"""Another process asks with the same token: it may be about to end."""

log = structlog.get_logger(__name__)

Take = Callable[[Sequence[Body]], Awaitable[int]]


class Polling:
    """
    Asks for updates when there is `room`, and confirms them when they are safe.
    """

    def __init__(
        self,
        client: Client,
        take: Take,
        room: Callable[[], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._take = take
        self._room = room
        self._sleep = sleep

    async def forever(self) -> None:
        """
        Ask until cancelled, whatever Telegram and the database say meanwhile.
        """
        offset: int | None = None
        pause = FIRST_PAUSE
        while True:
            await self._room()
            try:
                found = await self._client.raw_updates(offset, ALLOWED)
                await self._take(found)
                if found:
                    # What is ahead is confirmed by the next question: it is safe.
                    offset = max(map(number_of, found)) + 1
            except (TelegramError, SQLAlchemyError) as error:
                pause = await self._pause_after(error, pause)
                continue
            except Exception:  # the one edge: what is not confirmed comes again
                log.exception("updates_not_taken", pause=pause)
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE

    async def _pause_after(self, error: Exception, pause: float) -> float:
        seconds = pause
        if isinstance(error, Conflict):
            log.error(
                "telegram_asked_twice",
                hint="another process uses this token, or a webhook is set for it",
            )
            seconds = CONFLICT_PAUSE
        elif isinstance(error, InvalidToken):
            log.error("telegram_token_refused", hint="see: ./hamyar telegram check")
            seconds = LONGEST_PAUSE
        elif isinstance(error, RetryAfter):
            seconds = troubles.seconds_of(error)
        else:
            log.warning("updates_not_fetched", why=str(error), pause=pause)
        await self._sleep(seconds)
        return min(pause * 2, LONGEST_PAUSE)
