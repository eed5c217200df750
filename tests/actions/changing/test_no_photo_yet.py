"""
Who cannot show what came broken, or not now, is not asked for it again: people decide.
"""

import pytest

from actions.changing.state.wishes import Kind
from tests.actions.changing.journeys import DELIVERED, strict
from tests.actions.changing.shops import MUG, an_order

LATER = [
    ("fa", "عکسشو بعدا میفرستم"),
    ("fa", "باشه شب عکس می‌گیرم"),
    ("fa-Latn", "aksesho badan mifrestam"),
    ("fa-Latn", "bashe shab aks migiram"),
    ("ar", "بعدين بصورها"),
    ("ar", "طيب راح ارسل الصورة بكرة"),
    ("en", "ok ill try later"),
    ("en", "I'll send a photo tonight"),
    ("en", "no photo sorry"),
    ("ar", "ما اقدر اصور"),
]


@pytest.mark.parametrize(("lang", "text"), LATER)
async def test_it_goes_to_people_without_the_photo(lang, text):
    made = strict(an_order("W1", DELIVERED, MUG), lang=lang)
    await made.begins("the mug arrived broken, I want my money back", Kind.DAMAGED)
    assert made.asked == "utter_ask_wish_photo"

    await made.says(text, "goodbye", is_sure=True)

    assert made.told == ["utter_wish_beyond_no_photo"]
    assert made.hands_over
    assert made.shop.writes == []
