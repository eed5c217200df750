"""
A real Chromium, a server that obeys the contract, and pages that hold the widget.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.settings import Secret, Settings
from bot.shop import load_shop
from bot.web.assets import web_routes
from crm_connector.identity.senders.demo import DemoSender
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.secret import Secret as BellSecret
from demo.site import demo_routes
from tests.fakes.chat_bot import Talk
from tests.fakes.chat_linking import ChatLinking
from tests.fakes.chat_server import ChatServer
from tests.fakes.chat_wire import SECRET, token_for
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
# Either will do: the first draws no window around the page, at half the cost.
PROGRAMS = ("chromium-headless-shell", "chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)

# What a page could do to a widget without walls.
HOSTILE = """
body * { font: 40px/3 cursive !important; color: red !important;
    direction: ltr !important; letter-spacing: 9px !important;
    text-transform: uppercase !important; }
div, button, textarea, hamyar-chat { display: none !important; opacity: .3 !important;
    border: 9px solid !important; }
html { font-size: 4px; } body > * { transform: rotate(9deg) !important; }
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Everything in this folder drives a browser.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """
    One Chromium for the tests of a module.

    Not for the session: while it runs, Playwright's loop is the thread's running one,
    and asynchronous tests of other folders could not start theirs.
    """
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        reason = f"Chromium is not installed (Debian's package `{PROGRAMS[0]}`)"
        if os.environ.get("HAMYAR_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@dataclass
class World:
    """
    The running server, its address, and its state.
    """

    chat: ChatServer
    address: str
    server: uvicorn.Server

    def do(self, work: Callable[[], Any]) -> Any:
        """
        Run something in the server's own loop.
        """
        done = threading.Event()
        result: list[Any] = []

        def run() -> None:
            result.append(work())
            done.set()

        self.loop.call_soon_threadsafe(run)
        assert done.wait(5)
        return result[0]

    def say(
        self, text: str, author: str = "bot", lang: str = "en", **more: Any
    ) -> None:
        """
        Let somebody say something in the only conversation.
        """
        self.do(lambda: self.talk.say(author, text, lang=lang, **more))

    @property
    def talk(self) -> Talk:
        """
        The conversation that was begun last.
        """
        return list(self.chat.talks.values())[-1]

    def texts_sent(self) -> list[str]:
        """
        What customers said, each once, as the server stored it.
        """
        talks = self.chat.talks.values()
        return [
            m["text"] for t in talks for m in t.messages if m["author"] == "customer"
        ]

    loop: Any = None


class Chat:
    """
    The widget in one tab, as a person uses it.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.locator("textarea")
        self.launcher = page.locator(".launcher")
        self.panel = page.get_by_role("dialog")
        self.messages = page.locator(".list .row")

    def open(self) -> None:
        """
        Open it and wait until it is there.
        """
        self.page.wait_for_function("window.Hamyar")
        self.page.evaluate("Hamyar.open()")
        expect(self.panel).to_be_visible()

    def send(self, text: str) -> None:
        """
        Write and press Enter.
        """
        self.field.fill(text)
        self.field.press("Enter")

    def begin(self) -> None:
        """
        Open it and have a first exchange of words.
        """
        self.open()
        self.send("x")
        self.sees("x", "You said: x")

    def has_sent(self) -> None:
        """
        Wait until everything written is with the server.
        """
        expect(self.page.locator(".row.customer").first).to_be_visible()
        expect(self.page.locator(".row.pending")).to_have_count(0)

    def said(self, text: str) -> Locator:
        """
        The bubbles that hold a text.
        """
        return self.page.locator(".list .bubble").filter(has_text=text)

    def sees(self, *texts: str) -> None:
        """
        Wait until exactly these bubbles are there, in this order.
        """
        expect(self.page.locator(".list .bubble")).to_have_text(list(texts))

    def is_fresh(self) -> None:
        """
        Wait until it stands as before a stranger's first word.
        """
        expect(self.page.locator(".intro .replies")).to_be_visible()
        expect(self.page.locator(".list .bubble")).to_have_count(0)


OpenTab = Callable[..., Chat]


def host_page(request: Request) -> Response:
    """
    A page of a shop that holds the widget, as the query wants it.
    """
    query = request.query_params
    lang = query.get("lang", "en")
    direction = "ltr" if lang == "en" else "rtl"
    style = f"<style>{HOSTILE}</style>" if "hostile" in query else ""
    script = query.get("script", "/widget.js")
    html = (
        f"<!doctype html><html lang={lang} dir={direction}><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width">'
        f'<title>Shop</title>{style}<script src="{script}" async></script>'
        "<body><h1>Shop</h1><button id=before>Before</button></body></html>"
    )
    headers = {}
    if "strict" in query:
        headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; connect-src 'self'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
    return HTMLResponse(html, headers=headers)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """
    The fake chat server with the real widget, on a free port.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    # The same server under another name: a shop's page of another origin.
    settings = Settings(
        chat_jwt_secret=Secret(SECRET), chat_origins=(f"http://localhost:{port}",)
    )
    shop = load_shop(ROOT / "demo" / "shop.yml")
    chat = ChatServer()
    has_more = "elsewhere" in request.fixturenames
    chat.app.router.routes += [
        *web_routes(settings, shop, elsewhere=has_more),
        Route("/shop", host_page),
    ]
    if "demo_shop" in request.fixturenames:
        database = request.getfixturevalue("demo_shop")
        chat.app.router.routes += demo_routes(
            settings,
            shop,
            database,
            DemoSender(CodeTexts(shop.name)),
            BellSecret("nobody hears it"),
        )
    world = World(chat, address, run_in_thread(chat.app, port))
    world.loop = world.server.hamyar_loop  # type: ignore[attr-defined]
    yield world
    world.server.should_exit = True
    world.server.force_exit = True


@pytest.fixture
def elsewhere(world: World) -> ChatLinking:
    """
    The shop is on Telegram, and this says how far a link gets.
    """
    return ChatLinking(world.chat)


@pytest.fixture
def profile(chromium: Browser) -> Iterator[BrowserContext]:
    """
    One person's browser, with its own storage.
    """
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def open_tab(world: World, profile: BrowserContext) -> Iterator[OpenTab]:
    """
    Open a page with the widget: `open_tab("lang=fa", customer="7")`.

    With a customer, the page's getToken gives the token of `window.customer`. Whatever
    the page writes to the console as an error fails the test, unless it asks for it.
    """
    errors: list[str] = []

    def open_it(
        query: str = "", *, customer: str | None = None, context: Any = None
    ) -> Chat:
        page = (context or profile).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.expose_function("signToken", token_for)
        if customer is not None:
            page.add_init_script(
                "window.asked = 0;"
                f"window.customer = {json.dumps(customer)};"
                "window.hamyarSettings = { getToken: async () => {"
                "  asked += 1; return customer && signToken(customer); } };"
            )
        page.goto(f"{world.address}/shop?{query}")
        page.wait_for_function("window.Hamyar")
        return Chat(page)

    yield open_it
    assert errors == []


def run_in_thread(app: Starlette, port: int) -> uvicorn.Server:
    """
    Serve the app from a thread and wait until it answers.
    """
    config = uvicorn.Config(
        app,
        port=port,
        ws="websockets",
        log_level="critical",
        timeout_graceful_shutdown=0,
    )
    with warnings.catch_warnings():
        # The version of websockets that Rasa's server pins has no other implementation.
        warnings.simplefilter("ignore")
        config.load()
    server = uvicorn.Server(config)

    async def serve() -> None:
        server.hamyar_loop = asyncio.get_running_loop()  # type: ignore[attr-defined]
        await server.serve()

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    deadline = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < deadline, "the test server did not start"
        time.sleep(0.01)
    return server
