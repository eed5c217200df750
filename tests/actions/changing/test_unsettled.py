"""
Money that only people can ask for: what is done is handed to them, once it is done.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import UNSETTLED, Came, Kind, Open
from crm_connector.choices import PaymentMethod
from crm_connector.model import Money
from crm_connector.operations import MethodKind, Operation
from tests.actions.changing.journeys import DELIVERED, STRICT, talk
from tests.actions.changing.shops import CARD, LAMP, MUG, an_order

AT_THE_DOOR = PaymentMethod("cod", MethodKind.CASH, None, {"en": "cash on delivery"})
TRANSFER = PaymentMethod("c2c", MethodKind.TRANSFER, None, {"en": "card to card"})


def paid_by(method, **more):
    """
    A customer of a shop that takes things out of an order, who has paid like that.
    """
    order = replace(an_order(), paid_with=method.id, **more)
    made = talk(order, policies=STRICT)
    made.shop.methods = (method,)
    return made


def left(made):
    """
    What became of the last wish, and what is still to be asked for.
    """
    last = made.wishes.past[-1]
    return last.came, last.why, last.wish.asked


async def test_cash_that_goes_back_is_seen_to_by_people():
    made = paid_by(AT_THE_DOOR)
    await made.begins("cancel order W1001, I no longer need it")
    assert "money_back_cash" in made.fields["money"]
    assert not made.hands_over

    await made.presses("yes")

    assert [deal.operation for deal, _ in made.shop.writes] == [Operation.CANCEL_ORDER]
    assert made.hands_over
    assert left(made) == (Came.PERSON, UNSETTLED, Open.ACCOUNT)


async def test_so_is_the_cash_of_what_comes_back():
    made = talk(an_order("W1", DELIVERED, MUG, LAMP, paid_with=AT_THE_DOOR.id))
    made.shop.methods = (AT_THE_DOOR,)
    await made.begins("return the mug of W1", Kind.RETURN)
    assert made.asked == "utter_ask_wish_return_items"

    await made.presses("yes")

    assert made.hands_over
    assert left(made) == (Came.PERSON, UNSETTLED, Open.ACCOUNT)


@pytest.mark.parametrize("method", [CARD, AT_THE_DOOR])
async def test_what_was_never_paid_needs_nobody(method):
    made = paid_by(method, paid=Money(0, "USD"))
    await made.begins("cancel order W1001, I no longer need it")

    await made.presses("yes")

    assert not made.hands_over
    assert left(made)[0] is Came.DONE


async def test_money_that_goes_back_to_a_card_needs_nobody():
    made = paid_by(CARD)
    await made.begins("cancel order W1001, I no longer need it")

    await made.presses("yes")

    assert not made.hands_over
    assert left(made)[0] is Came.DONE


async def test_a_difference_to_be_transferred_is_asked_for_by_people():
    made = paid_by(TRANSFER)
    await made.begins("make it two mugs in order W1001", Kind.CHANGE)
    assert made.asked == "utter_ask_wish_change_items"
    assert "<pays_when_asked>" in made.fields["money"]

    await made.presses("yes")

    assert made.hands_over
    assert left(made) == (Came.PERSON, UNSETTLED, Open.PAYMENT)


async def test_a_difference_that_a_card_pays_needs_nobody():
    made = paid_by(CARD)
    await made.begins("make it two mugs in order W1001", Kind.CHANGE)

    await made.presses("yes")

    assert not made.hands_over
    assert left(made)[0] is Came.DONE
