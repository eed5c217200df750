"""
The states in which the desk's page can be seen, on an ordinary day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Browser, Page, expect

from bot import HOUSE
from bot.shop import load_shop
from tests.browser.conftest import run_in_thread
from tests.browser.desk_day import fill
from tests.fakes.desk_server import DeskServer
from tests.ports import free_port

SIZE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # ms, on a machine that has other things to do as well


class DeskWindow:
    """
    The desk's page over a server, in whatever language and light.

    `errors` are those of the scripts of the page that was opened last.
    """

    def __init__(self, browser: Browser, server: DeskServer, loop: Any, port: int):
        self.server = server
        self._browser = browser
        self._loop = loop
        self._address = f"http://127.0.0.1:{port}/desk"
        self.page: Any = None
        self.errors: list[str] = []

    def do(self, work: Callable[[], Any]) -> Any:
        """
        Run something in the server's own loop.
        """

        async def run() -> Any:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(5)

    def open(self, lang: str, scheme: Any = "light", size: Any = None) -> Page:
        """
        Come to the desk with a fresh browser and on a fresh day.
        """
        self.do(lambda: fill(self.server, lang))
        self.page = self._browser.new_page(
            viewport=size or SIZE, color_scheme=scheme, reduced_motion="reduce"
        )
        self.errors.clear()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{self._address}?lang={lang}")
        expect(self.page.locator(".list.waiting .item").first).to_be_visible()
        return self.page  # type: ignore[no-any-return]

    def choose(self, number: int) -> None:
        """
        Open a conversation, and wait for all that is beside it.
        """
        self.page.locator(f".queue .item[data-number='{number}']").click()
        expect(self.page.locator(".said").first).to_be_visible()
        if number == 1:
            expect(self.page.locator(".panel .orders").first).to_be_attached()

    def press(self, *keys: str) -> None:
        """
        Leave the field, then these keys.
        """
        self.page.locator(".log").focus()
        for key in keys:
            self.page.keyboard.press(key)


def desk_window(browser: Browser) -> Iterator[DeskWindow]:
    """
    A server and a window on it, for as long as the iterator is held.
    """
    expect.set_options(timeout=PATIENCE)
    port = free_port()
    server = DeskServer(load_shop(HOUSE / "demo" / "shop.yml"))
    running = run_in_thread(server.app, port)
    yield DeskWindow(browser, server, running.hamyar_loop, port)  # type: ignore[attr-defined]
    running.should_exit = True
    running.force_exit = True


def _mine(window: DeskWindow) -> None:
    window.choose(1)
    typing = {"type": "typing", "number": 1, "who": "customer", "on": True}
    window.do(lambda: window.server.tell(typing, 1))
    expect(window.page.locator(".typing")).to_be_visible()


def _waiting(window: DeskWindow) -> None:
    window.choose(4)


def _note(window: DeskWindow) -> None:
    window.choose(1)
    window.press("n")


def _canned(window: DeskWindow) -> None:
    window.choose(1)
    window.page.locator(".writing textarea").fill("/")
    expect(window.page.locator(".palette li").first).to_be_visible()


def _returning(window: DeskWindow) -> None:
    window.choose(1)
    window.press("b")
    window.page.locator("input[value=promised]").check()


def _transferring(window: DeskWindow) -> None:
    window.choose(1)
    window.press("t")


def _blocking(window: DeskWindow) -> None:
    window.choose(1)
    window.press("x")


def _help(window: DeskWindow) -> None:
    window.page.keyboard.press("?")
    expect(window.page.get_by_role("dialog")).to_be_visible()


def _menu(window: DeskWindow) -> None:
    window.page.locator(".top .menu-root > button").click()


def _replies(window: DeskWindow) -> None:
    _menu(window)
    # After "look a customer up" there.
    window.page.locator(".top .menu button").nth(1).click()
    expect(window.page.locator(".replies li").first).to_be_visible()
    window.page.locator("dialog .body > button").click()
    expect(window.page.locator("dialog textarea")).to_have_count(3)


def _opinions(window: DeskWindow) -> None:
    _menu(window)
    # After the ready-made replies.
    window.page.locator(".top .menu button").nth(2).click()
    expect(window.page.locator(".opinion").first).to_be_visible()


def _ended(window: DeskWindow) -> None:
    window.page.locator(".queue .more:not(.older)").click()
    window.choose(7)


STATES: Mapping[str, Callable[[DeskWindow], None]] = MappingProxyType(
    {
        "list": lambda window: None,
        "mine": _mine,
        "waiting": _waiting,
        "note": _note,
        "canned": _canned,
        "returning": _returning,
        "transferring": _transferring,
        "blocking": _blocking,
        "help": _help,
        "menu": _menu,
        "replies": _replies,
        "opinions": _opinions,
        "ended": _ended,
    }
)
