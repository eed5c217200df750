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

# Of those the ones that speak of a photo.
OF_PHOTO = {
    "عکسشو بعدا میفرستم",
    "aksesho badan mifrestam",
    "طيب راح ارسل الصورة بكرة",
    "بعدين بصورها",
    "I'll send a photo tonight",
}
NONE = [
    ("fa", "عکس ندارم"),
    ("fa-Latn", "aks nadaram"),
    ("ar", "ما عندي صورة"),
    ("en", "no photo sorry"),
]
BROKEN = {
    "fa": "ماگ شکسته رسید، پولمو میخوام",
    "fa-Latn": "mage abi shekaste resid, mikham pas bedam",
    "ar": "الكوب وصل مكسور وأريد استرجاع فلوسي",
    "en": "the mug arrived broken, I want my money back",
}


@pytest.mark.parametrize(("lang", "text"), LATER)
async def test_it_goes_to_people_without_the_photo(lang, text):
    made = strict(an_order("W1", DELIVERED, MUG), lang=lang)
    await made.begins("the mug arrived broken, I want my money back", Kind.DAMAGED)
    assert made.asked == "utter_ask_wish_photo"

    await made.says(text, "goodbye", is_sure=True)

    assert made.told == ["utter_wish_beyond_no_photo"]
    assert made.hands_over
    assert made.shop.writes == []


@pytest.mark.parametrize(("lang", "text"), NONE)
async def test_that_there_is_none_is_kept_before_it_is_asked_for(lang, text):
    made = strict(an_order("W1", DELIVERED, MUG), lang=lang)
    await made.begins("the mug arrived broken", Kind.DAMAGED)
    assert made.asked == "utter_ask_wish_way"

    await made.says(text)
    assert made.told == ["utter_wish_without_photo"]
    assert made.asked == "utter_ask_wish_way"
    await made.presses("return")

    assert made.told == ["utter_wish_beyond_no_photo"]
    assert made.hands_over


@pytest.mark.parametrize(("lang", "text"), NONE)
async def test_so_is_it_when_it_was_said_at_once(lang, text):
    made = strict(an_order("W1", DELIVERED, MUG), lang=lang)

    await made.begins(f"{BROKEN[lang]}, {text}", Kind.DAMAGED)

    assert made.told == ["utter_wish_beyond_no_photo"]
    assert made.hands_over


@pytest.mark.parametrize(
    ("lang", "text"), [each for each in LATER if each[1] in OF_PHOTO]
)
async def test_one_that_comes_later_is_waited_for(lang, text):
    made = strict(an_order("W1", DELIVERED, MUG), lang=lang)
    await made.begins("the mug arrived broken", Kind.DAMAGED)

    await made.says(text, "goodbye", is_sure=True)

    assert made.told == ["utter_wish_photo_later"]
    assert made.asked == "utter_ask_wish_way"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "it was stale"),
        ("fa", "بوی بد می‌داد"),
        ("fa-Latn", "buye bad midad"),
        ("ar", "كان فاسد"),
    ],
)
async def test_what_is_wrong_with_it_is_no_complaint_about_us(lang, text):
    made = strict(an_order("W1", DELIVERED, MUG), lang=lang)
    await made.begins("the mug arrived broken, I want my money back", Kind.DAMAGED)

    await made.says(text, "complaint", is_sure=True)

    assert made.asked == "utter_ask_wish_photo"
    assert not made.hands_over
