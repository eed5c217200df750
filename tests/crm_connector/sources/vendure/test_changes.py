"""
Cancelling and giving back: once, and only what may be.
"""

import asyncio
import json

import httpx
import pytest

from crm_connector.errors import NotGivenBack, Refused
from crm_connector.model import Money
from crm_connector.operations import Reason
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.captured import load
from tests.crm_connector.sources.vendure.faults import breaks


def refunds(fake):
    """
    What was given back for the open order: how much, and why.
    """
    (payment,) = fake.orders[1]["payments"]
    return [(each["total"], each["reason"]) for each in payment["refunds"]]


async def test_money_is_given_back_once_though_it_is_wished_twice_at_once(source, fake):
    wishes = [
        source.refund_order("1", shop.OPEN.number, shop.toman(5), key="one wish")
        for _ in range(5)
    ]

    refunds = await asyncio.gather(*wishes)

    assert len({each.reference for each in refunds}) == 1
    assert fake.asked.count("Refund") == 1


async def test_no_more_is_given_back_than_is_left(source):
    number, total = shop.OPEN.number, shop.OPEN.total.amount
    await source.refund_order("1", number, shop.toman(total - 10), key="most")

    with pytest.raises(Refused):
        await source.refund_order("1", number, shop.toman(11), key="more")
    rest = await source.refund_order("1", number, shop.toman(10), key="rest")

    assert rest.amount == shop.toman(10)


async def test_what_was_rounded_up_can_be_given_back_whole(source, fake):
    (payment,) = fake.orders[1]["payments"]
    # 1250000.5 toman, told as 1250001.
    payment["amount"] = fake.orders[1]["totalWithTax"] = 1250000500
    order = await source.order("1", shop.OPEN.number)
    assert order.total == shop.toman(1250001)

    refund = await source.refund_order("1", order.number, order.total, key="all")

    assert refund.amount == order.total
    assert payment["refunds"][0]["total"] == payment["amount"]


async def test_what_was_not_paid_yet_is_not_given_back(source):
    with pytest.raises(Refused):
        await source.refund_order(
            "1", shop.AUTHORIZED.number, shop.toman(1), key="too early"
        )


async def test_money_in_the_shops_unit_is_not_money_in_ours(source):
    with pytest.raises(Refused):
        await source.refund_order("1", shop.OPEN.number, Money(1, "IRR"), key="rials")


async def test_the_shops_staff_reads_why_it_was_cancelled(source, fake):
    await source.cancel_order(
        "1", shop.OPEN.number, key="wish-7", reason=Reason.TAKES_TOO_LONG
    )

    (sent,) = [
        json.loads(each.content)["variables"]["input"]
        for each in fake.requests
        if json.loads(each.content)["operationName"] == "Cancel"
    ]
    assert sent["reason"] == "Hamyar wish-7: takes_too_long"


@pytest.mark.parametrize("key", ["", "a\nb", "x" * 201])
async def test_a_key_is_something_that_a_shop_can_keep(source, fake, key):
    with pytest.raises(ValueError, match="key"):
        await source.cancel_order("1", shop.OPEN.number, key=key)
    with pytest.raises(ValueError, match="key"):
        await source.refund_order("1", shop.OPEN.number, shop.toman(1), key=key)
    assert not {"Cancel", "Refund"} & set(fake.asked)


@pytest.mark.parametrize(
    "order", [shop.SHIPPED, shop.DELIVERED, shop.PARTED], ids=["all", "there", "a part"]
)
async def test_what_has_left_the_shop_is_not_cancelled(source, fake, order):
    with pytest.raises(Refused):
        await source.cancel_order("1", order.number, key="too late")

    assert "Cancel" not in fake.asked


async def test_an_order_that_staff_is_changing_is_not_cancelled(source, fake):
    # Vendure would take the lines out, and then not allow the state.
    fake.orders[1].update(state="Modifying", nextStates=["PaymentSettled"])

    with pytest.raises(Refused):
        await source.cancel_order("1", shop.OPEN.number, key="busy")

    assert "Cancel" not in fake.asked


async def test_what_was_paid_for_a_cancelled_order_is_given_back_once(source, fake):
    await source.refund_order("1", shop.OPEN.number, shop.toman(10), key="before")

    for _ in range(2):
        await source.cancel_order("1", shop.OPEN.number, key="wish-7")

    left = shop.OPEN.total.amount - 10
    assert refunds(fake) == [
        (10 * 1000, "Hamyar before"),
        (left * 1000, "Hamyar wish-7"),
    ]


async def test_what_was_only_authorized_is_not_given_back(source, fake):
    await source.cancel_order("1", shop.AUTHORIZED.number, key="wish-7")

    assert "Refund" not in fake.asked


async def test_a_wish_that_ended_before_its_money_went_is_carried_to_the_end(
    source, fake
):
    await source.cancel_order("1", shop.OPEN.number, key="wish-7")
    fake.orders[1]["payments"][0]["refunds"].clear()

    await source.cancel_order("1", shop.OPEN.number, key="wish-7")

    assert fake.asked.count("Cancel") == 1
    assert refunds(fake) == [(1250000000, "Hamyar wish-7")]


async def test_for_what_somebody_else_cancelled_nothing_is_given_back(source, fake):
    await source.cancel_order("1", shop.OPEN.number, key="wish-7")
    fake.orders[1]["payments"][0]["refunds"].clear()

    for key in ("wish", "wish-8", "wish-7: x"):
        with pytest.raises(Refused):
            await source.cancel_order("1", shop.OPEN.number, key=key)

    assert fake.asked.count("Cancel") == 1
    assert refunds(fake) == []


async def test_money_of_which_no_answer_came_is_looked_for_and_not_sent_again(
    source, fake
):
    fake.then(None, None, None, breaks(httpx.ReadError("reset")))

    cancelled = await source.cancel_order("1", shop.OPEN.number, key="wish-7")

    assert cancelled.status is shop.CANCELLED.status
    assert fake.asked.count("Refund") == 1


async def test_money_that_is_not_seen_after_no_answer_is_for_people(source, fake):
    def lost(name, said):
        fake.orders[1]["payments"][0]["refunds"].clear()
        return httpx.ReadError("reset")

    fake.then(None, None, None, lost)

    with pytest.raises(NotGivenBack):
        await source.cancel_order("1", shop.OPEN.number, key="wish-7")

    assert fake.asked.count("Refund") == 1
    assert (await source.order("1", shop.OPEN.number)).status is shop.CANCELLED.status


@pytest.mark.parametrize("said", ["refund-not-paid", "refund-too-much", None])
async def test_money_that_cannot_be_given_back_is_for_people(source, fake, said):
    if said is None:
        fake.refund_state = "Failed"
    else:
        answer = httpx.Response(200, json=load(said))
        fake.then(None, None, None, lambda *_: answer)

    with pytest.raises(NotGivenBack):
        await source.cancel_order("1", shop.OPEN.number, key="wish-7")

    assert fake.asked.count("Refund") == 1
