"""
What somebody may expect who asks for a person now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.desk import queue
from bot.handoff.calendar import Calendar
from bot.handoff.policy import Rule
from bot.handoff.routing import Outlook
from bot.handoff.table import DeskSettings
from bot.shop_values import Opening
from tests.bot.desk.house import SETTINGS, House

TEN = timedelta(minutes=10)


async def outlook(
    house: House,
    language: str = "en",
    rule: Rule | None = None,
    settings: DeskSettings = SETTINGS,
) -> Outlook:
    """
    What they would be told.
    """
    now = house.clock()
    return await house.core.read(
        lambda c: queue.outlook(c, rule or Rule(), language, settings, now)
    )


async def test_with_somebody_free_it_is_at_once(house: House) -> None:
    await house.agent("sara")
    assert await outlook(house) == Outlook(
        ahead=0, expected=timedelta(0), opens=None, promised=house.clock() + TEN
    )


async def test_those_before_them_are_counted(house: House) -> None:
    """
    Three wait for one who holds one talk of eight minutes.
    """
    agent = await house.agent("sara", capacity=1)
    taken = await house.waiting()
    await house.core.desk.claim(taken.number, str(agent))
    for _ in range(3):
        await house.waiting()
    found = await outlook(house)
    assert (found.ahead, found.expected) == (3, timedelta(minutes=32))
    # Nobody is promised to be answered sooner than that.
    assert found.promised == house.clock() + timedelta(minutes=32)


async def test_the_urgent_are_before_them_and_the_patient_behind(house: House) -> None:
    await house.agent("sara", capacity=1)
    await house.waiting(priority=2)
    await house.waiting()
    assert (await outlook(house, rule=Rule(priority=1))).ahead == 1


async def test_who_waits_for_others_is_not_in_the_way(house: House) -> None:
    await house.agent("sara", languages=("en",))
    await house.agent("omid", languages=("fa",), names={"fa": "امید"})
    await house.waiting(language="fa")
    assert (await outlook(house, "en")).ahead == 0
    assert (await outlook(house, "fa")).ahead == 1


async def test_with_nobody_there_nobody_can_say(house: House) -> None:
    await house.agent("sara", is_there=False)
    found = await outlook(house)
    assert (found.expected, found.opens) == (None, None)
    # Nor is a time named by which nobody would have come.
    assert found.promised is None


async def test_outside_hours_they_hear_when_people_are_there(house: House) -> None:
    """
    The clock stands at midnight on a Thursday.
    """
    await house.agent("sara")
    nine = ((Opening(time(9), time(17)),),) * 7
    settings = replace(SETTINGS, calendar=Calendar(nine, ZoneInfo("UTC")))
    found = await outlook(house, settings=settings)
    morning = datetime(2026, 1, 1, 9, tzinfo=timezone.utc)
    assert (found.opens, found.expected) == (morning, None)
    assert found.promised == morning + TEN


async def test_who_waits_keeps_the_place_and_the_promise(house: House) -> None:
    agent = await house.agent("sara", capacity=1)
    soon = house.clock() + TEN
    first = await house.waiting()
    house.later(1)
    second = await house.waiting(promised_at=soon)
    house.later(1)
    await house.waiting()
    await house.seen(agent)

    async def place(thread: str) -> Outlook | None:
        now = house.clock()
        return await house.core.read(lambda c: queue.place(c, thread, SETTINGS, now))

    found = await place(second.thread)
    assert found is not None
    assert (found.ahead, found.promised) == (1, soon)
    await house.core.desk.claim(first.number, str(agent))
    found = await place(second.thread)
    assert found is not None
    assert found.ahead == 0
    # Whom somebody attends to waits no more, and who never asked does not wait.
    assert await place(first.thread) is None
    assert await place(await house.core.new_conversation()) is None
