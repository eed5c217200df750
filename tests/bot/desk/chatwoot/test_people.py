"""
Who answers in Chatwoot counts where customers are told what to expect.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.desk.at_hand import DeskAtHand
from tests.bot.desk.chatwoot.shop import Shop
from tests.bot.desk.house import SETTINGS
from tests.fakes.chatwoot import OMID, SARA


async def test_customers_hear_of_who_is_online_there(shop: Shop) -> None:
    house, people = shop.house, shop.desk.people
    desk = DeskAtHand(house.core, SETTINGS, clock=house.clock, elsewhere=people)
    await people.ask()
    outlook = await desk.outlook("asked", "fa")
    assert outlook is not None
    assert outlook.expected == timedelta(0)

    shop.chatwoot.users[SARA]["availability_status"] = "busy"
    await people.ask()
    outlook = await desk.outlook("asked", "fa")
    assert outlook is not None
    assert outlook.expected is None
    # Somebody will come all the same.
    assert outlook.promised is not None


async def test_what_was_long_ago_says_nothing_of_now(shop: Shop) -> None:
    house, people = shop.house, shop.desk.people
    shop.chatwoot.users[OMID]["availability_status"] = "online"
    await people.ask()
    found = await house.core.read(lambda c: people.agents(c, house.clock()))
    assert [each.names["fa"] for each in found] == ["Sara", "Omid"]
    house.later(3)
    assert await house.core.read(lambda c: people.agents(c, house.clock())) == ()


async def test_a_desk_without_people_here_or_there_promises_nothing(
    shop: Shop,
) -> None:
    house = shop.house
    here = DeskAtHand(house.core, SETTINGS, clock=house.clock)
    assert await here.outlook("asked", "fa") is None


async def test_whatever_happens_it_is_asked_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, asked = shop.desk.people, asyncio.Event()
    ask, tries = people.ask, []

    async def at_first_badly() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise KeyError("an answer of another shape")
        await ask()
        asked.set()

    monkeypatch.setattr(people, "ask", at_first_badly)
    monkeypatch.setattr("bot.desk.chatwoot.people.SECONDS", 0.01)
    going = asyncio.create_task(people.forever())
    await asyncio.wait_for(asked.wait(), 10)
    going.cancel()
    found = await shop.house.core.read(lambda c: people.agents(c, shop.house.clock()))
    assert [each.names["fa"] for each in found] == ["Sara"]
