"""
The page of the desk in a browser, and the server behind it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from bot import HOUSE
from bot.shop import load_shop
from tests.browser.waiting import when
from tests.fakes.desk_server import DeskServer

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
ADDRESS = "Where is HM-1001? https://shop.example/x."

# Counts what the browser is asked to tell and to sound; `away` is another tab in front.
WATCHED = (
    "window.told = []; window.rung = 0;"
    "window.Notification = class { constructor(title, more) {"
    "  told.push([title, more.body, more.dir]); }"
    "  static permission = 'granted';"
    "  static requestPermission() { return Promise.resolve('granted'); } };"
    "Object.defineProperty(document, 'hidden', { get: () => window.away });"
    "const start = OscillatorNode.prototype.start;"
    "OscillatorNode.prototype.start = function (...all) {"
    "  rung += 1; return start.apply(this, all); };"
)


class Desk:
    """
    The page in one tab, and the server behind it. `errors` are those of its scripts.
    """

    def __init__(self, server: DeskServer, loop: Any, address: str) -> None:
        self.server = server
        self.address = address
        self._loop = loop
        self.page: Any = None
        self.errors: list[str] = []

    def do(self, work: Callable[[], Any]) -> Any:
        """
        Run something in the server's own loop.
        """

        async def run() -> Any:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(5)

    def open(self, context: BrowserContext, lang: str = "en", at: str = "") -> Page:
        """
        Come to the desk, and wait until its lists are there.
        """
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{self.address}/desk?lang={lang}{at}")
        expect(self.page.locator(".queue section:visible").first).to_be_visible()
        expect(self.page.locator(".banner")).to_be_hidden()
        # Rows, or the words that there are none: not the lists before they are loaded.
        listed = self.page.locator(".queue .item, .queue .empty")
        expect(listed.locator("visible=true").first).to_be_visible()
        return self.page  # type: ignore[no-any-return]

    def row(self, number: int) -> Any:
        """
        A conversation in the lists.
        """
        return self.page.locator(f".queue .item[data-number='{number}']")

    def choose(self, number: int) -> None:
        """
        Open a conversation.
        """
        self.row(number).click()
        expect(self.page.locator(".talk-head")).to_be_visible()

    @property
    def field(self) -> Any:
        """
        Where one writes.
        """
        return self.page.locator(".writing textarea")

    def said(self, text: str) -> Any:
        """
        Messages of the conversation that hold a text.
        """
        return self.page.locator(".said").filter(has_text=text)

    def until(self, expression: str) -> None:
        """
        Wait until this is true in the page, whose policy lets no words become a script.
        """
        when(self.page, lambda: self.page.evaluate(expression))

    def sent(self, deed: str, count: int = 1) -> list[Any]:
        """
        Wait until so much was sent to routes that end so, and give all of it.

        The page shows what is done before the server has heard of it.
        """
        when(self.page, lambda: len(self.server.bodies(deed)) >= count)
        return self.server.bodies(deed)

    def toast(self, text: str) -> None:
        """
        Wait for short words.
        """
        expect(self.page.locator(".toast").filter(has_text=text)).to_be_visible()
