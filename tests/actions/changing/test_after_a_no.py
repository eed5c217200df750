"""
A read-back of a return that is put right by another thing, or asked about.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import Kind
from tests.actions.changing.shops import LAMP
from tests.actions.changing.test_returned_things import (
    BEANS,
    CUP,
    RETURNED,
    TEA,
    brought,
)

ONE_CUP = replace(CUP, quantity=1)
LIGHT = replace(LAMP, names={"en": "Lamp", "fa": "چراغ", "ar": "المصباح"})


@pytest.mark.parametrize(
    ("lang", "text", "lines"),
    [
        ("en", "no, the lamp", {"2"}),
        ("en", "no the lamp", {"2"}),
        ("en", "no, the lamp as well", {"1", "2"}),
        ("fa", "نه چراغ رو", {"2"}),
        ("fa", "نه، چراغ رو پس میدم", {"2"}),
        ("fa-Latn", "na cheragh ro", {"2"}),
        ("ar", "لا المصباح", {"2"}),
    ],
)
async def test_after_a_no_another_thing_comes_in_the_place_of_the_first(
    lang, text, lines
):
    made = brought(lang, ONE_CUP, LIGHT)
    await made.begins("return the mug of W1, I changed my mind", Kind.RETURN)
    assert made.asked == RETURNED

    await made.says(text)

    assert made.asked == RETURNED
    assert set(made.wishes.at_hand.lines) == lines


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "hmm, which card will the money go to?"),
        ("fa", "پول به کدوم کارت میره؟"),
        ("fa-Latn", "be kodum kart mire"),
        ("ar", "على أي بطاقة يرجع المبلغ؟"),
    ],
)
async def test_where_the_money_goes_stands_in_the_read_back(lang, text):
    made = brought(lang, ONE_CUP)
    await made.begins("return the mug of W1, I changed my mind", Kind.RETURN)

    await made.says(text)

    assert made.told == []
    assert made.asked == RETURNED


async def test_of_the_other_thing_it_is_asked_anew_whether_it_is_opened() -> None:
    made = brought("en", BEANS, TEA)
    await made.begins("return the coffee of W1, I changed my mind", Kind.RETURN)
    await made.presses("yes")
    assert made.asked == RETURNED

    await made.says("no, the tea")

    assert made.asked == "utter_ask_wish_unopened"
    assert made.wishes.at_hand.lines == ("5",)
