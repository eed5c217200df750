"""
Several orders in one breath: the same is done to each, or another thing to each.
"""

import pytest

from actions.changing.state.wishes import Kind
from tests.actions.changing.journeys import talk
from tests.actions.changing.shops import an_order

ORDERS = ("21990", "21931", "21960")


def customer():
    """
    Somebody with three open orders.
    """
    return talk(*(an_order(number) for number in ORDERS))


async def wanted(text, lang, kind=Kind.CANCEL):
    """
    The numbers and kinds of the wishes that a message begins.
    """
    made = customer()
    made.lang = lang
    await made.begins(text, kind)
    return [(each.number, each.kind) for each in made.wishes.open]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("cancel both 21990 and 21931, I ordered by mistake", "en"),
        ("I'd like to cancel orders 21990, 21931", "en"),
        ("سفارش ۲۱۹۹۰ و ۲۱۹۳۱ رو کنسل کنید", "fa"),
        ("۲۱۹۹۰ رو کنسل کن، سفارش ۲۱۹۳۱ رو هم", "fa"),
        ("sefareshe 21990 va 21931 ro laghv konid", "fa-Latn"),
        ("21990 ro cancel kon va 21931 ham", "fa-Latn"),
        ("أريد إلغاء الطلب 21990 و 21931", "ar"),
        ("الغي 21990 وكمان 21931", "ar"),
    ],
)
async def test_orders_that_are_named_side_by_side_are_all_meant(text, lang):
    assert await wanted(text, lang) == [("21990", Kind.CANCEL), ("21931", Kind.CANCEL)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("cancel 21990 or 21931", "en"),
        ("cancel 21990, it came with 21931", "en"),
        ("۲۱۹۹۰ یا ۲۱۹۳۱ رو لغو کن", "fa"),
        ("21990 ya 21931 ro laghv kon", "fa-Latn"),
        ("الغي 21990 أو 21931", "ar"),
    ],
)
async def test_of_one_or_the_other_it_is_asked_which(text, lang):
    assert await wanted(text, lang) == [("", Kind.CANCEL)]


@pytest.mark.parametrize(
    "text",
    [
        "ابي الغي 21990 واغير عنوان 21931",
        "الغوا الطلب 21990 وغيروا عنوان الطلب 21931 لو سمحتوا",
        "أريد إلغاء 21990 وابغى تغيير عنوان 21931",
    ],
)
async def test_an_arabic_and_is_written_with_the_deed_behind_it(text):
    assert await wanted(text, "ar") == [
        ("21990", Kind.CANCEL),
        ("21931", Kind.ADDRESS),
    ]


async def test_each_is_read_back_and_done_by_a_yes_of_its_own():
    made = customer()
    await made.begins("cancel 21990 and 21931, no longer needed")
    assert made.fields["number"] == "21990"

    await made.says("yes", "affirm", is_sure=True)

    assert [deal.number for deal, _ in made.shop.writes] == ["21990"]
    assert made.asked == "utter_ask_wish_cancel_order"
    assert made.fields["number"] == "21931"
    await made.says("no", "deny", is_sure=True)
    assert [deal.number for deal, _ in made.shop.writes] == ["21990"]
