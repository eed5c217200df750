"""
Changing what is in an order of the demo shop, and where it goes.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import (
    ADDRESS,
    ANSWERED_IN,
    CHANGE,
    COUNT,
    REFERENCE,
    REMOVE,
    SEND,
    SHALL_I,
    WAYS,
    YES,
    said,
)

LINES = (
    "SELECT count(*) FROM order_lines l JOIN orders o ON o.id = l.order_id "
    "WHERE o.number = ?"
)


@pytest.fixture
def order(buyer):
    """
    An open order whose first thing can be had in another colour, of who is signed in.
    """
    found = demo_orders.to_change(buyer.file)
    buyer.sign_in(found.customer)
    return found


def variant(buyer, order):
    """
    Which variant is in the order's first line now.
    """
    question = "SELECT variant_id FROM order_lines WHERE id = ?"
    return demo_orders.value(buyer.file, question, order.line)


def in_words(way):
    """
    The language in which things are called in this way of writing.
    """
    return ANSWERED_IN[way]


@pytest.mark.parametrize("way", WAYS)
async def test_a_thing_becomes_another_of_its_kind(buyer, order, way):
    lang = in_words(way)
    colour = demo_orders.other_colour(buyer.file, order, lang)
    words = CHANGE[way].format(
        number=order.number, thing=order.names[lang], colour=colour
    )

    asked = said(await buyer.says(words))

    assert SHALL_I[lang] in asked
    assert colour in asked
    assert variant(buyer, order) == order.variant
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    assert variant(buyer, order) != order.variant


@pytest.mark.parametrize("way", WAYS)
async def test_there_are_to_be_two_of_it(buyer, order, way):
    lang = in_words(way)
    words = COUNT[way].format(number=order.number, thing=order.names[lang])
    question = "SELECT quantity FROM order_lines WHERE id = ?"
    assert demo_orders.value(buyer.file, question, order.line) == 1

    asked = said(await buyer.says(words))

    assert SHALL_I[lang] in asked
    assert demo_orders.value(buyer.file, question, order.line) == 1
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    assert demo_orders.value(buyer.file, question, order.line) == 2


@pytest.mark.parametrize("way", WAYS)
async def test_a_thing_is_taken_out(buyer, order, way):
    lang = in_words(way)
    words = REMOVE[way].format(number=order.number, thing=order.names[lang])

    assert SHALL_I[lang] in said(await buyer.says(words))
    assert demo_orders.value(buyer.file, LINES, order.number) == 2
    await buyer.says(YES[way])

    assert demo_orders.value(buyer.file, LINES, order.number) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_it_goes_elsewhere(buyer, order, way):
    lang = in_words(way)
    await buyer.says(SEND[way].format(number=order.number))

    asked = said(await buyer.says(ADDRESS[way]))

    assert SHALL_I[lang] in asked
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    city = "SELECT city || ' ' || postal_code FROM orders WHERE number = ?"
    kept = demo_orders.value(buyer.file, city, order.number)
    assert kept.split()[-1] == "7134567890"
    assert kept.split()[0] in ("شیراز", "شيراز", "Shiraz")
