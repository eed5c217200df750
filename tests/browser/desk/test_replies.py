"""
Ready-made replies and suggestions.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect


def test_a_slash_offers_ready_made_replies_with_the_fields_filled(desk, context):
    def fill() -> None:
        name = {"name": "Ali", "proven": True}
        desk.server.add(1, state="held", mine=True, language="en", customer=name)
        texts = {"en": "Hello {customer}, {agent} of {shop} here.", "fa": "سلام"}
        order = {"en": "About {order}: one moment.", "fa": "یک لحظه"}
        desk.server.canned += [
            {"id": 1, "title": "hello", "texts": texts, "skill": None},
            {"id": 2, "title": "wait", "texts": order, "skill": None},
        ]

    desk.do(fill)
    page = desk.open(context)
    desk.choose(1)
    desk.field.press_sequentially("/hel")
    offered = page.get_by_role("listbox", name="Ready-made replies")
    expect(offered.get_by_role("option")).to_have_count(1)
    desk.field.press("Enter")
    expect(desk.field).to_have_value("Hello Ali, Sara Ahmadi of Niksara here.")
    desk.field.fill("/")
    desk.field.press_sequentially("wait")
    desk.field.press("Tab")
    desk.field.press("Enter")
    desk.toast("{order}")
    assert desk.server.bodies("messages") == []


def test_titles_by_language_are_read_in_ones_own_and_found_by_any(desk, context):
    def fill() -> None:
        desk.server.add(1, state="held", mine=True, language="en")
        titles = {"fa": "درود", "ar": "مرحبًا", "en": "welcome"}
        reply = {"id": -1, "title": "درود", "titles": titles, "skill": None}
        desk.server.canned.append({**reply, "texts": {"en": "Glad to see you."}})

    desk.do(fill)
    page = desk.open(context)
    desk.choose(1)
    offered = page.get_by_role("listbox", name="Ready-made replies")
    for typed in ("/welc", "/درو"):
        desk.field.fill("")
        desk.field.press_sequentially(typed)
        expect(offered.get_by_role("option")).to_contain_text("/welcome")
        expect(offered).not_to_contain_text("درود")


def test_a_ready_made_reply_is_made_changed_used_and_removed(mine):
    def fill() -> None:
        # One of the shop's, which this agent may read and not change.
        about = {"skill": None, "about": [], "mine": False, "in_file": True}
        mine.server.canned.append(
            {"id": -1, "title": "of the shop", "texts": {"en": "Ours"}, **about}
        )

    mine.do(fill)
    page = mine.page

    def open_list() -> Any:
        page.locator(".top .menu-root > button").click()
        page.locator(".top").get_by_role("button", name="Ready-made replies").click()
        return page.get_by_role("dialog", name="Ready-made replies")

    listed = open_list()
    expect(listed.get_by_text("of the shop")).to_be_visible()
    expect(listed.get_by_role("button", name="of the shop")).to_have_count(0)
    listed.get_by_role("button", name="New ready-made reply").click()
    form = page.get_by_role("dialog", name="New ready-made reply")
    expect(form.get_by_label("For all colleagues")).to_have_count(0)
    expect(form).to_contain_text("{order} the order number")
    form.get_by_label("Name").fill("thanks")
    form.get_by_label("English").fill("Thank you, {costumer}!")
    form.get_by_label("Persian").fill("سپاس، {agent} هستم")
    form.get_by_role("button", name="Keep").click()
    expect(form.get_by_role("alert")).to_contain_text("“costumer” is not known")
    form.get_by_label("English").fill("Thank you, {agent} here!")
    form.get_by_role("button", name="Keep").click()
    expect(form).to_be_hidden()
    listed.get_by_role("button", name="thanks").click()
    form = page.get_by_role("dialog", name="Change the ready-made reply")
    expect(form.get_by_label("Persian")).to_have_value("سپاس، {agent} هستم")
    form.get_by_label("English").fill("Many thanks, {agent} here!")
    form.get_by_role("button", name="Keep").click()
    expect(listed.get_by_text("Many thanks")).to_be_visible()
    listed.get_by_role("button", name="Close").click()
    mine.field.fill("")
    mine.field.press_sequentially("/tha")
    mine.field.press("Enter")
    expect(mine.field).to_have_value("Many thanks, Sara Ahmadi here!")
    open_list().get_by_role("button", name="thanks").click()
    form.get_by_role("button", name="Remove").click()
    assert len(mine.server.canned) == 2
    form.get_by_role("button", name="Sure? Remove it").click()
    expect(form).to_be_hidden()
    assert [each["title"] for each in mine.server.canned] == ["of the shop"]
    assert mine.sent("canned")[0]["shop"] is False


def test_a_lead_changes_the_shops_replies(mine, context):
    about = {"skill": "returns", "about": ["asked"], "mine": False, "in_file": True}
    texts = {"fa": "سلام", "en": "Hello"}
    mine.server.rights.append("canned_edit")
    mine.server.canned.append({"id": -1, "title": "hello", "texts": texts, **about})
    page = mine.page
    page.reload()
    page.locator(".top .menu-root > button").click()
    page.locator(".top").get_by_role("button", name="Ready-made replies").click()
    page.get_by_role("dialog").get_by_role("button", name="hello").click()
    form = page.get_by_role("dialog", name="Change the ready-made reply")
    expect(form).to_contain_text("from the shop’s file")
    expect(form.get_by_role("button", name="Remove")).to_have_count(0)
    form.get_by_label("English").fill("Good day")
    form.get_by_role("button", name="Keep").click()
    expect(form).to_be_hidden()
    (sent,) = mine.sent("canned")
    assert sent == {
        "title": "hello",
        "texts": {"fa": "سلام", "ar": "", "en": "Good day"},
        "skill": "returns",
        "about": ["asked"],
        "shop": True,
    }


def test_a_suggestion_goes_into_the_field_not_to_the_customer(desk, context):
    reply = {"title": "Sorry", "text": "I am sorry about {order}.", "lang": "en"}
    found = {"next_step": None, "replies": [reply], "fields": {"order": "HM-1"}}
    desk.do(lambda: desk.server.add(1, state="held", mine=True, language="en"))
    desk.server.suggested[1] = found
    page = desk.open(context)
    desk.choose(1)
    page.get_by_role("button", name="Sorry").click()
    expect(desk.field).to_have_value("I am sorry about HM-1.")
    assert desk.server.posted == []
