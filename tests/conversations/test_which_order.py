"""
Which order is meant, where it is easy to answer with a wrong one.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.model import OrderStatus
from tests.fakes.orders import COFFEE, an_order

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("where is my order 123456789", "123456789"),
        ("where is order 123", "123"),
        ("سفارش ۱۲۳ کجاست؟", "۱۲۳"),
        ("is order 99999 5 days late?", "99999"),
        ("my parcel 77777, where is it, 2 items", "77777"),
    ],
)
async def test_a_number_that_is_no_order_is_never_answered_with_another(
    talk, text, number
):
    """
    There is one open order, and it is not the one that was asked for.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("50010")]
    replies = await talk.says(text)
    assert [card for reply in replies for card in reply.cards] == []
    assert number in replies[0].text


async def test_every_number_that_is_named_is_answered(talk):
    """
    Two that are there, and one that is not.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("50010"), an_order("50011"), an_order("50012")]
    replies = await talk.says("where are orders 50010 and 50012 and 99999?")
    assert [c.id for r in replies for c in r.cards] == ["50010", "50012"]
    assert "99999" in replies[-1].text


async def test_without_any_order_a_wrong_number_offers_nothing_to_choose(talk):
    """
    No "choose one of these" with nothing below it.
    """
    talk.sign_in()
    (reply,) = await talk.says("where is order 50010?")
    assert reply.buttons == ()
    assert "choose" not in reply.text


async def test_an_open_order_behind_many_ended_ones_is_found(talk):
    """
    Also one that only its product names.
    """
    talk.sign_in()
    delivered = [
        an_order(str(60000 + n), OrderStatus.DELIVERED, product=COFFEE, days_ago=n + 1)
        for n in range(25)
    ]
    talk.source.all_orders = [*delivered, an_order("50010", days_ago=90)]
    (reply,) = await talk.says("where is my order?")
    assert [card.id for card in reply.cards] == ["50010"]
    talk.state = None
    (reply,) = await talk.says("where are my shoes?")
    assert [card.id for card in reply.cards] == ["50010"]


async def test_of_two_parcels_the_one_still_under_way_is_told(talk):
    """
    The other has arrived, though it was sent later.
    """
    talk.sign_in()
    order = an_order("50010")
    (parcel,) = order.parcels
    arrived = replace(
        parcel,
        tracking_code="ARRIVED1",
        shipped_at=parcel.shipped_at + timedelta(hours=1),
        delivered_at=parcel.shipped_at + timedelta(days=1),
    )
    talk.source.all_orders = [replace(order, parcels=(parcel, arrived))]
    (reply,) = await talk.says("where is my order?")
    assert "9081726354" in reply.text
    assert "ARRIVED1" not in reply.text


async def test_two_parcels_under_way_are_both_told(talk):
    """
    Each with its code; also where the shop does not say when they were sent.
    """
    talk.sign_in()
    order = an_order("50010")
    parcels = tuple(
        replace(order.parcels[0], tracking_code=code, shipped_at=None)
        for code in ("CODE1", "CODE2")
    )
    talk.source.all_orders = [replace(order, parcels=parcels)]
    (reply,) = await talk.says("where is my order?")
    assert "CODE1" in reply.text
    assert "CODE2" in reply.text


@pytest.mark.parametrize(
    "status", [OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED]
)
async def test_a_day_that_the_shop_does_not_know_is_not_made_up(talk, status):
    """
    No history: not a word of when, above all not the day of the order.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("50010", status, history=())]
    (reply,) = await talk.says("where is order 50010?")
    assert "2026" not in reply.text


async def test_more_orders_than_buttons_are_mentioned(talk):
    """
    The rest can be asked for by number.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order(str(50010 + n)) for n in range(9)]
    (reply,) = await talk.says("where is my order?")
    assert len(reply.buttons) == 6
    assert "any other order" in reply.text


async def test_an_open_order_behind_many_recent_ones_is_offered_too(talk):
    """
    One who buys every day: the newest is open, and so is one from two weeks ago.
    """
    talk.sign_in()
    daily = [
        an_order(str(60000 + n), OrderStatus.DELIVERED, product=COFFEE, days_ago=n + 2)
        for n in range(12)
    ]
    talk.source.all_orders = [
        an_order("60999", days_ago=1),
        *daily,
        an_order("50010", days_ago=15),
    ]
    (reply,) = await talk.says("where is my order?")
    numbers = [button.choice.entities["order_number"] for button in reply.buttons]
    assert numbers == ["60999", "50010"]
