"""
Going on in Telegram, as the customer at the widget sees it.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Chat, OpenTab, World
from tests.fakes.chat_linking import ChatLinking
from tests.fakes.chat_wire import error

SARA = "Sara (@sara)"
OPENS = {
    "en": "Open Telegram",
    "fa": "باز کردن تلگرام",
    "ar": "فتح تيليجرام",
}


def sheet(chat: Chat) -> Locator:
    """
    Where it is asked and told.
    """
    return chat.page.locator(".elsewhere")


def goes_on(chat: Chat) -> Locator:
    """
    Choose it in the menu.
    """
    chat.page.locator(".menu-root .tool").click()
    chat.page.locator(".menu .icon-plane").click()
    found = sheet(chat)
    expect(found.locator(".go").first).to_be_visible()
    return found


def test_a_shop_without_telegram_has_no_such_way(open_tab: OpenTab) -> None:
    """
    Its menu is as it was.
    """
    chat = open_tab()
    chat.open()
    chat.page.locator(".menu-root .tool").click()
    expect(chat.page.get_by_role("menuitemradio").first).to_be_visible()
    expect(chat.page.locator(".menu .icon-plane")).to_have_count(0)
    expect(sheet(chat)).to_be_hidden()


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_the_link_then_the_question_then_done(
    world: World, elsewhere: ChatLinking, open_tab: OpenTab, lang: str
) -> None:
    """
    In each language; the page is told of each step, and asks by name.
    """
    chat = open_tab(f"lang={lang}")
    chat.begin()
    found = goes_on(chat)
    opens = found.get_by_role("link", name=OPENS[lang])
    expect(opens).to_have_attribute("href", re.compile(r"^https://t\.me/a_bot\?start="))
    expect(opens).to_have_attribute("target", "_blank")
    expect(opens).to_be_focused()
    expect(found.locator("svg.qr")).to_be_visible()
    world.do(lambda: elsewhere.become("waiting"))
    expect(found.locator("svg.qr")).to_have_count(0)
    world.do(lambda: elsewhere.become("asked", telegram=SARA))
    expect(found.locator("bdi")).to_have_text(SARA)
    found.locator(".go").first.click()
    expect(found.locator(".other")).to_be_visible()
    assert elsewhere.answers == [{"id": "a" * 32, "yes": True}]
    found.locator(".other").click()
    expect(found).to_be_hidden()
    assert elsewhere.state == {"state": "none"}


def test_no_is_the_end(world: World, elsewhere: ChatLinking, open_tab: OpenTab) -> None:
    """
    And another link can be had.
    """
    chat = open_tab()
    chat.begin()
    found = goes_on(chat)
    world.do(lambda: elsewhere.become("asked", telegram="Eve (@eve)"))
    found.get_by_role("button", name="No", exact=True).click()
    expect(found).to_contain_text("Not linked.")
    assert [each["yes"] for each in elsewhere.answers] == [False]
    found.get_by_role("button", name="Get a new link").click()
    expect(found.get_by_role("link")).to_be_visible()
    assert elsewhere.asked == 2


def test_a_visitor_who_has_said_nothing_can_go_on(
    world: World, elsewhere: ChatLinking, open_tab: OpenTab
) -> None:
    """
    Their session begins with it.
    """
    chat = open_tab()
    chat.open()
    found = goes_on(chat)
    expect(found.get_by_role("link")).to_be_visible()
    assert len(world.chat.sessions) == 1


def test_who_comes_back_from_telegram_is_asked(
    world: World, elsewhere: ChatLinking, open_tab: OpenTab
) -> None:
    """
    Also on a page that was loaded anew meanwhile.
    """
    chat = open_tab()
    chat.begin()
    goes_on(chat)
    world.do(lambda: elsewhere.become("asked", telegram=SARA))
    expect(sheet(chat).locator("bdi")).to_have_text(SARA)
    chat.page.reload()
    chat.open()
    expect(sheet(chat).locator("bdi")).to_have_text(SARA)


def test_where_no_socket_gets_through_it_is_asked_too(
    world: World, elsewhere: ChatLinking, open_tab: OpenTab
) -> None:
    """
    The page looks by itself while the sheet is open.
    """
    world.chat.sockets = "refused"
    chat = open_tab()
    chat.begin()
    found = goes_on(chat)
    expect(found.get_by_role("link")).to_be_visible()
    elsewhere.state = {"state": "asked", "id": "a" * 32, "telegram": SARA}
    expect(found.locator("bdi")).to_have_text(SARA, timeout=12_000)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("refused", "Not linked."),
        ("taken", "a customer’s already"),
        ("over", "has run out"),
    ],
)
def test_what_comes_to_nothing_is_said(
    world: World, elsewhere: ChatLinking, open_tab: OpenTab, state: str, told: str
) -> None:
    """
    With a way to try again.
    """
    chat = open_tab()
    chat.begin()
    found = goes_on(chat)
    world.do(lambda: elsewhere.become(state))
    expect(found).to_contain_text(told)
    expect(found.get_by_role("button", name="Get a new link")).to_be_visible()


def test_an_answer_to_what_is_over_asks_again(
    world: World, elsewhere: ChatLinking, open_tab: OpenTab
) -> None:
    """
    The server says what it is now.
    """
    chat = open_tab()
    chat.begin()
    found = goes_on(chat)
    world.do(lambda: elsewhere.become("asked", telegram=SARA))
    expect(found.locator("bdi")).to_be_visible()
    elsewhere.state = {"state": "over", "id": "a" * 32}
    found.get_by_role("button", name="Yes, it is mine").click()
    expect(found).to_contain_text("has run out")


def test_trouble_is_told_and_can_be_tried_again(
    elsewhere: ChatLinking, open_tab: OpenTab
) -> None:
    """
    Nothing stays half done.
    """
    elsewhere.refusals = [error(503, "unavailable"), error(429, "too_many_requests")]
    chat = open_tab()
    chat.begin()
    found = goes_on(chat)
    for _ in range(2):
        expect(found).to_contain_text("That did not work")
        found.get_by_role("button", name="Get a new link").click()
    expect(found.get_by_role("link")).to_be_visible()


def test_signing_out_takes_it_away(
    world: World, elsewhere: ChatLinking, open_tab: OpenTab
) -> None:
    """
    Nobody who comes next sees a question, or a name.
    """
    chat = open_tab(customer="7")
    chat.begin()
    found = goes_on(chat)
    world.do(lambda: elsewhere.become("asked", telegram=SARA))
    expect(found.locator("bdi")).to_be_visible()
    chat.page.evaluate("Hamyar.signOut()")
    expect(found).to_be_hidden()
    expect(found).not_to_contain_text(SARA)


def test_escape_closes_it_and_then_the_chat(
    elsewhere: ChatLinking, open_tab: OpenTab
) -> None:
    """
    The nearer one first.
    """
    chat = open_tab()
    chat.begin()
    found = goes_on(chat)
    chat.page.keyboard.press("Escape")
    expect(found).to_be_hidden()
    expect(chat.panel).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_on_a_telephone_nothing_is_wider_than_it(
    chromium: Browser,
    world: World,
    elsewhere: ChatLinking,
    open_tab: OpenTab,
    lang: str,
) -> None:
    """
    390 pixels, and no picture for whoever holds the telephone.
    """
    telephone = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    chat = open_tab(f"lang={lang}", context=telephone)
    chat.open()
    found = goes_on(chat)
    expect(found.get_by_role("link")).to_be_visible()
    expect(found.locator("svg.qr")).to_be_hidden()
    world.do(lambda: elsewhere.become("asked", telegram="W" * 70 + " (@sara)"))
    expect(found.locator("bdi")).to_be_visible()
    width = chat.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    assert found.evaluate("node => node.scrollWidth <= node.clientWidth")
    telephone.close()
