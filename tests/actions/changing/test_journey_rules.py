"""
Journeys that the shop's rules or its system forbid: what is said, and who goes on.
"""

from datetime import timedelta

from actions.changing.state.wishes import Kind
from crm_connector.model import OrderStatus, StatusChange
from crm_connector.operations import Operation
from tests.actions.changing.journeys import DELIVERED, STRICT, talk
from tests.actions.changing.shops import (
    CARD,
    COFFEE,
    GIFT,
    MUG,
    NOW,
    PAYPAL,
    SLIPS,
    an_order,
)


async def test_what_the_rules_forbid_is_told_with_the_reason_before_more_is_asked():
    made = talk(an_order("W1001", OrderStatus.SHIPPED))

    await made.begins("cancel order W1001")

    assert made.told[0] == "utter_wish_refused_status"
    assert made.said[0].fields["state"] == "<state_shipped>"
    assert "utter_part_contest" in made.told
    assert not made.asked
    assert made.wishes.past[-1].why == "status"


async def test_what_was_done_once_is_not_done_again():
    done = frozenset({Operation.RETURN_ITEMS})
    made = talk(an_order("W1002", DELIVERED, done=done))

    await made.begins("exchange the mug of order W1002 for a blue one", Kind.CHANGE)

    assert made.told[0] == "utter_wish_refused_done_before"
    assert made.said[0].fields["before"] == "<before_return_items>"


async def test_what_came_too_late_says_when_it_ended():
    late = StatusChange(DELIVERED, NOW - timedelta(days=30))
    made = talk(an_order("W1", DELIVERED, history=(late,)), policies=STRICT)

    await made.begins("I want to return the mug of order W1", Kind.RETURN)

    assert made.told[0] == "utter_wish_refused_too_late"
    assert "2026" in made.said[0].fields["until"]


async def test_things_of_a_kind_that_is_not_taken_back_are_named():
    made = talk(an_order("W1", DELIVERED, SLIPS, MUG), policies=STRICT)

    await made.begins("return the slips of order W1", Kind.RETURN)

    assert made.told[0] == "utter_wish_refused_category"
    assert made.said[0].fields["items"] == "Slips"


async def test_unopened_things_are_asked_for_and_opened_ones_refused():
    made = talk(an_order("W1", DELIVERED, COFFEE), policies=STRICT)
    await made.begins("return the coffee, I changed my mind", Kind.RETURN)
    assert made.asked == "utter_ask_wish_unopened"

    await made.presses("no")

    assert made.told[0] == "utter_wish_refused_category"
    assert made.said[0].fields["unopened"]


async def test_what_is_broken_is_shown_and_sent_back_at_the_shops_cost():
    made = talk(an_order("W1", DELIVERED, MUG), policies=STRICT)
    await made.begins("the mug arrived broken", Kind.DAMAGED)
    assert made.asked == "utter_ask_wish_way"
    await made.presses("return")
    if made.asked == "utter_ask_wish_reason":
        await made.presses("damaged")
    assert made.asked == "utter_ask_wish_photo"

    await made.says("", "file_received", has_file=True)

    if made.asked == "utter_ask_wish_method_refund":
        await made.presses(CARD.id)
    assert made.asked == "utter_ask_wish_return_items"
    assert made.fields["way_back"] == "<way_back_shop>"


async def test_what_costs_a_fee_goes_to_people_with_everything_that_was_said():
    made = talk(an_order("W1", DELIVERED, MUG), policies=STRICT)

    await made.begins(
        "exchange the mug of order W1 for a large one, I changed my mind", Kind.CHANGE
    )

    assert made.told == ["utter_wish_beyond_fee"]
    assert made.said[0].fields["fee"] == "3 US dollars"
    assert made.hands_over
    assert made.wishes.past[-1].wish.picks[0].variant == "m3"


async def test_what_the_system_cannot_do_goes_to_people():
    made = talk(an_order())
    made.shop.can = frozenset()

    await made.begins("cancel order W1001")

    assert (made.told, made.hands_over) == (["utter_wish_beyond_not_able"], True)


async def test_a_gift_card_that_does_not_cover_it_is_refused_with_the_amounts():
    made = talk(an_order("W1002", DELIVERED))

    await made.begins(
        "exchange the lamp of order W1002 for the white one and use my gift card, "
        "and the mug for a small blue one",
        Kind.CHANGE,
    )

    assert made.told == ["utter_wish_snag_too_little"]
    assert made.said[0].fields["has"] == "5 US dollars"
    assert made.said[0].fields["due"] == "7 US dollars"
    assert made.asked == "utter_offer_wish_methods"
    offered = [value for _, value in made.wishes.question.choices]
    assert offered == [CARD.id, PAYPAL.id]


async def test_a_way_to_pay_is_not_chosen_for_them_because_another_has_too_little():
    made = talk(an_order("W1002", DELIVERED))
    made.shop.methods = (CARD, GIFT)

    await made.begins(
        "exchange the lamp of order W1002 for a white one and the mug for a small blue "
        "one",
        Kind.CHANGE,
    )

    assert made.asked == "utter_ask_wish_method_pay"
    assert [value for _, value in made.wishes.question.choices] == [CARD.id]
