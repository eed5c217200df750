"""
The whole path in a real browser, and a picture of each language.

The pictures of the docs are made here: `./hamyar test tests/e2e --keep-pictures` writes
them to docs/images/.
"""

import pytest
from playwright.sync_api import expect

from bot import HOUSE
from tests.browser.conftest import chromium  # noqa: F401 - a fixture
from tests.slices import slow_but_for

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PICTURES = HOUSE / "docs" / "images"
# Which of the demo's customers asks what: the first is Persian, and so on.
TALKS = {
    "fa": (1, ["سلام", "سفارش آخرم کجاست؟"], "تومان"),
    "ar": (2, ["مرحبا", "أين طلبي الأخير؟"], "تومان"),
    "en": (3, ["hello", "where is my last order?"], "toman"),
}


@pytest.fixture
def page(chromium, demo):  # noqa: F811 - the fixture imported above
    """
    The demo page as a stranger's fresh browser shows it.
    """
    context = chromium.new_context(
        viewport={"width": 1180, "height": 820}, device_scale_factor=1
    )
    opened = context.new_page()
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(demo.address)
    opened.wait_for_function("window.Hamyar")
    yield opened
    context.close()
    assert errors == []


def ask(page, text):
    """
    Write as a customer does, and wait for the answer.
    """
    before = page.locator(".list .bubble").count()
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Enter")
    expect(page.locator(".list .bubble").nth(before + 1)).to_be_visible(timeout=20_000)


def choose(page, place):
    """
    Be one of the demo's customers; the chat opens.
    """
    page.locator(".person").nth(place).click()
    expect(page.locator("textarea")).to_be_visible()


@pytest.mark.parametrize("lang", slow_but_for("fa", TALKS))
def test_a_customer_asks_and_sees_the_order(page, lang, tmp_path, request):
    place, texts, currency = TALKS[lang]
    if lang != "fa":
        page.locator(f"[data-lang='{lang}'], [lang='{lang}']").first.click()
    choose(page, place)
    for text in texts:
        ask(page, text)
    card = page.locator(".card").last
    expect(card).to_be_visible()
    expect(card).to_contain_text(currency)
    keep = request.config.getoption("--keep-pictures")
    folder = PICTURES if keep else tmp_path
    picture = folder / f"chat-{lang}.png"
    # A moment for the last message to slide in.
    page.wait_for_timeout(600)
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000
    assert (PICTURES / picture.name).exists()


@pytest.mark.slow
def test_where_websockets_are_blocked_the_chat_goes_on_by_polling(page, demo):
    page.add_init_script("delete window.WebSocket")
    page.reload()
    page.wait_for_function("window.Hamyar")
    choose(page, 1)
    ask(page, "سلام")
    expect(page.locator(".list .bubble").last).to_contain_text("همیار")


def test_signing_in_mid_thread_answers_what_the_stranger_asked(page):
    page.evaluate("Hamyar.open()")
    ask(page, "سفارشم کجاست؟")
    expect(page.locator(".list .bubble").last).to_contain_text("وارد حساب")
    page.locator(".person").nth(4).click()
    expect(page.locator(".card").last).to_be_visible(timeout=20_000)
    page.locator(".person.guest").click()
    expect(page.locator(".card")).to_have_count(0)
