"""
What was billed, what is left to pay, and what nobody can say.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.model import Assurance, Identity, Invoice, Money
from tests.conversations.conftest import Talk
from tests.fakes.orders import NOW, a_customer, an_order
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.engine

ASKED = [
    ("fa", "برای سفارش ۲۱۹۶۳ چقدر پرداخت کردم؟"),
    ("fa", "faktore sefareshe 21963 ro mikham"),
    ("ar", "كم دفعت على الطلب ٢١٩٦٣؟"),
    ("en", "how much did I pay for order 21963?"),
]
TOTAL = {"fa": "۱٬۲۵۰٬۰۰۰ تومان", "ar": "١٬٢٥٠٬٠٠٠ تومان", "en": "1,250,000 toman"}
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
OWNER = {"fa": "صاحب سفارش", "ar": "لصاحب الطلب", "en": "owner of the order"}
COPY = {"fa": "نسخهٔ فاکتور", "ar": "نسخة الفاتورة", "en": "copy of the invoice"}


def an_invoice(number="F-9", order="21963", unpaid=0, due=None, customer_id="7"):
    """
    An invoice over the shoes.
    """
    return Invoice(
        number,
        customer_id,
        order,
        date(2026, 11, 20),
        due,
        Money(1250000, "IRT"),
        Money(unpaid, "IRT"),
        "fake",
        NOW,
    )


def texts(replies):
    """
    All that was said.
    """
    return "\n".join(reply.text for reply in replies)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_shop_without_invoices_tells_the_total_and_no_more(shopper, lang, text):
    total, paper = await shopper.says(text)

    assert TOTAL[lang] in total.text
    assert NOT_SEEN[lang] in total.text
    assert PAID[lang] not in total.text
    assert COPY[lang] in paper.text


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_paid_invoice_is_said_to_be_paid(shopper, lang, text):
    shopper.source.all_invoices = [an_invoice()]
    invoice, paper = await shopper.says(text)

    assert "F-" in invoice.text
    assert TOTAL[lang] in invoice.text
    assert PAID[lang] in invoice.text
    # She is the owner, and hears how she gets it.
    assert COPY[lang] in paper.text
    assert OWNER[lang] not in texts((invoice, paper))


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_what_is_left_to_pay_is_told_with_its_day(shopper, lang, text):
    shopper.source.all_invoices = [an_invoice(unpaid=70000, due=date(2026, 12, 1))]
    (invoice, _) = await shopper.says(text)
    assert UNPAID[lang] in invoice.text
    assert DUE[lang] in invoice.text
    assert PAID[lang] not in invoice.text

    shopper.source.all_invoices = [an_invoice(unpaid=70000, due=date(2026, 11, 21))]
    shopper.now = shopper.now.replace(hour=20)
    (invoice, _) = await shopper.says(text)
    assert WAS_DUE[lang] in invoice.text


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_an_order_without_an_invoice_is_not_called_paid(shopper, lang, text):
    shopper.source.all_invoices = [an_invoice(order="21928")]
    (told, _) = await shopper.says(text)

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
async def test_a_stranger_hears_how_it_is_done_and_then_the_amount(shopper, lang, text):
    """
    The same below the level that orders need.
    """
    shopper.source.all_invoices = [an_invoice()]
    for who in (Identity(), Identity("7", Assurance.CHANNEL)):
        shopper.who = who
        paper, ask = await shopper.says(text)
        assert OWNER[lang] in paper.text
        assert TOTAL[lang] not in texts((paper, ask))

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
    books.all_invoices = [an_invoice(customer_id="B7", unpaid=70000)]
    talk = Talk(rasa_engine, FakeSource([known], [an_order("21963")]), books)
    talk.open()
    talk.sign_in()
    assert UNPAID[lang] in texts(await talk.says(text))

    talk.now += timedelta(days=2)
    books.go_down()
    replies = await talk.says(text)
    services.configure(None)
    assert NO_GUESS[lang] in texts(replies)
    assert TOTAL[lang] in texts(replies)
    assert UNPAID[lang] not in texts(replies)
