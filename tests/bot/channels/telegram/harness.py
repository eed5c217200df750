"""
A shop at work on Telegram, and what tests look at.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from starlette.applications import Starlette

from bot.channels.telegram import CHANNEL, updates
from bot.channels.telegram.opening import Telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.tables import chats
from bot.channels.webchat.linking import asker_of
from bot.conversations import history, keys
from bot.conversations.core import Conversations
from bot.conversations.threads import place
from bot.files.folder import Folder
from bot.files.keeping import Files
from bot.settings import Secret
from bot.shop import ShopSettings
from crm_connector.identity.proof import Proofs
from crm_connector.identity.vouching import Vouching
from tests.bot.channels.telegram.playground import Playground
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import FakeEngine, apology
from tests.fakes.sender import FakeSender
from tests.fakes.serving import listening
from tests.fakes.source import FakeSource
from tests.fakes.telegram.chats import Message, Person
from tests.fakes.telegram.fake import FakeTelegram

PATIENCE_SECONDS = 10.0


@dataclass
class House:
    """
    What the channel is put together with.
    """

    engine: FakeEngine
    clock: FakeClock
    source: FakeSource
    sender: FakeSender
    about: ShopSettings
    folder: Path


@asynccontextmanager
async def at_work(
    playground: Playground, way: str, house: House
) -> AsyncIterator[tuple[Conversations, Telegram, Files]]:
    """
    The channel at work on a playground, by "polling" or "webhook".
    """
    app = Starlette()
    async with AsyncExitStack() as stack:
        outside = await stack.enter_async_context(listening(app))
        channel = Telegram(
            TelegramSettings(
                Secret(playground.token),
                base_url=playground.base_url.removesuffix("/bot"),
                base_file_url=playground.base_file_url.removesuffix("/bot"),
                public_url=outside if way == "webhook" else "",
            )
        )
        core = await Conversations.open(
            fresh_database(house.folder),
            engine=house.engine,
            apology=apology,
            clock=house.clock,
            channels={CHANNEL: channel},
        )
        stack.push_async_callback(core.stop, grace=0)
        key = await core.write(lambda c: keys.server_key(c, keys.CODES))
        senders = [house.sender]
        proofs = Proofs(core, key, house.source, senders, clock=house.clock, step=0)
        stack.push_async_callback(proofs.close)
        vouching = Vouching(core, key, house.source, clock=house.clock)
        files = Files(core, Folder(house.folder / "files"))

        async def name_of(customer: str) -> str:
            return (await house.source.customer(customer)).name

        askers = (asker_of, name_of)
        routes = channel.open(core, files, house.about, vouching, proofs, askers)
        app.routes.extend(routes)
        await core.start()
        await stack.enter_async_context(channel.at_work())
        await asyncio.wait_for(channel.until_set_up(), PATIENCE_SECONDS)
        yield core, channel, files


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

    async def until(self, condition: Callable[[], Any]) -> Any:
        """
        Wait until something is so, and give it.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (found := condition()):
            assert time.monotonic() < deadline, "waited in vain"
            await asyncio.sleep(0.005)
        return found

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
