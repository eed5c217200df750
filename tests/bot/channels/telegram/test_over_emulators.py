"""
The channel over Telegrams of others' making, and over our own: the same talk.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.shop import ShopSettings
from tests.bot.channels.telegram.harness import House, at_work
from tests.bot.channels.telegram.playground import CAN, Playground, on_all_that_can
from tests.bot.files.samples import picture
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara", username="sara", language="fa", phone="989121234567")
WAYS = [
    (name, way) for name in CAN for way in ("polling", "webhook") if way in CAN[name]
]


@pytest.fixture
def house(
    engine: FakeEngine,
    clock: FakeClock,
    source: FakeSource,
    sender: FakeSender,
    about: ShopSettings,
    tmp_path: Path,
) -> House:
    """
    Give what the channel is put together with.
    """
    return House(engine, clock, source, sender, about, tmp_path)


@pytest.mark.parametrize(("playground", "way"), WAYS, indirect=["playground"])
async def test_a_talk_with_buttons(
    playground: Playground, way: str, house: House
) -> None:
    """
    Written, answered, pressed, answered again.
    """
    async with at_work(playground, way, house):
        await playground.send_text(SARA, "hello")
        assert "hello" in (await playground.until_said(SARA, "hello")).text
        await playground.send_text(SARA, "buttons")
        said = await playground.until(SARA, lambda now: any(e.buttons for e in now))
        before = len(said)
        button = next(e for e in said if e.buttons).buttons[0]
        await playground.press(SARA, button)
        await playground.until_more(SARA, before)
        turn = house.engine.turns[-1]
        assert turn.choice is not None
        assert turn.text == button.text.strip("\u200e\u200f\u2068\u2069")


@on_all_that_can("contact", "polling")
async def test_a_number_is_shared(playground: Playground, house: House) -> None:
    """
    One's own opens, another's does not.
    """
    async with at_work(playground, "polling", house):
        await playground.send_text(SARA, "hello")
        await playground.until_said(SARA, "hello")
        await playground.share_contact(SARA)
        await playground.until_more(SARA, 2)
        assert house.engine.turns[-1].identity.customer_id == "1"


@on_all_that_can("photos", "webhook")
async def test_a_photo_comes(playground: Playground, house: House) -> None:
    """
    And is kept.
    """
    async with at_work(playground, "webhook", house):
        await playground.send_photo(SARA, picture(), "broken")
        await playground.until_said(SARA, "broken")
        assert house.engine.turns[-1].files == 1
