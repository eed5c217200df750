"""
What was paid for an order that is cancelled: it goes back once, or people are told.
"""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from crm_connector.errors import NotGivenBack, Refused
from crm_connector.model import OrderStatus
from crm_connector.refunds import RefundState
from tests.crm_connector.small_shop import toman
from tests.crm_connector.sources.woocommerce.shop import opened
from tests.fakes.woocommerce import WooShop


@pytest.fixture
async def source(shop: WooShop):
    """
    One that may cancel what was paid and not sent.
    """
    source = opened(shop, cancel_from=("pending", "on-hold", "processing"))
    yield source
    await source.close()


def sent(shop: WooShop, method: str) -> list[dict]:
    """
    What was asked to be changed.
    """
    return [json.loads(each.content) for each in shop.asked if each.method == method]


async def test_what_was_paid_goes_back_by_the_gateway_once(source, shop) -> None:
    shop.give_back(731, "550000", by_gateway=True)

    for _ in range(2):
        cancelled = await source.cancel_order("7", "731", key="wish-7")

    (put,), (post,) = sent(shop, "PUT"), sent(shop, "POST")
    assert put["status"] == "cancelled"
    assert (post["amount"], post["api_refund"]) == ("1000000.00", True)
    # What is given back whole is called refunded there.
    assert shop.order(731)["status"] == "refunded"
    assert cancelled.status is OrderStatus.CANCELLED
    assert cancelled.paid == toman(0)
    amounts = [(each.amount, each.state) for each in cancelled.refunds]
    assert amounts == [
        (toman(550_000), RefundState.PAID),
        (toman(1_000_000), RefundState.PAID),
    ]


async def test_one_wish_at_once_gives_back_once(source, shop) -> None:
    found = await asyncio.gather(
        *(source.cancel_order("7", number, key="wish-7") for number in ("731", "۷۳۱"))
    )

    assert [each.status for each in found] == [OrderStatus.CANCELLED] * 2
    assert (len(sent(shop, "PUT")), len(sent(shop, "POST"))) == (1, 1)


async def test_what_was_not_paid_is_cancelled_alone(source, shop) -> None:
    cancelled = await source.cancel_order("7", "735", key="wish-7")

    assert cancelled.status is OrderStatus.CANCELLED
    assert cancelled.refunds == ()
    assert sent(shop, "POST") == []


async def test_a_gateway_that_cannot_leaves_it_to_people(source, shop) -> None:
    shop.gateway_refunds = False

    for _ in range(2):
        with pytest.raises(NotGivenBack):
            await source.cancel_order("7", "731", key="wish-7")

    order = await source.order("7", "731")
    assert order.status is OrderStatus.CANCELLED
    assert (order.paid, order.refunds) == (toman(1_550_000), ())


async def test_without_leave_the_gateway_is_not_asked(shop) -> None:
    source = opened(shop, cancel_from=("processing",), api_refund=False)

    with pytest.raises(NotGivenBack):
        await source.cancel_order("7", "731", key="wish-7")

    assert shop.order(731)["status"] == "cancelled"
    assert sent(shop, "POST") == []
    await source.close()


async def test_what_somebody_else_cancelled_is_theirs_to_give_back(
    source, shop
) -> None:
    shop.order(731)["status"] = "cancelled"

    with pytest.raises(Refused):
        await source.cancel_order("7", "731", key="wish-7")
    shop.order(731)["status"] = "processing"
    await source.cancel_order("7", "731", key="wish-7")
    for key in ("wish", "wish-8"):
        with pytest.raises(Refused):
            await source.cancel_order("7", "731", key=key)

    assert (len(sent(shop, "PUT")), len(sent(shop, "POST"))) == (1, 1)


async def test_a_wish_that_ended_before_its_money_went_is_carried_to_the_end(
    source, shop
) -> None:
    def away(request: httpx.Request):
        if request.url.path.endswith("/refunds"):
            raise httpx.ConnectError("")

    shop.fault = away
    with pytest.raises(NotGivenBack):
        await source.cancel_order("7", "731", key="wish-7")
    shop.fault = None

    cancelled = await source.cancel_order("7", "731", key="wish-7")

    assert cancelled.paid == toman(0)
    assert (len(sent(shop, "PUT")), len(sent(shop, "POST"))) == (1, 1)


async def test_money_of_which_no_answer_came_is_looked_for_and_not_sent_again(
    source, shop
) -> None:
    def deaf(request: httpx.Request):
        if request.method == "POST":
            shop.fault = None
            shop(request)
            raise httpx.ReadTimeout("")

    shop.fault = deaf

    cancelled = await source.cancel_order("7", "731", key="wish-7")

    assert [each.amount for each in cancelled.refunds] == [toman(1_550_000)]
    assert len(shop.refunds[731]) == 1


async def test_money_that_is_not_seen_after_no_answer_is_for_people(
    source, shop
) -> None:
    def lost(request: httpx.Request):
        if request.method == "POST":
            raise httpx.ReadTimeout("")

    shop.fault = lost

    with pytest.raises(NotGivenBack):
        await source.cancel_order("7", "731", key="wish-7")

    assert len(sent(shop, "POST")) == 1
    assert (await source.order("7", "731")).status is OrderStatus.CANCELLED


async def test_an_order_is_cancelled_though_nobody_tells_of_it_afterwards(
    source, shop
) -> None:
    def away(request: httpx.Request):
        if request.method == "GET" and shop.refunds.get(731):
            raise httpx.ConnectError("")

    shop.fault = away

    cancelled = await source.cancel_order("7", "731", key="wish-7")

    assert cancelled.status is OrderStatus.CANCELLED
    assert len(shop.refunds[731]) == 1
