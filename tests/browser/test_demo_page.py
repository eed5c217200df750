"""
The demo page: one chooses whom to be, and the chat follows.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Chat, World


@pytest.fixture(scope="module")
def demo_shop(
    demo_shop_of: Callable[[date], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """
    The demo shop's database, which may be written to.
    """
    copy = tmp_path_factory.mktemp("demo-page") / "shop.db"
    shutil.copy(demo_shop_of(date(2026, 5, 11)), copy)
    return copy


@pytest.fixture
def demo(demo_shop: Path, world: World, profile: BrowserContext) -> Chat:
    """
    The demo page in a tab.
    """
    return visit(world, profile)


def visit(world: World, profile: BrowserContext) -> Chat:
    """
    Open the demo page.
    """
    page = profile.new_page()
    page.goto(world.address)
    page.wait_for_function("window.Hamyar")
    expect(page.locator(".person")).to_have_count(11)
    return Chat(page)


def test_one_is_a_guest_until_one_chooses(world: World, demo: Chat) -> None:
    expect(demo.page.locator(".person[aria-pressed=true]")).to_contain_text("مهمان")
    demo.begin()
    assert world.chat.customers == {}


def test_a_code_asked_for_at_the_desk_rings_where_its_customer_is(demo: Chat) -> None:
    page = demo.page
    people = page.evaluate("fetch('/demo/customers').then((r) => r.json())")
    own = people[0]["phone"]
    told = {"contact": own, "code": "471902", "text": "471902 to Sara", "age": 1}
    page.route("**/demo/code?told", lambda route: route.fulfill(json=told))
    sms = page.locator("[data-sms]")
    # Another customer's telephone does not ring.
    page.locator(".person").nth(2).click()
    page.wait_for_timeout(4000)
    expect(sms).to_be_hidden()
    page.locator(".person").nth(1).click()
    expect(sms).to_contain_text("471902 to Sara")
    sms.locator("button").click()
    page.wait_for_timeout(4000)
    expect(sms).to_be_hidden()


def test_whoever_is_chosen_can_move_their_parcels(demo: Chat) -> None:
    page = demo.page
    parcels, sms = page.locator("[data-parcels]"), page.locator("[data-sms]")
    expect(parcels).to_be_hidden()
    page.locator("[data-lang=en]").click()
    page.locator(".person").nth(1).click()
    expect(parcels).to_be_visible()
    people = page.evaluate("fetch('/demo/customers').then((r) => r.json())")
    numbers = people[0]["open_orders"]
    expect(parcels.locator("button")).to_have_text(numbers)

    parcels.locator("button").first.click()

    expect(sms).to_contain_text(f"Order {numbers[0]}:")
    page.locator(".person").first.click()
    expect(parcels).to_be_hidden()


def test_choosing_a_customer_signs_the_chat_in_and_guest_signs_out(
    world: World, demo: Chat, profile: BrowserContext
) -> None:
    second = visit(world, profile)
    person = demo.page.locator(".person").nth(1)
    person.click()
    expect(person).to_have_attribute("aria-pressed", "true")
    expect(demo.panel).to_be_visible()
    demo.send("x")
    demo.sees("x", "You said: x")
    assert len(world.chat.customers) == 1
    expect(second.page.locator(".person").nth(1)).to_have_attribute(
        "aria-pressed", "true"
    )
    second.open()
    second.sees("x", "You said: x")
    demo.page.locator(".person.guest").click()
    for chat in (demo, second):
        chat.is_fresh()
        expect(chat.page.locator(".person.guest")).to_have_attribute(
            "aria-pressed", "true"
        )
    assert world.chat.sessions == {}


def test_choosing_another_customer_shows_that_ones_thread(
    world: World, demo: Chat
) -> None:
    people = demo.page.locator(".person")
    people.nth(1).click()
    demo.send("x")
    demo.sees("x", "You said: x")
    people.nth(2).click()
    demo.is_fresh()
    expect(people.nth(2)).to_have_attribute("aria-pressed", "true")
    people.nth(1).click()
    demo.sees("x", "You said: x")


def test_leaving_in_the_chats_menu_leaves_the_page_too(demo: Chat) -> None:
    demo.page.locator(".person").nth(1).click()
    demo.send("x")
    demo.sees("x", "You said: x")
    demo.page.get_by_role("button", name="گزینه‌ها").click()
    demo.page.get_by_role("menuitem", name="خروج از حساب").click()
    demo.is_fresh()
    expect(demo.page.locator("[data-account]")).to_have_text("مهمان")


def test_the_page_and_the_chat_change_language_together(demo: Chat) -> None:
    demo.page.get_by_role("button", name="English").click()
    expect(demo.page.locator("html")).to_have_attribute("dir", "ltr")
    expect(demo.page).to_have_title("Niksara")
    expect(demo.launcher).to_have_accessible_name("Open the chat")
    demo.page.get_by_role("button", name="where are the shoes I ordered?").click()
    expect(demo.field).to_have_value("where are the shoes I ordered?")
    expect(demo.field).to_be_focused()
    demo.page.reload()
    expect(demo.page.locator("html")).to_have_attribute("lang", "en")


def test_the_page_never_scrolls_sideways(demo: Chat) -> None:
    for width in (320, 390, 768, 1280):
        demo.page.set_viewport_size({"width": width, "height": 800})
        assert demo.page.evaluate("document.documentElement.scrollWidth") <= width, (
            width
        )
