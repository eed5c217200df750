"""
A parcel that was delivered, as the shop says, and not to its customer.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.orders.at_hand import AtHand
from actions.orders.missing import delivered, says_missing
from crm_connector.model import OrderStatus, StatusChange
from tests.fakes.orders import NOW, an_order


@pytest.mark.parametrize(
    "text",
    [
        "someone stole my parcel i think, it says delivered but i never got it",
        "it was delivered yesterday but I haven't received anything",
        "my package got stolen",
        "نوشته تحویل داده شده ولی من نگرفتم",
        "بسته‌ام رو دزدیدن",
        "zade tahvil shode vali be dastam naresid",
        "baste ro dozdidan",
        "مكتوب تم التسليم بس ما وصلني شي",
        "انسرقت الشحنة مالتي",
    ],
)
def test_what_came_to_somebody_else_is_missing(text):
    assert says_missing(text)


@pytest.mark.parametrize(
    "text",
    [
        "where is my order?",
        "when will it be delivered? it has not arrived",
        "i need an invoice, my laptop was stolen",
        "سفارشم هنوز نرسیده",
        "کی تحویل می‌دید؟",
        "sefaresham naresid",
        "طلبي ما وصل للحين",
    ],
)
def test_what_is_still_to_come_is_not(text):
    assert not says_missing(text)


def test_it_is_said_of_what_came_last():
    orders = [an_order("3"), came("1", 9), came("2", 2)]

    assert delivered(orders, AtHand()).number == "2"
    assert delivered(orders, AtHand(number="1")).number == "1"
    assert delivered(orders, AtHand(number="3")).number == "2"
    assert delivered(orders[:1], AtHand()) is None


def came(number, days):
    """
    An order that came so many days ago.
    """
    history = (StatusChange(OrderStatus.DELIVERED, NOW - timedelta(days=days)),)
    order = an_order(number, OrderStatus.DELIVERED)
    return replace(order, history=history)
