"""
The whole demo through Telegram, from the first word to a person and back to the bot.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import HOUSE
from bot.app import load_engine
from bot.shop import load_shop
from demo.start import database_of
from tests.bot.channels.telegram.playground import Playground
from tests.e2e.on_telegram import Demo, somebody, whole_demo
from tests.slices import slow_but_for

if TYPE_CHECKING:
    from bot.engine.engine import RasaEngine

pytestmark = pytest.mark.engine

WORDS = {
    "fa": {
        "where": "سفارشم کجاست؟",
        "share": "شمارهٔ من",
        "cancel": "سفارش {order} رو لغو کن",
        "yes": "بله",
        "person": "می‌خواهم با پشتیبانی صحبت کنم",
        "agent": "سلام، من سارا هستم",
        "back": "ممنون",
    },
    "ar": {
        "where": "أين طلبي؟",
        "share": "رقمي",
        "cancel": "ألغِ الطلب {order}",
        "yes": "نعم",
        "person": "أريد التحدث مع خدمة العملاء",
        "agent": "مرحبًا، أنا سارة",
        "back": "شكرا",
    },
    "en": {
        "where": "where is my order?",
        "share": "my number",
        "cancel": "cancel order {order}",
        "yes": "Yes",
        "person": "I want to talk to a person",
        "agent": "Hello, this is Sara",
        "back": "thanks",
    },
}


@pytest.fixture(scope="module")
def engine(model: Path) -> RasaEngine:
    """
    Give the engine as the demo has it.
    """
    return load_engine(model, load_shop(HOUSE / "demo" / "shop.yml"))


@pytest.fixture
async def demo(
    playground: Playground,
    engine: RasaEngine,
    demo_shop_of: Callable[[date], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Demo]:
    """
    Give the demo, at work on our own Telegram.
    """
    # The start moves it to today, which is sooner done than to build it.
    shutil.copy(demo_shop_of(date(2026, 5, 11)), database_of(tmp_path))
    async with whole_demo(tmp_path, engine, playground, monkeypatch) as demo:  # type: ignore[arg-type] # it is ours here
        yield demo


@pytest.mark.parametrize("lang", slow_but_for("fa", WORDS))
async def test_from_start_to_a_person_and_back(demo: Demo, lang: str) -> None:
    """
    Who they are, where their order is, cancelled with a yes, a person, and the bot.
    """
    words = WORDS[lang]
    customer = somebody(demo, lang, which=0)
    hello = await customer.writes("/start")
    assert hello
    await customer.writes(words["where"])
    keyboard = await demo.telegram.keyboard(customer.person)
    (share,) = [each for each in keyboard if words["share"] in each.text]
    assert share.asks_contact
    await demo.telegram.press(customer.person, share)
    told = await customer.hears(2)
    digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
    assert customer.order in told.translate(digits)

    await customer.writes(words["cancel"].format(order=customer.order))
    state = "SELECT status FROM orders WHERE number = ?"
    assert demo.ask(state, customer.order) != [("cancelled",)]
    done = await customer.presses(words["yes"])
    assert demo.ask(state, customer.order) == [("cancelled",)]
    assert customer.order in done.translate(digits)

    agent = await demo.agent()
    await customer.writes(words["person"])
    (row,) = (await agent.queue())["waiting"]
    row = await agent.do(row["number"], "claim")
    assert (await agent.say(row, words["agent"])).status_code in (200, 201)
    await customer.hears_of(words["agent"])
    await agent.do(row["number"], "return", epoch=row["epoch"], settled="solved")
    await customer.hears()
    assert await customer.writes(words["back"])
