"""
What tells no order to be cancelled: buying, money of no order, and what is excluded.
"""

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.model import OrderStatus
from tests.actions.changing.journeys import STRICT
from tests.actions.changing.shops import LAMP, MUG, FakeShop, Talk, an_order

PLACED = OrderStatus.PLACED
MUGS = an_order("W1001", PLACED, MUG)
LAMPS = an_order("W1002", PLACED, LAMP)
CANCEL = {
    "fa": "سفارشم رو لغو کن",
    "fa-Latn": "sefaresham ro laghv kon",
    "ar": "الغي طلبي",
    "en": "cancel my order",
}
MONEY = {
    "fa": "پولمو پس بدید",
    "fa-Latn": "pulamo pas bedid",
    "ar": "ابي فلوسي ترجع",
    "en": "I want my money back",
}
AS_BEFORE = {
    "fa": "نه برگردون به همون ۵۰۰",
    "fa-Latn": "na bargardun be hamun 500",
    "ar": "لا رجعها على ٥٠٠",
    "en": "no, put it back to the 500",
}


def talk(lang, *orders):
    """
    A customer of a shop that takes things out of an order.
    """
    return Talk(FakeShop(STRICT, *orders), lang[:2])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "یه سفارش جدید: دو تا Mug"),
        ("fa", "Mug میخوام بخرم"),
        ("fa-Latn", "ye sefareshe jadid, do ta Mug"),
        ("fa-Latn", "Mug mikham bekharam"),
        ("ar", "طلب جديد: اثنين Mug"),
        ("ar", "ابي اشتري Mug"),
        ("en", "a new order: two of the Mug"),
        ("en", "I want to buy the Mug"),
    ],
)
async def test_what_is_to_be_bought_is_not_cancelled(lang, text):
    made = talk(lang, MUGS, LAMPS)
    await made.begins(CANCEL[lang])
    assert made.asked == "utter_ask_wish_order"

    await made.says(text)

    assert made.asked == "utter_ask_wish_order"


@pytest.mark.parametrize("lang", MONEY)
async def test_money_of_no_order_cancels_none(lang):
    made = talk(lang, MUGS)

    await made.begins(MONEY[lang], Kind.REFUND, at_hand="W1001")

    assert made.asked == "utter_ask_wish_order"


@pytest.mark.parametrize("lang", MONEY)
async def test_the_only_order_that_was_offered_is_taken_by_a_yes(lang):
    made = talk(lang, MUGS)
    await made.begins(MONEY[lang], Kind.REFUND)

    yes = {"fa": "بله", "fa-Latn": "bale", "ar": "نعم", "en": "yes"}
    await made.says(yes[lang], "affirm", is_sure=True)

    assert made.asked == "utter_ask_wish_cancel_order"
    assert not made.shop.writes


@pytest.mark.parametrize("lang", MONEY)
async def test_what_is_to_be_as_it_was_is_no_return(lang):
    made = talk(lang, MUGS)

    await made.begins(AS_BEFORE[lang], Kind.REFUND, at_hand="W1001")

    assert made.wishes.at_hand.kind is Kind.CHANGE
    assert made.asked == "utter_ask_wish_options"


@pytest.mark.parametrize("lang", MONEY)
async def test_money_of_an_order_that_is_told_does(lang):
    made = talk(lang, MUGS, LAMPS)

    await made.begins(f"{MONEY[lang]} W1001", Kind.REFUND, names=("W1001",))

    assert made.asked == "utter_ask_wish_cancel_order"


CANCEL_IT = [
    ("fa", "لغوش کن"),
    ("fa-Latn", "laghvesh kon"),
    ("ar", "الغيه"),
    ("en", "cancel it"),
]


@pytest.mark.parametrize(("lang", "text"), CANCEL_IT)
async def test_cancel_it_of_no_order_asks_which(lang, text):
    made = talk(lang, MUGS)

    await made.begins(text)

    assert made.asked == "utter_ask_wish_order"


@pytest.mark.parametrize(("lang", "text"), CANCEL_IT)
async def test_cancel_it_of_the_order_that_is_spoken_of_reads_it_back(lang, text):
    made = talk(lang, MUGS, LAMPS)

    await made.begins(text, at_hand="W1001")

    assert made.asked == "utter_ask_wish_cancel_order"


@pytest.mark.parametrize(("lang", "text"), CANCEL_IT)
async def test_cancel_it_to_which_order_ends_the_wish(lang, text):
    made = talk(lang, MUGS, LAMPS)
    await made.begins("I want something changed", Kind.CHANGE)
    assert made.asked == "utter_ask_wish_order"

    await made.says(text, "cancel_order", is_sure=True)

    assert made.asked == ""


@pytest.mark.parametrize(("lang", "text"), CANCEL_IT)
async def test_cancel_it_to_where_something_goes_cancels_no_order(lang, text):
    made = talk(lang, MUGS)
    await made.begins("change my address", Kind.ADDRESS)
    assert made.asked == "utter_ask_wish_address"

    await made.says(text, "cancel_order", is_sure=True)

    assert made.asked == ""


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "اون که Mug داره نه، اون یکی"),
        ("fa-Latn", "oon ke Mug dare na, oon yeki"),
        ("ar", "مو اللي فيه Mug، الثاني"),
        ("en", "not the one with the Mug, the other one"),
        ("fa", "اون که Mug داره رو لغو نکن، Lamp رو لغو کن"),
        ("fa-Latn", "oon ke Mug dare ro laghv nakon, Lamp ro laghv kon"),
        ("ar", "لا تلغي اللي فيه Mug، الغي Lamp"),
        ("en", "don't cancel the one with the Mug, cancel the Lamp"),
        ("fa", "نه اون که Mug داره، اون یکی رو لغو کن"),
        ("fa-Latn", "Mug na, Lamp"),
        ("ar", "الغي Lamp مو اللي فيه Mug"),
        ("en", "the Lamp one, not the Mug one"),
    ],
)
async def test_what_is_excluded_is_not_chosen(lang, text):
    made = talk(lang, MUGS, LAMPS)
    await made.begins(CANCEL[lang])

    await made.says(text)

    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.wishes.at_hand.number == "W1002"
    assert made.told == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "نه اون که Lamp داره"),
        ("fa-Latn", "na un ke Lamp dare"),
        ("ar", "لا اللي فيه Lamp"),
        ("en", "no the one with the Lamp"),
    ],
)
async def test_a_no_before_it_denies_nothing_where_no_other_is_meant(lang, text):
    made = talk(lang, MUGS, LAMPS)
    await made.begins(CANCEL[lang])

    await made.says(text)

    assert made.wishes.at_hand.number == "W1002"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "سفارشی که Mug داره رو لغو نکن، اون که Lamp داره رو لغو کن"),
        (
            "fa-Latn",
            "sefareshi ke Mug dare ro laghv nakon, Lamp ro laghv kon",
        ),
        ("ar", "لا تلغي طلب Mug، الغي طلب Lamp"),
        ("en", "don't cancel the order with the Mug, cancel the one with the Lamp"),
    ],
)
async def test_what_is_excluded_from_the_first_is_not_asked_about(lang, text):
    made = talk(lang, MUGS, LAMPS)

    await made.begins(text)

    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.wishes.at_hand.number == "W1002"
