"""
Journeys without an engine: what is read back and agreed to, and what is no yes.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.changing.state.wishes import STILL, Came, Kind, Wishes
from crm_connector.model import Money
from crm_connector.operations import Operation
from crm_connector.places import is_same_place
from tests.actions.changing.journeys import DELIVERED, read_back, talk
from tests.actions.changing.shops import (
    LAMP,
    MUG,
    NOW,
    VARIANTS,
    an_order,
)


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


async def test_another_recipient_at_the_same_place_is_a_change():
    order = an_order()
    ali = replace(order.ship_to, name="Ali")

    assert not is_same_place(ali, order.ship_to)
    assert is_same_place(replace(ali, name=""), order.ship_to)
    assert not is_same_place(order.ship_to, None)


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
