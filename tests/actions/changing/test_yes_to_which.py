"""
A yes where it is no answer, a choice that is told by what they want, and what was told.
"""

import pytest

from actions.changing.state.wishes import Came, Kind
from crm_connector.operations import Reason
from tests.actions.changing.shops import LAMP, MUG, an_order
from tests.actions.changing.test_second_thoughts import RETAILER, came, talk

YES = {"intent": "affirm", "is_sure": True}


@pytest.mark.parametrize("text", ["yes", "بله", "are", "ايوه", "sure"])
async def test_a_yes_to_which_is_told_to_be_none_and_people_see_to_the_third(text):
    made = talk(came(2, "W1001", MUG, LAMP))
    await made.begins("I want to return something from W1001", Kind.RETURN)
    assert made.asked == "utter_ask_wish_items"

    for _ in range(2):
        await made.says(text, **YES)
        assert made.told == ["utter_wish_needs_choice"]
        assert made.asked == "utter_ask_wish_items"
    await made.says(text, **YES)

    assert made.hands_over
    assert made.shop.writes == []


async def test_a_yes_to_which_order_is_told_to_be_none():
    made = talk(an_order("W1001"), an_order("W1002"))
    await made.begins("cancel my order")
    assert made.asked == "utter_ask_wish_order"

    await made.says("بله", **YES)

    assert made.told == ["utter_wish_needs_choice"]
    assert made.asked == "utter_ask_wish_order"


async def damaged():
    """
    As far as the question whether it is to come back or another one to come.
    """
    made = talk(came(2, "W1001", MUG))
    await made.begins("my order W1001 came broken", Kind.DAMAGED)
    assert made.asked == "utter_ask_wish_way"
    return made


@pytest.mark.parametrize("text", ["پولشو می‌خوام", "the money please", "ابي المبلغ"])
async def test_who_wants_the_money_has_chosen(text):
    made = await damaged()

    await made.says(text, "get_refund", is_sure=True)

    assert made.wishes.at_hand.kind in (Kind.RETURN, Kind.REFUND)
    assert made.wishes.at_hand.reason is Reason.DAMAGED
    assert made.asked != "utter_ask_wish_way"


@pytest.mark.parametrize("text", ["کی پولم میاد", "when do I get my money"])
async def test_who_asks_when_the_money_comes_has_chosen_nothing(text):
    made = await damaged()

    assert await made.says(text, "track_refund", is_sure=True) is None

    assert made.asked == "utter_ask_wish_way"


async def test_to_want_the_money_once_more_is_the_same_wish():
    made = talk(came(2, "W1001", MUG))
    await made.begins("my mug came broken, I want my money back", Kind.REFUND)

    await made.says("return my money", "get_refund", is_sure=True)

    assert len(made.wishes.open) == 1
    assert made.wishes.at_hand.reason is Reason.DAMAGED


async def test_a_reason_goes_along_to_what_is_wanted_instead():
    made = talk(came(2, "W1001", MUG))
    await made.begins("I want to return W1001, I don't like it", Kind.RETURN)
    assert made.wishes.at_hand.reason is Reason.CHANGED_MIND

    await made.says("no, exchange it", "return_item", is_sure=True)

    assert made.wishes.at_hand.kind is Kind.EXCHANGE
    assert made.wishes.at_hand.reason is Reason.CHANGED_MIND


@pytest.mark.parametrize(
    "text",
    ["no thanks, changed my mind", "نه مرسی نظرم عوض شد", "na mersi monsaref shodam"],
)
async def test_why_they_say_no_is_not_why_they_wished_it(text):
    made = talk(policies=RETAILER)
    await made.begins("Please cancel W1001, I ordered it by mistake")
    assert made.asked == "utter_ask_wish_cancel_order"

    await made.says(text, "review", is_sure=True)

    assert made.asked in ("", "utter_ask_wish_more_cancel")
    told = [*made.wishes.open, *(each.wish for each in made.wishes.past)]
    assert [each.reason for each in told] == [Reason.ORDERED_BY_MISTAKE]
    await made.says("yes", **YES)
    assert made.shop.writes == []


async def test_what_cannot_be_had_beside_a_yes_is_asked_about():
    made = talk()
    await made.begins("Cancel order W1001")

    await made.says("yes, and also change the address", "change_shipping_address")

    assert made.asked == "utter_ask_wish_otherwise"
    await made.says("ok", **YES)
    assert made.shop.writes == []


async def test_a_no_that_is_said_twice_leaves_it():
    made = talk()
    await made.begins("Cancel order W1001")

    await made.says("no I only wanted to look", "deny", is_sure=True)
    assert made.asked == "utter_ask_wish_more_cancel"
    await made.says("no", "deny", is_sure=True)

    assert made.wishes.past[-1].came is Came.LEFT
    assert made.shop.writes == []
