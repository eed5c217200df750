"""
A shop at work on Telegram, and what tests look at.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from starlette.routing import BaseRoute

from bot.channels.telegram import updates
from bot.channels.telegram.opening import Telegram
from bot.channels.telegram.tables import chats
from bot.conversations import history
from bot.conversations.core import Conversations
from bot.conversations.threads import place
from bot.files.keeping import Files
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.chats import Message, Person
from tests.fakes.telegram.fake import FakeTelegram

PATIENCE_SECONDS = 10.0


@dataclass
class Shop:
    """
    The channel at work, with the Telegram that it speaks to.
    """

    telegram: FakeTelegram
    core: Conversations
    clock: FakeClock
    files: Files
    channel: Telegram
    routes: list[BaseRoute]

    async def until(self, condition: Callable[[], Any]) -> Any:
        """
        Wait until something is so, and give it.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (found := condition()):
            assert time.monotonic() < deadline, "waited in vain"
            await asyncio.sleep(0.005)
        return found

    async def until_at_work(self) -> None:
        """
        Wait until Telegram knows how updates are to come.
        """
        await self.until(
            lambda: (
                self.telegram.calls_of("deleteWebhook")
                or self.telegram.calls_of("setWebhook")
            )
        )

    async def until_worked(self) -> dict[str, int]:
        """
        Wait until all that Telegram had is worked; gives how much came to what.
        """
        await self.until(lambda: not self.telegram.updates.pending)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while updates.PENDING in (found := await self.core.read(updates.outcomes)):
            assert time.monotonic() < deadline, "waited in vain"
            await asyncio.sleep(0.005)
        return found

    async def says(self, person: Person, text: str, count: int = 1) -> list[Message]:
        """
        Let somebody write in private; gives what the bot has said after that.
        """
        before = len(self.heard(person))
        self.telegram.world.says(person, text)
        return await self.hears(person, before, count)

    async def hears(self, person: Person, before: int, count: int = 1) -> list[Message]:
        """
        Wait until somebody has `count` more messages than `before`; gives those.
        """
        await self.until(lambda: len(self.heard(person)) >= before + count)
        await self.until_worked()
        return self.heard(person)[before:]

    def heard(self, person: Person) -> list[Message]:
        """
        What the bot has said to somebody in private.
        """
        self.telegram.world.meet(person)
        return self.telegram.said(person.id)

    async def thread(self, person: Person) -> list[tuple[str, str]]:
        """
        Who said what in the thread that somebody's private chat holds.
        """

        def look(connection: sa.engine.Connection) -> list[tuple[str, str]]:
            held = connection.execute(
                sa.select(chats.c.conversation).where(chats.c.chat == person.id)
            ).scalar_one()
            page = history.after(
                connection,
                self.core.key,
                place(connection, held),
                history.START,
                1000,
                self.clock(),
                at_desk=True,
            )
            return [(each.author, each.text) for each in page.messages]

        return await self.core.read(look)
