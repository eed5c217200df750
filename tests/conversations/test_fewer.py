"""
Some of a line of an order of the demo shop, and never all of it instead.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import ANSWERED_IN, REFERENCE, SHALL_I, WAYS, YES, said
from tests.conversations.demo_orders import status

_THREE = "AND l.quantity = 3"
QUANTITY = "SELECT quantity FROM order_lines WHERE id = ?"
ONE_OFF = {
    "fa": "یکی از {thing}های سفارش {number} رو بردارید",
    "fa-Latn": "az sefareshe {number} yeki az {thing} ro hazf konid",
    "ar": "شيلوا واحد من {thing} بالطلب {number}",
    "en": "please take one {thing} off order {number}",
}
TO_TWO = {
    "fa": "توی سفارش {number} {thing} رو بکنید دوتا",
    "fa-Latn": "tuye sefareshe {number} {thing} ro bokonid dota",
    "ar": "خلوا {thing} في الطلب {number} اثنين",
    "en": "change the {thing} in order {number} to two instead of three",
}
TAKE_ONE = {
    "fa": "یکیشو کم کنید",
    "fa-Latn": "yekisho kam konid",
    "ar": "شيل واحد",
    "en": "one less please",
}


@pytest.fixture
def three(buyer):
    """
    An open order of one line, of which there are three, of who is signed in.
    """
    found = demo_orders.an_order(buyer.file, "paid", lines=1, more=_THREE)
    buyer.sign_in(found.customer)
    return found


def left(buyer, order):
    """
    How many there are in the order's first line now.
    """
    return demo_orders.value(buyer.file, QUANTITY, order.line)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [ONE_OFF, TO_TWO])
async def test_two_of_three_are_left(buyer, three, words, way):
    lang = ANSWERED_IN[way]
    text = words[way].format(number=three.number, thing=three.names[lang])

    asked = said(await buyer.says(text))

    assert SHALL_I[lang] in asked
    assert left(buyer, three) == 3
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    assert left(buyer, three) == 2
    assert status(buyer, three) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_one_less_said_of_the_only_thing_leaves_two(buyer, three, way):
    lang = ANSWERED_IN[way]

    asked = said(await buyer.says(f"{TAKE_ONE[way]}: {three.number}"))

    assert SHALL_I[lang] in asked
    await buyer.says(YES[way])

    assert left(buyer, three) == 2
    assert status(buyer, three) == "paid"
