"""
Signing in by a one-time code in the thread itself.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Chat, OpenTab, World
from tests.fakes.chat_bot import AGAIN, SIGN_IN
from tests.fakes.chat_wire import error

PHONE = "09121234567"


class Form:
    """
    The live card of a chat.
    """

    def __init__(self, chat: Chat) -> None:
        self.page = chat.page
        self.card = chat.page.locator(".sign-in:visible")
        self.field = self.card.get_by_role("textbox")
        self.go = self.card.locator(".go")
        self.wrong = self.card.get_by_role("alert")

    def ask(self, contact: str = PHONE) -> None:
        """
        Give a contact and wait for the field of the code.
        """
        self.field.fill(contact)
        self.go.click()
        expect(self.code).to_be_visible()

    @property
    def code(self) -> Locator:
        """
        The field of six digits.
        """
        return self.card.locator(".digits")


def asked(open_tab: OpenTab, text: str = "my orders", **how: Any) -> tuple[Chat, Form]:
    """
    A chat in which the bot has asked who is writing.
    """
    chat = open_tab(**how)
    chat.open()
    chat.send(text)
    form = Form(chat)
    expect(form.card).to_be_visible()
    return chat, form


def test_what_was_asked_on_another_channel_has_no_form_here(open_tab: OpenTab) -> None:
    """
    And the form that is there stays the one of use.
    """
    chat, form = asked(open_tab)
    chat.send("on telegram")
    chat.sees("my orders", "Who are you?", "on telegram", "Who are you there?")
    expect(chat.page.locator(".sign-in")).to_have_count(1)
    expect(form.field).to_have_accessible_name(SIGN_IN["status"])


def test_a_stranger_signs_in_and_the_question_is_answered(
    world: World, open_tab: OpenTab
) -> None:
    chat, form = asked(open_tab)
    chat.page.evaluate("told = []; void Hamyar.on('signedin', () => told.push('in'))")
    expect(form.field).to_have_accessible_name(SIGN_IN["status"])
    form.ask()
    assert world.chat.wishes == [{"language": "en", "contact": PHONE}]
    expect(form.card.get_by_role("status")).to_contain_text(PHONE)
    # Whoever sent the form with the keyboard or the mouse goes on with typing.
    expect(form.code).to_be_focused()
    expect(form.code).to_have_attribute("inputmode", "numeric")
    expect(form.code).to_have_attribute("autocomplete", "one-time-code")
    form.code.press_sequentially("123456")
    chat.sees("my orders", "Who are you?", "Your order is on its way.")
    expect(chat.page.locator(".sign-in.done")).to_contain_text("You are signed in")
    expect(chat.page.locator(".sign-in form")).to_be_hidden()
    expect(chat.field).to_be_focused()
    assert chat.page.evaluate("told") == ["in"]
    assert "123456" not in str(world.chat.customers["7"].messages)
    assert "123456" not in chat.page.evaluate("JSON.stringify(sessionStorage)")
    chat.page.get_by_role("button", name="Options").click()
    expect(chat.page.get_by_role("menuitem", name="Sign out")).to_be_visible()


def test_what_was_written_in_the_chat_stands_in_the_field_to_be_looked_at(
    world: World, open_tab: OpenTab
) -> None:
    chat, form = asked(open_tab, "09121110000 send me the code")
    expect(form.field).to_have_value("09121110000")
    # Nothing is sent before they have looked at it.
    assert world.chat.wishes == []
    form.field.fill(PHONE)
    chat.send("09123330000 send me the code")
    expect(chat.said("Is that right?")).to_have_count(2)
    expect(form.card).to_have_count(1)
    expect(form.field).to_have_value("09123330000")
    form.go.click()
    expect(form.code).to_have_value("")
    assert world.chat.wishes == [{"language": "en", "contact": "09123330000"}]
    # Who wants to change it goes back to what was sent.
    form.card.get_by_role("button", name="Change").click()
    expect(form.field).to_have_value("09123330000")


@pytest.mark.parametrize(
    "typed", ["۱۲۳۴۵۶", "١٢٣٤٥٦", "123 456", "\u200f۱۲۳-۴۵۶\u200f"]
)
def test_the_code_may_be_written_in_any_digits(
    world: World, open_tab: OpenTab, typed: str
) -> None:
    chat, form = asked(open_tab)
    form.ask()
    form.code.fill(typed)
    expect(chat.said("on its way")).to_be_visible()


def test_the_keyboard_alone_does(open_tab: OpenTab) -> None:
    chat, form = asked(open_tab)
    form.field.focus()
    chat.page.keyboard.type(PHONE)
    chat.page.keyboard.press("Enter")
    expect(form.code).to_be_focused()
    chat.page.keyboard.type("12345")
    chat.page.keyboard.press("Enter")
    expect(form.wrong).to_be_empty()
    chat.page.keyboard.type("6")
    expect(chat.said("on its way")).to_be_visible()


def test_a_wrong_code_says_so_and_is_typed_anew(open_tab: OpenTab) -> None:
    _, form = asked(open_tab)
    form.ask()
    for left in (4, 3):
        form.code.press_sequentially("000000")
        expect(form.wrong).to_contain_text(f"Tries left: {left}")
        expect(form.code).to_have_value("")
        expect(form.code).to_be_focused()
    expect(form.code).to_have_attribute("aria-invalid", "true")
    described = form.code.get_attribute("aria-describedby")
    assert described == form.wrong.get_attribute("id")
    form.code.press_sequentially("1")
    expect(form.wrong).to_be_empty()


def test_after_the_last_try_another_code_is_asked_for(
    world: World, open_tab: OpenTab
) -> None:
    chat, form = asked(open_tab)
    form.ask()
    for _ in range(5):
        expect(form.code).to_have_value("")
        form.code.fill("000000")
        expect(form.wrong).not_to_be_empty()
    expect(form.wrong).to_contain_text("no longer accepted")
    again = form.card.get_by_role("button", name="Send another code")
    again.click()
    expect(form.card.locator(".other").first).to_contain_text("Another code in")
    expect(form.wrong).to_be_empty()
    assert [wish["contact"] for wish in world.chat.wishes] == [PHONE, PHONE]
    form.code.fill("123456")
    expect(chat.said("on its way")).to_be_visible()


def test_another_code_is_offered_after_a_minute(
    world: World, open_tab: OpenTab
) -> None:
    world.chat.again_in = 2
    _, form = asked(open_tab)
    form.ask()
    wait = form.card.get_by_role("button", name=re.compile("Another code in"))
    expect(wait).to_be_disabled()
    again = form.card.get_by_role("button", name="Send another code")
    expect(again).to_be_enabled()
    again.click()
    expect(wait).to_be_disabled()
    assert len(world.chat.wishes) == 2


def test_the_contact_can_be_changed(world: World, open_tab: OpenTab) -> None:
    _, form = asked(open_tab)
    form.ask("0912")
    form.card.get_by_role("button", name="Change the number").click()
    expect(form.field).to_have_value("0912")
    expect(form.field).to_be_focused()
    form.ask(PHONE)
    assert [wish["contact"] for wish in world.chat.wishes] == ["0912", PHONE]


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ((400, "invalid_contact", None), "does not look like"),
        ((403, "codes_unavailable", None), "sign in on the site"),
        ((429, "too_many_codes", {"Retry-After": "540"}), "in 9 minutes"),
        ((429, "too_many_requests", {"Retry-After": "30"}), "in 30 seconds"),
        ((503, "unavailable", None), "did not work"),
    ],
)
def test_what_is_refused_is_told_in_the_form(
    world: World, open_tab: OpenTab, refusal: Any, words: str
) -> None:
    world.chat.code_refusals.append(error(*refusal))
    _, form = asked(open_tab)
    form.field.fill(PHONE)
    form.go.click()
    expect(form.wrong).to_contain_text(words)
    expect(form.field).to_have_value(PHONE)
    # And it can be tried again at once.
    form.go.click()
    expect(form.code).to_be_visible()


def test_without_the_network_it_says_so(open_tab: OpenTab, profile: Any) -> None:
    _, form = asked(open_tab)
    form.field.fill(PHONE)
    profile.set_offline(True)
    form.go.click()
    expect(form.wrong).to_contain_text("offline")
    profile.set_offline(False)
    form.go.click()
    expect(form.code).to_be_visible()


def test_only_the_last_card_is_live(open_tab: OpenTab) -> None:
    chat, form = asked(open_tab)
    form.field.fill("half")
    chat.send("my orders")
    expect(chat.page.locator(".sign-in")).to_have_count(2)
    expect(form.card).to_have_count(1)
    expect(chat.page.locator(".sign-in").last).to_be_visible()
    # What was typed is not lost with it.
    expect(form.field).to_have_value("half")


def test_a_code_typed_into_the_chat_is_taken_as_one(
    world: World, open_tab: OpenTab
) -> None:
    chat, form = asked(open_tab)
    form.ask()
    chat.send("000000")
    expect(form.wrong).to_contain_text("Tries left: 4")
    expect(chat.said("000000")).to_have_count(0)
    chat.send("۱۲۳ ۴۵۶")
    chat.sees("my orders", "Who are you?", "Your order is on its way.")
    assert world.texts_sent().count("my orders") >= 1
    assert all(not text.isdecimal() for text in world.texts_sent())


def test_where_sockets_are_blocked_too(world: World, open_tab: OpenTab) -> None:
    world.chat.sockets = "refused"
    chat, form = asked(open_tab)
    form.ask()
    chat.send("123456")
    chat.sees("my orders", "Who are you?", "Your order is on its way.")


def test_a_page_that_is_loaded_anew_waits_for_the_same_code(
    open_tab: OpenTab,
) -> None:
    chat, form = asked(open_tab)
    form.ask()
    chat.page.reload()
    chat.open()
    expect(form.code).to_be_visible()
    expect(form.card.get_by_role("status")).to_contain_text(PHONE)
    form.code.fill("123456")
    expect(chat.said("on its way")).to_be_visible()


def test_another_language_keeps_what_was_done(open_tab: OpenTab) -> None:
    chat, form = asked(open_tab)
    form.ask()
    form.code.fill("12")
    chat.page.evaluate("Hamyar.configure({ lang: 'fa' })")
    expect(form.code).to_have_value("12")


def test_a_customer_confirms_without_saying_who_they_are(
    world: World, open_tab: OpenTab
) -> None:
    chat, form = asked(open_tab, "my data", customer="7")
    expect(form.card).to_contain_text(f"{AGAIN['status']} •••4567")
    expect(form.field).to_have_count(0)
    form.go.click()
    expect(form.code).to_be_focused()
    assert world.chat.wishes == [{"language": "en"}]
    expect(form.card.get_by_role("status")).to_contain_text("•••4567")
    expect(form.card.get_by_role("button", name="Change")).to_have_count(0)
    form.code.fill("123456")
    expect(chat.page.locator(".sign-in.done")).to_contain_text("Confirmed")
    chat.sees("my data", "Is it you?", "Your order is on its way.")
    # It stays done, and the next one is live.
    chat.page.reload()
    chat.open()
    expect(chat.page.locator(".sign-in.done")).to_be_visible()
    chat.send("my data")
    expect(form.go).to_be_visible()
    expect(chat.page.locator(".sign-in:visible")).to_have_count(1)


def test_a_page_that_knows_nobody_leaves_a_session_by_code_alone(
    world: World, open_tab: OpenTab
) -> None:
    chat, form = asked(open_tab, customer="")
    form.ask()
    form.code.fill("123456")
    expect(chat.said("on its way")).to_be_visible()
    chat.page.reload()
    chat.open()
    chat.sees("my orders", "Who are you?", "Your order is on its way.")
    assert world.chat.asked["ended"] == 0
    # Signing out ends it as any other.
    chat.page.evaluate("Hamyar.signOut()")
    chat.is_fresh()
    assert world.chat.sessions == {}


@pytest.mark.parametrize("is_sent", [False, True])
def test_who_comes_next_finds_nothing_of_it(open_tab: OpenTab, is_sent: bool) -> None:
    chat, form = asked(open_tab)
    form.field.fill(PHONE)
    if is_sent:
        form.go.click()
        expect(form.code).to_be_visible()
    chat.page.evaluate("Hamyar.signOut()")
    chat.is_fresh()
    chat.send("my orders")
    expect(form.field).to_have_value("")
    assert PHONE not in chat.page.evaluate("JSON.stringify(sessionStorage)")


def test_the_pages_own_customer_takes_the_place_of_one_by_code(
    world: World, open_tab: OpenTab
) -> None:
    chat, form = asked(open_tab, customer="")
    form.ask()
    form.code.fill("123456")
    expect(chat.said("on its way")).to_be_visible()
    chat.page.evaluate("customer = '8'; void Hamyar.signIn()")
    chat.is_fresh()
    chat.send("hi")
    chat.sees("hi", "You said: hi")
    assert world.chat.customers["8"].messages[0]["text"] == "hi"
    assert len(world.chat.sessions) == 1


def test_another_tab_is_signed_in_with_it(open_tab: OpenTab) -> None:
    _, form = asked(open_tab)
    other = open_tab()
    other.open()
    expect(Form(other).card).to_be_visible()
    form.ask()
    form.code.fill("123456")
    other.sees("my orders", "Who are you?", "Your order is on its way.")
    expect(other.page.locator(".sign-in.done")).to_be_visible()


def test_a_session_that_ended_meanwhile_begins_anew(
    world: World, open_tab: OpenTab
) -> None:
    chat, form = asked(open_tab)
    form.ask()
    world.do(world.chat.sessions.clear)
    form.code.fill("123456")
    chat.is_fresh()


def test_it_holds_where_the_page_allows_nothing(open_tab: OpenTab) -> None:
    chat = open_tab("strict=1")
    chat.open()
    chat.send("my orders")
    form = Form(chat)
    form.ask()
    form.code.fill("123456")
    expect(chat.said("on its way")).to_be_visible()
