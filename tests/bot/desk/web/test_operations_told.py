"""
What customers hear of what agents have done, and what is read back of money.
"""

from __future__ import annotations

import asyncio

from tests.bot.desk.counter import Counter
from tests.bot.desk.web.test_operations import (
    BLUE_MUG,
    ID,
    carry_out,
    desk,
    heard,
    read_back,
)

__all__ = ["desk"]


async def test_the_customer_hears_once_what_was_done(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "cancel_order"}
    digest = (await read_back(sara, found, **wish))["deal"]["digest"]
    for _ in range(2):
        assert (await carry_out(sara, found, wish, digest))[1]["came"] == "done"
    (told,) = await heard(desk, found)
    assert told.startswith("utter_wish_done_cancel_order fa")
    # The sum, by which way, and a reference.
    assert "utter_money_back" in told
    assert "Visa 1111" in told
    assert ID[:8].upper() in told


async def test_the_customer_hears_nothing_where_the_agent_says_so(
    desk: Counter,
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    digest = (await read_back(sara, found, **BLUE_MUG))["deal"]["digest"]
    status, _ = await carry_out(sara, found, BLUE_MUG, digest, quiet=True)
    assert status == 200
    assert await heard(desk, found) == []


async def test_two_at_once_with_one_id_are_sent_once(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "cancel_order"}
    digest = (await read_back(sara, found, **wish))["deal"]["digest"]
    came = await asyncio.gather(
        *(carry_out(sara, found, wish, digest) for _ in range(3))
    )
    assert [(status, answer["came"]) for status, answer in came] == [(200, "done")] * 3
    assert len(await desk.log("order.operation.sent")) == 1
    assert len(desk.orders.writes) == 1
    assert len(await heard(desk, found)) == 1


async def test_a_cancellation_says_by_which_way_and_when_money_comes_back(
    desk: Counter,
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    deal = (await read_back(sara, found, operation="cancel_order"))["deal"]
    assert deal["method"]["id"] == "credit_card_1"
    assert deal["takes"]["working"]
