"""
"The second one": a place in the list before the customer; and many numbers at once.
"""

import pytest

from crm_connector.model import OrderStatus
from tests.fakes.orders import COFFEE, an_order

pytestmark = pytest.mark.engine


def shown(replies):
    """
    The numbers of the orders whose cards are shown.
    """
    return [card.id for reply in replies for card in reply.cards]


def is_about(replies, number):
    """
    Whether the shop's rules are told for this order, and nothing else is.
    """
    (reply,) = replies
    return number in reply.text.split("\n")[0] and reply.cards == ()


LISTS = [
    ("کفشم کجاست؟", "دومی", "دومی رو لغو کن"),
    ("kafsham kojast?", "dovomi", "dovomi ro laghv kon"),
    ("أين الأحذية؟", "الثاني", "أريد إلغاء الطلب الثاني"),
    ("where are my shoes?", "the second one", "cancel the second one"),
]


@pytest.mark.parametrize(("ask", "place", "wish"), LISTS)
async def test_a_place_is_one_in_the_list_that_was_offered(shopper, ask, place, wish):
    """
    Not the second of all orders, which is the coffee; and once chosen from, it stays.
    """
    shopper.source.all_orders.append(an_order("21700", days_ago=9))
    assert shown(await shopper.says(ask)) == []
    offered = [choice.choice.entities for choice in shopper.buttons.values()]
    assert offered == [{"order_number": "21963"}, {"order_number": "21700"}]

    assert shown(await shopper.says(place)) == ["21700"]
    (reply,) = await shopper.says(wish)

    assert shopper.meta["intent"]["name"] == "cancel_order"
    number = {"fa": "۲۱۷۰۰", "ar": "٢١٧٠٠", "en": "21700"}[reply.lang]
    assert is_about([reply], number)


@pytest.mark.parametrize(
    ("ask", "place"),
    [
        ("همه سفارشام رو نشون بده", "دومی"),
        ("hame sefareshamo neshun bede", "dovomi"),
        ("اعرض كل طلباتي", "الثاني"),
        ("show my orders", "the second one"),
    ],
)
async def test_a_place_is_one_among_the_cards_of_all_orders(shopper, ask, place):
    """
    Also where that order has arrived already.
    """
    arrived = an_order("21928", OrderStatus.DELIVERED, product=COFFEE, days_ago=5)
    shopper.source.all_orders[1:] = [arrived, an_order("21700", days_ago=9)]
    assert shown(await shopper.says(ask)) == ["21963", "21928", "21700"]
    assert shown(await shopper.says(place)) == ["21928"]


async def test_a_place_that_the_list_has_not_is_none_of_other_orders(shopper):
    for number in ("21700", "21600"):
        shopper.source.all_orders.append(an_order(number, product=COFFEE, days_ago=9))
    shopper.source.all_orders.append(an_order("21500", days_ago=12))
    await shopper.says("where are my shoes?")
    (reply,) = await shopper.says("cancel the third one")
    assert "Order" not in reply.text.split("\n")[0]
    assert shown(await shopper.says("the third one")) == []


MANY = [str(21000 + n) for n in range(7)]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("سفارش {} کی میرسه؟", "حداکثر برای ۵ سفارش"),
        ("sefareshe {} kojast?", "حداکثر برای ۵ سفارش"),
        ("متى يصل الطلب {}؟", "٥ طلبات على الأكثر"),
        ("where is my order {}?", "5 orders in one message"),
    ],
)
async def test_of_many_numbers_five_are_answered_and_that_is_said(shopper, ask, said):
    shopper.source.all_orders = [an_order(number) for number in MANY]
    replies = await shopper.says(ask.format(", ".join(MANY)))
    assert shown(replies) == MANY[:5]
    assert said in replies[-1].text


async def test_five_numbers_are_not_too_many(shopper):
    shopper.source.all_orders = [an_order(number) for number in MANY]
    replies = await shopper.says(f"where is my order {', '.join(MANY[:5])}?")
    assert shown(replies) == MANY[:5]
    assert "one message" not in replies[-1].text


async def test_a_wish_for_many_orders_names_five_and_says_so(shopper):
    replies = await shopper.says(f"cancel {', '.join(MANY)}")
    assert replies[0].text.startswith(f"Order {' / '.join(MANY[:5])}:\n")
    assert "5 orders in one message" in replies[1].text
