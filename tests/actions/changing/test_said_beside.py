"""
What is said beside an answer, or under a condition: heard, and never without a word.
"""

import pytest

from actions.changing.state.wishes import Kind
from tests.actions.changing.journeys import RETAILER, read_back
from tests.actions.changing.shops import FakeShop, Talk, an_order


def talk(lang):
    """
    A customer of a shop that takes nothing out of an order.
    """
    return Talk(FakeShop(RETAILER, an_order()), lang[:2])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "بله، آدرس همون باشه"),
        ("fa-Latn", "bale adres hamun bashe"),
        ("ar", "نعم، العنوان نفسه"),
        ("en", "yes, the address is fine"),
        ("en", "address is fine, go ahead"),
    ],
)
async def test_that_the_address_stays_is_no_clear_yes_to_something_else(lang, text):
    made = await read_back(talk(lang))

    for _ in range(2):
        await made.says(text, "affirm", is_sure=True)
        assert made.told == ["utter_wish_yes_or_no"]
        assert made.asked == "utter_ask_wish_cancel_order"
    await made.says(text, "affirm", is_sure=True)

    assert made.hands_over
    assert not made.shop.writes


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fa", "Lamp"), ("fa-Latn", "Lamp ro"), ("ar", "Lamp"), ("en", "the Lamp")],
)
async def test_a_thing_is_no_reason_which_is_said(lang, text):
    made = talk(lang)
    await made.begins("cancel W1001")
    assert made.asked == "utter_ask_wish_reason"

    await made.says(text)

    assert made.told == ["utter_wish_unclear"]
    assert made.asked == "utter_ask_wish_reason"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "اگه W1001 نرسید پولم رو می‌خوام"),
        ("fa-Latn", "age W1001 naresid pulam ro mikham"),
        ("ar", "اذا ما وصل W1001 ابي فلوسي"),
        ("en", "if it never arrives I want my money back for W1001"),
    ],
)
async def test_money_in_case_it_never_comes_cancels_nothing(lang, text):
    made = talk(lang)

    await made.begins(text, Kind.REFUND, names=("W1001",))

    assert made.told == ["utter_wish_if_it_never_comes"]
    assert made.asked == ""
