"""
The way of the README: a stranger asks, proves who they are by a code, is answered.
"""

import re
import uuid

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import chromium  # noqa: F401 - a fixture
from tests.e2e.test_pictures import PICTURES, ask, page  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
CODE = "/chat/sessions/current/code"


def test_a_stranger_is_answered_after_a_code(
    page,  # noqa: F811 - the fixture
    demo,
    tmp_path,
    request,
):
    """
    In Persian, with the code that the demo's page shows in place of an SMS.
    """
    person = httpx.get(f"{demo.address}/demo/customers").json()[3]
    page.evaluate("Hamyar.open()")
    ask(page, "سفارشم کجاست؟")
    expect(page.locator(".list .bubble").last).to_contain_text("وارد حساب")
    card = page.locator(".sign-in:visible")
    national = person["phone"].replace("+98", "0").translate(PERSIAN)
    card.get_by_role("textbox").fill(national)
    card.get_by_role("button", name="فرستادن کد").click()
    sms = page.locator(".sms")
    expect(sms).to_contain_text(person["phone"])
    keep = request.config.getoption("--keep-pictures")
    page.wait_for_timeout(600)
    page.screenshot(path=(PICTURES if keep else tmp_path) / "sign-in-fa.png")
    assert (PICTURES / "sign-in-fa.png").exists()
    code = re.search(r"\b\d{6}\b", sms.inner_text())[0]
    card.locator(".digits").press_sequentially(code.translate(PERSIAN))
    expect(page.locator(".sign-in.done")).to_contain_text("وارد حساب شدید")
    expect(page.locator(".card").last).to_contain_text(
        person["open_orders"][0].translate(PERSIAN), timeout=20_000
    )
    expect(sms).to_be_hidden()
    expect(page.locator(".list")).not_to_contain_text(code)
    # Nobody is signed in on the page; what the code has proven outlasts it.
    page.reload()
    page.evaluate("Hamyar.open()")
    expect(page.locator(".sign-in.done")).to_be_visible()


def test_a_number_that_is_nobodys_brings_no_code(page):  # noqa: F811 - the fixture
    """
    The chat says the same as to a customer; only the demo's page tells why.
    """
    page.evaluate("Hamyar.open()")
    ask(page, "where is my order?")
    card = page.locator(".sign-in:visible")
    card.get_by_role("textbox").fill("0912 000 0000")
    card.locator(".go").click()
    expect(card.get_by_role("status")).to_contain_text("If the shop knows")
    expect(page.locator(".sms")).to_contain_text("هیچ مشتری")


def test_over_http_alone(demo, chat_on):
    """
    As a client without our widget does it.
    """
    chat = chat_on(demo.address)
    person = chat.client.get("/demo/customers").json()[4]
    chat.send("أين طلبي؟", uuid.uuid4())
    (asked,) = chat.hear(1)
    assert [(c["kind"], c["state"]) for c in asked["cards"]] == [("sign_in", "any")]
    wish = {"contact": person["phone"], "language": "ar"}
    sent = chat.client.post(CODE, json=wish, headers=chat.headers)
    assert (sent.status_code, sent.json()["to"]) == (202, person["phone"])
    for _ in range(50):
        told = chat.client.get("/demo/code").json()
        if told.get("contact") == person["phone"]:
            break
    refused = chat.send(told["code"], uuid.uuid4())
    assert refused == httpx.codes.CONFLICT
    body = {"code": told["code"]}
    begun = chat.client.post(f"{CODE}/check", json=body, headers=chat.headers)
    assert begun.status_code == httpx.codes.OK
    chat.headers = {"Authorization": f"Bearer {begun.json()['session']}"}
    if begun.json()["conversation"] != chat.conversation:
        chat.seq = 0
    heard = chat.hear_of("order")
    assert all(told["code"] not in m["text"] for m in heard)
