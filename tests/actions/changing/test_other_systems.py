"""
Journeys over systems with ways of their own: codes, lines without ids, money apart.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import Kind
from bench._tasks.house import SHOP
from crm_connector.errors import NotGivenBack, OutcomeUnknown
from crm_connector.model import OrderStatus, Parcel
from tests.actions.changing.shops import (
    LAMP,
    MUG,
    NOW,
    FakeShop,
    Talk,
    an_order,
    rules,
)

RETAILER = rules(SHOP.with_name("policies.yml"))
CODE, OTHERS = "Y5JGE8VUN3CHL6PA", "C6AHP3LGYJN8E5VU"


def talk(*orders):
    """
    A journey over these orders.
    """
    return Talk(FakeShop(RETAILER, *(orders or (an_order(),))))


async def read_back(made):
    """
    The same, after a wish to cancel was read back.
    """
    await made.begins("cancel order W1001, I ordered it by mistake")
    assert made.asked == "utter_ask_wish_cancel_order"
    return made


async def test_without_an_answer_the_money_of_what_is_cancelled_is_seen_to():
    made = await read_back(talk())
    shop, keys = made.shop, []
    do = shop.carry_out

    async def carry_out(deal, key):
        keys.append(key)
        return await do(deal, key)

    shop.carry_out, shop.is_silent = carry_out, True
    shop.fails = [OutcomeUnknown("No answer."), NotGivenBack("Nor any money.")]
    await made.says("yes", "affirm", is_sure=True)

    assert made.told == ["utter_wish_not_given_back"]
    assert made.hands_over
    # Asked once more for the same wish, which was done already.
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert len(shop.writes) == 1


async def test_money_that_is_not_known_to_come_is_for_people():
    made = await read_back(talk())
    made.shop.fails, made.shop.is_silent = [NotGivenBack("No money.")], True

    await made.says("yes", "affirm", is_sure=True)

    assert made.told == ["utter_wish_not_given_back"]
    assert made.hands_over
    assert not made.asked


async def test_one_of_things_without_ids_is_not_all_of_them():
    lines = [replace(each, id="") for each in (MUG, LAMP)]
    made = talk(an_order("W1001", OrderStatus.PLACED, *lines))

    await made.begins("take the mug out of order W1001", Kind.CHANGE)

    assert made.hands_over
    assert not made.asked


async def test_of_what_was_partly_sent_people_decide():
    sent = Parcel({}, None, NOW, None)
    made = talk(an_order(parcels=(sent,)))

    await made.begins("cancel order W1001")

    assert made.told == ["utter_wish_beyond_no_rule"]
    assert made.hands_over


@pytest.mark.parametrize(
    "text", ["cancel order {}", "please cancel {}", "cancel #{}, I ordered it twice"]
)
async def test_a_number_may_be_a_code_of_letters_and_digits(text):
    made = talk(an_order(CODE), an_order("H8VN3YCE5JLAP6GU"))

    await made.begins(text.format(CODE.lower()))

    assert made.asked != "utter_ask_wish_order"
    assert made.wishes.open[0].number == CODE


async def test_a_code_that_is_none_of_theirs_is_not_found():
    made = talk(an_order(CODE), an_order("H8VN3YCE5JLAP6GU"))

    await made.begins(f"cancel order {OTHERS}")

    assert made.told == ["utter_wish_no_such_order"]
    assert made.asked == "utter_ask_wish_order"
