"""
The invoice itself, asked for in the chat and handed out as a file.
"""

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from actions import services
from bot.conversations.messages import Choice
from bot.files.errors import NoRoom, TooMany
from bot.papers import PaperPrinter
from crm_connector.model import Assurance, Identity, Money, OrderStatus
from tests.bot.invoices.papers import read
from tests.conversations.test_invoices import COPY, OWNER, TOTAL, texts
from tests.conversations.wishes import SHOP
from tests.fakes.orders import COFFEE, an_invoice, an_order
from tests.fakes.papers import FakeFiles

pytestmark = pytest.mark.engine

ASKED = [
    ("fa", "فاکتور سفارشم رو بده"),
    ("fa", "faktore sefaresham ro bede"),
    ("ar", "أعطني فاتورة طلبي"),
    ("en", "give me the invoice of my order"),
]
TITLE = {"fa": "فاکتور", "ar": "فاتورة", "en": "Invoice"}
SAID = {
    "fa": "یک میلیون و دویست و پنجاه هزار تومان",
    "ar": "مليون ومئتان وخمسون ألف تومان",
    "en": "One million, two hundred and fifty thousand toman",
}
DAY = {"fa": "۲۹ آبان ۱۴۰۵", "ar": "٢٠ نوفمبر ٢٠٢٦", "en": "20 November 2026"}
ITEM = {"fa": "کفش دوی سبک", "ar": "حذاء جري خفيف", "en": "Light running shoes"}
NO_LINES = {
    "fa": "فهرست کالاهای این فاکتور در دسترس نیست",
    "ar": "قائمة أصناف هذه الفاتورة غير متوفرة",
    "en": "The items of this invoice are not known here",
}
WAY = {
    "fa": "وقتی وارد شوید",
    "ar": "بعد تسجيل الدخول",
    "en": "once you have signed in",
}
WHICH = {
    "fa": "شمارهٔ سفارشش را بفرستید",
    "ar": "فأرسل رقم طلبها",
    "en": "send the number of its order",
}


@pytest.fixture
def files():
    return FakeFiles()


@pytest.fixture
def buyer(shopper, files):
    """
    A customer with one order, which was billed and paid, at a shop that prints.
    """
    shopper.source.all_orders = [an_order("21963")]
    shopper.source.all_invoices = [an_invoice()]
    printer = PaperPrinter(files, SHOP, clock=lambda: shopper.now)
    shopper.open(shop=SHOP, papers=printer)
    return shopper


def papers(replies):
    """
    The files of all replies.
    """
    return [file for reply in replies for file in reply.files]


def words(files, file):
    """
    What a PDF reader reads.
    """
    pages = pypdfium2.PdfDocument(files.kept[file.id])
    return "".join(read(page.get_textpage().get_text_range()) for page in pages)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_the_invoice_comes_as_a_file_beside_the_answer(buyer, files, lang, text):
    replies = await buyer.says(text)
    (paper,) = papers(replies)

    assert TOTAL[lang] in replies[0].text
    assert not replies[0].files
    assert paper.type == "application/pdf"
    assert paper.name.startswith(TITLE[lang])
    assert paper.size == len(files.kept[paper.id])
    assert files.threads == ["talk"]
    page = words(files, paper)
    for known in (TITLE[lang], DAY[lang], SAID[lang], ITEM[lang], "مریم رضایی"):
        assert read(known) in page
    assert COPY[lang] not in texts(replies)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "برای سفارش ۲۱۹۶۳ چقدر پرداخت کردم؟"),
        ("ar", "كم دفعت على الطلب ٢١٩٦٣؟"),
        ("en", "how much did I pay for order 21963?"),
    ],
)
async def test_a_question_of_amounts_is_answered_without_a_file(
    buyer, files, lang, text
):
    replies = await buyer.says(text)

    assert TOTAL[lang] in texts(replies)
    assert not papers(replies)
    assert not files.kept


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_stranger_gets_the_file_after_signing_in_and_not_before(
    buyer, files, lang, text
):
    for who in (Identity(), Identity("7", Assurance.CHANNEL)):
        buyer.who = who
        replies = await buyer.says(text)
        assert OWNER[lang] in texts(replies)
        assert WAY[lang] in texts(replies)
        assert not papers(replies)
    assert not files.kept

    buyer.sign_in()
    (paper,) = papers(await buyer.happens(Choice("signed_in")))
    assert read(SAID[lang]) in words(files, paper)


async def test_a_proof_that_has_ended_prints_nothing(buyer, files):
    buyer.who = replace(
        buyer.who, proof=replace(buyer.who.proof, until=buyer.now - timedelta(1))
    )
    replies = await buyer.says("send me the invoice of order 21963")

    assert not papers(replies)
    assert not files.kept


@pytest.mark.parametrize("number", ["30001", "30002"])
async def test_somebody_elses_invoice_is_as_one_that_is_not_there(buyer, files, number):
    buyer.source.all_orders.append(an_order("30001", customer_id="8"))
    buyer.source.all_invoices.append(an_invoice("F-8", "30001", customer_id="8"))
    replies = await buyer.says(f"send me the invoice of order {number}")

    assert not papers(replies)
    assert not files.kept
    assert "F-8" not in texts(replies)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_without_an_invoice_there_is_no_file(buyer, files, lang, text):
    buyer.source.all_invoices = []
    replies = await buyer.says(text)

    assert not papers(replies)
    assert COPY[lang] in texts(replies)
    assert not files.kept


@pytest.mark.parametrize("trouble", [NoRoom, TooMany])
@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_what_cannot_be_kept_leaves_the_answer_and_another_way(
    buyer, files, lang, text, trouble
):
    files.trouble = trouble
    replies = await buyer.says(text)

    assert TOTAL[lang] in replies[0].text
    assert COPY[lang] in texts(replies)
    assert not papers(replies)


async def test_what_cannot_be_drawn_leaves_the_answer(buyer, files, monkeypatch):
    """
    A fault of the drawing is no fault of the answer.
    """

    def broken(_):
        raise RuntimeError("no ink")

    monkeypatch.setattr("bot.invoices.page.pdf_of", broken)
    replies = await buyer.says("give me the invoice of my order")

    assert TOTAL["en"] in replies[0].text
    assert COPY["en"] in texts(replies)
    assert not papers(replies)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_part_of_an_order_tells_no_lines(buyer, files, lang, text):
    """
    Nobody says which lines are billed where; one bill over all of it has them.
    """
    part = replace(an_invoice(), total=Money(1_000_000, "IRT"))
    buyer.source.all_invoices = [part]
    (paper,) = papers(await buyer.says(text))

    page = words(files, paper)
    assert read(ITEM[lang]) not in page
    assert read(NO_LINES[lang]) in page


async def test_two_bills_of_one_order_are_two_files(buyer, files):
    buyer.source.all_invoices = [an_invoice("F-1"), an_invoice("F-2")]
    (*_, paper) = await buyer.says("give me the invoice of my order")

    assert [file.name for file in paper.files] == ["Invoice F-1", "Invoice F-2"]
    assert all(read(NO_LINES["en"]) in words(files, file) for file in paper.files)


async def test_more_than_fit_one_message_are_to_be_asked_for(buyer, files):
    buyer.source.all_invoices = [an_invoice(f"F-{number}") for number in range(7)]
    replies = await buyer.says("give me the invoice of my order")

    assert len(papers(replies)) == 5
    assert WHICH["en"] in texts(replies)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "همهٔ فاکتورهام رو بفرست"),
        ("fa", "hameye faktoramo befrest"),
        ("ar", "أرسل لي كل فواتيري"),
        ("en", "send me all my invoices"),
    ],
)
async def test_of_all_invoices_one_is_to_be_chosen(buyer, files, lang, text):
    buyer.source.all_orders.append(an_order("21928", product=COFFEE))
    buyer.source.all_invoices.append(an_invoice("F-10", "21928"))
    replies = await buyer.says(text)

    assert not papers(replies)
    assert WHICH[lang] in texts(replies)


async def test_a_cancelled_order_owes_nothing_on_paper(buyer, files):
    buyer.source.all_orders = [an_order("21963", OrderStatus.CANCELLED)]
    buyer.source.all_invoices = [an_invoice(unpaid=1_250_000)]
    (paper,) = papers(await buyer.says("send me the invoice of order 21963"))

    page = words(files, paper)
    assert read("nothing is left to pay") in page
    assert read("Left to pay") not in page


async def test_an_invoice_of_no_order_is_printed_with_what_is_known(buyer, files):
    buyer.source.all_orders = []
    buyer.source.all_invoices = [an_invoice("F-11", None)]
    (paper,) = papers(await buyer.says("give me my invoice"))

    page = words(files, paper)
    assert read("Invoice number F-11") in page
    assert read("Order number") not in page
    assert read(NO_LINES["en"]) in page


async def test_a_shop_that_prints_nothing_says_how_one_gets_it(buyer, files):
    printed = services.services()
    services.configure(replace(printed, papers=None))
    replies = await buyer.says("give me the invoice of my order")

    assert not papers(replies)
    assert COPY["en"] in texts(replies)
