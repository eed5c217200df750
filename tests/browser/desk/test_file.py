"""
The customer's file beside the conversation.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.desk.page import Desk

NOON = "2026-01-01T12:00:00.000Z"


def test_what_the_bot_did_is_told_in_the_readers_language(desk, context):
    def fill() -> None:
        desk.server.add(1, state="held", mine=True)
        deed = {
            "action": "action_track_order",
            "title": {"fa": "پیگیری سفارش", "en": "Track an order"},
            "problem": {"fa": "سامانه در دسترس نبود", "en": "not reached"},
            "came": "failed",
            "why": "SourceUnavailable",
            "at": "2026-01-01T10:00:00Z",
            "times": 1,
        }
        asked = {
            "title": {"fa": "خواستن جملهٔ دیگر"},
            "problem": None,
            "came": "unclear",
        }
        desk.server.about[1] = {
            "packet": {"deeds": [deed, {**deed, **asked, "times": 3}]}
        }

    desk.do(fill)
    page = desk.open(context, "fa")
    desk.choose(1)
    deeds = page.locator(".deeds li")
    expect(deeds).to_have_count(2)
    first, second = deeds.all()
    expect(first).to_contain_text("پیگیری سفارش")
    expect(first).to_contain_text("نشد: سامانه در دسترس نبود")
    expect(second).to_contain_text("خواستن جملهٔ دیگر × ۳")
    expect(second).not_to_contain_text("null")


def _file(name: str, status: str = "placed") -> dict[str, Any]:
    order = {"number": "HM-1001", "status": status, "total": None}
    return {
        "customer": {"name": {"value": name}},
        "order": order,
        "as_of": "2026-01-01T10:00:00.000Z",
    }


def _filed(desk: Desk, context: BrowserContext) -> Page:
    context.clock.install()
    desk.do(lambda: desk.server.add(1, state="held", mine=True, language="en"))
    desk.do(lambda: desk.server.add(2, state="held", mine=True))
    desk.server.panels |= {1: _file("Nobody yet"), 2: _file("Somebody else")}
    page = desk.open(context)
    desk.choose(1)
    expect(page.locator(".panel")).to_contain_text("Nobody yet")
    return page


@pytest.mark.parametrize(
    ("lang", "by", "told"),
    [
        ("en", "code", "Proven by a code, Wednesday 31 December, {time}"),
        (
            "en",
            "contact",
            "Proven by their messenger account’s number, Wednesday 31 December, {time}",
        ),
        ("fa", "shop", "ورود از سایت فروشگاه، چهارشنبه ۱۰ دی، {time}"),
        ("ar", "code", "أُثبتت الهوية برمز، الأربعاء، ٣١ ديسمبر، {time}"),
    ],
)
def test_how_and_when_they_proved_who_they_are_is_told(desk, context, lang, by, told):
    context.clock.install(time="2026-01-02T12:30:00Z")
    proven = {"name": "Ali", "proven": True, "proven_by": by}
    today = proven | {"proven_at": "2026-01-02T12:20:00Z"}
    before = proven | {"proven_at": "2025-12-31T12:00:00Z"}
    held = {"state": "held", "mine": True}
    desk.do(lambda: desk.server.add(1, customer=before, **held))
    desk.do(lambda: desk.server.add(2, customer=today, **held))
    page = desk.open(context, lang)
    desk.choose(1)
    proof, tag = page.locator(".panel .proof"), page.locator(".talk-head .tag.good")
    time = re.compile(re.escape(told).replace(re.escape("{time}"), r"\S+"))
    expect(proof).to_have_text(time)
    expect(tag).to_have_attribute("title", time)
    desk.choose(2)
    # Of today the time says enough.
    expect(proof).to_have_text(re.compile(r"^[^,،]+[,،] \S{5}$"))


def test_who_has_not_proven_it_is_said_to_have_not(desk, context):
    customer = {"name": None, "proven": False, "proven_by": "code", "proven_at": NOON}
    held = {"state": "held", "mine": True, "language": "en"}
    desk.do(lambda: desk.server.add(1, customer=customer, **held))
    page = desk.open(context)
    desk.choose(1)
    expect(page.locator(".panel")).to_contain_text("Identity not proven")
    expect(page.locator(".panel .proof")).to_have_count(0)


def test_the_file_is_read_anew_where_the_customer_has_signed_in(desk, context):
    page = _filed(desk, context)
    desk.server.panels[1] = _file("Ali")
    desk.do(lambda: desk.server.say(1, "customer", "hm"))
    expect(desk.said("hm")).to_be_visible()
    context.clock.run_for(3000)
    expect(page.locator(".panel")).to_contain_text("Nobody yet")
    desk.server.rows[1]["customer"] = {"name": "Ali", "proven": True}
    desk.do(lambda: desk.server.say(1, "customer", "it is me"))
    expect(desk.said("it is me")).to_be_visible()
    context.clock.run_for(3000)
    expect(page.locator(".panel")).to_contain_text("Ali")


def test_the_file_of_what_is_open_is_read_anew_each_minute(desk, context):
    page = _filed(desk, context)
    desk.server.panels[1] = _file("Nobody yet", "shipped")
    context.clock.run_for(80_000)
    expect(page.locator(".panel")).to_contain_text("Shipped")


def test_the_file_is_read_anew_when_one_comes_back_to_a_conversation(desk, context):
    page = _filed(desk, context)
    desk.choose(2)
    expect(page.locator(".panel")).to_contain_text("Somebody else")
    desk.server.panels[1] = _file("Nobody yet", "shipped")
    context.clock.fast_forward(35_000)
    desk.choose(1)
    context.clock.run_for(1000)
    expect(page.locator(".panel")).to_contain_text("Shipped")


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, "too_long_ago", "too long ago"),
        (403, "not_allowed", "only to who holds"),
        (409, "handoff_over", "has ended"),
        (503, "unavailable", "do not answer"),
    ],
)
def test_where_there_is_no_file_it_says_why(desk, context, status, code, words):
    page = _filed(desk, context)
    desk.server.closed[1] = (status, code)
    context.clock.run_for(80_000)
    expect(page.locator(".panel")).to_contain_text(words)
    # Only what is amiss is marked so.
    amiss = code in ("too_long_ago", "unavailable")
    expect(page.locator(".panel .trouble")).to_have_count(1 if amiss else 0)
    # What was read before stays only where it is not closed to them.
    kept = page.locator(".panel").get_by_text("HM-1001")
    expect(kept).to_have_count(1 if status == 503 else 0)


def test_a_customer_at_the_counter_is_found_by_a_code(desk, context):
    known = {"name": {"value": "Ali"}, "phones": [{"value": "+98•••12"}]}
    desk.server.panels[9] = {
        "customer": known | {"proven": True, "proven_by": "code", "proven_at": NOON},
        "orders": [{"number": "HM-7", "status": "shipped", "total": None}],
    }
    page = desk.open(context)
    page.get_by_role("button", name="Options").last.click()
    page.get_by_role("button", name="Look a customer up by phone").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Phone number").fill("09120000012")
    expect(dialog.get_by_label("English")).to_be_checked()
    # The customer reads the message, not the associate.
    dialog.get_by_label("Arabic").check()
    dialog.get_by_role("button", name="Send the code").click()
    dialog.get_by_label("The code the customer tells you").fill("1")
    (asked,) = desk.sent("lookup")
    assert asked == {"phone": "09120000012", "language": "ar"}
    dialog.get_by_role("button", name="Show the file").click()
    expect(dialog.get_by_role("alert")).to_have_text("That is not the code.")
    dialog.get_by_label("The code the customer tells you").fill("123456")
    dialog.get_by_role("button", name="Show the file").click()
    expect(dialog).to_contain_text("HM-7")
    expect(dialog).to_contain_text("Ali")
    expect(dialog).to_contain_text("Proven by a code, ")


def test_the_file_says_how_it_ended_and_what_the_customer_thought(desk, context):
    def fill() -> None:
        outcome = {"settled": "promised", "words": "New shoes", "due": "2026-11-30"}
        rating = {"stars": 2, "words": "too late", "at": "2026-11-22T08:00:00Z"}
        desk.server.add(1, state="ended", outcome=outcome, rating=rating)

    desk.do(fill)
    desk.open(context)
    desk.page.get_by_role("button", name="Show what has ended").click()
    desk.choose(1)
    panel = desk.page.locator(".panel")
    expect(panel.locator(".outcome")).to_contain_text("Promised for 30 November 2026")
    expect(panel.locator(".outcome")).to_contain_text("New shoes")
    expect(panel.locator(".rating")).to_contain_text("2 of 5")
    expect(panel.locator(".rating")).to_contain_text("too late")


def test_earlier_talks_stand_in_the_file_and_the_row_says_what_i_owe(desk, context):
    before = {
        "number": 1,
        "agent": {"id": "9", "name": {"en": "Sara Ahmadi"}},
        "settled": "promised",
        "words": "new shoes",
        "due": "2026-11-26",
        "state": "late",
        "wish": "my shoes came torn",
        "files": 2,
        "at": "2026-11-20T09:00:00Z",
    }

    def fill() -> None:
        desk.server.add(1)
        desk.server.add(2, promised_by_me=True)
        desk.server.about[2] = {"earlier": [before]}

    desk.do(fill)
    page = desk.open(context)
    # What I owe is offered to me first.
    first = page.locator(".list.waiting .item").first
    expect(first).to_have_attribute("data-number", "2")
    expect(first.locator(".tag.owed")).to_have_text("You promised them")
    desk.choose(2)
    told = page.locator(".panel .earlier")
    for words in ("Sara Ahmadi", "new shoes", "26 November 2026", "past its day"):
        expect(told).to_contain_text(words)
    expect(told).to_contain_text("Files they sent: 2")


@pytest.mark.parametrize("lang", ["fa", "ar"])
def test_a_line_that_begins_with_a_name_of_other_letters_keeps_its_direction(
    desk, context, lang
):
    lines = {
        "fa": "Julia Miller (هویت تأییدشده) به انگلیسی می‌نویسد.",
        "ar": "Julia Miller (هوية مؤكَّدة) يكتب بالإنجليزية.",
    }
    desk.do(lambda: desk.server.add(1, state="held", mine=True))
    desk.server.summaries[1] = [lines[lang]]
    desk.server.panels[1] = {"customer": {}, "as_of": None}
    page = desk.open(context, lang, at="#n1")
    line = page.locator(".panel .summary li")
    expect(line).to_have_text(lines[lang])
    expect(line).to_have_css("direction", "rtl")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fa", "هنوز فرستاده نشده است"),
        ("ar", "لم يُرسل بعد"),
        ("en", "order HM-7 has not been sent yet"),
    ],
)
def test_what_came_damaged_before_it_was_sent_is_pointed_out(
    desk, context, lang, words
):
    order = {"number": "HM-7", "status": "paid", "lines": [], "is_open": True}
    panel = {"customer": {}, "order": order, "as_of": None}
    desk.do(lambda: desk.server.add(1, state="held", mine=True))
    desk.do(lambda: desk.server.add(2, state="held", mine=True))
    desk.server.panels[1] = panel | {"odds": "damaged_not_sent"}
    desk.server.panels[2] = panel | {"odds": None}
    page = desk.open(context, lang, at="#n1")
    expect(page.locator(".panel .odds")).to_contain_text(words)
    desk.choose(2)
    expect(page.locator(".panel .order")).to_contain_text("HM-7")
    expect(page.locator(".panel .odds")).to_have_count(0)


def test_after_the_first_reply_another_step_is_the_next(desk, context):
    def step(text: str) -> None:
        nothing = {"replies": [], "fields": {}}
        desk.server.suggested[1] = {"next_step": {"en": text}, **nothing}

    desk.do(lambda: desk.server.add(1, state="held", mine=True))
    step("Say hello.")
    page = desk.open(context, at="#n1")
    expect(page.locator(".panel .step")).to_contain_text("Say hello.")
    step("Say what you do.")
    desk.field.fill("Hello, I am Sara.")
    desk.field.press("Enter")
    expect(page.locator(".panel .step")).to_contain_text("Say what you do.")
