"""
What goes wrong between us and Telegram: nothing is lost, and nothing is said for ever.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from bot.channels.telegram import polling, progress
from bot.channels.telegram.came import Me
from bot.channels.telegram.client import Client
from bot.channels.telegram.handling import Handling
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.polling import Polling
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


async def more(shop: Shop, before: int) -> None:
    """
    Wait until Telegram was asked to send once more.
    """
    await shop.until(lambda: len(shop.telegram.calls_of("sendMessage")) > before)


async def away_for(shop: Shop, hours: int) -> None:
    """
    Let hours pass in which Telegram is asked again and again, and is not there.
    """
    delivering = shop.channel._delivering
    assert delivering is not None
    # What a chat may have in a second goes by the clock of the wall.
    delivering._pace = Pace(lambda: shop.clock().timestamp())
    calls = shop.telegram.calls_of
    await shop.until(lambda: calls("sendMessage"))
    for _ in range(hours * 6):
        before = len(calls("sendMessage"))
        shop.clock.advance(seconds=600)
        shop.core.deliver_now()
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(more(shop, before), 0.2)


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


async def test_a_long_absence_loses_nothing(shop: Shop) -> None:
    """
    A country without a network for half a day gets its answers when it has one again.
    """
    shop.telegram.faults.next("sendMessage", Page(502), times=10_000)
    shop.telegram.world.says(SARA, "first")
    await away_for(shop, 10)
    shop.telegram.faults.clear()
    (text,) = await heard_at_last(shop, SARA, 1)
    assert "first" in text
    assert UNDELIVERED not in await shop.core.counts()


async def test_what_is_of_yesterday_is_given_up(shop: Shop) -> None:
    """
    And counted; what is said after that is not kept waiting by it.
    """
    shop.telegram.faults.next("sendMessage", Page(502), times=10_000)
    shop.telegram.world.says(SARA, "first")
    await away_for(shop, 25)
    assert (await shop.core.counts())[UNDELIVERED] == 1
    shop.telegram.faults.clear()
    shop.telegram.world.says(SARA, "second")
    (text,) = await heard_at_last(shop, SARA, 1)
    assert "second" in text


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


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """
    Give what goes wrong first, each once, where the channel asks for updates.
    """
    forever, troubles = Polling.forever, list[Exception]([LookupError("broken")])

    async def asking(polling: Polling) -> None:
        if troubles:
            raise troubles.pop()
        await forever(polling)

    monkeypatch.setattr(Polling, "forever", asking)
    return troubles


async def test_what_nobody_has_thought_of_is_not_the_end(
    broken: list[Exception], shop: Shop
) -> None:
    """
    The channel begins anew; what was said meanwhile is answered.
    """
    (said,) = await shop.says(SARA, "hello")
    assert "hello" in said["text"]
    assert not broken


async def test_a_senseless_answer_is_not_the_end(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Updates are asked for again.
    """
    answers: list[object] = [[{"no": "update"}], {"nothing": 1}]
    ask = Client.raw_updates

    async def raw_updates(*asked: Any) -> Any:
        return answers.pop() if answers else await ask(*asked)

    monkeypatch.setattr(Client, "raw_updates", raw_updates)
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.01)
    await shop.says(SARA, "hello")
    await shop.says(SARA, "again")
    assert not answers


async def test_a_shop_may_have_another_bot_one_day(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    Whose messages have the numbers that those of the former one had.
    """
    update = shop.telegram.world.says(SARA, "hello")
    assert update is not None
    await shop.hears(SARA, 0)
    working = shop.channel._working
    assert working is not None
    assert isinstance(working._handler, Handling)
    working._handler._me = Me(77, "another_bot")
    message = {**update["message"], "text": "to another"}
    await working.take([{"update_id": 10**9, "message": message}])
    await shop.hears(SARA, 1)
    assert [turn.text for turn in engine.turns] == ["hello", "to another"]


async def test_our_tags_are_no_reason_to_say_nothing(shop: Shop) -> None:
    """
    What Telegram cannot read as HTML arrives as it is.
    """
    refusal = refusals.bad("can't parse entities: Unsupported start tag")
    shop.telegram.faults.next("sendMessage", Refuse(refusal))
    (said,) = await shop.says(SARA, "a < b & c")
    assert "a < b & c" in said["text"]


async def test_a_number_that_is_given_again_says_nothing_of_before(shop: Shop) -> None:
    """
    As after an erasure: what stands of the former item is not this one's.
    """
    before = shop.clock() - timedelta(hours=1)
    step = progress.Step(progress.SENT, 0)

    def leave(connection: Connection) -> None:
        for item in range(10):
            progress.note(connection, item, 0, step, before)

    await shop.core.write(leave)
    (said,) = await shop.says(SARA, "hello")
    assert "hello" in said["text"]


async def test_a_press_that_is_worked_again_changes_nothing(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    As after a process that died in its middle: nobody is told that it was pressed.
    """
    (said,) = await shop.says(ALI, "buttons")
    data = said["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    update = shop.telegram.world.presses(ALI, said, data)
    assert update is not None
    await shop.hears(ALI, 1)
    turns, heard = len(engine.turns), len(shop.heard(ALI))
    working = shop.channel._working
    assert working is not None
    await working.take([{**update, "update_id": 10**9}])
    assert (await shop.until_worked())["repeated"] == 1
    await shop.says(ALI, "hello")
    assert len(engine.turns) == turns + 1
    assert len(shop.heard(ALI)) == heard + 1
