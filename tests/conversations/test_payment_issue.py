"""
Paying went wrong: how it stands in the shop's system, and what comes of it.
"""

import shutil
from dataclasses import replace

import pytest

from actions import formatting
from bot.conversations.messages import Choice
from crm_connector.model import Money
from tests.conversations import demo_orders
from tests.conversations.carts import SITE
from tests.conversations.changes import ANSWERED_IN, NO, WAYS, YES, said
from tests.conversations.troubles import (
    FAILED,
    NOTHING_CAME,
    ONCE,
    TAKEN,
    TOKEN,
    TWICE,
    WITH_BANK,
    failed,
    handed,
    id_of,
    number_in,
    order,
    total_of,
)
from tests.conversations.wishes import LANGUAGES, SHOP, answer

__all__ = ["failed", "order"]  # fixtures

SIGNED_IN = Choice("signed_in")
CODE = {
    "fa": "کد تخفیفم کار نمیکنه",
    "fa-Latn": "code takhfifam kar nemikone",
    "ar": "كود الخصم ما يشتغل",
    "en": "my promo code doesn't work",
}
HAS_LEFT = {
    "fa": "پولی از حسابتان کم شده است؟",
    "ar": "هل خُصم من حسابك",
    "en": "left your account?",
}
IS_PAID = {"fa": "به ما رسیده است", "ar": "وصلنا دفع الطلب", "en": "has reached us"}
AT_DOOR = {"fa": "هنگام تحویل", "ar": "عند الاستلام", "en": "when it is delivered"}
WHICH = {
    "fa": "پرداخت کدام سفارش",
    "ar": "دفع أي طلب",
    "en": "Which order's payment",
}
NOT_FOUND = {
    "fa": "در حساب شما پیدا نکردم",
    "ar": "لم أجد طلبًا بالرقم",
    "en": "I can't find order",
}


@pytest.mark.parametrize("way", WAYS)
async def test_the_failed_one_is_found_and_paid_again(payer, failed, way):
    lang = ANSWERED_IN[way]

    told = said(await payer.says(FAILED[way]))

    assert number_in(failed, lang) in told
    assert NOTHING_CAME[lang] in told
    # Not before it is known that no money is under way.
    assert TOKEN not in told
    assert HAS_LEFT[lang] in told
    assert f"{SITE}/demo/pay/{TOKEN}" in said(await payer.says(NO[way]))
    assert payer.handed is None


@pytest.mark.parametrize("way", WAYS)
async def test_money_that_has_left_is_with_the_bank_and_a_person_hears_of_it(
    payer, failed, way
):
    lang = ANSWERED_IN[way]
    await payer.says(FAILED[way])

    told = said(await payer.says(YES[way]))

    assert WITH_BANK[lang] in told
    assert SHOP.policies["failed_payment"][lang] in told
    assert TOKEN not in told
    asked = await handed(payer, way)
    assert (asked.order, asked.why) == (failed.number, "failed")
    assert asked.details["said"] == ["taken"]
    assert asked.details["total"] == total_of(payer, failed)


@pytest.mark.parametrize("way", WAYS)
async def test_who_says_at_once_that_money_has_left_is_not_asked(payer, failed, way):
    lang = ANSWERED_IN[way]
    words = TAKEN[way].format(number=failed.number)

    told = said(await payer.says(words))

    assert WITH_BANK[lang] in told
    assert HAS_LEFT[lang] not in told
    asked = await handed(payer, way)
    assert (asked.order, asked.words) == (failed.number, words)


@pytest.mark.parametrize("way", WAYS)
async def test_two_payments_that_came_are_told_and_handed_on(payer, order, way):
    lang, id_ = ANSWERED_IN[way], id_of(payer, order)
    demo_orders.write(
        payer.file,
        "INSERT INTO payments (order_id, method, status, amount, reference,"
        " created_at, paid_at) SELECT order_id, method, 'paid', amount, 'P-SECOND',"
        " created_at, paid_at FROM payments WHERE order_id = ?",
        id_,
    )

    told = said(await payer.says(TWICE[way].format(number=order.number)))

    total = total_of(payer, order)
    assert formatting.money(Money(2 * total, "IRT"), lang) in told
    asked = await handed(payer, way)
    assert (asked.why, asked.details["paid"]) == ("twice", 2 * total)


@pytest.mark.parametrize("way", WAYS)
async def test_of_two_of_which_one_came_the_other_is_with_the_bank(payer, order, way):
    lang = ANSWERED_IN[way]

    told = said(await payer.says(TWICE[way].format(number=order.number)))

    assert IS_PAID[lang] in told
    assert ONCE[lang] in told
    assert SHOP.policies["failed_payment"][lang] in told
    assert (await handed(payer, way)).why == "paid"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_is_paid_is_told_with_its_reference(payer, order, lang):
    question = "SELECT reference FROM payments WHERE order_id = ?"
    reference = demo_orders.value(payer.file, question, id_of(payer, order))

    told = said(await answer(payer, lang, "payment_issue", order_number=order.number))

    assert IS_PAID[lang] in told
    assert reference in told
    assert payer.handed is None


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_is_paid_at_the_door_is_no_trouble(payer, order, lang):
    demo_orders.write(
        payer.file,
        "UPDATE payments SET status = 'pending', method = 'cash_on_delivery',"
        " paid_at = NULL, reference = NULL WHERE order_id = ?",
        id_of(payer, order),
    )

    told = said(await answer(payer, lang, "payment_issue", order_number=order.number))

    assert AT_DOOR[lang] in told
    assert HAS_LEFT[lang] not in told


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_hears_what_helps_and_after_signing_in_how_it_stands(
    payer, failed, way
):
    lang, who = ANSWERED_IN[way], payer.who
    payer.who = replace(who, customer_id=None, proof=None)

    told = said(await payer.says(FAILED[way]))

    assert SHOP.policies["failed_payment"][lang] in told
    assert number_in(failed, lang) not in told
    payer.who = who
    assert NOTHING_CAME[lang] in said(await payer.happens(SIGNED_IN))


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_anothers_order_and_one_that_is_not_sound_alike(payer, order, lang):
    other = demo_orders.an_order(
        payer.file, "paid", more="AND o.customer_id != ?", values=(order.customer,)
    )
    told = []

    for number in (other.number, "98765"):
        replies = await answer(payer, lang, "payment_issue", order_number=number)
        text = said(replies)
        assert NOT_FOUND[lang] in text
        told.append(text.replace(formatting.digits(number, lang), "#"))

    assert told[0] == told[1]


@pytest.mark.parametrize("way", WAYS)
async def test_of_a_code_no_order_is_looked_at(payer, failed, way):
    lang = ANSWERED_IN[way]

    told = said(await payer.says(CODE[way]))

    assert SHOP.policies["failed_payment"][lang] in told
    assert number_in(failed, lang) not in told


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_shop_that_cannot_be_reached_says_so_and_no_link(payer, failed, lang):
    shutil.move(payer.file, payer.file.with_suffix(".away"))
    payer.file.mkdir()

    told = said(await answer(payer, lang, "payment_issue"))

    assert TOKEN not in told
    assert NOTHING_CAME[lang] not in told
