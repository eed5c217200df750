"""
Answers are kept, renewed in the background and asked for once at a time.
"""

import asyncio

import pytest

from crm_connector.errors import CustomerNotFound, SourceUnavailable
from crm_connector.profile.keeper import Budget, Keeper, Kept

BUDGET = Budget(fresh=10, stale=60, last_resort=600)


class Shop:
    """
    Answers with a number that grows; may wait or fail before it does.
    """

    def __init__(self, most: int = 10_000) -> None:
        self.now = 0.0
        self.asked = 0
        self.failure: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.keeper = Keeper(lambda: self.now, most=most)

    async def answer(self) -> int:
        """
        The next number.
        """
        self.asked += 1
        number = self.asked
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return number

    async def get(self, key: object = "sara", budget: Budget = BUDGET) -> Kept[int]:
        """
        The answer, kept or new.
        """
        return await self.keeper.get(key, self.answer, budget)

    def go_down(self) -> None:
        """
        It answers no more.
        """
        self.failure = SourceUnavailable("down")


async def settled() -> None:
    """
    Whatever is under way and need not wait is done.
    """
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_fresh_answer_is_not_asked_for_again() -> None:
    shop = Shop()
    await shop.get()
    shop.now = 10

    assert await shop.get() == Kept(1, 10)
    await settled()
    assert shop.asked == 1


async def test_an_older_one_is_given_at_once_and_renewed_behind() -> None:
    shop = Shop()
    await shop.get()
    shop.now = 11
    shop.gate.clear()

    assert await shop.get() == Kept(1, 11)
    assert await shop.get() == Kept(1, 11)
    shop.gate.set()
    await settled()

    assert await shop.get() == Kept(2, 0)
    assert shop.asked == 2


async def test_what_is_too_old_is_waited_for() -> None:
    shop = Shop()
    await shop.get()
    shop.now = 61

    assert await shop.get() == Kept(2, 0)


async def test_what_may_never_be_stale_is_asked_every_time() -> None:
    shop = Shop()
    now = Budget(fresh=0, stale=0, last_resort=0)
    await shop.get(budget=now)
    shop.now = 0.001

    assert (await shop.get(budget=now)).value == 2
    shop.now = 0.002
    shop.go_down()
    with pytest.raises(SourceUnavailable):
        await shop.get(budget=now)


async def test_a_thousand_who_ask_at_once_ask_once() -> None:
    shop = Shop()
    shop.gate.clear()
    asking = [asyncio.ensure_future(shop.get()) for _ in range(1_000)]
    await settled()
    shop.gate.set()

    assert {kept.value for kept in await asyncio.gather(*asking)} == {1}
    assert shop.asked == 1


async def test_who_stops_waiting_stops_nobody_else_and_no_answer() -> None:
    shop = Shop()
    shop.gate.clear()
    impatient = asyncio.ensure_future(shop.get())
    patient = asyncio.ensure_future(shop.get())
    await settled()
    impatient.cancel()
    shop.gate.set()

    assert (await patient).value == 1
    assert await shop.get() == Kept(1, 0)


async def test_an_old_answer_is_the_last_resort_and_says_so() -> None:
    shop = Shop()
    await shop.get()
    shop.go_down()

    shop.now = 600
    assert await shop.get() == Kept(1, 600, shop.failure)
    shop.now = 601
    with pytest.raises(SourceUnavailable):
        await shop.get()


async def test_a_renewal_that_fails_leaves_what_there_is() -> None:
    shop = Shop()
    await shop.get()
    shop.go_down()
    shop.now = 30

    assert await shop.get() == Kept(1, 30)
    await settled()
    assert await shop.get() == Kept(1, 30)


async def test_what_is_not_there_is_not_answered_with_what_was() -> None:
    shop = Shop()
    await shop.get()
    shop.failure = CustomerNotFound("gone")
    shop.now = 61

    with pytest.raises(CustomerNotFound):
        await shop.get()
    shop.go_down()
    with pytest.raises(SourceUnavailable):
        await shop.get()


async def test_an_error_is_not_kept() -> None:
    shop = Shop()
    shop.go_down()
    with pytest.raises(SourceUnavailable):
        await shop.get()
    shop.failure = None

    assert (await shop.get()).value == 2


async def test_who_cannot_wait_gets_what_is_kept() -> None:
    shop = Shop()
    assert shop.keeper.last("sara", BUDGET) is None
    await shop.get()

    shop.now = 600
    assert shop.keeper.last("sara", BUDGET) == Kept(1, 600)
    shop.now = 601
    assert shop.keeper.last("sara", BUDGET) is None


async def test_what_we_changed_ourselves_is_forgotten_even_while_under_way() -> None:
    shop = Shop()
    await shop.get()
    shop.keeper.forget(lambda key: key == "sara")
    assert (await shop.get()).value == 2

    shop.now = 61
    shop.gate.clear()
    before = asyncio.ensure_future(shop.get())
    await settled()
    shop.keeper.forget(lambda key: key == "sara")
    after = asyncio.ensure_future(shop.get())
    await settled()
    shop.gate.set()

    assert (await before).value == 3
    assert (await after).value == 4
    assert await shop.get() == Kept(4, 0)


async def test_the_least_used_go_first() -> None:
    shop = Shop(most=2)
    for key in ("a", "b", "a", "c"):
        await shop.get(key)

    assert len(shop.keeper) == 2
    assert (await shop.get("a")).value == 1
    assert (await shop.get("b")).value == 4


async def test_closing_stops_what_is_under_way() -> None:
    shop = Shop()
    shop.gate.clear()
    waiting = asyncio.ensure_future(shop.get())
    await settled()

    await shop.keeper.close()

    with pytest.raises(asyncio.CancelledError):
        await waiting


@pytest.mark.parametrize("wrong", [(-1, 0, 0), (2, 1, 3), (1, 3, 2)])
def test_a_budget_grows(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="grows"):
        Budget(*wrong)
