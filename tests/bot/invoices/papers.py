"""
Bills to be printed, and the words of a page as a PDF reader gives them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pypdfium2

from actions.papers import Bill
from bot.invoices.contents import paper_of
from bot.invoices.page import pdf_of
from bot.invoices.paper import Letterhead, Paper
from crm_connector.model import Address, Money, Order, OrderLine
from tests.fakes.orders import COFFEE, NOW, SHOES, an_invoice, an_order

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
TEHRAN = ZoneInfo("Asia/Tehran")
HEADS = {
    "fa": Letterhead(
        "نیک‌سرا",
        "تهران، خیابان ولیعصر، پلاک ۲۴۱۰",
        ("+۹۸۲۱۰۰۰۰۰۱۰۰", "help@niksara.example"),
        "#0b6e69",
        "#ffffff",
    ),
    "ar": Letterhead(
        "نيكسرا",
        "طهران، شارع ولي عصر، رقم ٢٤١٠",
        ("+٩٨٢١٠٠٠٠٠١٠٠", "help@niksara.example"),
        "#0b6e69",
        "#ffffff",
    ),
    "en": Letterhead(
        "Niksara",
        "2410 Valiasr Street, Tehran",
        ("+982100000100", "help@niksara.example"),
        "#0b6e69",
        "#ffffff",
    ),
}
BOOKS = {
    "fa": "سامانهٔ حسابداری",
    "ar": "نظام المحاسبة",
    "en": "the shop's books",
}


def order_of(count: int = 2, **changes: object) -> Order:
    """
    An order of so many lines, and delivery for 45,000 toman.
    """
    kinds = (SHOES, COFFEE)
    lines = tuple(
        OrderLine(
            f"p{number}",
            *kinds[number % 2],
            number + 1,
            Money(1_250_000 - number * 10_000, "IRT"),
        )
        for number in range(count)
    )
    total = sum(line.unit_price.amount * line.quantity for line in lines) + 45_000
    made = an_order(
        "21963",
        lines=lines,
        total=Money(total, "IRT"),
        ship_to=Address(
            "مریم رضایی",
            ("خیابان شریعتی، پلاک ۱۲",),
            "تهران",
            postal_code="1913913119",
        ),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def bill_of(lang: str, order: Order | None = None, **changes: object) -> Bill:
    """
    The bill of an order, of which 70,000 toman are left to pay.
    """
    order = order or order_of()
    invoice = replace(
        an_invoice("F-1042", unpaid=70_000, due=date(2026, 12, 1)), total=order.total
    )
    bill = Bill(
        invoice,
        lang,
        NOW,
        order,
        has_lines=True,
        name="مریم رضایی",
        sources={"fake": BOOKS[lang]},
    )
    return replace(bill, **changes)  # type: ignore[arg-type]


def drawn(bill: Bill) -> Paper:
    """
    What is to stand on it, made on 23 November.
    """
    return paper_of(bill, HEADS[bill.language], TEHRAN, MADE)


def pages_of(bill: Bill) -> list[str]:
    """
    The words of each page.
    """
    document = pypdfium2.PdfDocument(pdf_of(drawn(bill)))
    return [read(page.get_textpage().get_text_range()) for page in document]


def read(text: str) -> str:
    """
    The letters and digits alone, in one line, in the order in which they are read.

    The reader turns the two letters of a ligature round, mirrors brackets and puts
    marks where they are drawn: that is left out on both sides.
    """
    for second in "اأإآ":
        text = text.replace(f"ل{second}", f"{second}ل")
    decomposed = unicodedata.normalize("NFD", text)
    kept = (
        char if unicodedata.category(char) in ("Nd", "Ll", "Lu", "Lo", "Po") else " "
        for char in decomposed
        if unicodedata.category(char) not in ("Mn", "Cf")
    )
    return re.sub(r"\s+", "", "".join(kept))
