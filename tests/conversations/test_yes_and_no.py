"""
What is answered to a read-back: a no with other words, a yes with more, and after it.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import (
    ADDRESS,
    ANSWERED_IN,
    CANCEL,
    NO,
    NOTHING_CHANGED,
    REFERENCE,
    SEND,
    SHALL_I,
    WAYS,
    YES,
    said,
)
from tests.conversations.demo_orders import status

NOT_CANCELLED = {
    "fa": "لغو نشد",
    "ar": "لم ألغِ",
    "en": "is not cancelled",
}
NO_WITH_WORDS = {
    "fa": ["نه ممنون پشیمون شدم", "نه بابا داشتم شوخی می‌کردم", "نه لازمش دارم"],
    "fa-Latn": ["na mamnun pashimun shodam", "na baba shukhi bud", "na lazemesh daram"],
    "ar": ["لا شكرا تراجعت", "لا كنت أمزح معك", "لا والله محتاج له"],
    "en": ["no thanks, I changed my mind", "no I was just joking", "nope I need it"],
}
NO_AND_WHEN = {
    "fa": "نه بگو کی می‌رسه",
    "fa-Latn": "na begu sefaresham key mirese",
    "ar": "لا قول لي متى يوصل الطلب",
    "en": "no tell me when it will arrive",
}
YES_TO_A_PART = {
    "fa": "آره ولی فقط نصفش",
    "fa-Latn": "are vali faghat nesfesh",
    "ar": "نعم بس نصه فقط",
    "en": "yes but only half of it",
}
NOD = {"fa": "اوکیه", "fa-Latn": "okeye", "ar": "زين", "en": "ok it's fine"}
PLAINLY = {"fa": "روشن «بله» یا «نه»", "ar": "بوضوح", "en": "a clear yes or no"}
MORE_THAN_YES = {
    "fa": "بله گفتید، ولی",
    "ar": "قلت نعم، لكن",
    "en": "You said yes, but",
}
IS_IT_DONE = {
    "fa": "یعنی الان واقعا لغو شد؟",
    "fa-Latn": "yani alan laghv shod?",
    "ar": "يعني الحين التغى؟",
    "en": "is it really cancelled now?",
}
CANCELLED = {"fa": "لغو شده است", "ar": "ملغى", "en": "is cancelled"}
BACK = {
    "fa": "نه اشتباه کردم، برش گردون به قبلی",
    "fa-Latn": "eshtebah kardam, bargardun be hamun ghabli",
    "ar": "غلطت، رجع العنوان السابق",
    "en": "that was a mistake, change it back",
}
NOT_TAKEN_BACK = {"fa": "پس بگیرم", "ar": "التراجع", "en": "cannot take that back"}
WHAT_COST = {
    "fa": "لغو سفارش {number} هزینه داره؟",
    "fa-Latn": "laghve sefaresh {number} jarime dare?",
    "ar": "كم رسوم إلغاء الطلب {number}؟",
    "en": "What does it cost to cancel order {number}?",
}
ALL_RIGHT_THEN = {
    "fa": "خب باشه",
    "fa-Latn": "khob bashe",
    "ar": "ايوه تمام",
    "en": "yes please",
}
BUY = {
    "fa": "می‌خوام کتری بخرم",
    "fa-Latn": "mikham ketri bekharam",
    "ar": "أريد شراء غلاية",
    "en": "I want to buy a kettle",
}
INSTEAD = {
    "fa": "نه، اصلا سفارش {number} رو لغو کن",
    "fa-Latn": "na, aslan sefaresh {number} ro laghv kon",
    "ar": "لا خلاص، ألغِ الطلب {number}",
    "en": "actually no, cancel order {number} instead",
}
BACK_TO_CART = {"fa": "برگردیم", "ar": "نعود", "en": "Back to"}


def city(buyer, order):
    """
    Where it goes.
    """
    question = "SELECT city FROM orders WHERE number = ?"
    return demo_orders.value(buyer.file, question, order.number)


@pytest.mark.parametrize("way", WAYS)
async def test_a_no_is_one_whatever_comes_behind_it(buyer, order, way):
    lang = ANSWERED_IN[way]
    for text in NO_WITH_WORDS[way]:
        await buyer.says(CANCEL[way].format(number=order.number))

        told = said(await buyer.says(text))

        assert SHALL_I[lang] not in told
        assert NOT_CANCELLED[lang] in told or NOTHING_CHANGED[lang] in told
        await buyer.says(YES[way])
        assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_in_one_breath_with_a_no_is_answered(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))

    replies = await buyer.says(NO_AND_WHEN[way])

    assert any(reply.cards for reply in replies)
    assert NOTHING_CHANGED[lang] in said(replies)
    assert SHALL_I[lang] not in said(replies)
    await buyer.says(YES[way])
    assert status(buyer, order) == "paid"


async def test_a_no_is_one_behind_which_something_is_asked_that_stays_whole(
    buyer, order
):
    await buyer.says(CANCEL["en"].format(number=order.number))

    told = said(await buyer.says("nah, where is it now?"))

    assert NOTHING_CHANGED["en"] in told
    assert SHALL_I["en"] not in told
    await buyer.says("yes")
    assert status(buyer, order) == "paid"


async def test_after_a_no_the_same_may_be_wished_once_more(buyer, order):
    await buyer.says(CANCEL["en"].format(number=order.number))
    await buyer.says("no")

    told = said(await buyer.says("cancel the whole order"))

    assert SHALL_I["en"] in told
    assert REFERENCE["en"] in said(await buyer.says("yes"))


@pytest.mark.parametrize("way", WAYS)
async def test_a_yes_to_a_part_is_asked_about_and_not_read_back_as_it_was(
    buyer, order, way
):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))

    told = said(await buyer.says(YES_TO_A_PART[way]))

    assert MORE_THAN_YES[lang] in told
    assert SHALL_I[lang] not in told
    # The next yes brings what it would do, and does nothing.
    assert SHALL_I[lang] in said(await buyer.says(YES[way]))
    assert status(buyer, order) == "paid"
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))


@pytest.mark.parametrize("way", WAYS)
async def test_a_nod_is_no_yes(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))

    told = said(await buyer.says(NOD[way]))

    assert PLAINLY[ANSWERED_IN[way]] in told
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_whether_it_was_done_is_told_and_that_it_stays(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))
    await buyer.says(YES[way])

    told = said(await buyer.says(IS_IT_DONE[way]))

    assert CANCELLED[lang] in told
    assert NOT_TAKEN_BACK[lang] in said(await buyer.says(BACK[way]))
    assert status(buyer, order) == "cancelled"


@pytest.mark.parametrize("way", WAYS)
async def test_whether_it_was_done_after_a_no(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))
    await buyer.says(NO[way])

    told = said(await buyer.says(IS_IT_DONE[way]))

    assert CANCELLED[ANSWERED_IN[way]] not in told
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_an_address_is_read_back_as_it_was(buyer, order, way):
    lang = ANSWERED_IN[way]
    before = city(buyer, order)
    await buyer.says(SEND[way].format(number=order.number))
    await buyer.says(ADDRESS[way])
    await buyer.says(YES[way])
    assert city(buyer, order) != before

    told = said(await buyer.says(BACK[way]))

    assert SHALL_I[lang] in told
    assert city(buyer, order) != before
    await buyer.says(YES[way])
    assert city(buyer, order) == before


@pytest.mark.parametrize("way", WAYS)
async def test_a_yes_to_what_was_offered_is_read_back(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(WHAT_COST[way].format(number=order.number))

    told = said(await buyer.says(ALL_RIGHT_THEN[way]))

    assert SHALL_I[lang] in told
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_a_cart_that_is_given_up_for_an_order_does_not_come_back(
    buyer, order, way
):
    lang = ANSWERED_IN[way]
    await buyer.says(BUY[way])

    assert SHALL_I[lang] in said(
        await buyer.says(INSTEAD[way].format(number=order.number))
    )

    told = said(await buyer.says(YES[way]))
    assert REFERENCE[lang] in told
    assert BACK_TO_CART[lang] not in told
