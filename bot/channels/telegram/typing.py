"""
Shows that an answer is under way, while it takes long enough to wonder.
"""

from __future__ import annotations

import asyncio

import structlog
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.telegram.client import Client
from bot.conversations.feed import Feed, Watch

UNSEEN_SECONDS = 0.6
"""Most answers are there sooner, and the sign would come with them."""
SHOWN_SECONDS = 4.0
"""Telegram shows the sign for five seconds, or until a message comes."""
LONGEST_SECONDS = 60.0
MOST = 200
"""Chats at a time: the sign is a courtesy, and messages come first."""

log = structlog.get_logger(__name__)


class Typing:
    """
    Follows the turns of conversations and tells their chats of long ones.
    """

    def __init__(self, client: Client, feed: Feed) -> None:
        self._client = client
        self._feed = feed
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def show(self, chat: int, thread: str) -> None:
        """
        Show it in a chat while the bot is at work in a thread.
        """
        if chat in self._tasks or len(self._tasks) >= MOST:
            return
        task = asyncio.get_running_loop().create_task(self._follow(chat, thread))
        self._tasks[chat] = task
        task.add_done_callback(lambda _: self._tasks.pop(chat, None))

    async def stop(self) -> None:
        """
        Follow nobody any more.
        """
        running = list(self._tasks.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _follow(self, chat: int, thread: str) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST_SECONDS
        with self._feed.watch(thread) as watch:
            await asyncio.sleep(UNSEEN_SECONDS)
            while watch.typing and not watch.closed and loop.time() < end:
                try:
                    await self._client.send_chat_action(chat, ChatAction.TYPING)
                except TelegramError as error:
                    log.debug("typing_not_shown", why=str(error))
                    return
                await self._over(watch, SHOWN_SECONDS)

    @staticmethod
    async def _over(watch: Watch, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while watch.typing and not watch.closed and (left := until - loop.time()) > 0:
            await watch.wait(left)
