"""
The invoice of an order, asked for in the chat and saved as a file.
"""

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import httpx
import pypdfium2
import pytest
from playwright.sync_api import expect

from actions.formatting import digits, money
from crm_connector.model import Money
from tests.bot.invoices.papers import read
from tests.browser.conftest import chromium  # noqa: F401 - a fixture
from tests.e2e.test_pictures import ask, choose, page  # noqa: F401 - a fixture
from tests.slices import slow_but_for

pytestmark = [pytest.mark.browser, pytest.mark.engine]

ASKED = {
    "fa": "فاکتور سفارش {} رو بده",
    "ar": "أعطني فاتورة الطلب {}",
    "en": "give me the invoice of order {}",
}
TOTAL = {"fa": "مبلغ فاکتور", "ar": "مبلغ الفاتورة", "en": "Invoice total"}
SAVE = {"fa": "ذخیرهٔ", "ar": "حفظ", "en": "Save"}
SHOP = {"fa": "نیک‌سرا", "ar": "نيكسرا", "en": "Niksara"}


@pytest.mark.parametrize("lang", slow_but_for("fa", ASKED))
def test_a_customer_saves_the_invoice_of_an_order(
    page,  # noqa: F811 - the fixture
    demo,
    chat_on,
    lang,
):
    """
    What stands on it is what the shop's own database says.
    """
    place = ["fa", "ar", "en"].index(lang)
    person = httpx.get(f"{demo.address}/demo/customers").json()[place]
    number = person["open_orders"][0]
    if lang != "fa":
        page.locator(f"[data-lang='{lang}'], [lang='{lang}']").first.click()
    choose(page, place + 1)
    ask(page, ASKED[lang].format(digits(number, lang)))
    chip = page.locator(".list .bot button.file")
    expect(chip).to_have_count(1, timeout=20_000)
    expect(chip).to_be_enabled()
    with page.expect_download() as download:
        chip.click()
    saved = Path(download.value.path()).read_bytes()

    assert download.value.suggested_filename.endswith(f"{number}.pdf")
    with closing(sqlite3.connect(demo.data / "demo-shop.db")) as shop:
        (total,) = shop.execute(
            "SELECT total FROM orders WHERE number = ?", [number]
        ).fetchone()
    sheet = pypdfium2.PdfDocument(saved)[0].get_textpage().get_text_range()
    words = read(sheet)
    assert read(f"{TOTAL[lang]} {money(Money(total, 'IRT'), lang)}") in words
    assert read(SHOP[lang]) in words
    assert SAVE[lang] in chip.get_attribute("aria-label")

    # Nobody else opens it, whoever knows its name.
    own, other = chat_on(demo.address, person["id"]), chat_on(demo.address)
    own.send(ASKED[lang].format(number), uuid.uuid4())
    heard = own.hear(4)
    (file, *_) = [each for message in heard for each in message.get("files", ())]
    where = f"/chat/files/{file['id']}"
    assert own.client.get(where, headers=own.headers).content[:5] == b"%PDF-"
    refused = other.client.get(where, headers=other.headers)
    assert refused.status_code == httpx.codes.NOT_FOUND
