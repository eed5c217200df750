"""
A question of ours can always be left, and is not put again and again without a word.
"""

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.operations import Operation
from tests.actions.changing.journeys import strict
from tests.actions.changing.shops import COFFEE, LAMP, an_order

AGREES = {"intent": "affirm", "is_sure": True}
DENIES = {"intent": "deny", "is_sure": True}
PLACED = an_order().status


async def asked_for(question, lang="en"):
    """
    As far as this question.
    """
    made = strict(lang=lang)
    if question == "items":
        await made.begins("I want to change something in W1001", Kind.CHANGE)
    elif question == "options":
        await made.begins("exchange the mug in W1001", Kind.EXCHANGE)
    elif question == "quantity":
        await made.begins("I want to change the quantity in W1001", Kind.CHANGE)
        await made.presses(LAMP.id)
    else:
        await made.begins("change the address of W1001", Kind.ADDRESS)
    assert made.asked == f"utter_ask_wish_{question}"
    return made


NOES = [
    ("en", "nope, leave it"),
    ("en", "no thanks keep it"),
    ("fa", "نه نه نکنید"),
    ("fa-Latn", "na na nakon"),
    ("ar", "لا لا خليه"),
]


@pytest.mark.parametrize("question", ["items", "options", "quantity", "address"])
@pytest.mark.parametrize(("lang", "text"), NOES)
async def test_a_no_leaves_what_was_asked(question, lang, text):
    made = await asked_for(question, lang)

    await made.says(text, **DENIES)

    assert (made.told, made.asked) == (["utter_wish_left"], "")
    await made.says("yes", **AGREES)
    assert made.shop.writes == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "no, one is enough"),
        ("fa", "نه همون یکی بسه"),
        ("fa-Latn", "na hamun yeki base"),
        ("ar", "لا واحدة تكفي"),
    ],
)
async def test_a_no_with_the_number_that_there_is_leaves_it(lang, text):
    made = await asked_for("quantity", lang)

    await made.says(text, **DENIES)

    assert (made.asked, made.shop.writes) == ("", [])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "cancel that"),
        ("en", "cancel this change please"),
        ("fa", "این درخواست رو لغو کن"),
        ("fa-Latn", "in darkhast ro kansel kon"),
        ("ar", "الغوا هذا التعديل"),
    ],
)
async def test_who_calls_off_the_request_does_not_cancel_the_order(lang, text):
    made = await asked_for("quantity", lang)

    await made.says(text)

    assert (made.told, made.asked) == (["utter_wish_left"], "")


async def test_what_is_no_answer_is_not_asked_again_for_ever():
    made = await asked_for("items")
    told = []

    for _ in range(3):
        await made.says("the one from before", "change_order", is_sure=True)
        told += made.told

    assert told.count("utter_wish_unclear") == 2
    assert made.hands_over


KEPT = [
    ("en", "no, leave the address"),
    ("en", "nah keep my old address"),
    ("fa", "نه آدرس همون باشه"),
    ("fa-Latn", "na adres hamun bashe"),
    ("ar", "لا خلوا العنوان"),
]


@pytest.mark.parametrize(("lang", "text"), KEPT)
async def test_who_keeps_the_address_is_not_asked_for_another(lang, text):
    made = strict(lang=lang)
    await made.begins("make the lamp two", Kind.CHANGE)
    assert made.asked == "utter_ask_wish_change_items"

    await made.says(text, **DENIES)

    assert made.asked == "utter_ask_wish_more"
    assert all(each.kind is Kind.CHANGE for each in made.wishes.open)


@pytest.mark.parametrize(("lang", "text"), KEPT)
async def test_a_new_address_that_was_asked_for_is_left(lang, text):
    made = await asked_for("address", lang)

    await made.says(text, **DENIES)

    assert (made.told, made.asked) == (["utter_wish_left"], "")


@pytest.mark.parametrize("text", ["المصباح ما اريده شيله", "المصباح ما ابيه احذفوه"])
async def test_what_is_not_wanted_and_to_be_taken_out_is_no_no(text):
    lamp = LAMP.names | {"ar": "مصباح"}
    order = an_order("W1001", PLACED, an_order().lines[0])
    line = type(LAMP)(**{**vars(LAMP), "names": lamp})
    made = strict(an_order("W1001", PLACED, *order.lines, line), lang="ar")
    await made.begins("make the mug two", Kind.CHANGE)

    await made.says(text, "cancel_order")

    assert made.asked == "utter_ask_wish_change_items"
    picks = {each.line: each.quantity for each in made.wishes.at_hand.picks}
    assert picks == {"1": 2, LAMP.id: 0}


async def test_a_thing_of_another_order_waits_and_can_be_come_to():
    other = an_order("W1002", PLACED, COFFEE)
    made = strict(an_order(), other)
    await made.begins("I want to change the quantity in W1001", Kind.CHANGE)
    await made.presses(LAMP.id)

    await made.says("I don't want the coffee any more", "cancel_order", is_sure=True)
    assert made.told[0] == "utter_wish_noted"
    await made.says("nope", **DENIES)

    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.wishes.at_hand.number == "W1002"


async def test_a_question_about_a_thing_of_another_order_is_no_answer():
    made = strict(an_order(), an_order("W1002", PLACED, COFFEE))
    await made.begins("I want to change the quantity in W1001", Kind.CHANGE)
    await made.presses(LAMP.id)

    heard = await made.says("is my coffee on its way", "track_order", is_sure=True)

    assert heard is None


ALSO = [
    ("en", "yes, 21931 too"),
    ("en", "yes and order 21931 as well please"),
    ("fa", "بله، 21931 رو هم"),
    ("fa-Latn", "are 21931 ham"),
    ("ar", "نعم و21931"),
    ("ar", "ايوه و 21931 كمان"),
]


@pytest.mark.parametrize(("lang", "text"), ALSO)
async def test_a_yes_with_another_order_drops_neither(lang, text):
    made = strict(an_order("21990"), an_order("21931"), lang=lang)
    await made.begins("cancel order 21990")

    await made.says(text, **AGREES)
    assert (made.told, made.shop.writes) == (["utter_wish_noted"], [])
    await made.says("yes", **AGREES)
    assert made.asked == "utter_ask_wish_cancel_order"
    await made.says("yes", **AGREES)

    done = [(deal.operation, deal.number) for deal, _ in made.shop.writes]
    assert done == [(Operation.CANCEL_ORDER, n) for n in ("21990", "21931")]


@pytest.mark.parametrize("text", ["yes, but not 21931", "yes, 21931 stays"])
async def test_a_yes_that_spares_another_order_is_not_of_it(text):
    made = strict(an_order("21990"), an_order("21931"))
    await made.begins("cancel order 21990")

    await made.says(text, **AGREES)

    assert made.shop.writes == []
    assert [each.number for each in made.wishes.open] == ["21990"]


@pytest.mark.parametrize("text", ["with gift wrapping please", "and a nice card"])
async def test_what_is_not_understood_beside_a_read_back_is_not_passed_over(text):
    made = strict()
    await made.begins("make the lamp two", Kind.CHANGE)

    await made.says(text, "recommend_products")

    assert made.told == ["utter_wish_unclear"]
    assert made.shop.writes == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "leave the old address and use 12 Oak St, Boston, MA 02101"),
        ("en", "don't leave the address, send it to 12 Oak St, Boston, MA 02101"),
    ],
)
async def test_another_address_beside_the_old_one_is_taken(lang, text):
    made = await asked_for("address", lang)

    await made.says(text, "change_shipping_address", is_sure=True)

    assert made.asked == "utter_ask_wish_change_address"
