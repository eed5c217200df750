"""
A payment that is paid in part, denied, cancelled, or somebody else's by now.
"""

import pytest

from actions import formatting
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
from tests.conversations.wishes import LANGUAGES, answer

__all__ = ["failed", "order"]  # fixtures

NOT_TAKEN = {
    "fa": "پرداخت سفارشم ناموفق بود، پولی هم از حسابم کم نشده",
    "fa-Latn": "pardakhte sefaresham namovafagh bud, puli ham az hesabam kam nashode",
    "ar": "فشلت عملية دفع طلبي وما انخصم شي من حسابي",
    "en": "My payment failed, no money was taken",
}
CODE_AND_TAKEN = {
    "fa": "کد تخفیف زدم و پول از حسابم کم شد ولی سفارش پرداخت نشده",
    "fa-Latn": "kode takhfif zadam va pul az hesabam kam shod vali pardakht nashode",
    "ar": "حطيت كود الخصم وانخصم المبلغ من حسابي والطلب غير مدفوع",
    "en": "The discount made my payment fail but money was taken",
}
REST = {
    "fa": "غیر از این",
    "ar": "مبلغ آخر غير",
    "en": "Apart from this",
}
NOT_BACK = {
    "fa": "هنوز برنگشته است",
    "ar": "لم يُعَد بعد",
    "en": "have not gone back yet",
}
PARTS = {
    "fa": "۲ پرداخت به ما رسیده است",
    "ar": "عدد الدفعات التي وصلتنا لهذا الطلب: ٢",
    "en": "2 payments for this order have reached us",
}
NOT_LEFT = {"fa": "نه، کم نشده", "ar": "لا، لم يُخصم", "en": "No, it hasn't"}
ELSEWHERE = {
    "fa": "لینک پرداخت نمی‌توانم بدهم",
    "ar": "لا أستطيع إرسال رابط للدفع",
    "en": "I cannot give a link to pay",
}


@pytest.fixture
def halved(payer, failed):
    """
    The order that failed, of which ten toman came before.
    """
    id_ = id_of(payer, failed)
    demo_orders.write(
        payer.file,
        "INSERT INTO payments (order_id, method, status, amount, reference,"
        " created_at, paid_at) SELECT order_id, 'wallet', 'paid', 10, 'P-PART',"
        " created_at, created_at FROM payments WHERE order_id = ?",
        id_,
    )
    return failed


@pytest.mark.parametrize("way", WAYS)
async def test_of_a_part_it_is_told_what_came_and_what_is_left(payer, halved, way):
    lang, total = ANSWERED_IN[way], total_of(payer, halved)

    told = said(await payer.says(FAILED[way]))

    assert formatting.money(Money(10, "IRT"), lang) in told
    assert formatting.money(Money(total - 10, "IRT"), lang) in told
    assert NOTHING_CAME[lang] not in told
    assert TOKEN not in told
    assert REST[lang] in told
    assert f"{SITE}/demo/pay/{TOKEN}" in said(await payer.says(NO[way]))


@pytest.mark.parametrize("way", WAYS)
async def test_what_left_beside_the_part_is_for_people(payer, halved, way):
    await payer.says(FAILED[way])

    told = said(await payer.says(YES[way]))

    assert WITH_BANK[ANSWERED_IN[way]] in told
    asked = await handed(payer, way)
    assert (asked.why, asked.details["paid"]) == ("part_paid", 10)


@pytest.mark.parametrize("way", WAYS)
async def test_who_says_that_no_money_has_left_is_believed(payer, failed, way):
    lang = ANSWERED_IN[way]

    told = said(await payer.says(NOT_TAKEN[way]))

    assert NOTHING_CAME[lang] in told
    assert WITH_BANK[lang] not in told
    assert payer.handed is None


@pytest.mark.parametrize("way", WAYS)
async def test_a_code_does_not_hide_money_that_has_left(payer, failed, way):
    lang = ANSWERED_IN[way]

    told = said(await payer.says(CODE_AND_TAKEN[way]))

    assert NOTHING_CAME[lang] in told
    assert WITH_BANK[lang] in told
    assert (await handed(payer, way)).order == failed.number


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_paid_for_a_cancelled_order_is_not_with_the_bank(
    payer, order, way
):
    lang = ANSWERED_IN[way]
    demo_orders.write(
        payer.file,
        "UPDATE orders SET status = 'cancelled' WHERE id = ?",
        id_of(payer, order),
    )

    told = said(await payer.says(TAKEN[way].format(number=order.number)))

    assert NOT_BACK[lang] in told
    assert WITH_BANK[lang] not in told
    assert (await handed(payer, way)).why == "over_paid"


@pytest.mark.parametrize("way", WAYS)
async def test_two_parts_are_not_told_as_one_payment(payer, order, way):
    lang, id_ = ANSWERED_IN[way], id_of(payer, order)
    demo_orders.write(
        payer.file,
        "INSERT INTO payments (order_id, method, status, amount, reference,"
        " created_at, paid_at) SELECT order_id, method, 'paid', 10, 'P-SECOND',"
        " created_at, paid_at FROM payments WHERE order_id = ?",
        id_,
    )
    demo_orders.write(
        payer.file,
        "UPDATE payments SET amount = amount - 10"
        " WHERE order_id = ? AND reference != 'P-SECOND'",
        id_,
    )

    told = said(await payer.says(TWICE[way].format(number=order.number)))

    assert PARTS[lang] in told
    assert ONCE[lang] not in told
    assert (await handed(payer, way)).order == order.number


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_was_noted_of_somebody_else_is_no_part_of_an_answer(
    payer, failed, lang
):
    first = payer.who
    await answer(payer, lang, "payment_issue")
    no = dict(payer.buttons)
    other = demo_orders.an_order(
        payer.file, "paid", more="AND o.customer_id != ?", values=(failed.customer,)
    )
    payer.sign_in(other.customer)
    await answer(payer, lang, "payment_issue", order_number=other.number)
    payer.who, payer.buttons = first, no

    told = said(await payer.presses(NOT_LEFT[lang]))

    assert ELSEWHERE[lang] in told
    assert number_in(other, lang) not in told
    assert TOKEN not in told
