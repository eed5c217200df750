"""
Ways of delivery to one's own address, and what one can pay with.
"""

import shutil
from dataclasses import replace

import pytest

from actions import formatting, services
from crm_connector.model import Money
from tests.conversations import demo_orders
from tests.conversations.changes import ANSWERED_IN, CANCEL, DELIVERY, SHALL_I, WAYS
from tests.conversations.changes import said as all_of
from tests.conversations.wishes import LANGUAGES, SHOP, answer

TO_SHIRAZ = {
    "fa": "هزینهٔ ارسال به شیراز چقدره؟",
    "fa-Latn": "hazineye ersal be shiraz cheghadre?",
    "ar": "كم تكلفة التوصيل إلى شيراز؟",
    "en": "How much is delivery to Shiraz?",
}
TO_TEHRAN = {
    "fa": "هزینهٔ ارسال به تهران چقدره؟",
    "fa-Latn": "hazineye ersal be tehran cheghadre?",
    "ar": "كم تكلفة التوصيل إلى طهران؟",
    "en": "How much is delivery to Tehran?",
}
PAY = {
    "fa": "چطور می‌تونم پرداخت کنم؟",
    "fa-Latn": "chetor mitunam pardakht konam?",
    "ar": "ما هي طرق الدفع؟",
    "en": "How can I pay?",
}
POST = {"fa": "پست پیشتاز", "ar": "البريد السريع", "en": "Express Post"}
COURIER = {"fa": "پیک چابک", "ar": "مندوب تشابوك", "en": "Chabok Riders"}
YOURS = {"fa": "نشانی شما", "ar": "عنوانك", "en": "your address"}
ON_FILE = {"fa": "در حساب شما", "ar": "المسجَّل في حسابك", "en": "On your account"}


def price(amount, lang):
    return formatting.money(Money(amount, "IRT"), lang)


def who_lives(buyer, *, in_tehran):
    """
    A customer whose last order goes there, or elsewhere.
    """
    return str(
        demo_orders.value(
            buyer.file,
            "SELECT customer_id FROM orders o WHERE placed_at = (SELECT max(placed_at)"
            " FROM orders p WHERE p.customer_id = o.customer_id)"
            " AND (city = 'تهران') = ? ORDER BY id LIMIT 1",
            int(in_tehran),
        )
    )


@pytest.mark.parametrize("way", WAYS)
async def test_the_city_that_is_named_counts_and_nobody_has_to_sign_in(buyer, way):
    lang = ANSWERED_IN[way]

    first = all_of(await buyer.says(TO_SHIRAZ[way]))
    second = all_of(await buyer.says(TO_TEHRAN[way]))

    assert POST[lang] in first
    assert price(45_000, lang) in first
    assert price(1_500_000, lang) in first
    assert COURIER[lang] not in first
    assert COURIER[lang] in second


@pytest.mark.parametrize("way", WAYS)
async def test_without_a_city_it_is_their_own(buyer, way):
    lang = ANSWERED_IN[way]

    buyer.sign_in(who_lives(buyer, in_tehran=True))
    in_tehran = all_of(await buyer.says(DELIVERY[way]))
    buyer.sign_in(who_lives(buyer, in_tehran=False))
    elsewhere = all_of(await buyer.says(DELIVERY[way]))

    assert YOURS[lang] in in_tehran
    assert YOURS[lang] in elsewhere
    assert COURIER[lang] in in_tehran
    assert COURIER[lang] not in elsewhere


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_without_a_city_hears_the_shops_text(buyer, way):
    (reply,) = await buyer.says(DELIVERY[way])

    assert SHOP.policies["delivery"][ANSWERED_IN[way]] in reply.text


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_shop_that_cannot_be_reached_leaves_its_text(buyer, lang):
    buyer.sign_in("1")
    shutil.move(buyer.file, buyer.file.with_suffix(".away"))
    buyer.file.mkdir()

    told = all_of(await answer(buyer, lang, "delivery_options"))

    assert SHOP.policies["delivery"][lang] in told


@pytest.mark.parametrize("way", WAYS)
async def test_in_the_middle_of_cancelling_it_is_answered_and_leads_back(buyer, way):
    lang, order = ANSWERED_IN[way], demo_orders.to_cancel(buyer.file)
    buyer.sign_in(order.customer)
    await buyer.says(CANCEL[way].format(number=order.number))

    first, *rest = await buyer.says(PAY[way])

    assert SHOP.policies["payment"][lang] in first.text
    assert SHALL_I[lang] in all_of(rest)


@pytest.mark.parametrize("way", WAYS)
async def test_what_they_have_on_file_is_told_to_them_alone(buyer, way):
    lang = ANSWERED_IN[way]
    wallet = (
        "SELECT customer_id FROM payment_methods WHERE kind = 'wallet'"
        " AND balance > 0 ORDER BY id"
    )
    customer = str(demo_orders.value(buyer.file, wallet))
    balance = (
        "SELECT balance FROM payment_methods WHERE customer_id = ? AND balance > 0"
    )
    has = demo_orders.value(buyer.file, balance, customer)

    stranger = all_of(await buyer.says(PAY[way]))
    buyer.sign_in(customer)
    known = all_of(await buyer.says(PAY[way]))

    for told in (stranger, known):
        assert SHOP.policies["payment"][lang] in told
    assert ON_FILE[lang] not in stranger
    assert ON_FILE[lang] in known
    assert price(has, lang) in known


async def test_no_number_of_a_card_is_told(buyer):
    buyer.sign_in("1")
    demo_orders.write(
        buyer.file,
        "UPDATE payment_kinds SET name_en = 'Card 4111 1111 1111 1234',"
        " name_fa = 'کارت ۴۱۱۱۱۱۱۱۱۱۱۱۱۲۳۴'",
    )

    for lang in ("en", "fa"):
        told = all_of(await answer(buyer, lang, "check_payment_methods"))
        assert "1234" in formatting.digits(told, "en") or "۱۲۳۴" in told
        assert "4111" not in told
        assert "۴۱۱۱" not in told


async def test_a_shop_that_says_and_knows_nothing_does_not_guess(buyer):
    house = services.services()
    services.configure(replace(house, shop=replace(SHOP, policies={})))

    told = all_of(await answer(buyer, "en", "check_payment_methods"))

    assert "don't want to guess" in told
