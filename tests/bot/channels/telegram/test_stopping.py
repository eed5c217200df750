"""
The end of the channel: it comes, whatever is under way.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.channels.telegram import opening
from bot.channels.telegram.client import Client
from bot.shop import ShopSettings
from tests.bot.channels.telegram.harness import House, at_work
from tests.bot.channels.telegram.on_the_fake import on_the_fake
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource
from tests.fakes.telegram.fake import FakeTelegram


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
