"""
One thing goes and another becomes something else, said in one breath.
"""

from dataclasses import replace

import pytest

from actions.changing.reading import Known, pieces
from actions.changing.state.wishes import Kind
from crm_connector.model import OrderStatus
from crm_connector.operations import Operation
from tests.actions.changing.journeys import STRICT, talk
from tests.actions.changing.shops import (
    CARD,
    COFFEE,
    LAMP,
    MUG,
    a_variant,
    an_order,
    options,
)

CUP = replace(MUG, names={"en": "Mug", "fa": "ماگ", "ar": "الكوب"})
LIGHT = replace(LAMP, names={"en": "Lamp", "fa": "چراغ", "ar": "المصباح"})
BEANS = replace(
    COFFEE,
    names={"en": "Coffee", "fa": "قهوه", "ar": "القهوة"},
    options=options(size="1 kg"),
)
SIZES = (
    a_variant("c1", "coffee", 1600, size="1 kg"),
    a_variant("c2", "coffee", 800, size="500 g"),
    a_variant("c3", "coffee", 400, size="250 g"),
)


def one_order(lang, *lines):
    """
    An order with these things, in a language.
    """
    made = talk(an_order("W1", OrderStatus.PLACED, *lines), policies=STRICT)
    made.lang = lang[:2]
    made.shop.methods = (CARD,)
    made.shop.variants = {**made.shop.variants, "coffee": SIZES}
    return made


BOTH = [
    ("en", "cancel the mug and make the lamp white"),
    ("en", "cancel the mug and change the lamp to white"),
    ("en", "change the lamp to white and cancel the mug"),
    ("fa", "ماگ رو لغو کن و چراغ رو سفید کن"),
    ("fa", "چراغ رو سفید کن و ماگ رو لغو کن"),
    ("fa-Latn", "cheragh ro sefid konid va mug ro laghv konid"),
    ("fa-Latn", "mug ro laghv kon va cheragh ro sefid kon"),
    ("ar", "الغي الكوب وبدل المصباح ابيض"),
    ("ar", "الغي الكوب وابي المصباح ابيض"),
]


@pytest.mark.parametrize(("lang", "text"), BOTH)
async def test_what_goes_and_what_becomes_another_is_one_change(lang, text):
    made = one_order(lang, CUP, LIGHT, BEANS)

    await made.begins(text)

    assert made.asked == "utter_ask_wish_change_items"
    assert made.told == []
    await made.presses("yes")
    ((deal, _),) = made.shop.writes
    changes = {each.line_id: (each.variant_id, each.quantity) for each in deal.changes}
    assert changes == {"1": (None, 0), "2": ("l2", None)}
    assert not made.wishes.is_asking


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "cancel the mug, and make the lamp two"),
        ("fa", "ماگ رو لغو کن و چراغ رو دو تا کن"),
        ("fa-Latn", "mug ro laghv kon va cheragh ro do ta kon"),
        ("ar", "الغي الكوب، والمصباح خليه اتنين"),
    ],
)
async def test_a_number_beside_what_goes_is_of_its_own_thing(lang, text):
    made = one_order(lang, CUP, LIGHT, BEANS)

    await made.begins(text)

    assert made.asked == "utter_ask_wish_change_items"
    await made.presses("yes")
    ((deal, _),) = made.shop.writes
    changes = {each.line_id: each.quantity for each in deal.changes}
    assert changes == {"1": 0, "2": 2}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "make the coffee half a kilo and cancel the mug"),
        ("fa", "قهوه رو نیم کیلویی کنید و ماگ رو لغو کنید"),
        ("fa-Latn", "ghahve ro nim kiloei konid va mug ro laghv konid"),
        ("ar", "الغي الكوب وبدل القهوة نصف كيلو"),
    ],
)
async def test_what_becomes_another_size_does_not_go(lang, text):
    made = one_order(lang, CUP, LIGHT, BEANS)

    await made.begins(text)

    assert made.asked == "utter_ask_wish_change_items"
    await made.presses("yes")
    ((deal, _),) = made.shop.writes
    changes = {each.line_id: (each.variant_id, each.quantity) for each in deal.changes}
    assert changes == {"1": (None, 0), "4": ("c2", None)}


@pytest.mark.parametrize(
    ("lang", "text", "variant"),
    [
        ("en", "change the coffee to half a kilo", "c2"),
        ("en", "change the coffee to a quarter kilo", "c3"),
        ("fa", "قهوه رو نیم کیلو کن", "c2"),
        ("fa", "قهوه رو نیم کیلویی کن", "c2"),
        ("fa-Latn", "ghahve ro nim kilo kon", "c2"),
        ("ar", "بدل القهوة نصف كيلو", "c2"),
        ("ar", "بدل القهوة ربع كيلو", "c3"),
    ],
)
async def test_a_part_of_a_kilogram_is_so_many_grams(lang, text, variant):
    made = one_order(lang, LIGHT, BEANS)

    await made.begins(text, Kind.CHANGE)

    assert made.asked == "utter_ask_wish_change_items"
    await made.presses("yes")
    ((deal, _),) = made.shop.writes
    assert [(e.line_id, e.variant_id) for e in deal.changes] == [("4", variant)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "cancel my mug and add two hand creams instead"),
        ("fa", "ماگ رو لغو کن و دو تا کرم دست اضافه کن"),
        ("fa-Latn", "mug ro laghv kon va do ta kerem dast ezafe kon"),
        ("ar", "الغي الكوب وضيف كريمين"),
    ],
)
async def test_what_cannot_be_added_is_told_before_the_yes(lang, text):
    made = one_order(lang, CUP)

    await made.begins(text)

    assert made.told == ["utter_wish_no_such_thing"]
    assert made.asked == "utter_ask_wish_cancel_order"
    await made.presses("yes")
    assert made.told == ["utter_wish_done_cancel_order"]


async def test_a_place_behind_a_change_is_a_wish_of_its_own():
    made = one_order("en", CUP, LIGHT)

    await made.begins("make the lamp two, and ship it to my office", Kind.CHANGE)

    kinds = {each.kind for each in made.wishes.open}
    assert kinds == {Kind.CHANGE, Kind.ADDRESS}


async def test_what_goes_alone_does_not_take_what_is_not_understood_along():
    made = one_order("en", CUP, LIGHT)

    await made.begins("cancel the mug and change the lamp to something nicer")

    assert made.asked == "utter_ask_wish_options"
    assert made.wishes.at_hand.operation is Operation.CHANGE_ITEMS
    lamp = made.wishes.at_hand.pick_of("2")
    assert lamp.quantity is None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "make the mug just one, and don't cancel the rest"),
        ("fa", "ماگ رو فقط یکی کن، بقیه رو لغو نکن"),
        ("fa-Latn", "mug ro faghat yeki kon, baghie ro laghv nakon"),
        ("ar", "الكوب خليه واحد بس، والباقي لا تلغيه"),
        ("ar", "الكوب خليه علبة وحدة"),
        ("ar", "خلي الكوب علبة وحدة"),
    ],
)
async def test_one_beside_a_thing_is_its_number(lang, text):
    made = one_order(lang, replace(CUP, quantity=2), LIGHT)

    await made.begins(text, Kind.CHANGE)

    assert made.asked == "utter_ask_wish_change_items"
    await made.presses("yes")
    ((deal, _),) = made.shop.writes
    assert [(e.line_id, e.quantity) for e in deal.changes] == [("1", 1)]


async def test_what_goes_is_read_back_with_what_was_read_back_before():
    made = one_order("en", CUP, LIGHT, BEANS)
    await made.begins("make the lamp white", Kind.CHANGE)

    await made.says("cancel the mug", "cancel_order", is_sure=True)

    assert made.asked == "utter_ask_wish_change_items"
    assert made.told == []
    assert "line_removed" in made.fields["items"]
    assert "white" in made.fields["items"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "make the mug blue and the lamp white"),
        ("fa", "ماگ رو آبی کن و چراغ رو سفید کن"),
        ("fa-Latn", "mug ro abi kon va cheragh ro sefid kon"),
        ("ar", "غيروا الكوب إلى أزرق والمصباح إلى أبيض"),
    ],
)
async def test_of_what_there_is_no_other_the_rest_is_still_changed(lang, text):
    made = one_order(lang, CUP, LIGHT)
    mugs = (
        a_variant("m1", "mugs", 1000, color="red", size="small"),
        a_variant("m2", "mugs", 1000, in_stock=False, color="blue", size="small"),
    )
    made.shop.variants = {**made.shop.variants, "mugs": mugs}

    await made.begins(text, Kind.CHANGE)

    assert made.told == ["utter_wish_none_left"]
    assert made.asked == "utter_ask_wish_change_items"
    (pick,) = made.wishes.at_hand.picks
    assert pick.line == LIGHT.id


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "چراغ رو بکن دو تا و ماگ رو حذف کن"),
        ("fa", "چراغ رو دو تا کن و ماگ رو حذف کن"),
        ("fa-Latn", "cheragh ro bokon do ta va mug ro hazf kon"),
        ("fa-Latn", "cheragh ro bokon do ta o mug ro hazf kon"),
        ("en", "make the lamp two and remove the mug"),
    ],
)
async def test_a_number_is_of_what_stands_before_the_and(lang, text):
    made = one_order(lang, CUP, LIGHT)

    await made.begins(text, Kind.CHANGE)

    picks = {each.line: each.quantity for each in made.wishes.at_hand.picks}
    assert picks == {LIGHT.id: 2, CUP.id: 0}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "can I change the size?"),
        ("en", "I'd like to change its size"),
        ("fa", "میشه سایزش رو عوض کنم؟"),
        ("fa-Latn", "mishe size ro avaz konam"),
        ("ar", "ممكن أغير المقاس؟"),
    ],
)
async def test_an_option_that_one_thing_alone_has_says_which_is_meant(lang, text):
    made = one_order(lang, BEANS, replace(LIGHT, options={}))
    names = {"en": "size", "fa": "سایز", "ar": "المقاس"}
    made.shop.variants["coffee"] = tuple(
        replace(
            each,
            options={
                **each.options,
                **{
                    to: {name: each.options["en"]["size"]} for to, name in names.items()
                },
            },
        )
        for each in SIZES
    )

    await made.begins(text, Kind.CHANGE)

    assert made.asked == "utter_ask_wish_options"
    assert made.wishes.at_hand.asked_line == BEANS.id


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "می‌خوام ۲ تا ماگ قرمز رو کم کنم بشه ۱"),
        ("fa", "۲ تا از ماگ رو کم کن بشه یکی"),
        ("fa-Latn", "2 ta az mug ro kam kon beshe 1"),
    ],
)
async def test_what_it_is_to_become_counts(lang, text):
    made = one_order(lang, replace(CUP, quantity=3), LIGHT)

    await made.begins(text, Kind.CHANGE)

    (pick,) = made.wishes.at_hand.picks
    assert (pick.line, pick.quantity) == (CUP.id, 1)


TO_AND_SIZE = [
    ("fa", "ماگ رو سایز بزرگ کن و بفرستش به کرج، خیابان درختی، پلاک ۲"),
    ("fa-Latn", "mug ro do ta kon va be adrese karaj, golshahr, pelak 2 befrest"),
    ("en", "make the mug large and send it to 12 Oak Street, Denver, CO 80012"),
]


@pytest.mark.parametrize(("lang", "text"), TO_AND_SIZE)
def test_where_it_goes_is_another_wish_than_what_becomes_of_it(lang, text):
    found = [each.operation for each in pieces(text, lang, Known())]

    assert found == [Operation.CHANGE_ITEMS, Operation.CHANGE_ADDRESS]


async def test_the_address_comes_before_the_things_of_the_same_order():
    made = one_order("en", CUP, LIGHT)

    await made.begins(TO_AND_SIZE[-1][1])

    assert [each.kind for each in made.wishes.open] == [Kind.ADDRESS, Kind.CHANGE]
    assert made.wishes.open[0].number == "W1"
