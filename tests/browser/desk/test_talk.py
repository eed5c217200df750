"""
A conversation: what is said, what is written, what is kept of it.
"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.waiting import when


def test_what_is_said_shows_by_whom_and_whether_the_customer_saw_it(mine):
    def fill() -> None:
        mine.server.say(1, "bot", "Cancelled HM-1001.", desk="withheld")
        mine.server.say(1, "agent", "Call her", desk="note", speaker="Reza")
        mine.server.say(1, "customer", "ممنون، HM-1001 رسید", lang="fa")
        mine.server.say(1, "bot", "", cards=[{"kind": "order", "title": "HM-1001"}])

    mine.do(fill)
    expect(mine.said("Cancelled")).to_have_class(re.compile("withheld"))
    expect(mine.said("Cancelled")).to_contain_text("Was not sent")
    expect(mine.said("Call her")).to_contain_text("Internal note by Reza")
    expect(mine.said("ممنون").locator(".bubble")).to_have_attribute("dir", "rtl")
    expect(mine.page.locator(".said .card")).to_contain_text("HM-1001")
    link = mine.said("Where is").locator("a")
    expect(link).to_have_attribute("href", "https://shop.example/x")


def test_data_is_never_markup(mine):
    mine.do(lambda: mine.server.say(1, "customer", "<img src=x onerror=alert(1)>"))
    expect(mine.said("<img src=x")).to_be_visible()
    expect(mine.page.locator(".said img")).to_have_count(0)


def test_enter_sends_and_shift_enter_breaks_the_line(mine):
    mine.field.fill("one")
    mine.field.press("Shift+Enter")
    mine.field.press_sequentially("two")
    mine.field.press("Enter")
    expect(mine.said("one")).to_have_count(1)
    (sent,) = mine.sent("messages")
    assert (sent["text"], sent["epoch"]) == ("one\ntwo", 1)
    expect(mine.field).to_have_value("")


def test_a_lost_answer_is_asked_for_again_with_the_same_id(mine):
    mine.server.broken, mine.server.is_muted = 1, True
    mine.field.fill("hello")
    with mine.page.expect_response(lambda each: each.status == 200):
        mine.field.press("Enter")
    expect(mine.said("hello")).to_have_count(1)
    expect(mine.said("hello")).not_to_have_class(re.compile("pending"))
    first, second = mine.sent("messages", 2)
    assert first == second
    assert [m["text"] for m in mine.server.threads[1]].count("hello") == 1


def test_a_reply_that_came_too_late_is_kept_and_says_who_has_it(mine):
    mine.server.quicker.add(1)
    mine.field.fill("let me look")
    mine.field.press("Enter")
    mine.toast("Reza Moradi has this conversation now")
    expect(mine.page.locator(".writing .why")).to_contain_text("Reza Moradi has this")
    assert all(m["text"] != "let me look" for m in mine.server.threads[1])
    # To be read and copied, until it may be sent after all.
    expect(mine.field).to_be_visible()
    expect(mine.field).to_have_value("let me look")
    expect(mine.field).not_to_be_editable()
    mine.do(lambda: mine.server.changed(1, mine=True, epoch=9))
    expect(mine.field).to_have_value("let me look")


def test_drafts_stay_with_their_conversation_also_over_a_reload(mine):
    mine.do(lambda: mine.server.add(2, state="held", mine=True))
    mine.do(lambda: mine.server.tell({"type": "queue"}))
    mine.field.fill("half a sentence")
    mine.choose(2)
    expect(mine.field).to_have_value("")
    mine.choose(1)
    expect(mine.field).to_have_value("half a sentence")
    mine.page.reload()
    expect(mine.field).to_have_value("half a sentence")


def test_what_one_has_not_sent_is_never_sent_or_seen_by_who_signs_in_next(mine):
    page, left = mine.page, "Object.values(sessionStorage).join()"
    mine.field.fill("her sister's address is wrong")
    page.get_by_role("tab", name="Internal note").click()
    page.route("**/notes", lambda route: route.abort())
    mine.field.fill("seems to lie")
    mine.field.press("Enter")
    expect(mine.said("seems to lie")).to_contain_text("No connection")
    page.reload()
    expect(mine.said("seems to lie")).to_have_count(1)
    expect(mine.field).to_have_value("her sister's address is wrong")
    mine.server.account = 7
    page.unroute("**/notes")
    page.reload()
    expect(mine.said("Where is")).to_be_visible()
    expect(mine.field).to_have_value("")
    expect(mine.said("seems to lie")).to_have_count(0)
    assert mine.server.bodies("notes") == []
    assert page.evaluate(left) == ""


def test_notes_have_a_tab_of_their_own(mine):
    mine.page.get_by_role("tab", name="Internal note").click()
    mine.field.fill("is upset, be kind")
    mine.field.press("Enter")
    expect(mine.said("is upset")).to_have_class(re.compile("note"))
    assert [b["text"] for b in mine.sent("notes")] == ["is upset, be kind"]
    assert mine.server.bodies("messages") == []


def test_in_what_has_left_me_there_is_nothing_to_write(mine):
    mine.do(lambda: mine.server.rights.remove("see_all"))
    mine.page.reload()
    mine.page.get_by_role("tab", name="Internal note").click()
    expect(mine.field).to_be_visible()
    parted = {"mine": False, "agent": {"id": 2, "name": "Reza"}, "epoch": 2}
    mine.do(lambda: mine.server.changed(1, **parted))
    expect(mine.field).to_be_hidden()
    expect(mine.page.locator(".composer")).to_contain_text("Reza")


def test_typing_goes_both_ways(mine):
    frame = {"type": "typing", "number": 1, "who": "customer", "on": True}
    mine.do(lambda: mine.server.tell(frame, 1))
    expect(mine.page.locator(".typing")).to_have_text("The customer is typing…")
    mine.do(lambda: mine.server.say(1, "customer", "so?"))
    expect(mine.page.locator(".typing")).to_be_hidden()
    mine.field.fill("I am looking")

    def told() -> list[Any]:
        return [each for each in mine.server.frames if each["type"] == "typing"]

    when(mine.page, told)
    assert told() == [{"type": "typing", "number": 1, "epoch": 1, "on": True}]


def test_a_broken_connection_comes_back_and_misses_nothing(mine):
    mine.do(mine.server.cut)
    mine.do(lambda: mine.server.say(1, "customer", "still there?"))
    expect(mine.said("still there?")).to_have_count(1, timeout=15_000)
    watches = [f for f in mine.server.frames if f["type"] == "watch"]
    assert watches[-1]["after"] == 1


def test_without_a_network_a_banner_says_so_and_words_wait(mine, context):
    context.set_offline(True)
    banner = mine.page.locator(".banner")
    expect(banner).to_contain_text("You are offline")
    mine.field.fill("later")
    mine.field.press("Enter")
    expect(mine.said("later")).to_contain_text("No connection")
    context.set_offline(False)
    expect(banner).to_be_hidden(timeout=15_000)
    expect(mine.said("later")).not_to_contain_text("No connection", timeout=15_000)
    assert [m["text"] for m in mine.server.threads[1]].count("later") == 1


def test_older_messages_come_on_demand(desk, context):
    def fill() -> None:
        desk.server.add(1, state="held", mine=True, language="en")
        for number in range(1, 121):
            desk.server.say(1, "customer", f"line {number}.")

    desk.do(fill)
    page = desk.open(context)
    desk.choose(1)
    expect(desk.said("line 120.")).to_be_visible()
    expect(page.locator(".said")).to_have_count(50)
    page.locator(".log").evaluate("node => node.scrollTo(0, 0)")
    expect(page.locator(".said")).to_have_count(100)
    expect(desk.said("line 71.")).to_be_visible()
