"""
Reload, second tab, broken lines: nothing is lost and nothing comes twice.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Route, WebSocket, expect

from bot.getting_ready import CODE
from tests.browser.conftest import OpenTab, World
from tests.browser.waiting import when


def test_the_thread_is_there_after_a_reload(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.begin()
    chat.page.reload()
    chat.open()
    chat.sees("x", "You said: x")
    chat.send("again")
    chat.sees("x", "You said: x", "again", "You said: again")
    assert world.chat.asked["sessions"] == 1


def test_a_second_tab_shows_and_adds_to_the_same_thread(
    world: World, open_tab: OpenTab
) -> None:
    one = open_tab()
    two = open_tab()
    one.begin()
    two.open()
    two.sees("x", "You said: x")
    two.send("from two")
    for chat in (one, two):
        chat.sees("x", "You said: x", "from two", "You said: from two")
    assert world.chat.asked["sessions"] == 1


def test_two_tabs_that_begin_at_once_open_one_session(
    world: World, open_tab: OpenTab
) -> None:
    world.do(world.chat.opening.clear)
    world.chat.answering = False
    one, two = open_tab(), open_tab()
    one.open()
    two.open()
    one.send("from one")
    two.send("from two")
    when(one.page, lambda: world.chat.asked["sessions"])
    world.do(world.chat.opening.set)
    for chat in (one, two):
        expect(chat.said("from one")).to_have_count(1)
        expect(chat.said("from two")).to_have_count(1)
    assert world.chat.asked["sessions"] == 1


def test_a_cut_line_resumes_where_it_stopped(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.begin()
    world.do(world.chat.drop_sockets)
    world.say("while away")
    chat.sees("x", "You said: x", "while away")
    chat.send("y")
    chat.sees("x", "You said: x", "while away", "y", "You said: y")
    assert world.chat.asked["sockets"] >= 2


@pytest.mark.parametrize("trouble", ["refused", "hanging"])
def test_where_websockets_are_blocked_it_polls(
    world: World, open_tab: OpenTab, trouble: str
) -> None:
    world.chat.sockets = trouble
    chat = open_tab()
    chat.begin()
    world.say("by polling")
    chat.sees("x", "You said: x", "by polling")
    chat.send("y")
    chat.sees("x", "You said: x", "by polling", "y", "You said: y")
    assert world.chat.asked["frames"] == 0
    expect(chat.page.locator(".notice")).to_be_hidden()


def test_a_browser_without_websockets_polls(
    world: World, open_tab: OpenTab, profile: BrowserContext
) -> None:
    profile.add_init_script("delete window.WebSocket")
    chat = open_tab()
    chat.begin()
    world.say("by polling")
    chat.sees("x", "You said: x", "by polling")


def test_polling_gives_way_when_websockets_work_again(
    world: World, open_tab: OpenTab
) -> None:
    world.chat.sockets = "refused"
    chat = open_tab()
    chat.begin()
    world.say("by polling")
    chat.sees("x", "You said: x", "by polling")
    world.chat.sockets = "fine"
    heard: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda _: heard.append(socket))

    chat.page.on("websocket", listen)
    chat.page.evaluate("window.dispatchEvent(new Event('online'))")
    when(chat.page, lambda: heard)
    chat.send("y")
    expect(chat.said("You said: y")).to_be_visible()
    assert world.chat.asked["frames"] == 1


@pytest.mark.parametrize("way", ["fine", "refused"])
def test_a_lost_answer_makes_no_second_message(
    world: World, open_tab: OpenTab, way: str
) -> None:
    world.chat.sockets = way
    chat = open_tab()
    chat.begin()
    world.chat.lost_answers = 2
    chat.send("once")
    expect(chat.said("You said: once")).to_be_visible()
    chat.send("twice")
    chat.sees("x", "You said: x", "once", "You said: once", "twice", "You said: twice")
    assert world.texts_sent() == ["x", "once", "twice"]
    tries = [post["id"] for post in world.chat.posts if post["text"] == "once"]
    assert len(set(tries)) == 1


def test_what_is_written_while_the_server_is_down_is_sent_in_order(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.begin()
    world.chat.answering = False
    world.chat.down = True
    world.do(world.chat.drop_sockets)
    for text in ("one", "two", "three"):
        chat.send(text)
    expect(chat.page.get_by_role("button", name="Send again").first).to_be_visible()
    expect(chat.page.locator(".notice")).to_have_text("Connecting…")
    world.chat.down = False
    chat.has_sent()
    chat.sees("x", "You said: x", "one", "two", "three")
    assert world.texts_sent() == ["x", "one", "two", "three"]
    expect(chat.page.locator(".notice")).to_be_hidden()


def test_a_message_on_its_way_survives_a_reload(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.begin()
    world.chat.down = True
    world.do(world.chat.drop_sockets)
    chat.send("important")
    chat.page.reload()
    world.chat.down = False
    chat.open()
    expect(chat.said("You said: important")).to_be_visible()
    assert world.texts_sent() == ["x", "important"]


def test_being_offline_is_said_and_mended(
    world: World, open_tab: OpenTab, profile: BrowserContext
) -> None:
    chat = open_tab()
    chat.begin()
    profile.set_offline(True)
    notice = chat.page.locator(".notice")
    expect(notice).to_contain_text("You are offline")
    chat.send("later")
    expect(chat.page.locator(".row.pending")).to_have_count(1)
    profile.set_offline(False)
    expect(chat.said("You said: later")).to_be_visible()
    expect(notice).to_be_hidden()


@pytest.mark.parametrize("way", ["fine", "refused"])
def test_a_rate_limit_is_waited_out(world: World, open_tab: OpenTab, way: str) -> None:
    world.chat.sockets = way
    chat = open_tab()
    chat.begin()
    world.chat.rate_limited = 1
    chat.send("fast")
    expect(chat.page.locator(".notice")).to_contain_text("A little slower")
    expect(chat.said("You said: fast")).to_be_visible()
    assert world.texts_sent() == ["x", "fast"]


@pytest.mark.parametrize("way", ["fine", "refused"])
def test_a_refused_message_can_be_sent_again_by_hand(
    world: World, open_tab: OpenTab, way: str
) -> None:
    world.chat.sockets = way
    chat = open_tab()
    chat.begin()
    world.chat.rejected = 1
    chat.send("odd")
    expect(chat.page.locator(".trouble")).to_have_text("Not sent")
    chat.page.get_by_role("button", name="Send again").click()
    expect(chat.said("You said: odd")).to_be_visible()
    expect(chat.page.locator(".trouble")).to_have_count(0)


def test_a_stranger_who_only_looks_opens_no_session(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.open()
    chat.is_fresh()
    chat.page.wait_for_timeout(300)
    assert world.chat.asked == {}


def test_a_server_that_is_getting_ready_is_said_and_asked_again(
    world: World, open_tab: OpenTab
) -> None:
    """
    As it answers while the bot is trained: the page need not be loaded again.
    """
    body = {"error": {"code": CODE, "message": "x", "retry_after": 1}}

    def not_yet(route: Route) -> None:
        route.fulfill(
            status=503, json=body, headers={"Access-Control-Allow-Origin": "*"}
        )

    chat = open_tab()
    chat.page.route("**/chat/**", not_yet)
    chat.open()
    chat.send("hello")
    expect(chat.page.get_by_text("is getting ready")).to_be_visible()

    chat.page.unroute("**/chat/**")
    chat.sees("hello", "You said: hello")
    expect(chat.page.get_by_text("is getting ready")).to_be_hidden()
    assert world.texts_sent() == ["hello"]


def test_while_the_server_is_getting_ready_the_page_is_asked_for_newer_tokens(
    world: World, open_tab: OpenTab
) -> None:
    """
    A start may outlast the token that the page gave at first.
    """
    body = {"error": {"code": CODE, "message": "x", "retry_after": 0.2}}

    def not_yet(route: Route) -> None:
        route.fulfill(
            status=503, json=body, headers={"Access-Control-Allow-Origin": "*"}
        )

    chat = open_tab(customer="7")
    chat.page.route("**/chat/**", not_yet)
    chat.open()
    chat.send("hello")
    chat.page.wait_for_function("asked > 4")

    chat.page.unroute("**/chat/**")
    chat.sees("hello", "You said: hello")
