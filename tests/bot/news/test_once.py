"""
What has changed is told once, whoever dies and however many there are to tell it.
"""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.conversations.tables import inbox
from bot.news.tables import known_orders
from crm_connector.model import OrderStatus
from tests.bot.both import address
from tests.bot.conversations.builders import eventually
from tests.bot.news.house import House, clock_at, orders

__all__ = ["address"]  # a fixture: both kinds of databases


async def test_a_change_is_told_once_in_the_customers_own_name(house: House) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)

    await house.rounds().once()

    await house.told(thread, 1)
    assert house.news == [[("21963", "shipped")]]
    (turn,) = (each for each in house.engine.turns if each.choice is not None)
    assert turn.identity.customer_id == "7"
    assert turn.channel == "web"
    for _ in range(5):
        house.clock.advance(hours=1)
        await house.rounds().once()
    await house.told(thread, 1)


async def test_each_further_change_is_told(house: House) -> None:
    thread = await house.follower()
    way = (OrderStatus.SHIPPED, OrderStatus.OUT_FOR_DELIVERY, OrderStatus.DELIVERED)
    for count, status in enumerate(way, 1):
        house.becomes("21963", status)
        await house.rounds().once()
        await house.told(thread, count)
        house.clock.advance(minutes=40)

    assert [news[0][1] for news in house.news] == [each.value for each in way]


async def test_of_two_processes_one_tells_it(address: str) -> None:
    clock = clock_at()
    first = await House.open(address, clock)
    first.source.all_orders = orders("21963", "21928")
    second = await House.open(address, clock, first.source)
    await first.core.start()
    await second.core.start()
    thread = await first.follower()
    for count, number in enumerate(("21963", "21928"), 1):
        first.becomes(number, OrderStatus.SHIPPED)

        rounds = [house.rounds() for house in (first, second) for _ in range(3)]
        await asyncio.gather(*(each.once() for each in rounds))

        # While one thing is being told nothing else is: twenty minutes are enough.
        await first.told(thread, count)
        clock.advance(minutes=20)
    assert sorted(first.news + second.news) == [
        [("21928", "shipped")],
        [("21963", "shipped")],
    ]
    await first.close()
    await second.close()


async def test_two_who_look_at_the_same_moment_tell_it_once(address: str) -> None:
    """
    As when the lease of one that hangs has run out, and it goes on after all.
    """
    clock = clock_at()
    first = await House.open(address, clock)
    first.source.all_orders = orders("21963")
    second = await House.open(address, clock, first.source)
    await first.core.start()
    thread = await first.follower()
    first.becomes("21963", OrderStatus.SHIPPED)
    found = await first.gate.followed("7")
    teller = first.teller()

    outcomes = await asyncio.gather(
        *(
            house.core.write(lambda c: teller.tell(c, "7", found.values, clock()))
            for house in (first, second, first, second)
        )
    )

    assert outcomes.count(thread) == 1
    await first.core.wake(thread)
    await first.told(thread, 1)
    await first.close()
    await second.close()


async def test_who_dies_after_noting_it_tells_it_after_the_next_start(
    address: str,
) -> None:
    """
    A core that never started stands for a process that died right away.
    """
    clock = clock_at()
    before = await House.open(address, clock)
    before.source.all_orders = orders("21963")
    await before.core.start()
    thread = await before.follower()
    await before.close()
    before.becomes("21963", OrderStatus.SHIPPED)
    dying = await House.open(address, clock, before.source)
    await dying.rounds().once()
    assert dying.news == []
    await dying.close()

    after = await House.open(address, clock, before.source)
    await after.core.start()
    await after.told(thread, 1)
    clock.advance(hours=1)
    await after.rounds().once()
    await after.told(thread, 1)
    assert after.news == [[("21963", "shipped")]]
    await after.close()


async def test_who_dies_while_it_is_worded_tells_it_once(address: str) -> None:
    clock = clock_at()
    dying = await House.open(address, clock)
    dying.source.all_orders = orders("21963")
    await dying.core.start()
    thread = await dying.follower()
    dying.becomes("21963", OrderStatus.SHIPPED)
    dying.engine.gate.clear()
    await dying.rounds().once()

    async def begun() -> bool:
        return bool(dying.news)

    await eventually(begun)
    await dying.close()

    after = await House.open(address, clock, dying.source)
    await after.core.start()
    await after.told(thread, 1)
    await after.close()


async def test_what_is_not_noted_is_not_told_and_the_other_way_round(
    house: House,
) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    rounds = house.rounds()
    found = await house.gate.followed("7")
    teller = house.teller()

    def cut_off(connection: sa.engine.Connection) -> None:
        assert teller.tell(connection, "7", found.values, house.clock()) == thread
        raise KeyError("the end")

    with pytest.raises(KeyError):
        await house.core.write(cut_off)

    def standing(connection: sa.engine.Connection) -> tuple[list[str], int]:
        events = sa.select(sa.func.count()).where(inbox.c.kind == "news")
        seen = connection.execute(sa.select(known_orders.c.status)).scalars()
        return list(seen), int(connection.execute(events).scalar() or 0)

    assert await house.core.read(standing) == (["preparing"], 0)
    await rounds.once()
    assert await house.core.read(standing) == (["shipped"], 1)
    await house.told(thread, 1)
