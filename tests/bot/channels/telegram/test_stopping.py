"""
The end of the channel: it comes, whatever is under way.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.channels.telegram import opening, progress
from bot.channels.telegram.client import Client
from bot.channels.telegram.tables import sent
from bot.shop import ShopSettings
from tests.bot.channels.telegram.harness import House, Shop, at_work
from tests.bot.channels.telegram.on_the_fake import on_the_fake
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource
from tests.fakes.telegram.chats import Person
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.faults import Slow

SARA = Person(501, "Sara", language="en")


async def test_a_question_that_swallows_its_cancellation_is_cancelled_again(
    fake: FakeTelegram,
    engine: FakeEngine,
    clock: FakeClock,
    source: FakeSource,
    sender: FakeSender,
    about: ShopSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    As a wait does that is over at the very moment.
    """
    asking, swallowed = asyncio.Event(), []

    async def raw_updates(*_: object) -> list[object]:
        asking.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if swallowed:
                raise
            swallowed.append(True)
        return []

    monkeypatch.setattr(Client, "raw_updates", raw_updates)
    monkeypatch.setattr(opening, "STOP_SECONDS", 0.0)
    monkeypatch.setattr(opening, "GRACE_SECONDS", 0.05)
    house = House(engine, clock, source, sender, about, tmp_path)

    async def run() -> None:
        async with (
            on_the_fake(fake) as playground,
            at_work(playground, "polling", house),
        ):
            await asking.wait()

    await asyncio.wait_for(run(), 20)
    assert swallowed == [True]


async def test_what_is_on_its_way_arrives_first(
    fake: FakeTelegram,
    engine: FakeEngine,
    clock: FakeClock,
    source: FakeSource,
    sender: FakeSender,
    about: ShopSettings,
    tmp_path: Path,
) -> None:
    """
    Torn in the middle, a message would be sent once more at the next start.
    """
    house = House(engine, clock, source, sender, about, tmp_path)
    fake.faults.next("sendMessage", Slow(0.3))
    async with (
        on_the_fake(fake) as playground,
        at_work(playground, "polling", house) as (core, channel, files),
    ):
        shop = Shop(fake, core, clock, files, channel)
        fake.world.says(SARA, "hello")
        await shop.until(lambda: fake.calls_of("sendMessage"))
    database = sa.create_engine(f"sqlite:///{tmp_path / 'hamyar.db'}")
    with database.connect() as connection:
        states = connection.execute(sa.select(sent.c.state)).scalars().all()
    database.dispose()
    assert states == [progress.SENT]
