"""
Journeys without an engine: what is asked, read back, done and refused.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from actions.changing.deal import is_same_place
from actions.changing.wishes import STILL, Came, Kind, Wishes
from bench._tasks.house import SHOP
from crm_connector.errors import (
    DueChanged,
    OutcomeUnknown,
    Refused,
    SourceUnavailable,
)
from crm_connector.model import Money, OrderStatus, StatusChange
from crm_connector.operations import Operation
from tests.actions.changing.shops import (
    AWAY,
    CARD,
    COFFEE,
    GIFT,
    LAMP,
    MUG,
    NOW,
    PAYPAL,
    SLIPS,
    VARIANTS,
    FakeShop,
    Talk,
    an_order,
    rules,
)

RETAILER = rules(SHOP.with_name("policies.yml"))
STRICT = rules(Path(__file__).with_name("rules.yml"))
DELIVERED = OrderStatus.DELIVERED


def talk(*orders, policies=RETAILER):
    """
    A customer of a shop with these orders.
    """
    return Talk(FakeShop(policies, *(orders or (an_order(),))))


async def read_back(made):
    """
    As far as the question whether order W1001 shall be cancelled.
    """
    await made.begins("Please cancel order W1001, I no longer need it")
    assert made.asked == "utter_ask_wish_cancel_order"
    return made


async def test_nothing_is_done_before_a_yes_to_what_was_read_back():
    made = await read_back(talk())

    assert made.shop.writes == []
    assert "Mug (color red, size small)" in made.fields["items"]
    assert "40 US dollars" in made.fields["money"]

    await made.says("Yes, please.", "affirm", is_sure=True)

    ((deal, key),) = made.shop.writes
    assert (deal.operation, deal.number) == (Operation.CANCEL_ORDER, "W1001")
    assert made.told == ["utter_wish_done_cancel_order"]
    assert made.said[0].fields["reference"] == key[:8].upper()
    assert not made.asked


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ok", "affirm"),
        ("haha, yes men everywhere", "out_of_scope"),
        ("yes?", "affirm"),
        ("is it yes or no that I get my money?", "check_refund_policy"),
        ("hm", "nlu_fallback"),
        ("how much is delivery?", "delivery_options"),
        ("where is my order?", "track_order"),
    ],
)
async def test_what_is_no_plain_yes_changes_nothing(text, intent):
    made = await read_back(talk())

    await made.says(text, intent, is_sure=intent != "nlu_fallback")

    assert made.shop.writes == []
    assert made.asked == "utter_ask_wish_cancel_order"


async def test_a_question_about_something_else_is_not_taken():
    made = await read_back(talk())

    assert (
        await made.says("What does delivery cost?", "delivery_options", is_sure=True)
        is None
    )
    assert (
        await made.says("I want a person", "contact_human_agent", is_sure=True) is None
    )


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("What is your return policy?", "check_refund_policy"),
        ("what does cancelling cost", "check_cancellation_fee"),
    ],
)
async def test_a_question_about_the_rules_is_no_further_wish(text, intent):
    made = await read_back(talk())

    assert await made.says(text, intent, is_sure=True) is None
    assert made.shop.writes == []


async def test_a_no_does_nothing_and_asks_what_should_be_otherwise():
    made = await read_back(talk())

    await made.says("No", "deny", is_sure=True)
    assert made.asked == "utter_ask_wish_more_cancel"
    await made.says("nothing", "deny", is_sure=True)

    assert made.shop.writes == []
    assert made.told == ["utter_wish_left"]
    assert made.wishes.past[-1].came is Came.LEFT


@pytest.mark.parametrize("text", ["never mind", "forget it", "leave it as it is"])
async def test_never_mind_ends_the_wish_whatever_was_asked(text):
    made = talk()
    await made.begins("cancel order W1001")
    assert made.asked == "utter_ask_wish_reason"

    await made.says(text)

    assert (made.asked, made.told) == ("", ["utter_wish_left"])
    assert made.shop.writes == []


async def test_a_correction_is_read_back_anew_and_the_old_yes_is_worth_nothing():
    made = talk(an_order("W1002", DELIVERED))
    await made.begins(
        "exchange the mug of order W1002 for a large blue one, with my PayPal",
        Kind.CHANGE,
    )
    first = made.wishes.open[0]
    assert made.asked == "utter_ask_wish_exchange_items"
    assert "size large" in made.fields["items"]

    await made.says("No, the small blue one", "deny", is_sure=True)

    assert made.asked == "utter_ask_wish_exchange_items"
    assert "color blue, size small" in made.fields["items"]
    assert made.wishes.open[0].key != first.key
    await made.says("Yes", "affirm", is_sure=True)
    ((deal, _),) = made.shop.writes
    assert [each.variant_id for each in deal.changes] == ["m2"]


async def test_a_line_is_added_before_the_yes():
    made = talk(an_order("W1002", DELIVERED))
    await made.begins("return the mug of order W1002 to my card", Kind.RETURN)
    assert made.asked == "utter_ask_wish_return_items"

    await made.says("Also the lamp, please.")

    assert "Lamp" in made.fields["items"]
    await made.says("Yes", "affirm", is_sure=True)
    ((deal, _),) = made.shop.writes
    assert [each.line_id for each in deal.parts] == ["1", "2"]
    assert deal.due == Money(-4000, "USD")


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


async def test_a_price_that_has_moved_is_read_back_anew():
    made = talk(an_order("W1002", DELIVERED))
    await made.begins(
        "exchange the lamp of order W1002 for a white one with my card", Kind.CHANGE
    )
    assert "5 US dollars" in made.fields["money"]
    dearer = replace(VARIANTS["lamps"][1], price=Money(4000, "USD"))
    made.shop.variants["lamps"] = (VARIANTS["lamps"][0], dearer)

    await made.says("yes", "affirm", is_sure=True)

    assert made.shop.writes == []
    assert made.told == ["utter_wish_moved"]
    assert "10 US dollars" in made.fields["money"]
    await made.says("yes", "affirm", is_sure=True)
    ((deal, _),) = made.shop.writes
    assert deal.due == Money(1000, "USD")


async def test_a_due_that_the_system_sees_otherwise_is_asked_anew_and_then_for_people():
    made = talk(an_order("W1002", DELIVERED))
    await made.begins("return the mug of order W1002 to my card", Kind.RETURN)
    made.shop.fails = [DueChanged("It is less now."), DueChanged("And again.")]

    await made.says("yes", "affirm", is_sure=True)
    assert made.told == ["utter_wish_due_changed"]
    assert made.asked == "utter_ask_wish_return_items"
    await made.says("yes", "affirm", is_sure=True)

    assert made.told == ["utter_wish_not_allowed"]
    assert made.hands_over
    assert made.shop.writes == []


async def test_an_order_that_has_moved_is_not_changed_and_the_reason_is_told():
    made = await read_back(talk())
    sent = replace(made.shop.held["W1001"], status=OrderStatus.SHIPPED)
    made.shop.held["W1001"] = sent

    await made.says("yes", "affirm", is_sure=True)

    assert made.shop.writes == []
    assert made.told[0] == "utter_wish_refused_status"


async def test_an_order_that_moves_while_it_is_written_is_told_with_the_reason():
    made = await read_back(talk())
    shop = made.shop

    async def carry_out(deal, key):
        shop.held["W1001"] = replace(shop.held["W1001"], status=OrderStatus.SHIPPED)
        raise Refused("It has gone too far.")

    shop.carry_out = carry_out
    await made.says("yes", "affirm", is_sure=True)

    assert made.told[0] == "utter_wish_refused_status"


async def test_without_an_answer_the_order_is_looked_at_and_it_was_done():
    made = await read_back(talk())
    made.shop.fails, made.shop.is_silent = [OutcomeUnknown("No answer.")], True

    await made.says("yes", "affirm", is_sure=True)

    assert made.told == ["utter_wish_done_cancel_order"]
    assert len(made.shop.writes) == 1


async def test_without_an_answer_and_nobody_to_ask_it_keeps_its_key():
    made = await read_back(talk())
    shop, key = made.shop, made.wishes.open[0].key
    shop.fails, shop.is_silent = [OutcomeUnknown("No answer.")], True
    seen = shop.seen

    async def away(number):
        if shop.writes:
            shop.seen = seen
            raise SourceUnavailable("It is down.")
        return await seen(number)

    shop.seen = away
    await made.says("yes", "affirm", is_sure=True)
    assert made.told == ["utter_wish_unknown"]
    assert made.wishes.open[0].is_tried

    await made.says("yes", "affirm", is_sure=True)

    # It was done the first time, and is told as that now.
    assert [used for _, used in shop.writes] == [key]
    assert made.told == ["utter_wish_done_cancel_order"]


async def test_an_order_that_became_another_is_read_back_anew_before_cancelling():
    made = await read_back(talk())
    order = made.shop.held["W1001"]
    made.shop.held["W1001"] = replace(
        order, lines=order.lines[:1], total=Money(1000, "USD")
    )

    await made.says("yes", "affirm", is_sure=True)

    assert made.told[0] == "utter_wish_moved"
    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.shop.writes == []


async def test_another_recipient_at_the_same_place_is_a_change():
    order = an_order()
    ali = replace(order.ship_to, name="Ali")

    assert not is_same_place(ali, order.ship_to)
    assert is_same_place(replace(ali, name=""), order.ship_to)
    assert not is_same_place(order.ship_to, None)


async def test_without_an_answer_it_is_tried_again_with_the_same_key_alone():
    made = await read_back(talk())
    key = made.wishes.open[0].key
    made.shop.fails = [OutcomeUnknown("No answer.")]

    await made.says("yes", "affirm", is_sure=True)
    assert made.told == ["utter_wish_unknown"]
    assert made.asked == "utter_ask_wish_again"
    await made.says("yes", "affirm", is_sure=True)

    assert [used for _, used in made.shop.writes] == [key]
    assert made.told == ["utter_wish_done_cancel_order"]


async def test_beside_what_may_still_come_about_nothing_else_is_written():
    made = talk(an_order("W1002", DELIVERED))
    await made.begins(
        "exchange the mug of order W1002 for a large one with my card", Kind.CHANGE
    )
    made.shop.fails = [OutcomeUnknown("No answer.")]
    await made.says("yes", "affirm", is_sure=True)
    assert made.asked == "utter_ask_wish_again"

    await made.says("No, the small blue one", "deny", is_sure=True)

    assert made.hands_over
    assert not made.asked
    assert made.shop.writes == []


async def test_what_fails_twice_goes_to_people():
    made = await read_back(talk())
    made.shop.fails = [SourceUnavailable("It is down."), SourceUnavailable("Still.")]

    await made.says("yes", "affirm", is_sure=True)
    assert made.told == ["utter_wish_not_through"]
    await made.says("yes", "affirm", is_sure=True)

    assert made.hands_over
    assert made.wishes.past[-1].came is Came.PERSON
    assert made.shop.writes == []


async def test_a_turn_that_is_worked_twice_does_it_once():
    """
    As after a server was killed between the write and the saving of the turn.
    """
    made = await read_back(talk())
    before = made.wishes
    await made.says("yes", "affirm", is_sure=True)

    made.wishes = before
    await made.says("yes", "affirm", is_sure=True)

    assert len(made.shop.writes) == 1
    assert made.told == ["utter_wish_done_cancel_order"]


async def test_the_same_wish_of_two_conversations_is_done_once():
    shop = FakeShop(RETAILER, an_order("W1002", DELIVERED))
    talks = [Talk(shop), Talk(shop)]
    for made in talks:
        await made.begins("return the mug of order W1002 to my card", Kind.RETURN)

    remembered = shop.carry_out

    async def once(deal, key):
        if key not in shop.keys and Operation.RETURN_ITEMS in shop.held["W1002"].done:
            raise Refused("It was done before.")
        return await remembered(deal, key)

    shop.carry_out = once
    for made in talks:
        await made.says("yes", "affirm", is_sure=True)

    assert len(shop.writes) == 1
    assert talks[0].told == ["utter_wish_done_return_items"]
    assert talks[1].told[0] == "utter_wish_refused_done_before"


async def test_a_button_of_another_question_answers_nothing():
    made = talk()
    await made.begins("cancel order W1001")
    old = made.wishes.answer_of("no_longer_needed")
    await made.presses("no_longer_needed")

    assert made.wishes.answer_in(old) is None
    assert made.wishes.answer_in(made.wishes.answer_of("yes")) == "yes"


async def test_what_nobody_spoke_of_for_a_while_is_forgotten():
    made = await read_back(talk())
    slot = replace(made.wishes, at=NOW.timestamp()).slot

    assert Wishes.read(slot, NOW + STILL).is_asking
    assert not Wishes.read(slot, NOW + STILL + timedelta(seconds=1)).is_asking


async def test_what_is_kept_is_what_was_there():
    made = talk(an_order("W1001", ship_to=None))
    await made.begins(
        "send order W1001 to 7 Lake Road, Suite 2, Denver, CO 80012, USA", Kind.ADDRESS
    )
    kept = replace(made.wishes, at=NOW.timestamp())

    assert kept.open[0].address is not None
    assert Wishes.read(kept.slot, NOW) == kept
    assert Wishes.read("nonsense", NOW) == Wishes()


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


async def test_a_yes_is_one_where_yes_is_also_an_option():
    line = replace(MUG, options={"en": {"lid": "no"}})
    made = talk(an_order("W1002", DELIVERED, line, LAMP))
    pieces = (
        replace(VARIANTS["mugs"][0], options={"en": {"lid": "no"}}),
        replace(VARIANTS["mugs"][1], options={"en": {"lid": "yes"}}),
    )
    made.shop.variants["mugs"] = pieces
    await made.begins("return the lamp of order W1002 to my card", Kind.RETURN)

    await made.says("Yes", "affirm", is_sure=True)

    assert len(made.shop.writes) == 1


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
