"""
The rounds of the clock: promises that pass, are told, counted and made anew.
"""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from bot.conversations import blocks
from bot.conversations.blocks import Block
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.writing import Words
from bot.desk import queue, rows
from bot.desk.rounds import Rounds
from bot.desk.telling import Telling
from bot.handoff.calendar import Calendar
from bot.handoff.table import DeskSettings
from bot.shop_values import Opening
from tests.bot.conversations.builders import texts
from tests.bot.desk.going_round import kinds, rounds
from tests.bot.desk.house import SETTINGS, House


def wording(response: str, language: str, **fields: str) -> str:
    """
    The response, its language and its fields.
    """
    return " ".join((response, language, *fields.values()))


async def test_a_promise_that_has_passed_is_told_counted_and_made_anew(
    house: House,
) -> None:
    agent = await house.agent("sara")
    soon = house.clock() + timedelta(minutes=10)
    found = await house.waiting(promised_at=soon)
    house.later(9)
    await rounds(house).once()
    assert await kinds(house, found) == ["requested"]
    house.later(1)
    await house.seen(agent)
    for _ in range(2):
        await rounds(house).once()
    assert await kinds(house, found) == ["requested", "missed"]
    assert (await texts(house.core, found.thread))[-1] == "a little longer"
    assert (await house.now(found)).promised_at == soon + timedelta(minutes=10)
    assert (await house.owner(found.thread)) == ("queue", 1)


async def test_who_came_while_nobody_was_there_is_promised_once_somebody_is(
    house: House,
) -> None:
    agent = await house.agent("sara", is_there=False)
    found = await house.waiting()
    for _ in range(3):
        house.later(20)
        await rounds(house).once()
    # Nobody was promised anything, so nothing was missed.
    assert await kinds(house, found) == ["requested"]
    assert (await house.now(found)).promised_at is None
    await house.seen(agent)
    for _ in range(2):
        await rounds(house).once()
    by = house.clock() + timedelta(minutes=10)
    assert (await house.now(found)).promised_at == by
    # And if they leave again, it is said without another time.
    house.later(10)
    await rounds(house).once()
    assert await kinds(house, found) == ["requested", "missed"]
    assert (await house.now(found)).promised_at is None


async def test_who_was_not_answered_as_promised_comes_before_all_others(
    house: House,
) -> None:
    agent = await house.agent("sara")
    soon = house.clock() + timedelta(minutes=10)
    found = await house.waiting(promised_at=soon)
    house.later(5)
    upset = await house.waiting(priority=9)
    assert (await house.core.read(queue.waits))[0].number == upset.number
    house.later(5)
    await rounds(house).once()
    assert (await house.core.read(queue.waits))[0].number == found.number

    async def row() -> rows.Row:
        return (await house.core.read(lambda c: rows.some(c, [found.number])))[0]

    assert (await row()).missed == 1
    # It stays, whatever happens then, and another promise is made beside it.
    await house.seen(agent)
    held = await house.core.desk.claim(found.number, str(agent))
    said = Words("sorry", "Sara", "1", None)
    await house.core.desk.reply(found.number, held.epoch, str(agent), said)
    again = queue.promise_from(SETTINGS, house.clock())
    await house.core.desk.release(
        found.number, str(agent), by=str(agent), promise=again
    )
    waits = await row()
    assert (waits.missed, waits.handoff.priority) == (1, standing.LET_DOWN)
    assert waits.handoff.promised_at == soon + timedelta(minutes=10)
    house.later(10)
    await rounds(house).once()
    assert (await row()).missed == 2


async def test_who_goes_on_waiting_hears_it_twice_and_is_late_until_somebody_comes(
    house: House,
) -> None:
    """
    Once with another time, and once without: no third promise is made to be broken.
    """
    agent = await house.agent("sara")
    soon = house.clock() + timedelta(minutes=10)
    found = await house.waiting(promised_at=soon)
    telling = Telling(wording, clock=house.clock, zone=ZoneInfo("UTC"))
    going = Rounds(house.core, SETTINGS, late=telling.late)
    for _ in range(24):
        house.later(10)
        await house.seen(agent)
        for _ in range(2):
            await going.once()
    told = [text for text in await texts(house.core, found.thread) if "late" in text]
    assert told == ["utter_desk_late en 00:20", "utter_desk_late_open en"]
    assert await kinds(house, found) == ["requested", "missed", "missed"]
    late = await house.now(found)
    assert late.promised_at == soon + timedelta(minutes=10)
    # Whoever asks is told their place, and no time that has passed.
    now = house.clock()
    place = await house.core.read(lambda c: queue.place(c, found.thread, SETTINGS, now))
    assert place is not None
    assert place.promised is None


async def test_who_waits_anew_has_a_promise_of_their_own(house: House) -> None:
    agent = str(await house.agent("sara"))
    found = await house.waiting(promised_at=house.clock())
    going = rounds(house)
    for _ in range(3):
        await going.once()
        house.later(10)
    held = await house.core.desk.claim(found.number, agent)
    words = Words("hello", "Sara", id="1")
    await house.core.desk.reply(found.number, held.epoch, agent, words)
    await house.seen(int(agent))
    house.later(2)
    # A colleague is there, who can keep another promise.
    await house.agent("omid")
    await going.once()
    assert (await house.now(found)).promised_at == house.clock() + timedelta(minutes=10)
    house.later(10)
    await going.once()
    happened = await kinds(house, found)
    assert happened == [
        *("requested", "missed", "missed", "claimed", "released", "missed")
    ]


async def test_who_is_left_with_nobody_there_is_promised_once_somebody_is(
    house: House,
) -> None:
    agent = str(await house.agent("sara"))
    found = await house.waiting(promised_at=house.clock() + timedelta(minutes=10))
    held = await house.core.desk.claim(found.number, agent)
    words = Words("hello", "Sara", id="1")
    await house.core.desk.reply(found.number, held.epoch, agent, words)
    await house.seen(int(agent))
    house.later(2)
    going = rounds(house)
    await going.once()
    waits = await house.now(found)
    assert (waits.state, waits.promised_at) == ("waiting", None)
    # For hours: no time was named, so none passes.
    house.later(200)
    await going.once()
    assert await kinds(house, found) == ["requested", "claimed", "released"]
    await house.seen(int(agent))
    await going.once()
    assert (await house.now(found)).promised_at == house.clock() + timedelta(minutes=10)


async def test_who_is_left_outside_of_opening_hours_is_promised_by_them(
    house: House,
) -> None:
    agent = str(await house.agent("sara"))
    found = await house.waiting()
    held = await house.core.desk.claim(found.number, agent)
    words = Words("hello", "Sara", id="1")
    await house.core.desk.reply(found.number, held.epoch, agent, words)
    await house.seen(int(agent))
    house.later(2)
    opens = (house.clock() + timedelta(hours=3)).time()
    week = ((Opening(opens, time(23, 59)),),) * 7
    settings = DeskSettings(Calendar(week, ZoneInfo("UTC")))
    await Rounds(house.core, settings).once()
    by = house.clock() + timedelta(hours=3, minutes=10)
    assert (await house.now(found)).promised_at == by


async def test_whom_an_agent_has_stopped_hears_nothing_of_being_late(
    house: House,
) -> None:
    """
    It is noted all the same, and told to the others.
    """
    now = house.clock()
    stopped = await house.waiting(promised_at=now)
    other = await house.waiting(promised_at=now)
    block = Block(stopped.conversation, "1", "ناسزا", now, None)
    await house.core.write(lambda c: blocks.block(c, block))
    house.later(1)
    await rounds(house).once()
    assert "a little longer" not in await texts(house.core, stopped.thread)
    assert "a little longer" in await texts(house.core, other.thread)
    for found in (stopped, other):
        assert await kinds(house, found) == ["requested", "missed"]
