"""
The thread of a conversation: its days, its earlier part, and what came meanwhile.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from playwright.sync_api import expect

from tests.browser.conftest import OpenTab, World


def test_days_are_named_in_the_interfaces_calendar(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab("lang=fa")
    chat.begin()
    now = datetime.now(timezone.utc)
    world.talk.messages[0]["at"] = "2026-05-11T09:05:00+00:00"
    world.talk.messages[1]["at"] = (now - timedelta(days=1)).isoformat()
    world.say("today")
    chat.page.reload()
    chat.open()
    days = chat.page.locator(".day")
    expect(days.nth(0)).to_contain_text("دوشنبه ۲۱ اردیبهشت")
    expect(days.nth(1)).to_have_text("دیروز")
    expect(days.nth(2)).to_have_text("امروز")
    chat.page.evaluate("Hamyar.configure({ lang: 'ar' })")
    expect(days.nth(0)).to_contain_text("الاثنين")
    expect(days.nth(0)).to_contain_text("١١ مايو")
    chat.page.evaluate("Hamyar.configure({ lang: 'en' })")
    expect(days.nth(0)).to_contain_text("11 May")


def test_earlier_messages_come_on_scrolling_up(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.begin()
    for number in range(3, 71):
        world.say(f"message {number}")
    chat.page.reload()
    chat.open()
    expect(chat.said("message 70")).to_be_in_viewport()
    expect(chat.said("message 40")).to_have_count(0)
    log = chat.page.get_by_role("log")
    log.evaluate("(node) => { node.scrollTop = 0; }")
    expect(chat.said("message 40")).to_have_count(1)
    assert log.evaluate("(node) => node.scrollTop") > 200
    for _ in range(3):
        log.evaluate("(node) => { node.scrollTop = 0; }")
        chat.page.wait_for_timeout(150)
    chat.sees("x", "You said: x", *(f"message {number}" for number in range(3, 71)))


def test_a_reader_who_scrolled_up_is_not_moved(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.begin()
    for number in range(25):
        world.say(f"message {number}")
    expect(chat.said("message 24")).to_be_in_viewport()
    log = chat.page.get_by_role("log")
    log.evaluate("(node) => { node.scrollTop = 100; }")
    chat.page.wait_for_timeout(100)
    world.say("the newest")
    pill = chat.page.get_by_role("button", name="New messages")
    pill.wait_for()
    assert log.evaluate("(node) => node.scrollTop") == 100
    pill.click()
    expect(chat.said("the newest")).to_be_in_viewport()
    expect(pill).to_be_hidden()


def test_a_long_answer_is_shown_from_its_beginning(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.begin()
    world.say("\n".join(f"line {number}" for number in range(60)))
    long = chat.said("line 0")
    expect(long).to_be_visible()
    top = chat.page.get_by_role("log").bounding_box()
    box = long.bounding_box()
    assert top is not None
    assert box is not None
    assert 0 <= box["y"] - top["y"] < 40
    expect(chat.page.locator(".badge")).to_be_hidden()
    chat.send("next")
    expect(chat.said("You said: next")).to_be_in_viewport()


def test_what_came_while_closed_is_counted_until_read(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    other = open_tab()
    chat.begin()
    chat.page.evaluate("Hamyar.close()")
    world.say("one")
    world.say("two")
    badge = chat.page.locator(".badge")
    expect(badge).to_have_text("2")
    expect(other.page.locator(".badge")).to_have_text("2")
    expect(chat.launcher).to_have_accessible_name("Open the chat – Unread messages: 2")
    chat.open()
    expect(badge).to_be_hidden()
    expect(other.page.locator(".badge")).to_be_hidden()
