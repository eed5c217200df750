"""
A system that does not answer is left alone, and tried again by one.
"""

import asyncio

import pytest

from crm_connector.errors import BadSourceData, CustomerNotFound, SourceUnavailable
from crm_connector.profile.breaker import Breaker, BreakerSettings


class System:
    """
    Answers, or fails as it is told; counts how often it was asked.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.failure: Exception | None = None
        self.now = 0.0
        settings = BreakerSettings(failures=3, seconds=10, longest=60)
        self.breaker = Breaker("shop", lambda: self.now, settings)

    async def answer(self) -> str:
        """
        What it says.
        """
        self.asked += 1
        await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        return "yes"

    async def ask(self) -> str:
        """
        A question through the breaker.
        """
        return await self.breaker.through(self.answer)

    async def fail(self, times: int, *, wait: float | None = None) -> None:
        """
        It does not answer so many times.
        """
        self.failure = SourceUnavailable("down", source="shop", retry_after=wait)
        for _ in range(times):
            with pytest.raises(SourceUnavailable):
                await self.ask()
        self.failure = None


async def test_a_few_failures_open_nothing_and_an_answer_forgives_them() -> None:
    system = System()

    for _ in range(4):
        await system.fail(2)
        assert await system.ask() == "yes"

    assert system.asked == 12


async def test_after_enough_failures_nobody_asks_for_a_while() -> None:
    system = System()
    await system.fail(3)

    system.now = 9.9
    with pytest.raises(SourceUnavailable) as caught:
        await system.ask()

    assert system.asked == 3
    assert system.breaker.is_open
    assert caught.value.source == "shop"
    assert caught.value.retry_after == pytest.approx(0.1)


async def test_then_one_tries_for_all() -> None:
    system = System()
    await system.fail(3)
    system.now = 10.0

    first = asyncio.ensure_future(system.ask())
    await asyncio.sleep(0)
    with pytest.raises(SourceUnavailable):
        await system.ask()

    assert await first == "yes"
    assert await system.ask() == "yes"
    assert system.asked == 5


async def test_a_trial_that_fails_closes_the_door_again_at_once() -> None:
    system = System()
    await system.fail(3)
    system.now = 10.0
    await system.fail(1)

    system.now = 19.9
    with pytest.raises(SourceUnavailable):
        await system.ask()

    assert system.asked == 4


async def test_who_stops_waiting_for_the_trial_does_not_keep_the_door_shut() -> None:
    system = System()
    await system.fail(3)
    system.now = 10.0
    trial = asyncio.ensure_future(system.ask())
    await asyncio.sleep(0)
    trial.cancel()
    await asyncio.gather(trial, return_exceptions=True)

    assert await system.ask() == "yes"


async def test_a_question_from_before_ends_without_letting_a_second_trial_in() -> None:
    system = System()
    held = asyncio.Event()

    async def slow() -> str:
        await held.wait()
        raise SourceUnavailable("down", source="shop")

    early = asyncio.ensure_future(system.breaker.through(slow))
    await asyncio.sleep(0)
    await system.fail(3)
    system.now = 10.0
    trial_held = asyncio.Event()

    async def trying() -> str:
        await trial_held.wait()
        return "yes"

    trial = asyncio.ensure_future(system.breaker.through(trying))
    await asyncio.sleep(0)
    held.set()
    await asyncio.gather(early, return_exceptions=True)
    system.now = 30.0

    with pytest.raises(SourceUnavailable):
        await system.ask()

    trial_held.set()
    assert await trial == "yes"


@pytest.mark.parametrize(
    "spoken", [CustomerNotFound("no"), BadSourceData("odd"), ValueError("limit")]
)
async def test_a_system_that_says_anything_is_up(spoken: Exception) -> None:
    system = System()
    await system.fail(2)
    system.failure = spoken
    for _ in range(5):
        with pytest.raises(type(spoken)):
            await system.ask()
    system.failure = None
    await system.fail(2)

    assert await system.ask() == "yes"


@pytest.mark.parametrize(("asked", "seconds"), [(25.0, 25.0), (9000.0, 60.0)])
async def test_who_asks_us_to_stay_away_is_left_alone(
    asked: float, seconds: float
) -> None:
    system = System()
    await system.fail(1, wait=asked)

    system.now = seconds - 0.1
    assert system.breaker.is_open
    system.now = seconds
    assert await system.ask() == "yes"
