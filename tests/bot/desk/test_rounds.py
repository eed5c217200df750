"""
Nobody is forgotten: who vanished, who waits, what was promised.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.conversations import blocks
from bot.conversations.blocks import Block
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.desk import Told
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.handoffs.writing import Words
from bot.desk import presence, queue, rows
from bot.desk.rounds import Rounds
from bot.desk.telling import Telling
from bot.handoff.calendar import Calendar
from bot.handoff.routing import AWAY, OFFLINE
from bot.handoff.table import DeskSettings
from bot.shop_values import Opening
from tests.bot.conversations.builders import say, texts, until
from tests.bot.desk.house import SETTINGS, House


def wording(response: str, language: str, **fields: str) -> str:
    """
    The response, its language and its fields.
    """
    return " ".join((response, language, *fields.values()))


def rounds(house: House, **parts: object) -> Rounds:
    """
    Whose customers hear what happens.
    """

    def late(found: Handoff) -> Words:
        """
        A word about the promise.
        """
        return Words("a little longer", "", id=f"late {found.promised_at}")

    return Rounds(house.core, replace(SETTINGS, **parts), late=late)


async def kinds(house: House, found: Handoff) -> list[str]:
    """
    What happened to a handoff.
    """
    events = await house.core.read(lambda c: standing.history(c, found.number))
    return [each["kind"] for each in events]


async def test_what_a_vanished_agent_held_goes_back_after_two_minutes(
    house: House,
) -> None:
    agent = await house.agent("sara")
    found = await house.waiting()
    await house.core.desk.claim(found.number, str(agent))
    house.later(1.9)
    await rounds(house).once()
    assert (await house.owner(found.thread))[0] == f"agent:{agent}"
    house.later(0.1)
    await rounds(house).once()
    assert (await house.owner(found.thread))[0] == "queue"
    assert await kinds(house, found) == ["requested", "claimed", "released"]
    # And the bot answers again until somebody else comes.
    await say(house.core, found.thread, "hello?")
    await until(house.core, found.thread, 4)
    assert (await texts(house.core, found.thread))[-1] == "echo: hello?"


async def test_who_waits_again_or_is_attended_to_hears_by_whom(house: House) -> None:
    """
    Names are the agent's own, as customers know them.
    """

    def say_of(what: str) -> Callable[[Mapping[str, str]], Told]:
        def of(names: Mapping[str, str]) -> Told:
            return lambda found: Words(
                f"{what} {names['en']}", "", id=f"{what} {found.epoch}"
            )

        return of

    agent = await house.agent("sara")
    found = await house.waiting()
    settings = replace(SETTINGS, assigns=True)
    going = Rounds(
        house.core, settings, claimed=say_of("joined"), released=say_of("left")
    )
    await going.once()
    assert (await house.owner(found.thread))[0] == f"agent:{agent}"
    assert (await texts(house.core, found.thread))[-1] == "joined Sara"
    house.later(2)
    await going.once()
    assert (await texts(house.core, found.thread))[-1] == "left Sara"


async def test_who_is_heard_of_keeps_it(house: House) -> None:
    agent = await house.agent("sara")
    found = await house.waiting()
    await house.core.desk.claim(found.number, str(agent))
    for _ in range(3):
        house.later(1)
        await house.seen(agent)
        await rounds(house).once()
    assert (await house.owner(found.thread))[0] == f"agent:{agent}"


async def test_who_leaves_leaves_what_they_hold(house: House) -> None:
    agent = await house.agent("sara")
    found = await house.waiting()
    await house.core.desk.claim(found.number, str(agent))
    now = house.clock()
    await house.core.write(lambda c: presence.choose(c, agent, OFFLINE, now))
    await rounds(house).once()
    assert (await house.owner(found.thread))[0] == "queue"


async def test_who_is_away_keeps_what_they_hold_and_gets_nothing_new(
    house: House,
) -> None:
    agent = await house.agent("sara")
    first, second = await house.waiting(), await house.waiting()
    await house.core.desk.claim(first.number, str(agent))
    now = house.clock()
    await house.core.write(lambda c: presence.choose(c, agent, AWAY, now))
    await rounds(house, assigns=True).once()
    assert (await house.owner(first.thread))[0] == f"agent:{agent}"
    assert (await house.owner(second.thread))[0] == "queue"


async def test_who_waits_is_given_to_who_is_free(house: House) -> None:
    one = await house.agent("sara", capacity=1)
    two = await house.agent("omid", capacity=1)
    house.later(1)
    for agent in (one, two):
        await house.seen(agent)
    waiting = [await house.waiting() for _ in range(3)]
    await rounds(house, assigns=True).once()
    await rounds(house, assigns=True).once()
    owners = [(await house.owner(each.thread))[0] for each in waiting]
    assert sorted(owners[:2]) == [f"agent:{one}", f"agent:{two}"]
    assert owners[2] == "queue"


async def test_nothing_is_given_where_agents_pick(house: House) -> None:
    await house.agent("sara")
    found = await house.waiting()
    await rounds(house).once()
    assert (await house.owner(found.thread))[0] == "queue"


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


async def test_two_processes_go_round_at_once(house: House) -> None:
    """
    Each thing is done once.
    """
    import asyncio

    agent = await house.agent("sara")
    late = await house.waiting(promised_at=house.clock())
    lost = await house.waiting()
    await house.core.desk.claim(lost.number, str(agent))
    house.later(3)
    await asyncio.gather(*(rounds(house).once() for _ in range(3)))
    assert await kinds(house, late) == ["requested", "missed"]
    assert await kinds(house, lost) == ["requested", "claimed", "released"]


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


async def test_one_with_whom_something_is_wrong_stops_nobody_behind_it(
    house: House,
) -> None:
    bad = await house.waiting(promised_at=house.clock(), reason="asked")
    good = await house.waiting(promised_at=house.clock())

    def late(found: Handoff) -> Words:
        if found.number == bad.number:
            raise KeyError("a language without words")
        return Words("a little longer", "", id="late")

    await Rounds(house.core, SETTINGS, late=late).once()
    assert await kinds(house, bad) == ["requested"]
    assert await kinds(house, good) == ["requested", "missed"]


async def test_a_reason_of_before_counts_as_having_asked(house: House) -> None:
    """
    A promise and a release need its rule, which the shop's table has no more.
    """
    agent = await house.agent("sara")
    late = await house.waiting(promised_at=house.clock(), reason="of_old")
    lost = await house.waiting(reason="of_old")
    await house.core.desk.claim(lost.number, str(agent))
    held = await house.now(lost)
    await house.core.desk.reply(
        lost.number, held.epoch, str(agent), Words("hello", "Sara", id="1")
    )
    house.later(3)
    await house.agent("omid")
    await rounds(house).once()
    assert await kinds(house, late) == ["requested", "missed"]
    assert await kinds(house, lost) == ["requested", "claimed", "released"]
    promised = house.clock() + timedelta(minutes=10)
    for each in (late, lost):
        assert (await house.now(each)).promised_at == promised


async def test_a_round_that_fails_is_followed_by_another(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.rounds.SECONDS", 0.01)
    agent = await house.agent("sara")
    found = await house.waiting()
    await house.core.desk.claim(found.number, str(agent))
    house.later(3)
    tries = []

    def released(_: Mapping[str, str]) -> Told:
        tries.append(1)
        if len(tries) == 1:
            raise KeyError("a language without words")
        return lambda _: Words("waits again", "", id="released")

    going = asyncio.create_task(
        Rounds(house.core, SETTINGS, released=released).forever()
    )
    await until(house.core, found.thread, 3)
    going.cancel()
    assert (await texts(house.core, found.thread))[-1] == "waits again"
