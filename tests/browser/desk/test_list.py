"""
What stands in the lists, what is told of it, and the ways to it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

from tests.browser.desk.page import WATCHED
from tests.fakes.desk_board import moment


def moment_ago(seconds: int) -> str:
    """
    When so many seconds had still to pass until now.
    """
    return moment(datetime.now(timezone.utc) - timedelta(seconds=seconds))


def test_rows_say_who_waits_how_long_and_by_when(desk, context):
    def fill() -> None:
        desk.server.add(1, waits=65, within=600, customer={"name": "Ali", "proven": 1})
        desk.server.add(2, waits=500, within=600, priority=2, reason="upset")
        desk.server.add(3, waits=700, within=600)

    desk.do(fill)
    desk.open(context)
    expect(desk.row(1)).to_contain_text("Ali")
    expect(desk.row(1)).to_contain_text("سفارشم کجاست؟")
    expect(desk.row(1)).to_contain_text("Asked for a person")
    expect(desk.row(1).locator(".wait")).to_have_text(re.compile(r"1:0\d"))
    expect(desk.row(1).locator(".promise.fine")).to_contain_text("due in 8:5")
    expect(desk.row(2).locator(".promise.near")).to_be_visible()
    expect(desk.row(2)).to_contain_text("Urgent")
    expect(desk.row(3).locator(".promise.late")).to_contain_text("overdue by 1:4")
    expect(desk.page.locator(".stat.late")).to_have_text("1 overdue")
    before = desk.row(1).locator(".wait").inner_text()
    expect(desk.row(1).locator(".wait")).not_to_have_text(before)


def test_who_waits_again_has_a_due_time_and_a_missed_promise_is_seen(desk, context):
    def fill() -> None:
        desk.server.add(1, waits=1500, within=1800, answered_at=moment_ago(900))
        desk.server.add(2, waits=1500, within=1900, missed=1, priority=10)
        held = {"state": "held", "mine": True, "answered_at": moment_ago(60)}
        desk.server.add(3, waits=700, within=600, missed=2, **held)

    desk.do(fill)
    desk.open(context)
    expect(desk.row(1).locator(".promise.near")).to_contain_text("due in 4:5")
    expect(desk.row(1).locator(".tag.missed")).to_have_count(0)
    # What is promised now stands beside what was not kept.
    expect(desk.row(2).locator(".promise")).to_contain_text("due in 6:3")
    expect(desk.row(2).locator(".tag.missed")).to_have_text("promise missed ×1")
    expect(desk.row(2)).to_contain_text("Urgent")
    # With an answer the promise is kept; that one was missed stays.
    expect(desk.row(3).locator(".promise")).to_be_hidden()
    expect(desk.row(3).locator(".tag.missed")).to_have_text("promise missed ×2")


@pytest.mark.parametrize(
    ("lang", "direction", "claim"),
    [
        ("fa", "rtl", "پذیرفتن گفت‌وگو"),
        ("ar", "rtl", "استلام المحادثة"),
        ("en", "ltr", "Take the conversation"),
    ],
)
def test_it_speaks_three_languages(desk, context, lang, direction, claim):
    desk.do(lambda: desk.server.add(1))
    page = desk.open(context, lang)
    assert page.evaluate("document.documentElement.dir") == direction
    desk.choose(1)
    button = page.get_by_role("button", name=claim)
    button.click()
    expect(button).to_be_hidden()
    assert desk.sent("claim") == [{}]
    # The list is first where reading begins.
    left = page.locator(".queue").bounding_box()["x"]
    assert (left > 700) == (direction == "rtl")


def test_another_language_is_one_click_away_and_keeps_the_place(desk, context):
    desk.do(lambda: desk.server.add(1))
    page = desk.open(context)
    desk.choose(1)
    page.get_by_role("button", name="Options").last.click()
    page.get_by_role("link", name="فارسی").click()
    expect(page.locator("html")).to_have_attribute("lang", "fa")
    expect(page.get_by_role("button", name="پذیرفتن گفت‌وگو")).to_be_visible()


def test_whoever_opens_the_desk_sees_that_they_are_online(desk, context):
    desk.do(lambda: setattr(desk.server, "presence", "offline"))
    page = desk.open(context)
    expect(page.get_by_label("My status")).to_have_value("online")


def test_everything_by_keyboard_also_on_another_layout(desk, context):
    def fill() -> None:
        desk.server.add(1)
        desk.server.add(2)

    desk.do(fill)
    page = desk.open(context)
    page.keyboard.press("j")
    expect(desk.row(1)).to_be_focused()
    # The key of "j" on a Persian keyboard.
    event = "new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true})"
    page.evaluate(f"document.activeElement.dispatchEvent({event})")
    expect(desk.row(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(desk.row(2)).to_have_attribute("aria-current", "true")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Transfer")).to_be_visible()
    page.keyboard.press("r")
    expect(desk.field).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("tab", name="Internal note")).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Keyboard shortcuts")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_search_shows_what_was_found_and_esc_brings_the_lists_back(desk, context):
    def fill() -> None:
        desk.server.add(1, customer={"name": "Ali", "proven": True})
        desk.server.add(2, customer={"name": "Mina", "proven": True})

    desk.do(fill)
    page = desk.open(context)
    page.get_by_role("searchbox").fill("Mina")
    expect(page.locator(".list.found .item")).to_have_count(1)
    expect(page.locator(".list.waiting")).to_be_hidden()
    page.get_by_role("searchbox").press("Escape")
    expect(page.locator(".list.waiting .item")).to_have_count(2)


def test_of_what_has_ended_the_older_ones_come_on_demand(desk, context):
    def fill() -> None:
        for number in range(1, 121):
            desk.server.add(number, state="ended", may_claim=False)

    desk.do(fill)
    page = desk.open(context)
    page.get_by_role("button", name="Show what has ended").click()
    rows, older = page.locator(".list.ended .item"), page.get_by_text("Show older ones")
    expect(rows).to_have_count(50)
    older.click()
    expect(rows).to_have_count(100)
    older.click()
    expect(rows).to_have_count(120)
    expect(desk.row(1)).to_have_count(1)
    expect(older).to_be_hidden()


def test_what_came_meanwhile_is_unread_until_it_is_looked_at(mine):
    mine.do(lambda: mine.server.add(2, state="held", mine=True))
    mine.do(lambda: mine.server.tell({"type": "queue"}))
    mine.choose(2)
    mine.do(lambda: mine.server.say(1, "customer", "anybody?"))
    expect(mine.row(1).locator(".unread")).to_be_visible()
    expect(mine.page).to_have_title(re.compile(r"^\(1\) "))
    mine.choose(1)
    expect(mine.page.locator(".day.fresh")).to_have_count(0)
    expect(mine.row(1).locator(".unread")).to_be_hidden()
    expect(mine.page).to_have_title(re.compile(r"^Desk"))


def test_a_notification_and_a_sound_only_after_the_button(desk, context):
    desk.do(lambda: desk.server.add(1))
    page = context.new_page()
    page.add_init_script(WATCHED)
    page.goto(f"{desk.address}/desk?lang=en")
    desk.page = page
    expect(desk.row(1)).to_be_visible()
    page.evaluate("window.away = true")
    new = {"name": "Ali", "proven": True}
    desk.do(lambda: desk.server.add(2, customer=new))
    desk.do(lambda: desk.server.tell({"type": "queue"}))
    expect(desk.row(2)).to_be_visible()
    assert page.evaluate("[told.length, rung]") == [0, 0]
    page.get_by_role("button", name="Switch notifications and sound on").click()
    desk.until("rung === 2")
    desk.do(lambda: desk.server.add(3, customer=new))
    desk.do(lambda: desk.server.tell({"type": "queue"}))
    desk.until("told.length === 1 && rung === 4")
    assert page.evaluate("told[0]") == ["Waiting: Ali", "سفارشم کجاست؟", "ltr"]


def test_what_is_given_to_me_rings_and_is_counted_and_what_i_take_is_not(desk, context):
    desk.do(lambda: desk.server.add(1))
    page = context.new_page()
    page.add_init_script(WATCHED)
    page.goto(f"{desk.address}/desk?lang=en")
    desk.page = page
    desk.choose(1)
    page.get_by_role("button", name="Switch notifications and sound on").click()
    desk.until("rung === 2")
    page.get_by_role("button", name="Take the conversation").click()
    expect(page.locator(".list.mine .item")).to_have_count(1)

    def give(number: int) -> None:
        ali = {"name": "Ali", "proven": True}
        desk.server.add(number, state="held", mine=True, customer=ali)
        desk.server.say(number, "customer", "hello?")
        desk.server.tell({"type": "queue"})

    desk.do(lambda: give(2))
    desk.toast("Given to you: Ali")
    desk.until("rung === 4")
    page.evaluate("window.away = true")
    desk.do(lambda: give(3))
    desk.until("told.length === 1 && rung === 6")
    assert page.evaluate("told[0]") == ["Given to you: Ali", "سفارشم کجاست؟", "ltr"]
    expect(page).to_have_title(re.compile(r"^\(2\) "))


def test_presence_is_chosen_at_the_top(desk, context):
    page = desk.open(context)
    page.get_by_label("My status").select_option("busy")
    expect(page.locator(".status .dot")).to_have_class(re.compile("busy"))
    assert desk.server.presence == "busy"


def test_on_a_telephone_one_column_at_a_time(desk, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(8000)
    desk.do(lambda: desk.server.add(1))
    desk.do(lambda: desk.server.say(1, "customer", "سلام"))
    page = desk.open(context, "fa")
    expect(page.locator(".talk")).to_be_hidden()
    desk.choose(1)
    expect(page.locator(".queue")).to_be_hidden()
    page.get_by_role("button", name="پروندهٔ مشتری").click()
    expect(page.locator(".panel")).to_be_visible()
    page.get_by_role("button", name="بستن پرونده").click()
    expect(page.locator(".panel")).to_be_hidden()
    page.go_back()
    expect(page.locator(".queue")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    context.close()


def test_promises_are_listed_by_their_day_until_they_are_kept(desk, context):
    def fill() -> None:
        for number, state in ((1, "late"), (2, "coming")):
            due = {"due": "2026-11-30", "state": state}
            outcome = {"settled": "promised", "words": "New shoes", "due": due["due"]}
            agent = {"id": 1, "name": "Sara"}
            desk.server.add(
                number, state="ended", agent=agent, outcome=outcome, promise=due
            )

    desk.do(fill)
    desk.open(context)
    listed = desk.page.locator(".list.promised .item")
    expect(listed.first).to_contain_text("New shoes")
    expect(listed.first).to_contain_text("Promised for")
    expect(listed).to_have_count(2)
    expect(desk.row(1)).to_contain_text("past its day")
    expect(desk.row(2)).not_to_contain_text("past its day")
    desk.choose(1)
    desk.page.get_by_role("button", name="Mark as done").click()
    desk.toast("What was promised is done")
    expect(listed).to_have_count(1)
    expect(desk.page.locator(".panel .outcome")).to_contain_text("Kept")
    assert desk.sent("kept") == [{}]
    # Kept: nothing is left to write of.
    expect(desk.page.get_by_role("button", name="Write to them again")).to_be_hidden()


def test_whose_name_is_still_looked_up_is_no_stranger(desk, context):
    due = {"due": "2026-11-30", "state": "coming"}
    outcome = {"settled": "promised", "words": "New shoes", "due": due["due"]}
    nameless = {"name": None, "proven": True}

    def fill() -> None:
        parts = {"outcome": outcome, "promise": due, "customer": nameless}
        desk.server.add(1, state="ended", **parts)
        desk.server.add(2, customer={"name": None, "proven": False})

    desk.do(fill)
    page = desk.open(context)
    expect(desk.row(1).locator(".name")).to_have_text("Customer")
    expect(desk.row(2).locator(".name")).to_have_text("Unknown customer")
    desk.choose(1)
    expect(page.locator(".talk-head h1")).to_have_text("Customer")
    desk.server.rows[1]["customer"] = nameless | {"name": "Ali"}
    desk.do(lambda: desk.server.tell({"type": "queue"}))
    expect(desk.row(1).locator(".name")).to_have_text("Ali")
    expect(page.locator(".talk-head h1")).to_have_text("Ali")


def test_who_promised_writes_again_and_is_in_the_new_conversation(desk, context):
    def fill() -> None:
        due = {"due": "2026-11-30", "state": "coming"}
        outcome = {"settled": "promised", "words": "New shoes", "due": due["due"]}
        agent = {"id": 1, "name": "Sara"}
        parts = {"agent": agent, "outcome": outcome, "promise": due}
        desk.server.add(1, state="ended", **parts)
        desk.server.attended.add(1)

    desk.do(fill)
    page = desk.open(context)
    desk.choose(1)
    again = page.get_by_role("button", name="Write to them again")
    again.click()
    desk.toast("is in the queue or with somebody")
    desk.do(desk.server.attended.clear)
    # The conversation has the keys, as for taking one.
    page.locator(".talk").focus()
    page.keyboard.press("c")
    expect(page.locator(".list.mine .item")).to_have_count(1)
    assert page.url.endswith("#n2")
    expect(page.locator(".talk-head .tags")).to_contain_text("Keeping a promise")
    expect(desk.field).to_be_enabled()
    expect(again).to_be_hidden()
    # What was promised is owed until it is said to be done.
    expect(page.locator(".list.promised .item")).to_have_count(1)


def test_search_shows_what_was_said_that_fits(desk, context):
    wish = {"intent": "track_order", "words": "where is it"}
    desk.do(lambda: desk.server.add(1, wish=wish))
    desk.do(lambda: desk.server.said.update({1: "…of a kettle that leaks"}))
    page = desk.open(context)
    expect(desk.row(1)).to_contain_text("where is it")
    page.get_by_role("searchbox").fill("kettle")
    found = page.locator(".list.found .item")
    expect(found).to_contain_text("…of a kettle that leaks")
    page.get_by_role("searchbox").press("Escape")
    expect(desk.row(1)).to_contain_text("where is it")
