"""
The desk in one tab of a real browser, over a server of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import run_in_thread
from tests.browser.desk.page import ADDRESS, SHOP, Desk
from tests.fakes.desk_server import DeskServer
from tests.ports import free_port


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1400, "height": 860})
    made.set_default_timeout(8000)
    yield made
    made.close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    port = free_port()
    server = DeskServer(SHOP)
    running = run_in_thread(server.app, port)
    made = Desk(server, running.hamyar_loop, f"http://127.0.0.1:{port}")  # type: ignore[attr-defined]
    yield made
    running.should_exit = True
    running.force_exit = True
    assert made.errors == []


@pytest.fixture
def mine(desk: Desk, context: BrowserContext) -> Desk:
    """
    A desk with one conversation of mine, opened.
    """

    def fill() -> None:
        desk.server.add(1, state="held", mine=True, language="en")
        desk.server.say(1, "customer", ADDRESS)

    desk.do(fill)
    desk.open(context)
    desk.choose(1)
    expect(desk.field).to_be_focused()
    return desk
