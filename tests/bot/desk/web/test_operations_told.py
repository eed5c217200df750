"""
What customers hear of what agents have done, and what is read back of money.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.desk.sent import ASKED, CAME, SENT
from crm_connector.errors import SourceUnavailable
from crm_connector.model import OrderStatus
from tests.actions.changing.shops import LAMP, MUG, an_order
from tests.bot.desk.counter import Counter
from tests.bot.desk.web.test_operations import (
    BLUE_MUG,
    ID,
    ORDER,
    carry_out,
    desk,
    heard,
    path,
    read_back,
)

__all__ = ["desk"]

OF_MIND = {"reason": "changed_mind", "is_unopened": True, "pay_by": "gift_card_3"}


async def test_the_customer_hears_once_what_was_done(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "cancel_order"}
    digest = (await read_back(sara, found, **wish))["deal"]["digest"]
    for _ in range(2):
        assert (await carry_out(sara, found, wish, digest))[1]["came"] == "done"
    (told,) = await heard(desk, found)
    by, done = told.split("\n", 1)
    assert by == "سارا این کار را برایتان انجام داد:"
    assert done.startswith("utter_wish_done_cancel_order fa")
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
    deeds = [each.deed for each in await desk.log("order.operation")]
    assert sorted(deeds) == [ASKED, CAME, SENT]
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


async def test_what_the_same_brings_again_is_not_logged_again(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "cancel_order"}
    digest = (await read_back(sara, found, **wish))["deal"]["digest"]
    # What failed and is tried again is a deed of its own.
    desk.orders.fails = [SourceUnavailable("away")]
    assert (await carry_out(sara, found, wish, digest))[0] == 503
    for _ in range(3):
        assert (await carry_out(sara, found, wish, digest))[0] == 200
    deeds = [each.deed for each in reversed(await desk.log("order.operation"))]
    assert deeds == [ASKED, SENT, CAME] * 2
    # So is another wish by the same name.
    other, _ = await carry_out(sara, found, BLUE_MUG, "another digest")
    assert other == 409
    deeds = [each.deed for each in await desk.log("order.operation")]
    assert deeds[:2] == [CAME, ASKED]


async def test_how_more_is_paid_is_read_back(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    deal = (await read_back(sara, found, **BLUE_MUG))["deal"]
    assert deal["pays"] == {
        lang: f"utter_pays_by_shop {lang}" for lang in ("fa", "ar", "en")
    }
    assert not any(deal["goods"].values())


async def test_where_goods_go_is_read_back(desk: Counter) -> None:
    shop = desk.orders
    shop.held[ORDER] = an_order(ORDER, OrderStatus.DELIVERED, MUG, LAMP)
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "return_items", "lines": [{"id": "1"}], **OF_MIND}
    deal = (await read_back(sara, found, **wish))["deal"]
    assert deal["goods"]["ar"] == "utter_goods_go_back ar"
    assert not any(deal["pays"].values())


async def test_each_operation_says_by_which_ways_money_may_go(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    shown = (await sara.get(path(found))).json()
    ways = {each["operation"]: each["methods"] for each in shown["operations"]}
    assert ways["change_items"] == ["credit_card_1"]
    assert ways["return_items"] == ["credit_card_1", "gift_card_3"]


async def test_where_nothing_is_left_it_is_not_done_already(desk: Counter) -> None:
    shop = desk.orders
    shop.held[ORDER] = an_order(ORDER, OrderStatus.DELIVERED, MUG, LAMP)
    gone = (replace(each, in_stock=False) for each in shop.variants["mugs"])
    shop.variants["mugs"] = tuple(gone)
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "exchange_items", "lines": [{"id": "1"}], **OF_MIND}
    step = await read_back(sara, found, **wish)
    assert (step["step"], step["snag"], step["line"]) == ("ask", "none_left", "1")
