"""
A part of an order is called off in a shop that takes no single thing out of an order.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.operations import Operation
from tests.actions.changing.journeys import STRICT, talk
from tests.actions.changing.shops import LAMP, MUG, an_order

NAMED = {"fa": "ماگ", "ar": "الكوب", "en": "Mug"}
LIT = {"fa": "چراغ", "ar": "المصباح", "en": "Lamp"}


def an_order_named():
    """
    The mug and the lamp with their names in three languages.
    """
    return an_order(
        "W1001",
        an_order().status,
        replace(MUG, names=NAMED),
        replace(LAMP, names=LIT),
    )


PARTS = [
    ("en", "cancel only the skillet of W1001"),
    ("en", "cancel only the mug of order W1001"),
    ("en", "please cancel the mug in W1001, I no longer need it"),
    ("fa", "فقط قابلمه رو از سفارش W1001 لغو کن"),
    ("fa", "ماگ رو لغو کن"),
    ("fa-Latn", "faghat ghablame ro laghv kon"),
    ("fa-Latn", "mug ro laghv kon"),
    ("ar", "الغي الكوب بس"),
    ("ar", "الغي المقلاة فقط"),
]


@pytest.mark.parametrize(("lang", "text"), PARTS)
async def test_the_whole_is_not_read_back_for_a_part_of_it(lang, text):
    made = talk(an_order_named())
    made.lang = lang[:2]

    await made.begins(text)

    assert made.asked == "utter_ask_wish_whole"
    assert made.fields["number"]
    assert not made.shop.writes


@pytest.mark.parametrize("answer", ["all of them", "yes", "cancel the whole order"])
async def test_who_then_means_the_whole_is_asked_as_ever(answer):
    made = talk(an_order_named())
    await made.begins("cancel only the skillet of W1001")

    await made.says(answer)
    assert made.asked == "utter_ask_wish_reason"
    await made.presses("no_longer_needed")
    assert made.asked == "utter_ask_wish_cancel_order"
    await made.presses("yes")
    assert [deal.operation for deal, _ in made.shop.writes] == [Operation.CANCEL_ORDER]


async def test_the_same_part_once_more_comes_to_people_and_takes_nothing_out():
    made = talk(an_order_named())
    await made.begins("cancel only the mug of order W1001")
    for _ in range(4):
        if made.wishes.is_asking:
            await made.says("the mug")

    assert made.hands_over
    assert not made.shop.writes


async def test_what_leaves_with_a_change_beside_it_is_for_people():
    made = talk(an_order_named())

    await made.begins(
        "take the mug out of order W1001 and make the lamp white", Kind.CHANGE
    )

    assert made.hands_over
    assert not made.shop.writes


@pytest.mark.parametrize(
    "text",
    [
        "cancel order W1001 with the mug, no longer needed",
        "cancel my pending order W1001, no longer needed",
        "cancel my whole pending order W1001, no longer needed",
    ],
)
async def test_an_order_told_by_what_is_in_it_or_its_state_is_meant_whole(text):
    made = talk(an_order_named())

    await made.begins(text)

    assert made.told == []
    assert made.asked == "utter_ask_wish_cancel_order"


async def test_a_shop_that_takes_things_out_does_so():
    made = talk(an_order_named(), policies=STRICT)

    await made.begins("cancel the mug in W1001")

    assert made.asked == "utter_ask_wish_change_items"
    assert "line_removed" in made.fields["items"]
