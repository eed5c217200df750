"""
What customers say of orders in words of their own, in four ways of writing.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.carts import read_back
from tests.conversations.changes import (
    ANSWERED_IN,
    CANCEL,
    CANCEL_ANY,
    REFERENCE,
    SEND,
    SHALL_I,
    WAYS,
    YES,
    said,
)
from tests.conversations.demo_orders import status

NO_CANCEL_IT = {
    "fa": "نه، لغوش کن",
    "fa-Latn": "na, laghvesh kon",
    "ar": "لا، الغيه",
    "en": "No, cancel it",
}
CLEAR = {"fa": "روشن «بله» یا «نه»", "ar": "«نعم» أو «لا»", "en": "clear yes or no"}
IN_NO_DOUBT = {
    "fa": "خب اره همین کارو بکن",
    "fa-Latn": "are laghvesh kon",
    "ar": "ايوه اعمل كذا",
    "en": "ok go ahead",
}
NONE_POSSIBLE = {
    "fa": "هیچ‌کدام از سفارش‌هایتان",
    "ar": "لأي من طلباتك",
    "en": "with any of your orders",
}
RECIPIENT = {
    "fa": "اسم گیرنده رو بکن رضا کریمی",
    "fa-Latn": "esme girande ro bokon Reza Karimi",
    "ar": "غير اسم المستلم إلى رضا كريمي",
    "en": "change the recipient's name to Reza Karimi",
}
NAMED = {
    "fa": "رضا کریمی",
    "fa-Latn": "Reza Karimi",
    "ar": "رضا كريمي",
    "en": "Reza Karimi",
}
POSTAL = {
    "fa": "کد پستیش ۱۹۸۳۴۲۸۷۶۱",
    "fa-Latn": "kode posti 1983428761",
    "ar": "الرمز البريدي ١٩٨٣٤٢٨٧٦١",
    "en": "postal code is 1983428761",
}
OFFICE = {
    "fa": "نه بفرست محل کارم",
    "fa-Latn": "na befrest mahale karam",
    "ar": "لا خليه للدوام",
    "en": "make it to my office instead",
}
NEW_ADDRESS = {"fa": "نشانی تازه", "ar": "العنوان الجديد", "en": "new address"}
LINK_FAILS = {
    "fa": "لینک باز نمیشه",
    "fa-Latn": "link kar nemikone",
    "ar": "الرابط ما يفتح",
    "en": "the link does not work",
}
DELETE_SECOND = {
    "fa": "کالای دوم سفارش {number} رو حذف کنید",
    "fa-Latn": "kalaye dovome sefaresh {number} ro hazf konid",
    "ar": "احذف المنتج الثاني من الطلب {number}",
    "en": "remove the second item from {number}",
}


@pytest.fixture
def order(buyer):
    """
    An open order of who is signed in.
    """
    found = demo_orders.to_change(buyer.file)
    buyer.sign_in(found.customer)
    return found


def name_of(buyer, order):
    """
    Who the order goes to.
    """
    question = "SELECT recipient FROM orders WHERE number = ?"
    return demo_orders.value(buyer.file, question, order.number)


def thing_of(buyer, order, lang, place):
    """
    What stands at this place of the order is called.
    """
    column = ("fa", "ar", "en").index(lang)
    question = (
        "SELECT p.name_fa, p.name_ar, p.name_en FROM order_lines l "
        "JOIN orders o ON o.id = l.order_id JOIN products p ON p.id = l.product_id "
        "WHERE o.number = ? AND l.position = ?"
    )
    return demo_orders.value(buyer.file, question, order.number, place, column=column)


@pytest.mark.parametrize("way", WAYS)
async def test_no_with_the_deed_is_neither(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))

    asked = said(await buyer.says(NO_CANCEL_IT[way]))

    assert CLEAR[lang] in asked
    assert SHALL_I[lang] in asked
    assert status(buyer, order) != "cancelled"


@pytest.mark.parametrize("way", WAYS)
async def test_a_yes_in_more_words_is_one(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))

    assert REFERENCE[lang] in said(await buyer.says(IN_NO_DOUBT[way]))
    assert status(buyer, order) == "cancelled"


@pytest.mark.parametrize("way", WAYS)
async def test_where_none_can_be_cancelled_it_is_not_asked_which(buyer, order, way):
    statement = "UPDATE orders SET status = 'delivered' WHERE customer_id = ?"
    demo_orders.write(buyer.file, statement, order.customer)
    lang = ANSWERED_IN[way]

    told = said(await buyer.says(CANCEL_ANY[way]))

    count = "SELECT count(*) FROM orders WHERE customer_id = ?"
    several = demo_orders.value(buyer.file, count, order.customer) > 1
    assert (NONE_POSSIBLE[lang] in told) is several
    assert order.number in told or several


@pytest.mark.parametrize("way", WAYS)
async def test_somebody_else_receives_it(buyer, order, way):
    lang = ANSWERED_IN[way]
    address = await buyer.says(SEND[way].format(number=order.number))
    assert NEW_ADDRESS[lang] in said(address)

    asked = said(await buyer.says(RECIPIENT[way]))

    assert SHALL_I[lang] in asked
    assert NAMED[way] in asked
    assert name_of(buyer, order) != NAMED[way]
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    assert name_of(buyer, order) == NAMED[way]


@pytest.mark.parametrize("way", WAYS)
async def test_a_postal_code_is_no_order(buyer, order, way):
    lang = ANSWERED_IN[way]

    asked = said(await buyer.says(POSTAL[way]))

    assert SHALL_I[lang] in asked
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    question = "SELECT postal_code FROM orders WHERE number = ?"
    found = demo_orders.value(buyer.file, question, order.number)
    assert found == "1983428761"


@pytest.mark.parametrize("way", WAYS)
async def test_another_place_that_is_not_told_is_asked_for(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(SEND[way].format(number=order.number))
    asked = said(await buyer.says(RECIPIENT[way]))
    assert SHALL_I[lang] in asked

    asked = said(await buyer.says(OFFICE[way]))

    assert NEW_ADDRESS[lang] in asked
    assert SHALL_I[lang] not in asked


@pytest.mark.parametrize("way", WAYS)
async def test_a_thing_is_named_by_its_place(buyer, order, way):
    lang = ANSWERED_IN[way]
    names = [thing_of(buyer, order, lang, at) for at in (1, 2)]
    assert all(names)

    asked = said(await buyer.says(DELETE_SECOND[way].format(number=order.number)))

    assert SHALL_I[lang] in asked
    assert names[1] in asked
    assert names[0] not in asked


async def test_what_was_opened_is_told_so_once(buyer):
    """
    It was taken for damage, which the form took back for ever.
    """
    buyer.sign_in(demo_orders.to_cancel(buyer.file).customer)
    await buyer.says("سفارشم رو لغو کن")

    assert len(await buyer.says("باز شده")) <= 3


@pytest.mark.parametrize("way", WAYS)
async def test_a_link_that_fails_is_that_of_the_order(cart_buyer, way):
    await read_back(cart_buyer, way)
    placed = said(await cart_buyer.says(YES[way]))
    assert "/demo/pay/" in placed

    told = said(await cart_buyer.says(LINK_FAILS[way]))

    assert "/demo/pay/" in told


async def test_the_oldest_of_those_shown_is_told(buyer, order):
    question = (
        "SELECT number FROM (SELECT number, placed_at FROM orders "
        "WHERE customer_id = ? ORDER BY placed_at DESC LIMIT 5) ORDER BY placed_at"
    )
    oldest = demo_orders.value(buyer.file, question, order.customer)
    await buyer.says("show all my orders")

    told = said(await buyer.says("the oldest one"))

    assert oldest in told


SEALED_ONLY = """
AND o.updated_at > ? AND p.category_id IN (
    SELECT id FROM categories WHERE name_en = 'Beauty and care')
"""
GIVEN_BACK = {
    "fa": "می‌خوام سفارش {number} رو پس بدم، نظرم عوض شد",
    "en": "I want to return order {number}, I changed my mind",
}
OPENED = {"fa": "باز شده", "en": "it is opened"}
SEALED = {"fa": "باز نشده هنوز", "en": "it is not opened"}
ONLY_SEALED = {"fa": "باز نشده باشند", "en": "unopened"}


@pytest.mark.parametrize("lang", ["fa", "en"])
async def test_opened_after_a_refusal_is_of_what_was_refused(buyer, lang):
    values = ("2026-11-18",)
    order = demo_orders.an_order(
        buyer.file, "delivered", lines=1, more=SEALED_ONLY, values=values
    )
    buyer.sign_in(order.customer)
    asked = said(await buyer.says(GIVEN_BACK[lang].format(number=order.number)))
    assert SHALL_I[lang] not in asked
    refused = said(await buyer.says(OPENED[lang]))
    assert ONLY_SEALED[lang] in refused

    assert said(await buyer.says(OPENED[lang])) == refused
    assert SHALL_I[lang] in said(await buyer.says(SEALED[lang]))
