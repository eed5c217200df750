"""
The refunds of a list of orders: few requests at once, and none that takes it down.
"""

from __future__ import annotations

import asyncio
import copy

import httpx
import pytest

from crm_connector.errors import SourceUnavailable
from crm_connector.refunds import RefundState
from crm_connector.sources.woocommerce import WooSource
from tests.crm_connector.small_shop import NOW
from tests.crm_connector.sources.woocommerce.questions import answering, raising
from tests.crm_connector.sources.woocommerce.shop import nap, settings

MANY = 12


def spoilt(shop, number, fault):
    """
    Have the shop answer so to who asks for the refunds of one order.
    """

    def answer(request):
        is_meant = request.url.path.endswith(f"orders/{number}/refunds")
        return fault(request) if is_meant else None

    shop.fault = answer


@pytest.mark.parametrize(
    "fault",
    [raising(httpx.ConnectError("")), answering(500), answering(200, b"[1]")],
    ids=["no answer", "broken down", "puzzling"],
)
async def test_refunds_that_cannot_be_read_leave_the_list_of_orders(
    source, shop, fault
) -> None:
    shop.give_back(731, "50000", by_gateway=True)
    shop.give_back(727, "20000", by_gateway=True)
    before = {each.number for each in await source.orders("7", limit=20)}
    spoilt(shop, 731, fault)

    orders = {each.number: each for each in await source.orders("7", limit=20)}

    assert orders.keys() == before
    known = {number: each.refunds for number, each in orders.items()}
    assert [each for each in known.values() if each is None] == [None]
    (read,) = [each for each in known.values() if each]
    assert [each.state for each in read] == [RefundState.PAID]


async def test_of_the_one_order_that_is_asked_for_it_is_said(source, shop) -> None:
    shop.give_back(731, "50000", by_gateway=True)
    spoilt(shop, 731, raising(httpx.ConnectError("")))

    with pytest.raises(SourceUnavailable):
        await source.order("7", "731")


async def test_only_a_few_are_asked_for_at_the_same_moment(shop) -> None:
    for id_ in range(9001, 9001 + MANY):
        shop.orders.append({**copy.deepcopy(shop.order(731)), "id": id_})
        shop.give_back(id_, "5", by_gateway=True)
    now, most = 0, 0

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        # All that were begun are under way before the first is answered.
        await asyncio.sleep(0)
        now -= 1
        return shop(request)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    async with client:
        source = WooSource(settings(), client, clock=lambda: NOW, sleep=nap)
        orders = await source.orders("7", limit=50)

    assert sum(bool(each.refunds) for each in orders) == MANY
    assert 1 < most <= 4
