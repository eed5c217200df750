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


def newest():
    """
    The number of the order that the shop tells first.
    """
    return ORDERS[0]


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
        ("الغوا 21990 و21931", "ar"),
        ("ألغوا الطلبين 21990 و21931 لو سمحتم", "ar"),
        ("ألغوا الطلبين ٢١٩٩٠ و٢١٩٣١، ما عاد أريدهم", "ar"),
        ("could you cancel 21990 and 21931? I don't want them", "en"),
        ("میشه ۲۱۹۹۰ و ۲۱۹۳۱ رو کنسل کنید؟", "fa"),
        ("mishe 21990 va 21931 ro kansel konid?", "fa-Latn"),
        ("ممكن تلغوا 21990 و21931؟", "ar"),
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
        ("cancel 21990, not 21931", "en"),
        ("cancel 21990, no, 21931", "en"),
        ("cancel 21990 and 21931 stays", "en"),
        ("cancel 21990 and don't touch 21931", "en"),
        ("cancel one of the orders 21990 and 21931", "en"),
        ("cancel 21990 and 21931? no just the first", "en"),
        ("shall I cancel 21990 and 21931?", "en"),
        ("sorry not 21990, cancel 21931", "en"),
        ("cancel 21990 because I already have 21931", "en"),
        ("keep 21990 and cancel 21931", "en"),
        ("۲۱۹۹۰ بمونه و ۲۱۹۳۱ رو لغو کن", "fa"),
        ("21990 bemune va 21931 ro laghv kon", "fa-Latn"),
        ("خلوا 21990 والغوا 21931", "ar"),
        ("۲۱۹۹۰ رو لغو کن و ۲۱۹۳۱ رو نه", "fa"),
        ("یکی از سفارش‌های ۲۱۹۹۰ و ۲۱۹۳۱ رو لغو کن", "fa"),
        ("۲۱۹۹۰ رو لغو کن ۲۱۹۳۱ بمونه", "fa"),
        ("21990 ro laghv kon 21931 na", "fa-Latn"),
        ("yeki az sefareshaye 21990 va 21931 ro laghv kon", "fa-Latn"),
        ("21990 ro laghv kon 21931 bemune", "fa-Latn"),
        ("الغوا 21990 وخلوا 21931", "ar"),
        ("الغوا 21990 وليس 21931", "ar"),
        ("الغوا واحد من الطلبين 21990 و21931", "ar"),
    ],
)
async def test_of_one_or_the_other_it_is_asked_which(text, lang):
    assert await wanted(text, lang) == [("", Kind.CANCEL)]


REST = [("21990", Kind.CANCEL), ("21960", Kind.CANCEL)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("cancel all my orders except 21931", "en"),
        ("cancel all my orders but 21931", "en"),
        ("keep 21931, cancel all my other orders", "en"),
        ("cancel all my orders, 21931 stays", "en"),
        ("همه سفارش‌هام رو لغو کن جز ۲۱۹۳۱", "fa"),
        ("همه سفارش‌هام رو به جز ۲۱۹۳۱ کنسل کنید", "fa"),
        ("همه سفارش‌هامو لغو کن، ۲۱۹۳۱ رو نه", "fa"),
        ("hame sefareshamo laghv kon joz 21931", "fa-Latn"),
        ("hame sefaresham ro be joz 21931 kansel konid", "fa-Latn"),
        ("الغوا كل طلباتي إلا 21931", "ar"),
        ("ألغوا جميع طلباتي ما عدا 21931", "ar"),
    ],
)
async def test_all_but_one_are_all_but_that_one(text, lang):
    assert await wanted(text, lang) == REST


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("cancel all my orders except the last one", "en"),
        ("همه سفارش‌هامو لغو کن به جز سفارش آخر", "fa"),
        ("hame sefareshamo laghv kon be joz sefareshe akhar", "fa-Latn"),
        ("الغوا كل طلباتي إلا آخر طلب", "ar"),
    ],
)
async def test_the_one_that_is_spared_may_be_told_by_its_place(text, lang):
    numbers = [number for number, _ in await wanted(text, lang)]
    assert numbers == [number for number in ORDERS if number != newest()]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("cancel all my orders except the green one", "en"),
        ("cancel all my orders except order 99999", "en"),
        ("all my orders, cancel 21931 or so", "en"),
        ("همه سفارش‌هام رو لغو کن جز اون که گفتم", "fa"),
        ("hame sefareshamo laghv kon joz uni ke goftam", "fa-Latn"),
        ("الغوا كل طلباتي إلا الذي قلت لكم", "ar"),
    ],
)
async def test_where_it_is_unclear_which_is_spared_it_is_asked(text, lang):
    assert await wanted(text, lang) == [("", Kind.CANCEL)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("cancel all my orders", "en"),
        ("همه سفارش‌هام رو لغو کن، دیگه لازم ندارم", "fa"),
        ("hame sefareshamo laghv kon dige lazem nadaram", "fa"),
        ("الغوا كل طلباتي", "ar"),
    ],
)
async def test_all_are_all(text, lang):
    numbers = [number for number, _ in await wanted(text, lang)]
    assert numbers == list(ORDERS)


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
