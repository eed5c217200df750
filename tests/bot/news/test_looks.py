"""
How what is under way is looked after: in turn, less and less often, never all at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.news import rounds as rounds_of
from crm_connector.errors import SourceUnavailable
from crm_connector.model import OrderStatus
from tests.bot.both import address
from tests.bot.news.house import House, clock_at, orders
from tests.fakes.orders import a_customer, an_order

__all__ = ["address"]  # a fixture: both kinds of databases

SPREAD = 0.15


def about(pause: timedelta, expected: timedelta) -> bool:
    """
    Whether it is that long, more or less.
    """
    return abs(pause - expected) <= expected * SPREAD + timedelta(seconds=1)


async def test_the_longer_nothing_happens_the_less_often_it_is_looked(
    house: House,
) -> None:
    await house.follower()
    pauses = []
    for _ in range(5):
        await house.rounds().once()
        pauses.append(await house.next_look())
        house.clock.advance(seconds=pauses[-1].total_seconds())

    minutes = [15, 30, 60, 120, 120]
    for pause, expected in zip(pauses, minutes, strict=True):
        assert about(pause, timedelta(minutes=expected)), pauses


async def test_after_a_change_it_is_looked_often_again(house: House) -> None:
    await house.follower()
    await house.rounds().once()
    house.clock.advance(hours=2)
    house.becomes("21963", OrderStatus.SHIPPED)

    await house.rounds().once()

    assert about(await house.next_look(), timedelta(minutes=15))


async def test_of_what_is_at_the_door_it_is_looked_twice_an_hour(house: House) -> None:
    house.becomes("21963", OrderStatus.OUT_FOR_DELIVERY)
    await house.follower()
    for _ in range(4):
        await house.rounds().once()
        house.clock.advance(minutes=40)

    await house.rounds().once()

    assert about(await house.next_look(), timedelta(minutes=30))


async def test_where_a_system_rings_it_is_looked_only_to_be_safe(house: House) -> None:
    await house.follower()
    rounds = house.rounds(rings=["fake"])
    await rounds.once()  # of one who has just come
    house.clock.advance(minutes=2)

    await rounds.once()

    assert about(await house.next_look(), timedelta(hours=6))


async def test_a_source_that_is_down_is_asked_less_and_less(house: House) -> None:
    await house.follower()
    house.source.go_down()
    pauses = []
    for _ in range(5):
        await house.rounds().once()
        pauses.append(await house.next_look())
        house.clock.advance(seconds=pauses[-1].total_seconds())

    for pause, expected in zip(pauses, [1, 2, 4, 8, 16], strict=True):
        assert about(pause, timedelta(minutes=expected)), pauses


async def test_what_changed_while_it_was_down_is_told_when_it_is_back(
    house: House,
) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    house.source.go_down()
    await house.rounds().once()
    await house.told(thread, 0)
    house.source.come_back()
    house.clock.advance(minutes=5)

    await house.rounds().once()

    await house.told(thread, 1)


async def many(house: House, count: int) -> None:
    """
    So many customers who are all to be looked after now.
    """
    house.source.customers = {
        str(n): a_customer(str(n), f"Customer {n}") for n in range(100, 100 + count)
    }
    house.source.all_orders = [
        an_order(f"9{n}", customer_id=str(n)) for n in range(100, 100 + count)
    ]
    for n in range(100, 100 + count):
        customer = str(n)
        thread = await house.core.new_conversation(customer)
        await house.signs_in(customer)
        await house.says(thread, "hello", identity=house.identity(customer))
        await house.agrees(customer)
    house.clock.advance(minutes=5)


async def test_a_minute_has_no_more_looks_than_the_shop_wants(address: str) -> None:
    """
    However many processes there are, and though all are due at the same moment.
    """
    clock = clock_at()
    first = await House.open(address, clock)
    await first.core.start()
    await many(first, 12)
    second = await House.open(address, clock, first.source)
    asked = first.source.asked
    counts = []
    for _ in range(4):
        for _ in range(6):
            for house in (first, second):
                await house.rounds(looks_a_minute=5).once()
            clock.advance(seconds=10)
        counts.append(first.source.asked - asked)
        asked = first.source.asked

    assert counts == [5, 5, 5, 5]
    await second.close()
    await first.close()


async def test_who_came_together_is_not_looked_after_together(house: House) -> None:
    await many(house, 6)
    await house.rounds().once()

    pauses = {await house.next_look(str(n)) for n in range(100, 106)}

    assert len(pauses) == 6


async def test_a_breaker_that_is_open_is_respected(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await many(house, 10)
    house.source.fault = SourceUnavailable("Not now.", source="fake", retry_after=60)
    asked = house.source.asked

    await house.rounds().once()

    # The first ones were on their way together; nobody asked behind them.
    assert house.source.asked - asked <= rounds_of.AT_ONCE * 2


async def test_a_look_that_never_came_back_is_taken_up_by_another(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = clock_at()
    first = await House.open(address, clock)
    first.source.all_orders = orders("21963")
    await first.core.start()
    thread = await first.follower()
    first.becomes("21963", OrderStatus.SHIPPED)
    dying = first.rounds(most_a_day=4)

    async def hang(_customer: str, _now: object) -> None:
        """
        As of a process that is gone.
        """

    monkeypatch.setattr(dying, "_look_after", hang)
    await dying.once()
    await first.rounds().once()
    await first.told(thread, 0)

    clock.advance(minutes=2)
    await first.rounds().once()

    await first.told(thread, 1)
    await first.close()


async def test_a_ring_has_it_looked_at_at_once(house: House) -> None:
    thread = await house.follower()
    rounds = house.rounds(rings=["fake"])
    for _ in range(3):
        await rounds.once()
        house.clock.advance(minutes=3)
    house.becomes("21963", OrderStatus.SHIPPED)
    await rounds.once()
    await house.told(thread, 0)

    assert await house.ring("7", "nobody") == 1
    await rounds.once()

    await house.told(thread, 1)


async def test_rings_that_come_again_and_again_are_one(house: House) -> None:
    thread = await house.follower()
    rounds = house.rounds(rings=["fake"])
    await house.ring("7")
    await rounds.once()
    asked = house.source.asked
    for _ in range(5):
        await house.ring("7")
        await rounds.once()
        house.clock.advance(seconds=5)

    assert house.source.asked == asked
    house.clock.advance(seconds=10)
    await rounds.once()
    assert house.source.asked > asked
    await house.told(thread, 0)


async def test_after_a_ring_that_found_nothing_it_is_looked_once_more(
    house: House,
) -> None:
    """
    What was read may have been kept from before the change.
    """
    await house.follower()
    rounds = house.rounds(rings=["fake"])
    await house.ring("7")
    await rounds.once()
    assert about(await house.next_look(), timedelta(seconds=90))
    house.clock.advance(seconds=90)

    await rounds.once()

    assert about(await house.next_look(), timedelta(hours=6))


async def test_a_ring_while_it_is_looked_is_not_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.follower()
    followed = house.gate.followed

    async def and_a_ring(customer: str) -> object:
        found = await followed(customer)
        house.clock.advance(seconds=1)
        await house.ring("7")
        return found

    monkeypatch.setattr(house.gate, "followed", and_a_ring)
    await house.rounds(rings=["fake"]).once()

    assert await house.next_look() < timedelta(seconds=31)


async def test_what_is_older_than_what_is_known_tells_nothing(house: House) -> None:
    """
    Answers that come in another order than they were asked for.
    """
    thread = await house.follower()
    teller, now = house.teller(), house.clock()
    (packed,) = house.source.all_orders
    shipped = replace(packed, status=OrderStatus.SHIPPED, as_of=now)
    late = replace(packed, as_of=now - timedelta(minutes=1))
    for order in (shipped, late, shipped):
        await house.core.write(lambda c, o=order: teller.tell(c, "7", [o], now))
    await house.core.wake(thread)

    await house.told(thread, 1)
