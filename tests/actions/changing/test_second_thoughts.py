"""
What people say besides: a no that is one, something instead, a thing told late.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from actions.changing.state.wishes import Came, Kind
from bench._tasks.house import SHOP
from crm_connector.model import Address, OrderStatus, StatusChange
from crm_connector.operations import Operation
from tests.actions.changing.shops import (
    LAMP,
    MUG,
    NOW,
    SLIPS,
    FakeShop,
    Talk,
    an_order,
    rules,
)

RETAILER = rules(SHOP.with_name("policies.yml"))
STRICT = rules(Path(__file__).with_name("rules.yml"))
DELIVERED, PLACED = OrderStatus.DELIVERED, OrderStatus.PLACED


def talk(*orders, policies=STRICT, lang="en"):
    """
    A customer of a shop with these orders.
    """
    return Talk(FakeShop(policies, *(orders or (an_order(),))), lang)


def came(days_ago, number, *lines):
    """
    An order that came so many days ago.
    """
    when = NOW - timedelta(days=days_ago)
    history = (StatusChange(DELIVERED, when),)
    return an_order(number, DELIVERED, *lines, history=history)


async def refused(made):
    """
    As far as the no to what was read back.
    """
    await made.begins("Please cancel order W1001")
    assert made.asked == "utter_ask_wish_cancel_order"
    await made.says("No", "deny", is_sure=True)
    assert made.asked == "utter_ask_wish_more_cancel"
    return made


async def test_after_a_no_something_else_is_not_for_the_wish():
    made = await refused(talk())

    taken = await made.says("I want to buy two kettles", "place_order", is_sure=True)

    assert taken is None
    assert made.shop.writes == []


async def test_after_a_no_what_changes_nothing_leaves_it():
    made = await refused(talk())

    await made.says("the mug and the lamp", "nlu_fallback")
    assert (made.asked, made.told) == ("", ["utter_wish_left"])
    await made.says("Yes", "affirm", is_sure=True)

    assert made.shop.writes == []


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to cancel it",
        "Please don't cancel my order",
        "لغو نکنید",
        "نمی‌خوام سفارشم رو لغو کنم",
        "laghv nakonid",
        "لا خلاص ما ابغى اكنسل، غيرت رايي",
        "لا تلغي الطلب",
    ],
)
async def test_what_is_not_wanted_begins_nothing(text):
    made = talk()

    await made.begins(text)

    assert (made.asked, made.told) == ("", ["utter_wish_left_open"])


@pytest.mark.parametrize(
    "text",
    ["No, remove the lamp instead", "instead take out the lamp", "remove the lamp"],
)
async def test_another_wish_takes_the_place_of_what_was_read_back(text):
    made = talk()
    await made.begins("Cancel order W1001")

    await made.says(text, "change_order", is_sure=True)

    assert made.asked == "utter_ask_wish_change_items"
    assert "Lamp" in made.fields["items"]
    assert made.wishes.past[-1].came is Came.LEFT
    await made.says("yes", "affirm", is_sure=True)
    ((deal, _),) = made.shop.writes
    assert deal.operation is Operation.CHANGE_ITEMS
    assert not made.asked


async def test_returning_takes_the_place_of_exchanging():
    made = talk(came(2, "W1001", MUG))
    await made.begins("I want to exchange my order", Kind.EXCHANGE)
    assert made.asked == "utter_ask_wish_options"

    await made.says("just return it", "return_item", is_sure=True)

    assert made.asked == "utter_ask_wish_reason"
    assert made.wishes.at_hand.kind is Kind.RETURN


async def test_of_orders_with_the_same_thing_the_one_is_meant_that_can_be_changed():
    made = talk(an_order("W1001"), came(30, "W1002"), came(60, "W1003"))

    await made.begins("Take the lamp out of my order", Kind.CHANGE)

    assert made.asked == "utter_ask_wish_change_items"
    assert made.fields["number"] == "W1001"


async def test_an_order_is_likely_only_as_long_as_there_is_time():
    made = talk(came(2, "W1001"), came(30, "W1002"))

    await made.begins("I want to return something", Kind.RETURN)

    assert made.asked == "utter_ask_wish_items"
    assert made.fields["number"] == "W1001"


async def test_what_is_sent_alone_is_the_one_that_can_not_be_cancelled():
    made = talk(an_order("W1001", OrderStatus.SHIPPED), came(30, "W1002"))

    await made.begins("I want to cancel my order")

    assert made.told[0] == "utter_wish_refused_status"
    assert made.said[0].fields["number"] == "W1001"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the second one", "W1002"),
        ("اولی", "W1001"),
        ("dovomi", "W1002"),
        ("الثاني", "W1002"),
        ("۲", "W1002"),
        ("the last one", "W1002"),
    ],
)
async def test_an_order_is_told_by_its_place(text, number):
    made = talk(an_order("W1001"), an_order("W1002"))
    await made.begins("I want to cancel an order")
    assert made.asked == "utter_ask_wish_order"

    await made.says(text, "track_order", is_sure=True)

    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.fields["number"] == number


@pytest.mark.parametrize("text", ["both", "هر دوتا", "har do", "الاثنين"])
async def test_both_orders_are_meant(text):
    made = talk(an_order("W1001"), an_order("W1002"))
    await made.begins("I want to cancel an order")

    await made.says(text, "list_orders", is_sure=True)
    await made.says("yes", "affirm", is_sure=True)
    await made.says("yes", "affirm", is_sure=True)

    assert {deal.number for deal, _ in made.shop.writes} == {"W1001", "W1002"}


async def test_what_tells_no_order_is_asked_again_at_most_twice():
    made = talk(an_order("W1001"), an_order("W1002"))
    await made.begins("I want to cancel an order")

    for _ in range(2):
        await made.says("by the grace of god", "affirm", is_sure=True)
        assert made.asked == "utter_ask_wish_order"
    await made.says("by the grace of god", "affirm", is_sure=True)

    assert made.hands_over


async def test_a_wish_that_is_clear_comes_before_one_whose_order_is_not():
    made = talk(an_order("W1001"), an_order("W1002"))
    await made.begins("I want to take something out of an order", Kind.CHANGE)
    assert made.asked == "utter_ask_wish_order"

    await made.says("cancel W1002", "cancel_order", is_sure=True)
    assert (made.asked, made.fields["number"]) == (
        "utter_ask_wish_cancel_order",
        "W1002",
    )
    await made.says("never mind", "deny", is_sure=True)

    assert not made.asked


async def test_that_something_goes_is_kept_until_it_is_known_what():
    made = talk()

    await made.begins("I want to remove an item from W1001", Kind.CHANGE)
    assert made.asked == "utter_ask_wish_items"
    await made.presses(LAMP.id)

    assert made.asked == "utter_ask_wish_change_items"
    await made.says("yes", "affirm", is_sure=True)
    ((deal, _),) = made.shop.writes
    assert [(c.line_id, c.quantity) for c in deal.changes] == [(LAMP.id, 0)]


async def test_how_many_is_asked_where_it_is_about_how_many():
    made = talk()

    await made.begins("I want to change the quantity in W1001", Kind.CHANGE)
    await made.presses(LAMP.id)
    assert made.asked == "utter_ask_wish_quantity"
    await made.says("4", "nlu_fallback")

    assert made.asked == "utter_ask_wish_change_items"
    await made.says("yes", "affirm", is_sure=True)
    ((deal, _),) = made.shop.writes
    assert [(c.line_id, c.quantity) for c in deal.changes] == [(LAMP.id, 4)]


async def test_a_thing_without_another_kind_may_still_be_more_or_fewer():
    made = talk(an_order("W1001", PLACED, MUG, SLIPS))
    made.shop.variants["slips"] = ()
    made.shop.variants["mugs"] = made.shop.variants["mugs"][:1]

    await made.begins("Change the mug in W1001", Kind.CHANGE)
    assert "utter_wish_snag_none_other" in made.told
    assert made.asked == "utter_ask_wish_quantity"
    await made.presses("0")

    assert made.asked == "utter_ask_wish_change_items"


@pytest.mark.parametrize(
    "text", ["the three, make it two", "change the 3 to 2", "اون سه تا رو بکن دو تا"]
)
async def test_a_line_is_told_by_how_many_there_are(text):
    three = MUG.__class__(**{**vars(MUG), "quantity": 3})
    made = talk(an_order("W1001", PLACED, three, LAMP))

    await made.begins(text, Kind.CHANGE)

    assert made.asked == "utter_ask_wish_change_items"
    await made.says("yes", "affirm", is_sure=True)
    ((deal, _),) = made.shop.writes
    assert [(c.line_id, c.quantity) for c in deal.changes] == [(MUG.id, 2)]


async def test_what_has_not_come_and_is_called_broken_is_not_cancelled():
    made = talk(an_order("W1001", OrderStatus.PAID))

    await made.begins("Half of W1001 came broken", Kind.DAMAGED)

    assert made.asked == ""
    assert made.told[0] == "utter_wish_refused_not_yet"
    assert made.shop.writes == []


async def test_a_photo_counts_whenever_it_comes():
    made = talk(came(2, "W1001"))
    await made.begins("The mug came broken, I want my money", Kind.DAMAGED)
    assert made.asked == "utter_ask_wish_photo"
    early = talk(came(2, "W1001"))
    await early.begins("something came damaged", Kind.DAMAGED)
    asked = early.asked

    await early.says("", "file_received", is_sure=True, has_file=True)

    assert early.asked == asked
    assert early.wishes.at_hand.with_photo


async def test_a_postal_code_told_late_belongs_to_the_address():
    home = Address("Ana", ("1 Hafez Street",), "Shiraz", None, None, "IR")
    made = talk(an_order(ship_to=home))
    await made.begins("Change the address of W1001", Kind.ADDRESS)
    await made.says("12 Hafez Street, flat 3, Tehran", "out_of_scope", is_sure=True)
    assert made.asked == "utter_ask_wish_change_address"

    await made.says("postal code 3144567890", "track_order", is_sure=True)

    assert "3144567890" in made.fields["address"]
    await made.says("yes", "affirm", is_sure=True)
    ((deal, _),) = made.shop.writes
    assert deal.address.postal_code == "3144567890"


@pytest.mark.parametrize(
    "text", ["what is the address of W1001 now?", "آدرس سفارشم چیه؟"]
)
async def test_the_address_is_told_to_who_asks_for_it(text):
    made = talk()

    await made.begins(text, Kind.ADDRESS)

    assert (made.asked, made.told) == ("", ["utter_wish_address_now"])
    assert "1 High Street" in made.said[0].fields["address"]


async def test_what_becomes_of_the_money_is_what_was_read_back():
    made = talk()
    await made.begins("Cancel W1001")

    await made.says("what happens to my money then?", "track_refund", is_sure=True)

    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.wishes.at_hand.unclear == 0


async def test_a_way_for_the_money_that_is_not_to_be_had_is_told():
    made = talk()

    await made.begins("Cancel W1001 and put the money on my PayPal")

    assert "utter_wish_snag_not_this_way" in made.told
    assert made.asked == "utter_ask_wish_cancel_order"


async def test_a_reason_that_sounds_like_a_wish_is_a_reason():
    made = talk(came(2, "W1001"))
    await made.begins("I want to return the lamp from W1001", Kind.RETURN)
    assert made.asked == "utter_ask_wish_reason"

    await made.says("I changed my mind", "cancel_order", is_sure=True)

    assert made.asked == "utter_ask_wish_method_refund"
    assert made.wishes.at_hand.lines == (LAMP.id,)


async def test_words_beside_a_photo_need_not_be_understood():
    made = talk(came(2, "W1001"))
    await made.begins("something came damaged", Kind.DAMAGED)
    asked, was = made.asked, made.wishes.at_hand.unclear

    await made.says("there it is", "nlu_fallback", has_file=True)

    assert (made.asked, made.wishes.at_hand.unclear) == (asked, was)
    assert made.told == []


async def test_an_address_in_another_country_is_for_people():
    made = talk()
    await made.begins("Change the address of W1001", Kind.ADDRESS)

    await made.says("Baghdad, Iraq, Karrada street 12", "nlu_fallback")

    assert made.hands_over
    assert made.shop.writes == []


async def test_a_yes_behind_something_else_that_was_said_is_none():
    made = talk()
    await made.begins("Cancel W1001")
    made.wishes = replace(made.wishes, is_behind=True)

    await made.says("yes", "affirm", is_sure=True)
    assert made.shop.writes == []
    assert made.asked == "utter_ask_wish_cancel_order"
    made.wishes = replace(made.wishes, is_behind=False)
    await made.says("yes", "affirm", is_sure=True)

    assert len(made.shop.writes) == 1
