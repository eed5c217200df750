"""
What was paid in all, in a year or a month; all invoices; and whether anything is owed.
"""

from dataclasses import replace
from datetime import date

import pytest

from crm_connector.model import Money, OrderStatus
from tests.conversations.test_invoices import texts
from tests.fakes.orders import an_invoice, an_order

pytestmark = pytest.mark.engine

SUM = {"fa": "۱٬۴۵۰٬۰۰۰ تومان", "ar": "١٬٤٥٠٬٠٠٠ تومان", "en": "1,450,000 toman"}
OF_OCTOBER = {"fa": "۲۰۰٬۰۰۰ تومان", "ar": "٢٠٠٬٠٠٠ تومان", "en": "200,000 toman"}
NOT_ALL = {"fa": "همهٔ آن پرداخت", "ar": "مدفوعة بالكامل", "en": "paid in full"}
UNPAID = {"fa": "۷۰٬۰۰۰ تومان", "ar": "٧٠٬٠٠٠ تومان", "en": "70,000 toman"}
MORE = {"fa": "روی هم ۷ فاکتور", "ar": "وعددها كلها ٧", "en": "7 invoices in all"}

IN_ALL = [
    ("fa", "کلاً چقدر پول به شما دادم؟"),
    ("fa", "از همون اول تا الان روی هم چند تومن به شما پرداخت کردم؟"),
    ("fa", "majmue pardakhtihaye man chand shode?"),
    ("fa", "ruye ham chand toman kharid kardam azatun ta hala"),
    ("ar", "بالمجموع شكد صرفت عندكم؟"),
    ("ar", "كم إجمالي ما دفعته حتى اليوم؟"),
    ("en", "what have I spent here altogether?"),
    ("en", "total of everything I've paid you so far?"),
]
IN_OCTOBER = [
    # The 9th of Mehr to the 9th of Aban.
    ("fa", "توی اکتبر چقدر خرج کردم؟"),
    ("fa", "mahe mehr chand toman pardakht kardam?"),
    ("ar", "كم صرفت خلال شهر أكتوبر؟"),
    ("ar", "الشهر الماضي كم كان مجموع مدفوعاتي؟"),
    ("en", "how much did I spend last month?"),
    ("en", "what were my payments in October?"),
]
ALL = [
    ("fa", "همهٔ فاکتورهای منو بیار ببینم"),
    ("fa", "tamame faktoramo mikham bebinam"),
    ("ar", "أعطني جميع فواتيري"),
    ("en", "can I see every invoice of mine?"),
]
OWING = [
    ("fa", "من به شما بدهی‌ای دارم؟"),
    ("fa", "حساب من تسویه شده یا چیزی مونده؟"),
    ("fa", "hesabe man saf hast ya bedehi daram?"),
    ("fa", "chand toman dige bayad behetun bedam?"),
    ("ar", "علي ديون لكم؟"),
    ("ar", "في شي باقي علي ما دفعته؟"),
    ("en", "are there any debts on my account?"),
    ("en", "am I all settled or do I still owe you?"),
]


@pytest.fixture
def buyer(shopper):
    """
    A customer who has paid an invoice of October, and one of November in part.
    """
    older = an_order("21901", OrderStatus.DELIVERED, days_ago=45)
    shopper.source.all_orders = [an_order("21963"), older]
    shopper.source.all_invoices = [
        replace(an_invoice(), total=Money(1320000, "IRT"), unpaid=Money(70000, "IRT")),
        replace(
            an_invoice("F-1", "21901"),
            total=Money(200000, "IRT"),
            billed_on=date(2026, 10, 8),
        ),
    ]
    return shopper


@pytest.mark.parametrize(("lang", "text"), IN_ALL)
async def test_all_that_was_paid_is_added_up(buyer, lang, text):
    (told,) = await buyer.says(text)

    assert SUM[lang] in told.text
    assert UNPAID[lang] in told.text


@pytest.mark.parametrize(("lang", "text"), IN_OCTOBER)
async def test_of_a_month_only_what_was_billed_in_it(buyer, lang, text):
    (told,) = await buyer.says(text)

    assert OF_OCTOBER[lang] in told.text
    assert SUM[lang] not in told.text


@pytest.mark.parametrize(("lang", "text"), ALL)
async def test_of_all_invoices_the_newest_are_told_and_that_there_are_more(
    buyer, lang, text
):
    buyer.source.all_invoices = [
        an_invoice(f"F-{each}", str(21900 + each)) for each in range(7)
    ]
    told = await buyer.says(text)

    assert texts(told).count(NOT_ALL[lang]) == 5
    assert MORE[lang] in texts(told)


@pytest.mark.parametrize(("lang", "text"), OWING)
async def test_whoever_asks_if_they_owe_anything_hears_what(buyer, lang, text):
    told = await buyer.says(text)

    assert UNPAID[lang] in texts(told)
    assert SUM[lang] not in texts(told)
