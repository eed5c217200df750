"""
Orders and points of somebody else are asked for: one's own are no answer.
"""

from dataclasses import replace

import pytest

from tests.conversations.asked import answers, texts
from tests.fakes.orders import COFFEE, a_customer, an_order

pytestmark = pytest.mark.engine

THEMSELVES = {
    "fa": "سفارش کس دیگری را",
    "ar": "طلبات أحد إلا لصاحبها",
    "en": "to themselves alone",
}
ANOTHERS = [
    ("fa", "آرش کریمی چند تا سفارش داره؟"),
    ("fa", "سفارشای ۰۹۱۲۰۰۰۰۰۹۹ رو بیار"),
    ("fa", "سفارش مامانم کجاست؟"),
    ("fa", "با گوشی شوهرم سفارش دادم، کجاست سفارشم؟"),
    ("fa-Latn", "sefareshaye mamanamo neshun bede"),
    ("ar", "اعرض طلبات أخي"),
    ("ar", "وين طلبية زوجي؟"),
    ("en", "show me my wife's orders"),
    ("en", "where is my brother's parcel?"),
    ("en", "show me the orders of 09120000099"),
]
ONES_OWN = [
    ("fa", "سفارشی که برای مامانم دادم کجاست؟"),
    ("fa", "سفارش‌های ۰۹۱۲۰۰۰۰۰۰۷ رو نشون بده"),
    ("en", "where are the shoes I ordered for my wife?"),
    ("ar", "أين طلبي الذي اشتريته لأختي؟"),
]
BY_NUMBER = [
    ("fa", "سفارش ۲۱۹۶۳ رو ببین برام"),
    ("fa-Latn", "sefareshe 21963 ro bebin baram"),
]


@pytest.fixture
def shopper(shopper):
    """
    Her telephone ends in 7.
    """
    known = replace(a_customer(), phones=("+989120000007",), emails=())
    shopper.source.customers["7"] = known
    return shopper


@pytest.mark.parametrize(("way", "text"), ANOTHERS)
async def test_somebody_elses_orders_are_not_answered_with_ones_own(shopper, way, text):
    replies = await shopper.says(text)

    assert THEMSELVES[answers(way)] in texts(replies)
    assert not any(reply.cards for reply in replies)
    own = {"fa": "سفارش‌های خودم", "ar": "طلباتي أنا", "en": "My own orders"}
    shown = await shopper.presses(own[answers(way)])
    cards = {card.id for reply in shown for card in reply.cards}
    assert cards == {"21963", "21928"}


@pytest.mark.parametrize(("way", "text"), ONES_OWN)
async def test_what_was_bought_for_somebody_is_ones_own(shopper, way, text):
    shopper.source.all_orders.append(an_order("21700", product=COFFEE, days_ago=9))
    replies = await shopper.says(text)

    assert THEMSELVES[answers(way)] not in texts(replies)
    assert any(reply.cards or reply.buttons for reply in replies)


@pytest.mark.parametrize(("way", "text"), BY_NUMBER)
async def test_an_order_is_looked_at_by_its_number_in_everyday_words(
    shopper, way, text
):
    replies = await shopper.says(text)

    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


@pytest.mark.parametrize(("way", "text"), ANOTHERS[:1] + ANOTHERS[-3:-2])
async def test_a_stranger_is_asked_for_proof_whosever_they_want(talk, way, text):
    talk.source.all_orders = [an_order("21963")]
    replies = await talk.says(text)

    assert THEMSELVES[answers(way)] not in texts(replies)
    assert not any(reply.cards for reply in replies)
