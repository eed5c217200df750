"""
Signing in and out: who may see what in a browser that several people use.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Chat, OpenTab, World
from tests.browser.waiting import when

FRESH_KEYS = "Object.keys(localStorage).concat(Object.keys(sessionStorage))"


def sign_in(chat: Chat, customer: str) -> None:
    """
    Sign in on the page, which then tells the chat.
    """
    chat.page.evaluate("(id) => { customer = id; return Hamyar.signIn(); }", customer)


def test_a_customer_is_signed_in_on_opening(world: World, open_tab: OpenTab) -> None:
    chat = open_tab(customer="7")
    assert world.chat.asked["sessions"] == 0
    chat.begin()
    assert list(world.chat.customers) == ["7"]
    assert world.chat.customers["7"].messages[0]["text"] == "x"


def test_signing_in_amid_a_thread_takes_it_along(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab(customer="")
    other = open_tab(customer="")
    other.open()
    chat.begin()
    sign_in(chat, "7")
    chat.send("mine")
    for tab in (chat, other):
        tab.sees("x", "You said: x", "mine", "You said: mine")
    talk = world.chat.customers["7"]
    assert [m["text"] for m in talk.messages][:2] == ["x", "You said: x"]
    assert len(world.chat.sessions) == 1


@pytest.mark.parametrize(
    "get_token",
    [
        "async () => undefined",
        "() => { throw new Error('no') }",
        "() => Promise.reject(new Error('no'))",
        "undefined",
    ],
)
def test_a_session_outlasts_its_token(
    world: World, open_tab: OpenTab, get_token: str
) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    # After the reload the page cannot tell who is here, and in a second tab neither.
    chat.page.add_init_script(f"hamyarSettings.getToken = {get_token}")
    chat.page.reload()
    chat.open()
    chat.sees("x", "You said: x")
    second = open_tab()
    second.open()
    second.sees("x", "You said: x")
    assert world.chat.asked["sessions"] == 1
    assert world.chat.asked["ended"] == 0


@pytest.mark.parametrize("nobody", ["null", "''", "false"])
def test_a_page_where_nobody_is_signed_in_ends_a_customers_session(
    world: World, open_tab: OpenTab, nobody: str
) -> None:
    chat = open_tab(customer="7")
    other = open_tab(customer="7")
    chat.begin()
    other.open()
    other.sees("x", "You said: x")
    # The shop signed its customer out and loads a page anew, which tells nothing else.
    chat.page.add_init_script(
        f"hamyarSettings.getToken = async () => {nobody}; told = [];"
        "addEventListener('DOMContentLoaded', () => {"
        "  const wait = setInterval(() => {"
        "    if (!window.Hamyar) return; clearInterval(wait);"
        "    Hamyar.on('message', (m) => told.push(m.text)); }); });"
    )
    chat.page.reload()
    # Without anybody opening the chat.
    other.is_fresh()
    chat.open()
    chat.is_fresh()
    assert world.chat.sessions == {}
    assert world.chat.asked["ended"] == 1
    chat.send("somebody else")
    chat.sees("somebody else", "You said: somebody else")
    assert world.talk is not world.chat.customers["7"]
    assert "x" not in chat.page.evaluate("told")


def test_the_page_is_asked_again_after_it_named_nobody(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    chat.page.evaluate("void (customer = null)")
    assert chat.page.evaluate("Hamyar.signIn()") is False
    chat.is_fresh()
    chat.page.evaluate("void (customer = '7')")
    chat.send("back")
    chat.sees("x", "You said: x", "back", "You said: back")


def test_a_stranger_stays_where_nobody_is_signed_in(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab(customer="")
    chat.begin()
    chat.page.reload()
    chat.open()
    chat.sees("x", "You said: x")
    assert world.chat.asked["ended"] == 0


def test_an_answer_from_before_another_tab_signed_in_does_not_end_that(
    world: World, open_tab: OpenTab
) -> None:
    slow = open_tab()
    slow.page.evaluate(
        "Hamyar.configure({ getToken: () => new Promise((done) => { answer = done; })})"
    )
    slow.open()
    slow.page.wait_for_function("!!window.answer")
    chat = open_tab(customer="7")
    chat.begin()
    slow.page.evaluate("answer(null)")
    slow.sees("x", "You said: x")
    assert world.chat.asked["ended"] == 0


def test_the_same_customer_with_a_new_token_goes_on(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    chat.page.reload()
    chat.open()
    chat.sees("x", "You said: x")
    sign_in(chat, "7")
    chat.sees("x", "You said: x")
    assert world.chat.asked["sessions"] == 1


def test_signing_out_leaves_nothing_in_any_tab(world: World, open_tab: OpenTab) -> None:
    one = open_tab(customer="7")
    two = open_tab(customer="7")
    one.begin()
    two.open()
    two.sees("x", "You said: x")
    two.field.fill("half a thought")
    one.page.evaluate("Hamyar.signOut()")
    for chat in (one, two):
        chat.is_fresh()
        expect(chat.field).to_have_value("")
        assert chat.page.evaluate(FRESH_KEYS) == []
    assert world.chat.sessions == {}
    assert world.chat.asked["ended"] == 1
    two.send("who am I?")
    one.open()
    one.sees("who am I?", "You said: who am I?")
    assert world.talk is not world.chat.customers["7"]


def test_the_menu_signs_out_too(world: World, open_tab: OpenTab) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    chat.page.evaluate("void Hamyar.on('signedout', () => { customer = null; })")
    chat.page.get_by_role("button", name="Options").click()
    chat.page.get_by_role("menuitem", name="Sign out").click()
    chat.is_fresh()
    assert chat.page.evaluate("customer") is None
    assert world.chat.sessions == {}


def test_a_stranger_has_no_sign_out_in_the_menu(open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.begin()
    chat.page.get_by_role("button", name="Options").click()
    expect(chat.page.get_by_role("menuitemradio")).to_have_count(3)
    expect(chat.page.get_by_role("menuitem", name="Sign out")).to_have_count(0)


def test_another_customer_never_sees_the_earlier_thread(
    world: World, open_tab: OpenTab
) -> None:
    first = open_tab(customer="7")
    first.begin()
    first.send("my secret")
    expect(first.said("You said: my secret")).to_be_visible()
    first.page.close()
    # The page does not say that 7 left: it just has another customer now.
    second = open_tab(customer="8")
    second.page.evaluate(
        """() => {
            const root = document.querySelector('hamyar-chat').shadowRoot;
            window.leaked = false;
            new MutationObserver(() => {
                leaked ||= root.querySelector('.list').textContent.includes('secret');
            }).observe(root, { childList: true, subtree: true });
        }"""
    )
    second.open()
    second.is_fresh()
    second.send("hi")
    second.sees("hi", "You said: hi")
    assert second.page.evaluate("leaked") is False
    texts = [message["text"] for message in world.chat.customers["8"].messages]
    assert texts == ["hi", "You said: hi"]


def test_while_it_is_asked_who_is_here_the_thread_stays_covered(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    chat.page.add_init_script(
        "hamyarSettings = { getToken: () => new Promise((done) => { answer = done; }) }"
    )
    chat.page.reload()
    chat.open()
    expect(chat.page.locator(".skeleton")).to_be_visible()
    expect(chat.page.locator(".list .bubble")).to_have_count(0)
    chat.send("too early")
    chat.page.evaluate("answer()")
    chat.sees("x", "You said: x")
    expect(chat.field).to_have_value("too early")


WAITING = """
    answer = null;
    told = [];
    getToken = () => new Promise((done) => { answer = done; });
"""


@pytest.mark.parametrize(
    "settings", ["hamyarSettings = { getToken };", "hamyarSettings = undefined;"]
)
def test_until_it_is_known_who_is_here_nothing_is_loaded_or_told(
    world: World, open_tab: OpenTab, settings: str
) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    # Else it is open again, and what comes is read.
    chat.page.evaluate("Hamyar.close()")
    chat.page.add_init_script(WAITING + settings)
    looked: list[str] = []
    chat.page.on("request", lambda request: looked.append(request.url))
    chat.page.on("websocket", lambda socket: looked.append(socket.url))
    # Where the settings do not name it, the page does so as soon as there is a Hamyar.
    chat.page.add_init_script(
        "Object.defineProperty(window, 'Hamyar', {"
        "  configurable: true, get: () => undefined, set(api) {"
        "    Object.defineProperty(window, 'Hamyar', { value: api });"
        "    api.on('message', (m) => told.push(m.text));"
        "    api.on('unread', (n) => told.push(n));"
        "    if (!window.hamyarSettings) api.configure({ getToken }); } });"
    )
    chat.page.reload()
    chat.page.wait_for_function("!!window.answer")
    world.say("your parcel is on its way")
    chat.page.wait_for_timeout(600)
    assert [url for url in looked if "/chat/" in url] == []
    assert chat.page.evaluate("told") == []
    chat.page.evaluate("answer()")
    expect(chat.launcher).to_contain_text("1")
    world.say("and here")
    chat.page.wait_for_function("told.includes('and here')")


def test_words_to_begin_with_are_kept_when_nobody_is_signed_in(
    open_tab: OpenTab,
) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    chat.page.add_init_script(WAITING + "hamyarSettings = { getToken };")
    chat.page.reload()
    chat.page.wait_for_function("window.answer && window.Hamyar")
    chat.page.evaluate("Hamyar.open('about these shoes')")
    chat.page.evaluate("answer(null)")
    chat.is_fresh()
    expect(chat.field).to_have_value("about these shoes")


def test_switching_customers_on_the_page_switches_threads(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab(customer="7")
    other = open_tab(customer="7")
    other.open()
    chat.begin()
    sign_in(chat, "8")
    chat.is_fresh()
    other.is_fresh()
    sign_in(chat, "7")
    chat.sees("x", "You said: x")
    other.sees("x", "You said: x")


def test_an_ended_session_is_renewed_with_the_pages_token(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    world.chat.sessions.clear()
    world.do(world.chat.drop_sockets)
    chat.send("still me")
    expect(chat.said("You said: still me")).to_be_visible()
    expect(chat.said("You said: x")).to_be_visible()
    assert world.chat.asked["sessions"] == 2


def test_an_ended_session_without_a_token_begins_anew_and_says_so(
    world: World, open_tab: OpenTab
) -> None:
    world.chat.sockets = "refused"
    chat = open_tab(customer="7")
    chat.begin()
    chat.page.evaluate("customer = null")
    world.chat.sessions.clear()
    chat.send("anybody?")
    expect(chat.page.locator(".notice")).to_contain_text("timed out")
    chat.sees("anybody?", "You said: anybody?")
    assert world.talk is not world.chat.customers["7"]


def test_signing_out_stops_what_is_on_its_way(world: World, open_tab: OpenTab) -> None:
    world.do(world.chat.opening.clear)
    chat = open_tab(customer="7")
    chat.open()
    chat.send("do not send this")
    when(chat.page, lambda: world.chat.asked["sessions"])
    chat.page.evaluate("customer = null; Hamyar.signOut()")
    chat.is_fresh()
    world.do(world.chat.opening.set)
    chat.page.wait_for_timeout(500)
    chat.is_fresh()
    assert world.texts_sent() == []


def test_a_tab_restored_later_does_not_send_an_earlier_persons_words(
    world: World, open_tab: OpenTab, profile: BrowserContext
) -> None:
    chat = open_tab(customer="7")
    chat.begin()
    world.chat.down = True
    world.do(world.chat.drop_sockets)
    chat.send("unsent words")
    kept = chat.page.evaluate("JSON.stringify(sessionStorage)")
    chat.page.goto("about:blank")
    other = open_tab(customer="7")
    other.page.evaluate("Hamyar.signOut()")
    world.chat.down = False
    chat.page.add_init_script(
        f"Object.assign(sessionStorage, JSON.parse({kept!r})); customer = null;"
    )
    chat.page.goto(f"{world.address}/shop")
    chat.open()
    chat.is_fresh()
    assert world.texts_sent() == ["x"]


def test_a_refused_token_leaves_a_stranger_who_can_write(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab(customer="7")
    chat.page.evaluate("void (signToken = async () => 'not.a.token')")
    chat.open()
    expect(chat.page.locator(".notice")).to_contain_text("refused")
    chat.send("x")
    chat.sees("x", "You said: x")
    assert world.chat.customers == {}


def test_a_failing_get_token_stops_nothing(world: World, open_tab: OpenTab) -> None:
    chat = open_tab(customer="7")
    chat.page.evaluate("void (signToken = () => { throw new Error('no'); })")
    chat.begin()
    assert world.chat.customers == {}
