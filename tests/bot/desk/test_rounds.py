"""
Nobody is forgotten: who vanished, who waits, what was promised.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversations.handoffs.desk import Told
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.handoffs.writing import Words
from bot.desk import presence
from bot.desk.rounds import Rounds
from bot.handoff.routing import AWAY, OFFLINE
from tests.bot.conversations.builders import say, texts, until
from tests.bot.desk.going_round import kinds, rounds
from tests.bot.desk.house import SETTINGS, House


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
