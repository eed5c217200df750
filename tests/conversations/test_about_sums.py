"""
"Why so much?": of what a sum is made that was told last, invoice by invoice.
"""

from dataclasses import replace
from datetime import date

import pytest

from crm_connector.model import Money
from tests.conversations.asked import WHERE, answers, texts
from tests.fakes.orders import an_invoice

pytestmark = pytest.mark.engine

PAID = {
    "fa": "تا حالا روی هم چقدر پرداخت کردم؟",
    "fa-Latn": "ta hala ruye ham cheghad pardakht kardam?",
    "ar": "كم دفعت في المجموع؟",
    "en": "how much have I paid in total?",
}
DIGITS = {
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "en": {},
}
WHY_SUM = {
    "fa": "چرا فقط ۱٬۲۵۰٬۰۰۰ تومان؟",
    "fa-Latn": "chera faghat 1250000 toman?",
    "ar": "كيف حسبت هذا المبلغ؟",
    "en": "why only 1,250,000 toman?",
}
MADE_OF = {
    "fa": "از این فاکتورها به دست",
    "ar": "يأتي من هذه",
    "en": "comes from these",
}


@pytest.mark.parametrize("way", sorted(PAID))
async def test_a_sum_is_told_invoice_by_invoice(shopper, way):
    lang = answers(way)
    shopper.source.all_invoices = [
        an_invoice("F-8", "21963"),
        replace(an_invoice("F-9", "21928"), total=Money(700000, "IRT")),
    ]
    await shopper.says(PAID[way])
    replies = await shopper.says(WHY_SUM[way])

    said = texts(replies)
    assert MADE_OF[lang] in said
    for number in ("21963", "21928"):
        assert number.translate(DIGITS[lang]) in said
    assert {"fa": "۷۰۰٬۰۰۰", "ar": "٧٠٠٬٠٠٠", "en": "700,000"}[lang] in said


async def test_a_sum_of_some_days_is_made_of_those_alone(shopper):
    shopper.source.all_invoices = [
        an_invoice("F-8", "21963"),
        replace(an_invoice("F-9", "21928"), billed_on=date(2025, 3, 1)),
    ]
    await shopper.says("how much did I pay this year?")
    said = texts(await shopper.says("what does that consist of?"))

    assert "21963" in said
    assert "21928" not in said


@pytest.mark.parametrize(
    ("way", "text", "said"),
    [
        ("fa", "ریزش رو بگو", "چیزی که مانده از این"),
        ("fa-Latn", "chera inghad ziade?", "چیزی که مانده از این"),
        ("ar", "ليش هالقد كثير؟", "المتبقي هو من هذه"),
        ("en", "break it down please", "What is left comes from these"),
    ],
)
async def test_what_is_left_to_pay_is_told_invoice_by_invoice(shopper, way, text, said):
    owes = {
        "fa": "چقدر بدهکارم؟",
        "fa-Latn": "cheghad bedehkaram?",
        "ar": "هل بقي علي شيء أدفعه؟",
        "en": "what do I owe?",
    }
    shopper.source.all_invoices = [an_invoice("F-8", "21963", unpaid=250000)]
    await shopper.says(owes[way])
    replies = await shopper.says(text)

    assert said in texts(replies)
    assert "21963".translate(DIGITS[answers(way)]) in texts(replies)


@pytest.mark.parametrize(
    ("way", "text", "lines"),
    [
        ("fa", "چرا ۱۳۰۰۰۰۰ تومان شده؟", ("کفش دوی سبک", "۵۰٬۰۰۰ تومان دیگر")),
        ("fa-Latn", "chera inghad ziad shode?", ("کفش دوی سبک", "۵۰٬۰۰۰ تومان دیگر")),
        ("ar", "لماذا المبلغ كثير؟", ("حذاء جري", "٥٠٬٠٠٠ تومان")),
        ("en", "why is it so much?", ("Light running shoes", "A further 50,000 toman")),
    ],
)
async def test_what_an_order_comes_to_is_told_line_by_line(shopper, way, text, lines):
    order = replace(shopper.source.all_orders[0], total=Money(1300000, "IRT"))
    shopper.source.all_orders = [order]
    await shopper.says(WHERE[way])
    replies = await shopper.says(text)

    for line in lines:
        assert line in texts(replies)


async def test_who_wants_a_sum_looked_up_again_hears_it_anew(shopper):
    shopper.source.all_invoices = [an_invoice("F-8", "21963")]
    await shopper.says(PAID["en"])
    assert MADE_OF["en"] in texts(await shopper.says("refresh it"))
