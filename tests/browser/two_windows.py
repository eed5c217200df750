"""
A customer in one window and an agent in another, from the wish to the way back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, expect

PATIENCE = 30_000  # ms

SARA = {"fa": "سارا احمدی", "ar": "سارة أحمدي", "en": "Sara Ahmadi"}


@dataclass(frozen=True)
class Said:
    """
    What is said in a language, and what the buttons of the desk are called in it.
    """

    wish: str
    reply: str
    note: str
    thanks: str
    outcome: str
    after: str
    claim: str
    note_tab: str
    give_back: str


SAID = {
    "fa": Said(
        wish="می‌خواهم با پشتیبانی صحبت کنم",
        reply="سلام، من هستم. چه کمکی از من برمی‌آید؟",
        note="مشتری عجله دارد",
        thanks="بستهٔ من هنوز نرسیده است",
        outcome="بسته فردا می‌رسد",
        after="ممنون",
        claim="پذیرفتن گفت‌وگو",
        note_tab="یادداشت داخلی",
        give_back="برگرداندن به ربات",
    ),
    "ar": Said(
        wish="أريد التحدث مع خدمة العملاء",
        reply="مرحبًا، أنا هنا. كيف أساعدك؟",
        note="العميل مستعجل",
        thanks="لم يصل طردي بعد",
        outcome="يصل الطرد غدًا",
        after="شكرا",
        claim="استلام المحادثة",
        note_tab="ملاحظة داخلية",
        give_back="إعادة إلى البوت",
    ),
    "en": Said(
        wish="I want to talk to a person",
        reply="Hello, I am here. How can I help?",
        note="is in a hurry",
        thanks="my parcel is not here yet",
        outcome="the parcel comes tomorrow",
        after="thanks",
        claim="Take the conversation",
        note_tab="Internal note",
        give_back="Return to the bot",
    ),
}


def agent_window(browser: Browser, address: str, lang: str, password: str) -> Page:
    """
    Sara signs in, and lands at the desk.
    """
    context = browser.new_context(viewport={"width": 1400, "height": 860})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{address}/desk/login?lang={lang}")
    page.locator("input[name=login]").fill("sara")
    page.locator("input[name=password]").fill(password)
    page.locator("button.go").click()
    expect(page.locator(".queue")).to_be_visible()
    assert page.url == f"{address}/desk"
    return page


def hand_over_and_back(customer: Page, agent: Page, lang: str, wish: str) -> None:
    """
    The customer asks for a person; the agent takes it, both write, and it goes back.

    `customer` is a page whose chat is open.
    """
    said = SAID[lang]
    expect.set_options(timeout=PATIENCE)
    heard = customer.locator(".list .row")
    _write(customer, wish)
    row = agent.locator(".list.waiting .item")
    row.click()
    agent.get_by_role("button", name=said.claim).click()
    expect(heard.filter(has_text=SARA[lang]).first).to_be_visible()
    field = agent.locator(".writing textarea")

    field.press_sequentially(said.reply[:5])
    expect(customer.locator(".typing")).to_be_visible()
    field.fill(said.reply)
    field.press("Enter")
    expect(heard.filter(has_text=said.reply)).to_be_visible()

    customer.locator("textarea").press_sequentially(said.thanks[:5])
    expect(agent.locator(".typing")).to_be_visible()
    _write(customer, said.thanks)
    expect(_bubbles(agent, said.thanks)).to_be_visible()
    expect(agent.locator(".typing")).to_be_hidden()

    agent.get_by_role("tab", name=said.note_tab).click()
    field.fill(said.note)
    field.press("Enter")
    expect(agent.locator(".said.note").filter(has_text=said.note)).to_be_visible()

    agent.get_by_role("button", name=said.give_back).click()
    dialog = agent.get_by_role("dialog")
    dialog.locator("textarea").fill(said.outcome)
    dialog.get_by_role("button", name=said.give_back).click()
    expect(dialog).to_be_hidden()
    expect(agent.locator(".needed")).to_be_visible()
    agent.locator(".needed button").first.click()
    expect(agent.locator(".needed")).to_be_hidden()

    before = customer.locator(".list .row.bot").count()
    _write(customer, said.after)
    expect(customer.locator(".list .row.bot").nth(before)).to_be_visible()
    expect(heard.filter(has_text=said.note)).to_have_count(0)


def _write(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Enter")


def _bubbles(page: Page, text: str) -> Any:
    return page.locator(".said .bubble").filter(has_text=text)
