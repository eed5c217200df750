"""
What a question about invoices asks for, in the ways people ask it.
"""

from datetime import date

import pytest

from actions.payments.asking import About, Sums, about

LEFT = [
    "چقدر دیگه باید بدم؟",
    "هنوز چیزی بدهکارم؟",
    "هنوز باید پولی بدم؟",
    "چیزی مونده که نداده باشم؟",
    "چقدر دیگر باید پرداخت کنم؟",
    "cheghadr dige bayad bedam?",
    "hanuz chizi bedehkaram?",
    "az faktoram chizi munde?",
    "كم باقي علي؟",
    "هل بقي عليّ شيء أدفعه؟",
    "كم المبلغ المتبقي؟",
    "do i still owe anything?",
    "how much is left to pay?",
    "do I still have to pay something?",
    "any unpaid invoices?",
    "مبلغ باقی‌مانده چقدره؟",
    "از پولش چقدر مونده؟",
    "باقی مونده که باید بدم؟",
    "هل باقي شي أدفعه؟",
    "هل دفعت كل شي ولا باقي؟",
    "what is the remaining balance?",
    "the amount remaining",
    "حسابم با شما صافه؟",
    "حساب من تسویه شده یا نه",
    "به شما بدهی دارم؟",
    "hesabam safe?",
    "hesabe man tasviye shode?",
    "علي ديون لكم؟",
    "هل حسابي مسدد بالكامل",
    "في ذمتي شي لكم؟",
    "are there any debts on my account?",
    "is my account settled",
    "am i all paid up",
    "do i have an open balance",
]
AMOUNTS = [
    "برای سفارش ۲۱۹۶۳ چقدر پرداخت کردم؟",
    "فاکتورم پرداخت شده؟",
    "مبلغ فاکتورم چقدره",
    "cheghadr pool dadam?",
    "faktoram pardakht shode ya na?",
    "چند گرفتین ازم",
    "كم دفعت على الطلب ٢١٩٦٣؟",
    "هل فاتورتي مدفوعة؟",
    "how much did I pay for order 21963?",
    "is my invoice paid?",
    "is invoice 21993 paid?",
    "when is my invoice due?",
]
PAPER = [
    "فاکتورم رو می‌خوام",
    "رسید پرداخت سفارش ۱۴۴۳۳",
    "رسید پولی که دادم رو بفرستید",
    "faktore sefareshe 21963 ro mikham",
    "أريد فاتورة الطلب 21963",
    "أرسلوا لي نسخة من الفاتورة",
    "send me the invoice",
    "a receipt for what I bought yesterday please",
    "فاکتور بقیه سفارش‌ها رو بده",
    "باقی فاکتورها رو بفرستید",
    "فاکتورم جا مونده",
    "فاکتور سفارشی که مونده تو انبار",
    "faktoram ja munde",
    "أريد باقي الفواتير",
    "فاتورة مبدئية بقيمة الطلب",
    "send me the remaining invoices",
    "I want the invoice of my remaining order",
    "",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left_to_pay(text: str) -> None:
    found = about(text)
    assert (found.left, found.paper) == (True, False)


@pytest.mark.parametrize(
    ("text", "anything"),
    [
        ("هنوز چیزی بدهکارم؟", True),
        ("چقدر دیگه باید بدم؟", False),
        ("hanuz chizi bedehkaram?", True),
        ("cheghadr dige bayad bedam?", False),
        ("هل بقي علي شيء أدفعه؟", True),
        ("كم بقي علي؟", False),
        ("do i still owe anything?", True),
        ("how much is left to pay?", False),
    ],
)
def test_whether_it_is_about_all_there_is(text: str, anything: bool) -> None:
    assert about(text).anything == anything


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("کل پرداختی‌هام چقدره", Sums.TOTAL),
        ("تا حالا چقدر ازتون خرید کردم", Sums.TOTAL),
        ("kolan cheghad kharj kardam", Sums.TOTAL),
        ("كم دفعت بالمجموع؟", Sums.TOTAL),
        ("how much have I spent so far", Sums.TOTAL),
        ("how much did I pay in October?", Sums.TOTAL),
        ("همهٔ فاکتورهام", Sums.EACH),
        ("tamame faktoramo bede", Sums.EACH),
        ("جميع فواتيري", Sums.EACH),
        ("all my invoices", Sums.EACH),
        # Of one order.
        ("با هزینه ارسال کلا چقدر شد", None),
        ("jam e sefareshe akharam chand shod", None),
        ("كم طلع إجمالي الطلب", None),
        ("what did that order cost me all together", None),
        ("when is my invoice due in October?", None),
    ],
)
def test_whether_it_is_about_all_invoices(text: str, sums: Sums | None) -> None:
    assert about(text, date(2026, 11, 23)).sums is sums


@pytest.mark.parametrize("text", AMOUNTS)
def test_what_was_billed_or_paid(text: str) -> None:
    assert about(text) == About(left=False, paper=False)


@pytest.mark.parametrize("text", PAPER)
def test_the_paper_itself(text: str) -> None:
    assert about(text) == About(left=False, paper=True)
