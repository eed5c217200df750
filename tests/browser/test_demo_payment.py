"""
The demo's payment page, pressed by a real browser.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot import HOUSE
from bot.shop import load_shop
from demo.paying import paying_routes
from tests.browser.conftest import run_in_thread
from tests.demo.test_paying import NOW, Demo, payments
from tests.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def demo(demo_shop_of: Callable[[date], Path], tmp_path: Path) -> Demo:
    """
    The demo shop with an order that waits to be paid.
    """
    file = tmp_path / "shop.db"
    shutil.copy(demo_shop_of(date(2026, 5, 11)), file)
    made = Demo(file)

    # Playwright's loop is this thread's.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(made.buy())).result()
    return made


@pytest.fixture
def page(demo: Demo, chromium: Browser) -> Iterator[Page]:
    """
    The payment page in a tab.
    """
    shop = load_shop(HOUSE / "demo" / "shop.yml")
    app = Starlette(
        routes=[
            *paying_routes(shop, demo.database, clock=lambda: NOW),
            Mount("/demo/page", StaticFiles(directory=HOUSE / "demo" / "page")),
        ]
    )
    port = free_port()
    server = run_in_thread(app, port)
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    tab = context.new_page()
    token = demo.page.rpartition("/")[2]
    tab.goto(f"http://127.0.0.1:{port}/demo/pay/{token}?lang=fa")
    yield tab
    context.close()
    server.should_exit = True


def test_a_press_declines_and_another_one_pays(demo: Demo, page: Page) -> None:
    page.click("button.decline")
    expect(page.locator(".over")).to_contain_text("بانک پرداخت را نپذیرفت")
    page.click("button.pay")
    expect(page.locator(".done")).to_contain_text("پرداخت شد")
    expect(page.locator("form")).to_have_count(0)
    assert payments(demo) == [("failed",), ("paid",)]
    # Reloading asks for nothing again.
    page.reload()
    expect(page.locator(".done")).to_contain_text("پرداخت شد")
    assert payments(demo) == [("failed",), ("paid",)]


def test_it_fits_a_telephone_from_right_to_left(page: Page) -> None:
    assert page.evaluate("document.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(".demo")).to_contain_text("درگاه آزمایشی")
