"""
Who has a conversation, and how it ends.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect


def test_transfer_to_a_colleague_with_a_note(mine):
    mine.page.keyboard.press("Escape")
    mine.page.keyboard.press("t")
    dialog = mine.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose somebody.")
    dialog.get_by_text("Reza Moradi").click()
    dialog.get_by_label("Note for the colleague").fill("she wants size 42")
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog).to_be_hidden()
    (sent,) = mine.sent("transfer")
    assert sent == {"epoch": 1, "agent": 2, "note": "she wants size 42"}


def test_those_who_have_come_or_gone_since_are_known_at_a_transfer(mine):
    gone = {
        "id": 4,
        "names": {"en": "Nima Rad"},
        "presence": "offline",
        "holds": 0,
        "capacity": 5,
        "languages": ["fa"],
    }
    come = {**gone, "id": 5, "names": {"en": "Ava Sami"}, "presence": "online"}
    # The page is open already when the one comes and the other goes.
    mine.server.colleagues += [gone, come]
    mine.page.get_by_role("button", name="Transfer").click()
    dialog = mine.page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Nima Rad")).to_be_disabled()
    people = dialog.locator(".choices").first.locator(".choice")
    names = [each.inner_text() for each in people.all()]
    assert [n.split("\n")[0] for n in names][-1] == "Nima Rad"
    dialog.get_by_text("Ava Sami").click()
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog).to_be_hidden()
    assert mine.sent("transfer") == [{"epoch": 1, "agent": 5}]


def test_who_claims_after_leaving_is_shown_as_back(desk, context):
    desk.do(lambda: desk.server.add(1))
    page = desk.open(context)
    status = page.get_by_label("My status")
    status.select_option("offline")
    expect(status).to_have_value("offline")
    desk.choose(1)
    desk.do(lambda: setattr(desk.server, "presence", "online"))
    page.get_by_role("button", name="Take the conversation").click()
    expect(status).to_have_value("online")


def test_a_lead_takes_a_conversation_away_from_a_colleague(desk, context):
    def fill() -> None:
        desk.server.add(1, state="held")
        desk.server.add(2, state="held")
        elsewhere = {"id": "chatwoot:5", "name": "Chatwoot"}
        desk.server.add(3, state="held", agent=elsewhere)

    desk.do(fill)
    page = desk.open(context)
    head = page.locator(".talk-head")
    desk.choose(1)
    head.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Put back in the queue").click()
    desk.toast("Back in the queue.")
    assert desk.sent("release") == [{"epoch": 1}]
    desk.choose(2)
    expect(head.get_by_role("button", name="Transfer")).to_be_visible()
    expect(head.get_by_role("button", name="Return to the bot")).to_be_hidden()
    page.locator("main").press("t")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Reza Moradi")).to_have_count(0)
    dialog.get_by_text("You").click()
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog).to_be_hidden()
    assert desk.sent("transfer") == [{"epoch": 1, "agent": 1}]
    # What another desk of the shop's holds is moved there.
    desk.choose(3)
    expect(head.get_by_role("button", name="Transfer")).to_be_hidden()


@pytest.mark.parametrize(
    ("lang", "transfer", "lacks"),
    [
        ("fa", "سپردن به همکار", "عربی نمی‌داند"),
        ("ar", "تحويل إلى زميل", "لا يتقن العربية"),
        ("en", "Transfer", "does not know Arabic"),
    ],
)
def test_who_lacks_the_customers_language_is_marked(
    desk, context, lang, transfer, lacks
):
    speaks = {"id": 9, "names": {"en": "Layla"}, "presence": "online", "holds": 0}
    speaks |= {"capacity": 5, "languages": ["ar"], "skills": []}
    desk.server.colleagues.append(speaks)
    held = {"state": "held", "mine": True, "language": "ar"}
    desk.do(lambda: desk.server.add(1, **held))
    page = desk.open(context, lang)
    desk.choose(1)
    page.get_by_role("button", name=transfer).click()
    choices = page.get_by_role("dialog").locator(".choice:has([value^='agent:'])")
    expect(choices.filter(has_text="Layla")).not_to_contain_text(lacks)
    for colleague in choices.filter(has_not_text="Layla").all():
        expect(colleague).to_contain_text(lacks)
    assert choices.count() > 1


def test_short_words_hide_nothing_that_one_goes_on_with(desk, chromium):
    for size in ({"width": 1400, "height": 860}, {"width": 390, "height": 780}):
        context = chromium.new_context(viewport=size)
        context.set_default_timeout(8000)
        desk.server.rows.clear()
        desk.do(lambda: desk.server.add(1))
        page = desk.open(context)
        desk.choose(1)
        page.get_by_role("button", name="Take the conversation").click()
        toast = page.locator(".toast")
        expect(toast).to_be_visible()
        head = page.locator(".talk-head").bounding_box()
        assert head["y"] + head["height"] <= toast.bounding_box()["y"]
        field, words = desk.field.bounding_box(), toast.bounding_box()
        beside = words["x"] + words["width"] <= field["x"]
        assert beside or words["y"] + words["height"] <= field["y"]
        context.close()


def test_an_agent_moves_nothing_of_a_colleagues(desk, context):
    desk.server.rights.remove("see_all")
    desk.do(lambda: desk.server.add(1, state="held"))
    page = desk.open(context, at="#n1")
    expect(page.locator(".talk-head .tags")).to_contain_text("With Reza Moradi")
    expect(page.get_by_role("button", name="Transfer")).to_be_hidden()


def test_a_promise_is_returned_with_a_day_of_the_readers_calendar(desk, context):
    desk.do(lambda: desk.server.add(1, state="held", mine=True))
    page = desk.open(context, "fa")
    desk.choose(1)
    page.get_by_role("button", name="برگرداندن به ربات").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("قول دادیم").click()
    words = dialog.get_by_label("در یک جمله؛ مشتری آن را می‌خواند")
    words.fill("x")
    dialog.get_by_role("button", name="برگرداندن به ربات").click()
    expect(dialog.get_by_role("alert")).to_have_text("روز قول را انتخاب کنید.")
    words.fill("")
    dialog.get_by_role("button", name="ماه بعد").click()
    day = dialog.locator("[data-day]").first
    # The first of a Jalali month, which begins around the 20th of one of ours.
    expect(day).to_have_text("۱")
    assert 19 <= int(day.get_attribute("data-day")[-2:]) <= 23
    day.click()
    dialog.get_by_role("button", name="برگرداندن به ربات").click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "در یک جمله بنویسید چه قولی می‌دهید."
    )
    dialog.get_by_label("در یک جمله؛ مشتری آن را می‌خواند").fill("پست پیگیری می‌کند")
    dialog.get_by_role("button", name="برگرداندن به ربات").click()
    expect(dialog).to_be_hidden()
    (sent,) = desk.sent("return")
    assert (sent["settled"], sent["words"]) == ("promised", "پست پیگیری می‌کند")
    assert (
        sent["date"] == day.get_attribute("data-day") if day.count() else sent["date"]
    )
    page.get_by_role("group", name="آیا واقعاً").get_by_role(
        "button", name="بله"
    ).click()
    expect(page.get_by_role("group", name="آیا واقعاً")).to_be_hidden()
    assert desk.sent("needed") == [{"was_needed": True}]


@pytest.mark.parametrize(
    ("lang", "returning", "told", "untold"),
    [
        (
            "fa",
            "برگرداندن به ربات",
            "مشتری آن را می‌خواند",
            "جمله را فقط همکاران می‌خوانند",
        ),
        ("ar", "إعادة إلى البوت", "يقرؤها العميل", "لا يقرأ الجملة إلا الزملاء"),
        ("en", "Return to the bot", "the customer reads it", "only colleagues read"),
    ],
)
def test_who_returns_is_told_that_the_customer_reads_how_it_ended(
    desk, context, lang, returning, told, untold
):
    desk.do(lambda: desk.server.add(1, state="held", mine=True))
    page = desk.open(context, lang)
    desk.choose(1)
    page.get_by_role("button", name=returning).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(told).fill("x")
    dialog.get_by_label(untold).check()
    dialog.get_by_role("button", name=returning).click()
    expect(dialog).to_be_hidden()
    (sent,) = desk.sent("return")
    assert (sent["words"], sent["quiet"]) == ("x", True)


def test_blocking_takes_a_reason_and_can_be_lifted(mine):
    mine.server.panels[1] = {"blocked": None}
    mine.page.keyboard.press("Escape")
    mine.page.keyboard.press("x")
    dialog = mine.page.get_by_role("dialog")
    dialog.get_by_label("Why?").fill("insults")
    dialog.get_by_role("button", name="Block").click()
    expect(mine.page.locator(".talk-head")).to_contain_text("This customer is blocked.")
    assert mine.sent("block") == [{"minutes": 60, "why": "insults"}]
    mine.page.locator(".talk-head").get_by_role("button", name="More").click()
    mine.page.get_by_role("button", name="Unblock").click()
    expect(mine.page.locator(".talk-head")).not_to_contain_text("blocked")


def test_a_claim_that_came_second_says_who_was_first(desk, context):
    desk.do(lambda: desk.server.add(1))
    page = desk.open(context)
    desk.choose(1)
    held = {"state": "held", "may_claim": False, "agent": {"id": 2, "name": "Reza"}}

    def refuse(route: Any) -> None:
        row = desk.server.rows[1] | held | {"epoch": 2}
        route.fulfill(status=409, json={"error": "owner_changed", "handoff": row})

    page.route("**/claim", refuse)
    page.get_by_role("button", name="Take the conversation").click()
    desk.toast("Reza has this conversation now.")
    expect(page.get_by_role("button", name="Take the conversation")).to_be_hidden()


def test_the_dialog_says_who_is_there_for_a_skill(desk, context):
    desk.do(lambda: desk.server.add(1, state="held", mine=True, language="en"))
    page = desk.open(context)
    desk.choose(1)
    page.get_by_role("button", name="Transfer").click()
    choices = page.locator("dialog .choice")
    expect(choices.filter(has_text="returns")).to_contain_text("in English: 1")
    expect(choices.filter(has_text="shoes")).to_contain_text("Nobody with it is here")


def test_who_holds_conversations_is_asked_before_leaving(desk, context):
    def fill() -> None:
        for number in (1, 2):
            desk.server.add(number, state="held", mine=True)

    desk.do(fill)
    page = desk.open(context)
    status = page.get_by_label("My status")
    status.select_option("offline")
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("You hold 2: they go back to the queue")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # Nothing has happened, and the list shows what is.
    expect(status).to_have_value("online")
    assert desk.server.presence == "online"
    page.get_by_role("button", name="Options").last.click()
    page.get_by_role("button", name="Sign out").click()
    expect(dialog).to_contain_text("You hold 2")
    page.keyboard.press("Escape")
    status.select_option("offline")
    dialog.get_by_role("button", name="Off duty").click()
    expect(status).to_have_value("offline")
    assert desk.server.presence == "offline"
