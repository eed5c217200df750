"""
Journeys of several wishes, orders and things: which is meant, and in what order.
"""

from dataclasses import replace

from actions.changing.state.wishes import Kind
from crm_connector.model import OrderStatus
from crm_connector.operations import Operation
from tests.actions.changing.journeys import DELIVERED, STRICT, talk
from tests.actions.changing.shops import (
    AWAY,
    GIFT,
    LAMP,
    MUG,
    VARIANTS,
    an_order,
)


async def test_the_address_comes_before_the_things_of_one_order():
    made = talk(an_order("W1001"), an_order("W1003", ship_to=AWAY))
    await made.begins(
        "change the mug in order W1001 to a blue large one with my card.\n"
        "Please send order W1001 to the same address as order W1003.",
        Kind.CHANGE,
    )

    assert made.asked == "utter_ask_wish_change_address"
    assert "7 Lake Road" in made.fields["address"]
    await made.says("yes", "affirm", is_sure=True)
    assert made.asked == "utter_ask_wish_change_items"
    await made.says("yes", "affirm", is_sure=True)
    written = [deal.operation for deal, _ in made.shop.writes]
    assert written == [Operation.CHANGE_ADDRESS, Operation.CHANGE_ITEMS]


async def test_two_wishes_are_done_one_after_the_other_as_they_were_said():
    made = talk(an_order("W1001"), an_order("W1002", DELIVERED))
    await made.begins(
        "Cancel order W1001, no longer needed. Also: return the lamp of order W1002 "
        "to my card."
    )
    assert made.asked == "utter_ask_wish_cancel_order"

    await made.says("yes", "affirm", is_sure=True)

    assert made.told == ["utter_wish_done_cancel_order", "utter_wish_next"]
    assert made.asked == "utter_ask_wish_return_items"
    assert made.fields["number"] == "W1002"


async def test_a_wish_that_comes_between_waits_and_the_question_is_put_again():
    made = talk(an_order("W1001"), an_order("W1002"))
    await made.begins("cancel order W1001")
    assert made.asked == "utter_ask_wish_reason"

    await made.says(
        "And change the address of order W1002 to 7 Lake Road, Denver, CO 80012, USA"
    )

    assert made.told == ["utter_wish_noted"]
    assert made.asked == "utter_ask_wish_reason"
    assert [wish.number for wish in made.wishes.open] == ["W1001", "W1002"]


async def test_an_order_that_is_not_theirs_sounds_like_one_that_is_not():
    told = []
    for number in ("W9999", "W1004"):
        made = talk(an_order("W1001"))
        await made.begins(f"cancel order {number}", names=(number,))
        told.append([(s.response, s.fields["number"] == number) for s in made.said])
        assert made.asked == "utter_ask_wish_order"

    assert told[0] == told[1] == [("utter_wish_no_such_order", True)]


async def test_of_several_orders_it_asks_which_naming_what_is_in_them():
    made = talk(an_order("W1001"), an_order("W1005", OrderStatus.PLACED, LAMP))

    await made.begins("cancel my order")

    assert made.asked == "utter_ask_wish_order"
    titles = [title for title, _ in made.wishes.question.choices]
    assert titles == ["W1001 · Mug, Lamp", "W1005 · Lamp"]
    await made.presses("W1005")
    assert made.asked == "utter_ask_wish_reason"
    assert made.fields["number"] == "W1005"


async def test_an_answer_that_was_given_before_is_not_asked_for():
    made = talk()

    await made.begins("cancel W1001, I ordered it by mistake")

    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.fields["reason"] == "<reason_ordered_by_mistake>"


async def test_all_of_an_order_taken_away_is_cancelling_it():
    made = talk(an_order("W1001", OrderStatus.PLACED, MUG), policies=STRICT)

    await made.begins("remove the mug from order W1001", Kind.CHANGE)

    assert made.asked == "utter_ask_wish_cancel_order"


async def test_a_line_is_removed_and_another_is_made_more():
    two = replace(MUG, quantity=2)
    made = talk(an_order("W1001", OrderStatus.PLACED, two, LAMP), policies=STRICT)

    await made.begins("take the lamp out of order W1001", Kind.CHANGE)

    assert made.asked == "utter_ask_wish_change_items"
    assert "<line_removed thing=Lamp (color black)>" in made.fields["items"]
    assert "30 US dollars" in made.fields["money"]
    assert GIFT.id not in str(made.wishes.open[0])


async def test_of_two_things_of_a_name_it_asks_which_and_keeps_what_was_wanted():
    other = replace(MUG, id="9", variant_id="m2", options=VARIANTS["mugs"][1].options)
    made = talk(an_order("W1002", DELIVERED, MUG, LAMP, other))

    await made.begins(
        "exchange the lamp of order W1002 for a white one and the mug for a large one, "
        "with my card",
        Kind.CHANGE,
    )

    assert made.asked == "utter_ask_wish_items"
    assert [value for _, value in made.wishes.question.choices] == ["1", "9"]
    await made.says("The mug (color blue, size small)")
    assert made.asked == "utter_ask_wish_exchange_items"
    changes = {each.line: each.variant for each in made.wishes.open[0].picks}
    assert changes == {"2": "l2", "9": "m3"}


async def test_of_two_things_of_a_name_that_both_change_each_is_asked_for():
    other = replace(MUG, id="9", variant_id="m2", options=VARIANTS["mugs"][1].options)
    made = talk(an_order("W1002", DELIVERED, MUG, LAMP, other))

    await made.begins(
        "exchange the mug of order W1002 for a large one and the mug for a red one, "
        "with my card",
        Kind.CHANGE,
    )
    if made.asked == "utter_ask_wish_items":
        await made.says("the mug (color red, size small) and the mug (color blue)")

    assert made.asked == "utter_ask_wish_options"
    assert made.fields["thing"] == "Mug (color red, size small)"


async def test_another_order_was_meant_and_it_is_read_back_of_that_one():
    made = talk(an_order("W1001"), an_order("W1005", OrderStatus.PLACED, LAMP))
    await made.begins("cancel W1001, no longer needed")
    first = made.wishes.open[0].key
    assert made.fields["number"] == "W1001"

    await made.says(
        "sorry, I meant W1005", "cancel_order", is_sure=True, names=("W1005",)
    )

    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.fields["number"] == "W1005"
    assert made.wishes.open[0].key != first
    await made.says("no, the other one", "deny", is_sure=True)
    assert made.fields["number"] == "W1001"
    assert made.shop.writes == []


async def test_what_is_so_already_is_asked_and_not_left_out():
    made = talk(an_order("W1001", OrderStatus.PLACED, MUG, LAMP), policies=STRICT)

    await made.begins("remove the lamp and set the mug to one", Kind.CHANGE)

    assert made.asked == "utter_ask_wish_quantity"
    assert made.shop.writes == []
