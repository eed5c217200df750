"""
What was billed, what is left to pay, and what nobody can say.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.model import Assurance, Identity, Money, OrderStatus
from tests.conversations.conftest import Talk
from tests.fakes.orders import COFFEE, a_customer, an_invoice, an_order
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.engine

ASKED = [
    ("fa", "برای سفارش ۲۱۹۶۳ چقدر پرداخت کردم؟"),
    ("fa", "faktore sefareshe 21963 ro mikham"),
    ("ar", "كم دفعت على الطلب ٢١٩٦٣؟"),
    ("en", "how much did I pay for order 21963?"),
]
TOTAL = {"fa": "۱٬۲۵۰٬۰۰۰ تومان", "ar": "١٬٢٥٠٬٠٠٠ تومان", "en": "1,250,000 toman"}
REFUNDED = {
    "fa": "۷۰٬۰۰۰ تومان از آن به شما برگردانده شده",
    "ar": "وأُعيد إليك منها ٧٠٬٠٠٠ تومان",
    "en": "70,000 toman of it has been given back",
}
REST = {
    "fa": "۱٬۱۸۰٬۰۰۰ تومان از آن پرداخت شده و ۷۰٬۰۰۰ تومان مانده",
    "ar": "دُفع منها ١٬١٨٠٬٠٠٠ تومان وبقي ٧٠٬٠٠٠ تومان",
    "en": "1,180,000 toman of it has been paid and 70,000 toman is left",
}
NOTHING = {
    "fa": "هنوز چیزی از آن پرداخت نشده",
    "ar": "لم يُدفع منها شيء بعد",
    "en": "Nothing of it has been paid yet",
}
CAN_NOT_SAY = {
    "fa": "نمی‌توانم بگویم",
    "ar": "فلا أستطيع أن أقول",
    "en": "can't say whether",
}
ALL_PAID = {
    "fa": "فاکتور پرداخت‌نشده‌ای ندارید",
    "ar": "ليست لديك أي فاتورة غير مدفوعة",
    "en": "You have no unpaid invoice",
}
OWING = [
    ("fa", "چقدر دیگه باید بدم؟"),
    ("fa", "cheghadr dige bayad bedam?"),
    ("ar", "كم بقي علي؟"),
    ("en", "do i still owe anything?"),
]
SHOW = [
    ("fa", "فاکتورم رو نشون بده"),
    ("fa", "faktoramo neshun bede"),
    ("ar", "أرني فاتورتي"),
    ("en", "show me my invoice"),
]
UNPAID = {"fa": "۷۰٬۰۰۰ تومان", "ar": "٧٠٬٠٠٠ تومان", "en": "70,000 toman"}
NOT_SEEN = {"fa": "نمی‌بینم", "ar": "فلا أراها", "en": "can't see"}
PAID = {"fa": "همهٔ آن پرداخت شده", "ar": "مدفوعة بالكامل", "en": "paid in full"}
DUE = {
    "fa": "مهلت پرداخت: سه‌شنبه ۱۰ آذر ۱۴۰۵",
    "ar": "موعد السداد: الثلاثاء ١ ديسمبر ٢٠٢٦",
    "en": "due on Tuesday 1 December 2026",
}
WAS_DUE = {"fa": "بوده است", "ar": "وكان موعد سداده", "en": "It was due on"}
NOT_YET = {"fa": "هنوز فاکتوری", "ar": "لم تُسجَّل بعد", "en": "No invoice is recorded"}
NO_GUESS = {"fa": "حدس نمی‌زنم", "ar": "أن أخمّن", "en": "want to guess"}
NO_STAGE = {"fa": "نمی‌بینم", "ar": "لا أرى مرحلة", "en": "can't see how far"}
OWNER = {"fa": "صاحب سفارش", "ar": "لصاحب الطلب", "en": "owner of the order"}
COPY = {"fa": "نسخهٔ فاکتور", "ar": "نسخة الفاتورة", "en": "copy of the invoice"}


def texts(replies):
    """
    All that was said.
    """
    return "\n".join(reply.text for reply in replies)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_shop_without_invoices_tells_the_total_and_no_more(shopper, lang, text):
    total = await shopper.says(text)

    assert TOTAL[lang] in texts(total)
    assert NOT_SEEN[lang] in texts(total)
    assert PAID[lang] not in texts(total)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_paid_invoice_is_said_to_be_paid(shopper, lang, text):
    shopper.source.all_invoices = [an_invoice()]
    invoice, *paper = await shopper.says(text)

    assert "F-" in invoice.text
    assert TOTAL[lang] in invoice.text
    assert PAID[lang] in invoice.text
    # How the owner gets the paper is for who asked for it.
    assert (COPY[lang] in texts(paper)) == ("faktor" in text)
    assert OWNER[lang] not in texts((invoice, *paper))


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_what_was_paid_at_no_time_is_not_called_left(shopper, lang, text):
    """
    As an order that is paid at the door, and under way.
    """
    shopper.source.all_invoices = [an_invoice("21963", unpaid=1250000)]
    (invoice, *_) = await shopper.says(text)

    assert NOTHING[lang] in invoice.text
    assert invoice.text.count(TOTAL[lang]) == 2
    assert PAID[lang] not in invoice.text
    # It has the order's number, which is said once.
    assert "F-" not in invoice.text
    number = {"fa": "۲۱۹۶۳", "ar": "٢١٩٦٣", "en": "21963"}[lang]
    assert invoice.text.count(number) == 1


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_what_was_given_back_is_told(shopper, lang, text):
    billed = an_invoice()
    shopper.source.all_invoices = [replace(billed, refunded=Money(70000, "IRT"))]
    (invoice, *_) = await shopper.says(text)
    assert PAID[lang] in invoice.text
    assert REFUNDED[lang] in invoice.text

    shopper.source.all_invoices = [replace(billed, refunded=Money(0, "IRT"))]
    shopper.now += timedelta(hours=1)
    (invoice, *_) = await shopper.says(text)
    assert PAID[lang] in invoice.text
    assert UNPAID[lang] not in invoice.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "پول مرجوعی سفارش ۲۱۹۶۳ واریز شد؟"),
        ("fa", "poole marjooie sefareshe 21963 variz shod?"),
        ("ar", "هل وصل استرداد مبلغ الطلب 21963؟"),
        ("en", "was my refund for 21963 paid?"),
    ],
)
async def test_a_refund_that_was_paid_is_told_and_no_other(shopper, lang, text):
    shopper.source.all_invoices = [
        replace(an_invoice(), refunded=Money(70000, "IRT")),
        replace(an_invoice("F-10", "21928"), refunded=Money(0, "IRT")),
    ]
    (told,) = await shopper.says(text)
    assert UNPAID[lang] in told.text
    assert NO_STAGE[lang] not in told.text

    (told,) = await shopper.says(
        text.replace("21963", "21928").replace("۲۱۹۶۳", "۲۱۹۲۸")
    )
    assert NO_STAGE[lang] in told.text
    assert UNPAID[lang] not in told.text


@pytest.mark.parametrize(("lang", "text"), SHOW)
async def test_of_several_orders_none_is_taken_silently(shopper, lang, text):
    """
    One is still under way, and invoices are of the others, too.
    """
    shopper.source.all_orders[1:] = [
        an_order("21928", OrderStatus.DELIVERED, product=COFFEE, days_ago=9)
    ]
    shopper.source.all_invoices = [an_invoice(), an_invoice("F-10", "21928")]
    (ask,) = await shopper.says(text)
    assert [b.choice.entities["order_number"] for b in ask.buttons] == [
        "21963",
        "21928",
    ]

    _, paper = await shopper.presses({"en": "21928", "ar": "٢١٩٢٨"}.get(lang, "۲۱۹۲۸"))
    assert COPY[lang] in paper.text


async def test_a_choice_after_a_question_of_amounts_is_told_no_paper(shopper):
    shopper.source.all_invoices = [an_invoice(), an_invoice("F-10", "21928")]
    await shopper.says("is my invoice paid?")
    (told,) = await shopper.presses("21928")

    assert PAID["en"] in told.text


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_another_systems_invoice_of_the_same_number_is_another(
    rasa_engine, lang, text
):
    """
    Unless the shop says that this system bills the orders of the other.
    """
    known = replace(a_customer(), phones=("+989120000007",), emails=())
    books = FakeSource([replace(known, id="B7", source="books")], name="books")
    books.all_invoices = [an_invoice(customer_id="B7", unpaid=70000, source="books")]
    talk = Talk(rasa_engine, FakeSource([known], [an_order("21963")]), books)
    talk.open()
    talk.sign_in()
    apart = texts(await talk.says(text))
    talk.open(billing={"books": "fake"})
    billed = texts(await talk.says(text))
    services.configure(None)

    assert UNPAID[lang] not in apart
    assert NOT_SEEN[lang] in apart
    assert REST[lang] in billed


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_what_is_left_to_pay_is_told_with_its_day(shopper, lang, text):
    shopper.source.all_invoices = [an_invoice(unpaid=70000, due=date(2026, 12, 1))]
    (invoice, *_) = await shopper.says(text)
    assert REST[lang] in invoice.text
    assert DUE[lang] in invoice.text
    assert PAID[lang] not in invoice.text

    shopper.source.all_invoices = [an_invoice(unpaid=70000, due=date(2026, 11, 21))]
    shopper.now = shopper.now.replace(hour=20)
    (invoice, *_) = await shopper.says(text)
    assert WAS_DUE[lang] in invoice.text


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_an_order_without_an_invoice_is_not_called_paid(shopper, lang, text):
    shopper.source.all_invoices = [an_invoice(order="21928")]
    (told, *_) = await shopper.says(text)

    assert NOT_YET[lang] in told.text
    assert TOTAL[lang] in told.text


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_somebody_elses_order_and_invoice_are_unknown(shopper, lang, text):
    """
    And told alike an order that is not there.
    """
    shopper.source.all_orders.append(an_order("30001", customer_id="8"))
    shopper.source.all_invoices = [an_invoice("F-8", "30001", customer_id="8")]
    digits = {"fa": "۲۱۹۶۳", "ar": "٢١٩٦٣", "en": "21963"}[lang]

    def of(number):
        return text.replace("21963", number).replace(digits, number)

    theirs = await shopper.says(of("30001"))
    nobodys = await shopper.says(of("30002"))

    shown = {"fa": ("۳۰۰۰۱", "۳۰۰۰۲"), "ar": ("٣٠٠٠١", "٣٠٠٠٢")}.get(lang)
    first, second = shown or ("30001", "30002")
    assert texts(theirs).replace(first, second) == texts(nobodys)
    assert "F-8" not in texts(theirs)
    assert PAID[lang] not in texts(theirs)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_stranger_hears_the_amount_after_signing_in(shopper, lang, text):
    """
    The same below the level that orders need.
    """
    shopper.source.all_invoices = [an_invoice()]
    for who in (Identity(), Identity("7", Assurance.CHANNEL)):
        shopper.who = who
        replies = await shopper.says(text)
        # How one gets the paper, where that is wanted.
        assert (OWNER[lang] in texts(replies)) == ("faktor" in text)
        assert TOTAL[lang] not in texts(replies)

    shopper.sign_in()
    replies = await shopper.happens(Choice("signed_in"))
    assert TOTAL[lang] in texts(replies)
    assert OWNER[lang] not in texts(replies)


async def test_which_order_is_asked_and_the_choice_is_answered_for_the_invoice(shopper):
    shopper.source.all_invoices = [an_invoice(), an_invoice("F-10", "21928")]
    (ask,) = await shopper.says("فاکتورم رو می‌خوام")
    assert [b.choice.intent for b in ask.buttons] == ["get_invoice"] * 2

    replies = await shopper.presses("۲۱۹۲۸")
    assert "F-۱۰" in replies[0].text

    # The order at hand is meant, and a place in the list.
    replies = await shopper.says("چقدر براش پرداخت کردم؟")
    assert "F-۱۰" in texts(replies)


async def test_a_place_of_the_list_is_answered_for_the_invoice(shopper):
    shopper.source.all_invoices = [an_invoice(), an_invoice("F-10", "21928")]
    await shopper.says("send me the invoice")
    replies = await shopper.says("the second one")

    assert "F-10" in texts(replies)


@pytest.mark.parametrize(
    ("wish", "correction"),
    [
        ("فاکتور سفارش ۲۱۹۶۳ رو بفرستید", "نه اون یکی"),
        ("faktore sefareshe 21963 ro mikham", "na, 21928"),
        ("أريد فاتورة الطلب 21963", "لا، 21928"),
        ("send me the invoice of order 21963", "not 21963, 21928"),
    ],
)
async def test_a_correction_is_answered_with_the_other_invoice(
    shopper, wish, correction
):
    shopper.source.all_invoices = [an_invoice("F-A"), an_invoice("F-B", "21928")]
    assert "F-A" in texts(await shopper.says(wish))
    again = texts(await shopper.says(correction))

    assert "F-B" in again
    assert "F-A" not in again


async def test_invoices_that_say_no_order_are_told_where_there_are_no_orders(talk):
    talk.sign_in()
    talk.source.all_invoices = [an_invoice("F-11", None, unpaid=70000)]
    replies = await talk.says("how much do i owe you?")

    assert "F-11" in replies[0].text
    assert UNPAID["en"] in replies[0].text


async def test_a_source_that_is_down_is_said_to_be_down(shopper):
    shopper.source.go_down()
    (reply,) = await shopper.says("فاکتور سفارش ۲۱۹۶۳ رو می‌خوام")

    assert "دسترسی ندارم" in reply.text


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_books_that_are_closed_are_no_reason_to_guess(rasa_engine, lang, text):
    """
    The shop answers; the system that keeps the invoices does not.
    """
    known = replace(a_customer(), phones=("+989120000007",), emails=())
    books = FakeSource([replace(known, id="B7", source="books")], name="books")
    books.all_invoices = [an_invoice(customer_id="B7", unpaid=70000, source="books")]
    talk = Talk(rasa_engine, FakeSource([known], [an_order("21963")]), books)
    talk.open(billing={"books": "fake"})
    talk.sign_in()
    assert UNPAID[lang] in texts(await talk.says(text))

    talk.now += timedelta(days=2)
    books.go_down()
    replies = await talk.says(text)
    ask = {**dict(OWING), "en": "how much is left to pay?"}[lang]
    owing = await talk.says(ask)
    talk.now += timedelta(hours=1)
    of_all = await talk.says(ask)
    services.configure(None)
    # It is the order just spoken of, and then everything.
    assert NO_GUESS[lang] in texts(owing)
    assert CAN_NOT_SAY[lang] in texts(of_all)
    assert ALL_PAID[lang] not in texts(of_all)
    assert NO_GUESS[lang] in texts(replies)
    assert TOTAL[lang] in texts(replies)
    assert UNPAID[lang] not in texts(replies)
