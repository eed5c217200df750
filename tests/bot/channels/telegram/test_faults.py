"""
What goes wrong between us and Telegram: nothing is lost, and nothing is said for ever.
"""

from __future__ import annotations

import asyncio

import pytest

from bot.conversations.outbox import UNDELIVERED
from tests.bot.channels.telegram.harness import Shop
from tests.fakes.engine import FakeEngine
from tests.fakes.telegram import refusals
from tests.fakes.telegram.chats import Person
from tests.fakes.telegram.faults import CutOff, Fault, Page, Refuse, Reset, Truncate

SARA = Person(501, "Sara", username="sara", language="fa", phone="989121234567")
ALI = Person(502, "Ali", language="en")


async def heard_at_last(shop: Shop, person: Person, count: int) -> list[str]:
    """
    Wait, as time goes by, until somebody has so many messages; gives their texts.
    """

    async def turn_the_clock() -> None:
        while True:
            await asyncio.sleep(0.05)
            shop.clock.advance(seconds=60)
            shop.core.deliver_now()

    turning = asyncio.create_task(turn_the_clock())
    try:
        await shop.until(lambda: len(shop.heard(person)) >= count)
    finally:
        turning.cancel()
    return [each["text"] for each in shop.heard(person)]


NOT_DONE = [
    pytest.param(Refuse(refusals.too_many(3)), id="429"),
    pytest.param(Refuse(refusals.broken(500)), id="500"),
    pytest.param(Page(502), id="a proxy's page"),
    pytest.param(Reset("before"), id="torn before"),
]


@pytest.mark.parametrize("fault", NOT_DONE)
async def test_what_was_not_done_is_done_later(shop: Shop, fault: Fault) -> None:
    """
    Once, and in order. A line that is torn leaves one try: it may have been done.
    """
    times = 1 if isinstance(fault, Reset) else 3
    shop.telegram.faults.next("sendMessage", fault, times=times)
    shop.telegram.world.says(SARA, "first")
    shop.telegram.world.says(SARA, "second")
    texts = await heard_at_last(shop, SARA, 2)
    assert len(texts) == 2
    assert "first" in texts[0]
    assert "second" in texts[1]


DONE_UNTOLD = [
    pytest.param(Reset("after"), id="torn"),
    pytest.param(Truncate(), id="half an answer"),
    pytest.param(CutOff(), id="cut off"),
]


@pytest.mark.parametrize("fault", DONE_UNTOLD)
async def test_what_may_have_arrived_is_said_twice_at_most(
    shop: Shop, fault: Fault
) -> None:
    """
    However often nobody knows; it is counted.
    """
    shop.telegram.faults.next("sendMessage", fault, times=6)
    shop.telegram.world.says(SARA, "first")
    await heard_at_last(shop, SARA, 2)
    shop.telegram.faults.clear()
    shop.telegram.world.says(SARA, "second")
    texts = await heard_at_last(shop, SARA, 3)
    assert ["first" in each for each in texts] == [True, True, False]
    counts = await shop.core.counts()
    assert (counts["telegram_unsure"], counts["telegram_given_up"]) == (2, 1)


async def test_who_has_blocked_us_hears_nothing_until_they_write(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    And nobody else is kept waiting by them.
    """
    await shop.says(SARA, "hello")
    engine.gate.clear()
    shop.telegram.world.says(SARA, "one more")
    await shop.until(lambda: len(engine.turns) == 2)
    shop.telegram.world.blocks(SARA)
    await shop.until_worked()
    engine.gate.set()
    await shop.says(ALI, "hello")
    counts = await shop.core.counts()
    assert counts[UNDELIVERED] == 1
    assert len(shop.heard(SARA)) == 1
    shop.telegram.world.unblocks(SARA)
    await shop.says(SARA, "back again")
    assert "back again" in shop.heard(SARA)[-1]["text"]


async def test_blocking_is_learnt_from_the_refusal(shop: Shop) -> None:
    """
    Where Telegram has not told us; then nobody tries any more.
    """
    await shop.says(SARA, "hello")
    shop.telegram.world.chats[SARA.id].block()
    shop.telegram.world.says(SARA, "are you there")
    while "telegram_forbidden" not in (await shop.core.counts()):  # noqa: ASYNC110 - counted in a database
        await asyncio.sleep(0.01)
    assert len(shop.heard(SARA)) == 1
    assert len(shop.telegram.calls_of("sendMessage", SARA.id)) == 2


async def test_an_update_comes_twice(shop: Shop, engine: FakeEngine) -> None:
    """
    It is worked once.
    """
    update = shop.telegram.world.says(SARA, "hello")
    assert update is not None
    await shop.hears(SARA, 0)
    await shop.channel._working.take([update, update])
    await shop.says(SARA, "again")
    assert [turn.text for turn in engine.turns] == ["hello", "again"]


async def test_our_tags_are_no_reason_to_say_nothing(shop: Shop) -> None:
    """
    What Telegram cannot read as HTML arrives as it is.
    """
    refusal = refusals.bad("can't parse entities: Unsupported start tag")
    shop.telegram.faults.next("sendMessage", Refuse(refusal))
    (said,) = await shop.says(SARA, "a < b & c")
    assert "a < b & c" in said["text"]
