"""
The page as a PDF reader sees it: words in their order, digits and days of its language.
"""

from __future__ import annotations

import ctypes
from dataclasses import replace

import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from actions.papers import Bill
from bot.invoices.contents import words
from bot.invoices.page import pdf_of
from bot.invoices.sheet import _FONTS, INK
from crm_connector.model import Address, Money, OrderLine, OrderStatus
from tests.bot.invoices.papers import HEADS, bill_of, drawn, order_of, pages_of, read

LANGUAGES = ("fa", "ar", "en")
SHOWN = {
    "fa": (
        *("نیک‌سرا", "تهران، خیابان ولیعصر، پلاک ۲۴۱۰", "help@niksara.example"),
        *("شمارهٔ فاکتور", "تاریخ صدور ۲۹ آبان ۱۴۰۵", "شمارهٔ سفارش ۲۱۹۶۳"),
        *("مهلت پرداخت ۱۰ آذر ۱۴۰۵", "خریدار مریم رضایی", "خیابان شریعتی، پلاک ۱۲"),
        *("کد پستی ۱۹۱۳۹۱۳۱۱۹", "کفش دوی سبک", "قهوهٔ ترک"),
        *("۱٬۲۵۰٬۰۰۰", "۱٬۲۴۰٬۰۰۰", "۲٬۴۸۰٬۰۰۰", "جمع اقلام ۳٬۷۳۰٬۰۰۰ تومان"),
        *("ارسال، تخفیف و سایر ۴۵٬۰۰۰ تومان", "مبلغ فاکتور ۳٬۷۷۵٬۰۰۰ تومان"),
        *("پرداخت‌شده ۳٬۷۰۵٬۰۰۰ تومان", "مانده برای پرداخت ۷۰٬۰۰۰ تومان"),
        "سه میلیون و هفتصد و هفتاد و پنج هزار تومان",
        "بر اساس سامانهٔ حسابداری، در یک‌شنبه ۱ آذر ۱۴۰۵ ساعت ۱۲:۰۰",
    ),
    "ar": (
        *("نيكسرا", "طهران، شارع ولي عصر، رقم ٢٤١٠", "help@niksara.example"),
        *("رقم الفاتورة", "تاريخ الإصدار ٢٠ نوفمبر ٢٠٢٦", "رقم الطلب ٢١٩٦٣"),
        *("موعد السداد ١ ديسمبر ٢٠٢٦", "العميل مریم رضایی"),
        *("الرمز البريدي ١٩١٣٩١٣١١٩", "حذاء جري خفيف", "قهوة تركية"),
        *("١٬٢٥٠٬٠٠٠", "١٬٢٤٠٬٠٠٠", "٢٬٤٨٠٬٠٠٠", "مجموع الأصناف ٣٬٧٣٠٬٠٠٠ تومان"),
        *("التوصيل والخصم وغيرهما ٤٥٬٠٠٠ تومان", "مبلغ الفاتورة ٣٬٧٧٥٬٠٠٠ تومان"),
        *("المدفوع ٣٬٧٠٥٬٠٠٠ تومان", "المتبقي للدفع ٧٠٬٠٠٠ تومان"),
        "ثلاثة ملايين وسبعمئة وخمسة وسبعون ألف تومان",
        "بحسب نظام المحاسبة، الأحد ٢٢ نوفمبر ٢٠٢٦ الساعة ١٢:٠٠",
    ),
    "en": (
        *("Niksara", "2410 Valiasr Street, Tehran", "+982100000100"),
        *("Invoice number F-1042", "Issued on 20 November 2026", "Order number 21963"),
        *("Due on 1 December 2026", "Customer", "Postal code 1913913119"),
        *("Light running shoes", "Turkish coffee", "1,250,000", "2,480,000"),
        *("Items in all 3,730,000 toman", "Delivery, discounts and other 45,000 toman"),
        *("Invoice total 3,775,000 toman", "Paid 3,705,000 toman"),
        *("Left to pay 70,000 toman",),
        "Three million, seven hundred and seventy-five thousand toman",
        "according to the shop's books, as of 12:00 Sunday 22 November 2026",
    ),
}
OTHER_DIGITS = {
    "fa": "0123456789٠١٢٣٤٥٦٧٨٩",
    "ar": "0123456789۰۱۲۳۴۵۶۷۸۹",
    "en": "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_all_that_is_known_in_the_order_of_reading(lang: str) -> None:
    (page,) = pages_of(bill_of(lang))

    assert [each for each in SHOWN[lang] if read(each) not in page] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_digits_are_those_of_its_language(lang: str) -> None:
    """
    But in the customer's own address, which stays as it was written.
    """
    order = replace(order_of(), ship_to=None)
    (page,) = pages_of(bill_of(lang, order))

    assert [digit for digit in OTHER_DIGITS[lang] if digit in page] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bill_without_lines_says_so_and_tells_the_rest(lang: str) -> None:
    bill = bill_of(lang, order=None, has_lines=False)
    bill = replace(bill, order=None)
    (page,) = pages_of(bill)

    assert read(words()[lang]["no_lines"]) in page
    assert read(words()[lang]["unit_price"]) not in page
    assert read(words()[lang]["difference"]) not in page
    assert read(SHOWN[lang][-1]) in page
    assert read(words()[lang]["total"]) in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_discount_and_delivery_stand_by_themselves_where_they_are_told(
    lang: str,
) -> None:
    own, plain = words()[lang], order_of()
    (page,) = pages_of(bill_of(lang, plain))
    assert read(own["difference"]) in page
    assert read(own["shipping"]) not in page

    # The lines come to 45,000 less than the bill.
    for shipping, discount, other in (
        (45_000, 0, False),
        (50_000, 5_000, False),
        (40_000, 0, True),
    ):
        told = replace(
            plain, shipping=Money(shipping, "IRT"), discount=Money(discount, "IRT")
        )
        (page,) = pages_of(bill_of(lang, told))
        assert read(own["shipping"]) in page
        assert (read(own["discount"]) in page) is (discount > 0)
        assert (read(own["other"]) in page) is other
        assert read(own["difference"]) not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_left_to_pay_of_what_was_cancelled(lang: str) -> None:
    own = words()[lang]
    order = order_of(status=OrderStatus.CANCELLED)
    (page,) = pages_of(bill_of(lang, order))

    assert read(own["cancelled"]) in page
    assert read(own["left"]) not in page
    (page,) = pages_of(bill_of(lang))
    assert read(own["cancelled"]) not in page
    assert read(own["left"]) in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_given_back_is_told_where_something_was(lang: str) -> None:
    bill, label = bill_of(lang), words()[lang]["refunded"]
    back = replace(bill.invoice, refunded=Money(50_000, "IRT"))
    nothing = replace(bill.invoice, refunded=Money(0, "IRT"))

    assert read(label) in pages_of(replace(bill, invoice=back))[0]
    assert read(label) not in pages_of(replace(bill, invoice=nothing))[0]
    assert read(label) not in pages_of(bill)[0]


def test_lines_of_another_system_are_told_to_be_of_it() -> None:
    order = order_of(source="shop")
    bill = bill_of("en", order, sources={"fake": "the books", "shop": "the web shop"})
    (page,) = pages_of(bill)

    assert read("Invoice according to the books, as of 12:00") in page
    assert read("Items according to the web shop, as of 12:00") in page
    (page,) = pages_of(replace(bill, sources={}))
    assert read("Invoice as of 12:00") in page
    assert read("Items as of 12:00") in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_bill_goes_on_with_its_heads_and_numbers_its_pages(lang: str) -> None:
    pages = pages_of(bill_of(lang, order_of(60)))

    assert len(pages) > 2
    head = read(words()[lang]["item"])
    assert all(head in page for page in pages[:-1])
    for number, page in enumerate(pages, 1):
        said = drawn(bill_of(lang)).page.format(page=number, pages=len(pages))
        digits = {"fa": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩"}.get(lang, "0123456789")
        table = str.maketrans("0123456789", digits)
        assert read(said.translate(table)) in page
    text = "".join(pages)
    assert all(
        text.count(read(line.total)) >= 1
        for line in drawn(bill_of(lang, order_of(60))).lines
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_page_has_no_number(lang: str) -> None:
    (page,) = pages_of(bill_of(lang))

    assert read(words()[lang]["page"].partition(" ")[0] + "1") not in page


def test_the_same_bill_gives_the_same_bytes() -> None:
    assert pdf_of(drawn(bill_of("fa"))) == pdf_of(drawn(bill_of("fa")))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "x" * 5000,
        "آ" * 5000,
        "یک \u202eسطر\n\n\x00دیگر\ud800 <b>&amp;</b> %PDF \\( ) \\",
        "T-shirt (XL) — « تی‌شرت »",
        "😀 漢字",
        "",
    ],
    ids=["long", "long_persian", "control", "mixed", "no_glyph", "empty"],
)
def test_whatever_a_shop_calls_its_goods_is_drawn_within_the_page(
    name: str, lang: str
) -> None:
    line = OrderLine("p-9", {"fa": name}, {}, 3, Money(10**14, "IRT"), {"fa": name})
    order = order_of(lines=(line,) * 3)
    data = pdf_of(drawn(bill_of(lang, order, name=name)))

    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        left, bottom, right, top = _drawn_in(page)
        assert 0 < left < right < width
        assert 0 < bottom < top < height


def _drawn_in(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """
    What the letters of a page take up, in points.
    """
    boxes = [each.get_bounds() for each in page.get_objects()]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_are_mirrored_where_one_reads_from_right_to_left(lang: str) -> None:
    """
    The shop's name is where reading begins, its invoice's number where it ends.
    """
    page = pypdfium2.PdfDocument(pdf_of(drawn(bill_of(lang))))[0]
    text = page.get_textpage()
    order = drawn(bill_of(lang)).facts[2][1]
    at = []
    for said in ("help@niksara.example", order):
        found = text.search(said).get_next()
        assert found is not None
        at.append(text.get_charbox(found[0])[0])

    assert (at[0] < at[1]) == (lang == "en")


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_has_all_that_the_paper_says_by_itself(weight: str) -> None:
    known = TTFont(_FONTS / f"Vazirmatn-{weight}.ttf").getBestCmap()
    own = "".join(text for texts in words().values() for text in texts.values())
    own += "".join(head.name + head.address for head in HEADS.values())
    own += "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩0123456789٬٫,.-/:"

    assert {char for char in own if ord(char) not in known} == set()


def test_all_languages_have_the_same_words() -> None:
    keys = {lang: set(texts) for lang, texts in words().items()}

    assert keys == dict.fromkeys(LANGUAGES, keys["fa"])


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (
            Address("", ("خیابان چمران، پلاک ۳۳",), "تهران", "تهران"),
            "تهران، خیابان چمران، پلاک ۳۳",
        ),
        (
            Address("", ("78 Laleh Street", "Flat 2"), "Shiraz", "Fars"),
            "78 Laleh Street, Flat 2, Shiraz, Fars",
        ),
    ],
)
def test_an_address_stands_as_its_letters_have_it(place: Address, said: str) -> None:
    told = dict(drawn(bill_of("en", order_of(ship_to=place))).customer)

    assert told[words()["en"]["ship_to"]] == said


@pytest.mark.parametrize(
    ("accent", "on_accent", "name"),
    [("#0b6e69", "#ffffff", "#0b6e69"), ("#ffd400", "#000000", INK)],
)
def test_the_shops_name_is_readable_in_its_colour_or_not_in_it(
    accent: str, on_accent: str, name: str
) -> None:
    paper = drawn(bill_of("en"))
    head = replace(paper.head, accent=accent, on_accent=on_accent)
    page = pypdfium2.PdfDocument(pdf_of(replace(paper, head=head)))[0]
    first = next(iter(page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT])))
    colours = [ctypes.c_uint() for _ in "rgba"]
    pypdfium2.raw.FPDFPageObj_GetFillColor(first.raw, *map(ctypes.byref, colours))

    assert "#" + "".join(f"{each.value:02x}" for each in colours[:3]) == name


def test_a_bill_of_another_currency_counts_in_it() -> None:
    order = order_of()
    invoice = replace(
        bill_of("en").invoice, total=Money(49063, "USD"), unpaid=Money(63, "USD")
    )
    bill = Bill(invoice, "en", order.as_of)
    (page,) = pages_of(bill)

    assert read("Invoice total 490.63 US dollars") in page
    assert read("Paid 490 US dollars") in page
    assert read("Four hundred and ninety US dollars and 63/100") in page
