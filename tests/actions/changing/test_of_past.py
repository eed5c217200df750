"""
What is said after something was done: of that alone, and to nobody else.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.model import OrderStatus
from tests.actions.changing.journeys import talk
from tests.actions.changing.shops import LAMP, MUG, an_order

ANOTHER = {
    "en": ("that was a mistake, cancel W1002", "I changed my mind, cancel W1002 too"),
    "fa": ("پشیمون شدم، سفارش W1002 رو لغو کن", "اشتباه شد، W1002 رو لغو کنید"),
    "fa-Latn": ("pashimun shodam, W1002 ro laghv kon",),
    "ar": ("رجعوا الطلب W1002", "غلطت، الغوا الطلب W1002"),
}
ANOTHER_DEED = {
    "en": ("return the mug, I changed my mind", "this was wrong, I want to return it"),
    "fa": ("لیوان رو پس می‌دم، پشیمون شدم",),
    "fa-Latn": ("livan ro pas midam, pashimun shodam",),
    "ar": ("ارجعوا الطلب", "ابي ارجع الكوب، غيرت رايي"),
}
TAKEN_BACK = {
    "en": ("I changed my mind", "un-cancel it", "I changed my mind, do not cancel it"),
    "fa": ("پشیمون شدم", "اشتباه شد، لغوش نکن"),
    "fa-Latn": ("pashimun shodam", "laghvesh nakon"),
    "ar": ("رجع الطلب مثل ما كان", "غلطت", "لا تلغيه"),
}


async def cancelled(lang):
    """
    After W1001 was cancelled.
    """
    made = talk(an_order("W1001", OrderStatus.PLACED, MUG, LAMP), an_order("W1002"))
    await made.begins("cancel W1001, no longer needed")
    await made.says("yes", "affirm", is_sure=True)
    assert len(made.shop.writes) == 1
    made.lang = lang.split("-")[0]
    return made


@pytest.mark.parametrize("lang", ANOTHER)
async def test_another_order_with_it_is_a_new_wish(lang):
    for text in ANOTHER[lang]:
        made = await cancelled(lang)
        await made.begins(text)
        assert [each.number for each in made.wishes.open] == ["W1002"], text


@pytest.mark.parametrize("lang", ANOTHER_DEED)
async def test_another_deed_with_it_is_not_told_to_be_past(lang):
    for text in ANOTHER_DEED[lang]:
        made = await cancelled(lang)
        await made.begins(text, Kind.RETURN)
        assert "utter_wish_not_undone_cancel" not in made.told, text


@pytest.mark.parametrize("lang", TAKEN_BACK)
async def test_what_takes_it_back_alone_is_answered(lang):
    for text in TAKEN_BACK[lang]:
        made = await cancelled(lang)
        await made.begins(text)
        assert made.told[0] == "utter_wish_not_undone_cancel", text


@pytest.mark.parametrize(
    "text", ["I changed my mind", "پشیمون شدم", "pashimun shodam", "غلطت"]
)
async def test_the_past_of_somebody_else_is_never_told(text):
    made = await cancelled("en")
    made.wishes = replace(made.wishes, customer="somebody-else")

    await made.begins(text)

    assert "utter_wish_not_undone_cancel" not in made.told
    assert made.wishes.past == ()
    assert made.wishes.customer == made.shop.customer
    numbers = [each.fields.get("number", "") for each in made.said]
    assert not any("W1001" in each for each in numbers)
