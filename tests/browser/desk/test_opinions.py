"""
What customers think, for leads.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.page import Desk

AT = "2026-01-01T12:00:00.000Z"


def review(number: int, words: str, **parts: Any) -> dict[str, Any]:
    about = {"customer": None, "order": None, "product": None, "handoff": None}
    told = {"at": AT, "language": "en", "bad": False}
    return {"number": number, "words": words, **about, **told, **parts}


def rating(number: int, stars: int, words: str | None) -> dict[str, Any]:
    agent = {"id": 1, "name": "Sara Ahmadi"}
    about = {"stars": stars, "words": words, "agent": agent, "handoff": number}
    return {"number": number, "at": AT, **about}


def opened(
    page: Page, menu: str = "Options", name: str = "What customers think"
) -> Any:
    page.get_by_role("button", name=menu).last.click()
    page.get_by_role("button", name=name).click()
    return page.get_by_role("dialog", name=name)


def fill(desk: Desk) -> None:
    desk.server.add(1, state="held", mine=True, language="en")
    desk.server.say(1, "customer", "the talk that it was about")
    about = {"customer": "7", "order": "HM-7", "product": "کفش", "handoff": 1}
    desk.server.reviews += [
        review(1, "بسیار راضی بودم", language="fa"),
        review(2, "They leak <b>badly</b>", bad=True, **about),
    ]
    desk.server.ratings += [rating(1, 2, "too late")]


def test_reviews_say_what_they_are_about_and_lead_to_the_talk(desk, context):
    desk.do(lambda: fill(desk))
    page = desk.open(context)
    dialog = opened(page)
    expect(dialog.locator(".opinion")).to_have_count(2)
    bad, good = dialog.locator(".opinion").all()
    for part in ("Criticism", "They leak <b>badly</b>", "English", "Order HM-7"):
        expect(bad).to_contain_text(part)
    for part in ("کفش", "Customer number 7", "1 January"):
        expect(bad).to_contain_text(part)
    expect(good).to_contain_text("Praise")
    expect(good).to_contain_text("Unknown customer")
    expect(good.locator("p")).to_have_css("direction", "rtl")
    expect(good.get_by_role("button")).to_have_count(0)
    bad.get_by_role("button", name="Open the conversation").click()
    expect(dialog).to_be_hidden()
    expect(desk.said("the talk that it was about")).to_be_visible()


def test_they_are_chosen_and_read_by_keyboard(desk, context):
    desk.do(lambda: fill(desk))
    page = desk.open(context)
    dialog = opened(page)
    expect(dialog.locator(".opinion")).to_have_count(2)
    dialog.get_by_label("About the shop").focus()
    page.keyboard.press("ArrowDown")
    expect(dialog.locator(".opinion")).to_have_count(1)
    expect(dialog.locator(".opinion")).to_contain_text("They leak")
    page.keyboard.press("ArrowDown")
    expect(dialog.locator(".opinion")).to_contain_text("2 of 5")
    expect(dialog.locator(".opinion")).to_contain_text("Sara Ahmadi")
    expect(dialog.locator(".opinion")).to_contain_text("too late")
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Open the conversation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_older_ones_come_by_pages_and_one_goes_on_reading_there(desk, context):
    desk.server.reviews += [review(n, f"review number {n}") for n in range(1, 66)]
    dialog = opened(desk.open(context))
    expect(dialog.locator(".opinion")).to_have_count(30)
    older = dialog.get_by_role("button", name="Show older ones")
    older.click()
    expect(dialog.locator(".opinion")).to_have_count(60)
    expect(dialog.locator(".opinion").nth(30)).to_be_focused()
    older.click()
    expect(dialog.locator(".opinion")).to_have_count(65)
    expect(dialog.locator(".opinion").last).to_contain_text("review number 1")
    expect(older).to_be_hidden()


@pytest.mark.parametrize(
    ("lang", "menu", "name", "nothing"),
    [
        ("fa", "گزینه‌ها", "نظر مشتریان", "هنوز کسی نظری نداده است."),
        ("ar", "خيارات", "آراء العملاء", "لم يُبدِ أحد رأيه بعد."),
    ],
)
def test_without_any_it_says_so_in_the_readers_language(
    desk, context, lang, menu, name, nothing
):
    dialog = opened(desk.open(context, lang), menu, name)
    expect(dialog.get_by_role("status")).to_have_text(nothing)


def test_who_does_not_lead_is_not_offered_them(desk, context):
    desk.server.rights.remove("reports")
    page = desk.open(context)
    page.get_by_role("button", name="Options").last.click()
    expect(page.get_by_role("button", name="Ready-made replies")).to_be_visible()
    expect(page.get_by_role("button", name="What customers think")).to_have_count(0)
