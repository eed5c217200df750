"""
Cancelling and giving back: once, only what may be, and nobody is told it was done.
"""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from crm_connector.errors import (
    NotSupported,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.model import Money, OrderStatus
from crm_connector.source import Capability
from tests.crm_connector.small_shop import toman
from tests.crm_connector.sources.woocommerce.questions import (
    answering,
    changes,
    raising,
)
from tests.crm_connector.sources.woocommerce.shop import opened


@changes
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (raising(httpx.ConnectError("")), SourceUnavailable),
        (raising(httpx.ReadTimeout("")), OutcomeUnknown),
        (raising(httpx.RemoteProtocolError("")), OutcomeUnknown),
        (answering(500), OutcomeUnknown),
        (answering(200, b"<html>"), OutcomeUnknown),
        (answering(200, {"id": "x"}), OutcomeUnknown),
        (answering(200, []), OutcomeUnknown),
        (answering(401, {"code": "woocommerce_rest_cannot_edit"}), SourceRejected),
        (answering(400), SourceRejected),
    ],
    ids=lambda value: getattr(value, "__name__", "answer"),
)
async def test_a_change_without_an_answer_is_unknown(
    source, shop, ask, fault, expected
) -> None:
    shop.fault = lambda request: None if request.method == "GET" else fault(request)

    with pytest.raises(expected):
        await ask(source)

    assert len([each for each in shop.asked if each.method != "GET"]) == 1


@changes
async def test_what_is_asked_before_a_change_may_just_be_unavailable(
    source, shop, ask
) -> None:
    shop.fault = raising(httpx.ReadTimeout(""))

    with pytest.raises(SourceUnavailable):
        await ask(source)


async def test_a_refund_that_came_through_unheard_is_not_made_again(
    source, shop
) -> None:
    def deaf(request: httpx.Request):
        if request.method == "POST":
            shop.fault = None
            shop(request)
            raise httpx.ReadTimeout("")

    shop.fault = deaf
    with pytest.raises(OutcomeUnknown):
        await source.refund_order("7", "731", toman(5), key="a")

    again = await source.refund_order("7", "731", toman(5), key="a")
    assert [str(each["id"]) for each in shop.refunds[731]] == [again.reference]
    with pytest.raises(Refused):
        await source.refund_order("7", "731", toman(6), key="a")


async def test_two_refunds_at_a_time_are_one_after_the_other(source, shop) -> None:
    answers = await asyncio.gather(
        *(source.refund_order("7", "731", toman(5), key="a") for _ in range(3)),
        *(source.refund_order("7", "731", toman(1_549_994), key=k) for k in "bc"),
        return_exceptions=True,
    )

    assert len({each.reference for each in answers[:3]}) == 1
    assert sorted(type(each).__name__ for each in answers[3:]) == ["Refund", "Refused"]
    assert len(shop.refunds[731]) == 2


async def test_the_gateway_gives_the_money_back(source, shop) -> None:
    made = await source.refund_order("7", "731", toman(5), key="a")

    body = json.loads(shop.asked[-1].content)
    assert body["api_refund"] is True
    assert body["amount"] == "5"
    again = await source.refund_order("7", "731", toman(5), key="a")
    assert made.is_settled is again.is_settled is True


async def test_a_shop_whose_gateways_cannot_gives_nothing_back(shop) -> None:
    source = opened(shop, api_refund=False)

    assert Capability.CANCEL_ORDER in source.capabilities
    assert Capability.REFUND_ORDER not in source.capabilities
    with pytest.raises(NotSupported):
        await source.refund_order("7", "731", toman(5), key="a")

    assert shop.asked == []
    await source.close()


async def test_what_was_not_paid_is_not_given_back(source) -> None:
    with pytest.raises(Refused, match="not paid"):
        await source.refund_order("7", "735", toman(1), key="a")


async def test_cents_go_there_and_back(shop) -> None:
    order = shop.order(731)
    order |= {"currency": "USD", "total": "29.35"}
    source = opened(shop)

    assert (await source.orders("7", limit=3))[2].total == Money(2935, "USD")
    made = await source.refund_order("7", "731", Money(1005, "USD"), key="a")

    assert shop.refunds[731][0]["amount"] == "10.05"
    assert made.amount == Money(1005, "USD")
    with pytest.raises(Refused):
        await source.refund_order("7", "731", Money(1931, "USD"), key="b")
    await source.close()


@pytest.mark.parametrize(
    ("status", "allowed"), [("pending", True), ("on-hold", True), ("processing", False)]
)
async def test_what_is_not_paid_may_be_cancelled(shop, status, allowed) -> None:
    shop.order(735)["status"] = status
    source = opened(shop)

    if allowed:
        cancelled = await source.cancel_order("7", "735", key="a")
        assert cancelled.status is OrderStatus.CANCELLED
        assert shop.order(735)["status"] == "cancelled"
    else:
        with pytest.raises(Refused):
            await source.cancel_order("7", "735", key="a")
        assert shop.order(735)["status"] == status
    await source.close()


async def test_a_shop_that_says_no_has_not_cancelled(source, shop) -> None:
    def stubborn(request: httpx.Request):
        if request.method == "PUT":
            return httpx.Response(200, json=shop.order(735))
        return None

    shop.fault = stubborn

    with pytest.raises(Refused, match="did not cancel"):
        await source.cancel_order("7", "735", key="a")


@changes
async def test_without_leave_nothing_is_changed(shop, ask) -> None:
    source = opened(shop, may_change=False)

    assert not {"cancel_order", "refund_order"} & {
        each.value for each in source.capabilities
    }
    with pytest.raises(NotSupported):
        await ask(source)
    assert shop.asked == []
    await source.close()


@changes
async def test_a_key_that_may_only_read_is_rejected(source, shop, ask) -> None:
    shop.may_write = False

    with pytest.raises(SourceRejected):
        await ask(source)
