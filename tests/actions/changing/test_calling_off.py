"""
What is called off: a part by a word nobody knows, a wish in whose place another comes.
"""

from dataclasses import replace

import pytest

from actions.changing.reading import pieces, read
from actions.changing.state.wishes import Kind
from crm_connector.operations import Operation, Reason
from tests.actions.changing.journeys import strict
from tests.actions.changing.reading.shop import known
from tests.actions.changing.shops import (
    LAMP,
    MUG,
    VARIANTS,
    an_order,
)

AGREES = {"intent": "affirm", "is_sure": True}
DENIES = {"intent": "deny", "is_sure": True}


PARTS = [
    ("en", "please call off only the toaster"),
    ("en", "just the toaster, cancel that one"),
    ("en", "cancel the toaster, the rest may come"),
    ("fa", "فقط توستر رو لغو کنید"),
    ("fa", "توسترو لغو کن بقیه‌ش بیاد"),
    ("fa-Latn", "faghat toaster ro kansel konid"),
    ("fa-Latn", "toaster ro laghv konid baghiash biad"),
    ("ar", "الغوا المحمصة بس"),
    ("ar", "بس المحمصة الغوها"),
    ("ar", "ابغى الغي السماور"),
]


@pytest.mark.parametrize(("lang", "text"), PARTS)
async def test_a_part_by_a_word_that_is_not_known_is_not_the_order(lang, text):
    made = strict(lang=lang)

    await made.begins(text)

    assert made.told == ["utter_wish_no_such_thing"]
    assert made.asked == "utter_ask_wish_items"
    await made.presses(LAMP.id)
    assert made.asked == "utter_ask_wish_change_items"
    assert "Mug" not in made.fields["items"]


async def test_of_one_thing_it_is_asked_too_and_a_yes_is_to_it():
    made = strict(an_order("W1001", an_order().status, LAMP))
    await made.begins("cancel only the toaster")
    assert made.asked == "utter_ask_wish_items"

    await made.says("yes", **AGREES)

    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.shop.writes == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "all of it"),
        ("en", "the whole order"),
        ("fa", "کل سفارش رو"),
        ("ar", "كلها"),
    ],
)
async def test_who_is_asked_which_may_mean_the_whole_order(lang, text):
    made = strict(lang=lang)
    await made.begins("cancel only the toaster")

    await made.says(text)

    assert made.asked == "utter_ask_wish_cancel_order"


WHOLE = [
    ("en", "I only want to cancel"),
    ("en", "just cancel my last order please"),
    ("en", "cancel my purchase, it was only a test"),
    ("fa", "فقط می‌خوام سفارشم لغو بشه"),
    ("fa", "خرید دیروزم رو لغو کنید"),
    ("fa-Latn", "faghat sefaresham ro kansel konid"),
    ("ar", "ابغى بس الغي الطلب"),
    ("ar", "الغوا طلبي لو سمحتوا"),
]


@pytest.mark.parametrize(("lang", "text"), WHOLE)
async def test_an_only_that_is_of_no_thing_is_of_the_order(lang, text):
    made = strict(lang=lang)

    await made.begins(text)

    assert (made.told, made.asked) == ([], "utter_ask_wish_cancel_order")


COUNTED = [
    ("en", "cancel the mugs, no sorry make it two"),
    ("en", "Cancel the mug. Actually no, change it to two pieces."),
    ("fa", "لیوان رو کنسل کنید، نه صبر کنید دو تا بکنیدش"),
    ("fa-Latn", "livan ro kansel kon, na bokonesh do ta"),
    ("ar", "الغوا الكوب، لا لحظة خلوه حبتين"),
]


@pytest.mark.parametrize(("lang", "text"), COUNTED)
async def test_a_number_that_comes_instead_of_a_cancellation(lang, text):
    cup = replace(MUG, quantity=3, names={"en": "Mug", "fa": "لیوان", "ar": "كوب"})
    made = strict(an_order("W1001", an_order().status, cup, LAMP), lang=lang)

    await made.begins(text)

    assert made.asked == "utter_ask_wish_change_items"
    (pick,) = made.wishes.at_hand.picks
    assert (pick.line, pick.quantity) == (cup.id, 2)


BLACK = [
    ("en", "cancel the white t-shirt and give me the black one instead"),
    ("en", "please call off the white T-shirt; instead send me the black one"),
    ("fa", "تی‌شرت سفید رو لغو کن و به جاش مشکی بده"),
    ("fa-Latn", "tishert sefid ro cancel kon be jash meshki bezar"),
    ("ar", "كنسلوا القميص الأبيض ودزوا الأسود بداله"),
]


@pytest.mark.parametrize(("lang", "text"), BLACK)
def test_another_kind_in_the_place_of_what_is_called_off(lang, text):
    (piece,) = pieces(text, lang, known())
    said = read(piece.text, lang, known())

    assert piece.operation is Operation.CHANGE_ITEMS
    assert [each.candidates for each in said.choices] == [("tee-black-M",)]
    assert not said.removes


OTHERS = [
    ("en", "cancel the kettle and send me a samovar instead"),
    ("fa", "کتری رو لغو کن بجاش سماور بفرست"),
    ("fa-Latn", "ketri ro kansel kon bejash samavar befrest"),
    ("ar", "الغوا الغلاية وارسلوا سماور مكانها"),
]


@pytest.mark.parametrize(("lang", "text"), OTHERS)
def test_another_product_in_its_place_is_not_understood_as_removal(lang, text):
    (piece,) = pieces(text, lang, known())
    said = read(piece.text, lang, known())

    (kettle,) = said.choices
    assert (kettle.line, kettle.quantity, kettle.candidates) == ("kettle", None, ())
    assert len(kettle.unmet) == 1
    assert not said.removes


async def test_another_product_is_said_not_to_be_had_and_asked():
    made = strict()

    await made.begins("cancel the lamp and send me a samovar instead")

    assert made.told == ["utter_wish_no_such_variant"]
    assert made.said[0].fields["words"] == "samovar"
    assert made.asked == "utter_ask_wish_options"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "cancel the mug, wait no, keep it"),
        ("en", "cancel my order. no wait, leave it"),
        ("fa", "لیوان رو لغو کن، نه بذار باشه"),
        ("fa-Latn", "sefaresham ro laghv kon, na bezar bemune"),
        ("ar", "الغوا الطلب، لا خلوه"),
    ],
)
async def test_what_is_kept_after_all_is_not_called_off(lang, text):
    made = strict(lang=lang)

    await made.begins(text)

    assert made.asked != "utter_ask_wish_cancel_order"
    assert made.shop.writes == []


@pytest.mark.parametrize(
    ("lang", "text", "number"),
    [
        ("en", "make it one t-shirt not 2, no wait 5", 5),
        ("fa", "تی‌شرت رو دو تا کن نه ببخشید چهار تا", 4),
        ("fa", "جوراب‌ها سه جفت نه، دو جفت", 2),
    ],
)
def test_of_two_numbers_the_last_one_is_meant(lang, text, number):
    (piece,) = pieces(text, lang, known())

    (choice,) = read(piece.text, lang, known()).choices

    assert choice.quantity == number


NO_REASONS = [
    ("en", "if you haven't shipped it yet, cancel my order"),
    ("en", "cancel it if it won't arrive by Friday"),
    ("en", "I don't want my order any more, cancel it"),
    ("fa", "اگر هنوز ارسال نشده سفارشم رو لغو کنید"),
    ("fa", "سفارشم رو دیگه نمی‌خوام لغوش کنید"),
    ("fa-Latn", "age hanuz ersal nashode kansel konid"),
    ("ar", "اذا ما وصل للمندوب الغوا الطلب"),
    ("ar", "ما ابي الطلب الغوه"),
]


@pytest.mark.parametrize(("lang", "text"), NO_REASONS)
def test_an_if_and_not_wanting_it_are_no_reasons(lang, text):
    assert read(text, lang, known()).reason is None


@pytest.mark.parametrize(
    ("lang", "text", "reason"),
    [
        ("en", "cancel it, it still hasn't arrived", Reason.TAKES_TOO_LONG),
        ("fa", "اگه میشه لغوش کنید، اشتباهی سفارش دادم", Reason.ORDERED_BY_MISTAKE),
        ("fa", "خیلی طول کشید لغوش کنید", Reason.TAKES_TOO_LONG),
        ("ar", "الغوه، تأخر كثير", Reason.TAKES_TOO_LONG),
    ],
)
def test_a_reason_that_is_told_is_one(lang, text, reason):
    assert read(text, lang, known()).reason is reason


async def test_no_more_of_what_is_not_in_stock_is_read_back():
    made = strict()
    gone = replace(VARIANTS["lamps"][0], in_stock=False)
    made.shop.variants["lamps"] = (gone, *VARIANTS["lamps"][1:])

    await made.begins("make the lamp two", Kind.CHANGE)

    assert made.told == ["utter_wish_snag_too_few"]
    assert made.asked == "utter_ask_wish_quantity"
