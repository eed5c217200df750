"""
Journeys to which yes was said: done once, read back anew, or handed to people.
"""

from dataclasses import replace

from actions.changing.state.wishes import Came, Kind
from crm_connector.errors import (
    DueChanged,
    OutcomeUnknown,
    Refused,
    SourceUnavailable,
)
from crm_connector.model import Money, OrderStatus
from crm_connector.operations import Operation
from tests.actions.changing.journeys import DELIVERED, RETAILER, read_back, talk
from tests.actions.changing.shops import (
    VARIANTS,
    FakeShop,
    Talk,
    an_order,
)


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
