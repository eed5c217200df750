"""
Of what has come, a changed mind is why it goes back, at whichever question it is said.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.operations import Reason
from tests.actions.changing.journeys import DELIVERED, STRICT, talk
from tests.actions.changing.shops import CARD, COFFEE, LAMP, MUG, an_order

BEANS = replace(COFFEE, names={"en": "Coffee", "fa": "قهوه", "ar": "القهوة"})
SAID = [
    ("en", "i changed my mind"),
    ("en", "because I just changed my mind"),
    ("fa", "نظرم عوض شد"),
    ("fa", "آخه نظرم عوض شده"),
    ("fa-Latn", "nazaram avaz shod"),
    ("ar", "غيّرت رأيي"),
    ("ar", "غيرت رأيي"),
]


def customer(lang, *orders):
    """
    Of a shop that takes coffee back unopened only, and asks for a reason.
    """
    made = talk(*orders, policies=STRICT)
    made.lang = lang[:2]
    made.shop.methods = (CARD,)
    return made


@pytest.mark.parametrize(("lang", "text"), SAID)
async def test_it_is_the_reason_where_the_order_is_asked_for(lang, text):
    made = customer(
        lang, an_order("W1", DELIVERED, LAMP), an_order("W2", DELIVERED, MUG)
    )
    await made.begins("I want to return something", Kind.RETURN)
    assert made.asked == "utter_ask_wish_order"

    await made.says(text, intent="deny", is_sure=True)

    assert made.asked == "utter_ask_wish_order"
    assert made.wishes.at_hand.reason is Reason.CHANGED_MIND
    assert "utter_wish_left" not in made.told


@pytest.mark.parametrize(("lang", "text"), SAID)
async def test_it_is_no_end_where_opened_or_not_is_asked(lang, text):
    made = customer(lang, an_order("W1", DELIVERED, BEANS))
    await made.begins("return the coffee, I changed my mind", Kind.RETURN)
    assert made.asked == "utter_ask_wish_unopened"

    await made.says(text, intent="deny", is_sure=True)

    assert made.asked == "utter_ask_wish_unopened"
    assert made.wishes.at_hand.reason is Reason.CHANGED_MIND


@pytest.mark.parametrize(("lang", "text"), SAID)
async def test_at_the_yes_it_is_a_no(lang, text):
    made = customer(lang, an_order("W1", DELIVERED, LAMP))
    await made.begins("return the lamp, I changed my mind", Kind.RETURN)
    while made.asked == "utter_ask_wish_unopened":
        await made.presses("yes")
    assert made.asked == "utter_ask_wish_return_items"

    await made.says(text, intent="deny", is_sure=True)

    assert made.asked == ""
    assert made.shop.writes == []


@pytest.mark.parametrize(("lang", "text"), SAID)
async def test_of_what_has_not_come_it_is_the_end(lang, text):
    made = customer(lang, an_order())
    await made.begins("change the address of W1001", Kind.ADDRESS)

    await made.says(text, intent="deny", is_sure=True)

    assert made.asked == ""
