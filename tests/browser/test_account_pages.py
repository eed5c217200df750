"""
Signing in to the desk in a real browser, on a telephone, in three languages.
"""

from __future__ import annotations

import asyncio
import base64
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.applications import Starlette

from bot import HOUSE
from bot.accounts import actors, totp, users
from bot.accounts.pages import account_routes, make_guard
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.staff import NewAccount
from bot.conversations.clock import utc_now
from bot.conversations.database import Database
from bot.shop import load_shop
from tests.bot.accounts.people import PASSWORD, quick_passwords
from tests.fakes.database import fresh_database
from tests.ports import free_port

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
PICTURE = HOUSE / "docs" / "images" / "desk-sign-in-fa.png"
WORDS = {
    "fa": ("ورود به میز پاسخ‌گویی", "سارا احمدی"),
    "ar": ("تسجيل الدخول إلى مكتب خدمة العملاء", "سارة أحمدي"),
    "en": ("Sign in to the desk", "Sara Ahmadi"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    The pages over a database with one agent, on a free port.
    """
    database = fresh_database(tmp_path_factory.mktemp("desk"))
    port, started = free_port(), threading.Event()
    servers: list[uvicorn.Server] = []

    async def serve() -> None:
        store = Database(database)
        accounts = await Accounts.open(
            store, passwords=quick_passwords(), shop=tuple(SHOP.name.values())
        )
        hashed = accounts.passwords.hash_now(PASSWORD)
        names = {language: name for language, (_, name) in WORDS.items()}
        new = NewAccount("sara", names, Role.ADMIN)
        by = actors.operator("operator")
        await store.write(lambda c: users.add(c, new, hashed, by=by, now=utc_now()))
        routes = account_routes(accounts, make_guard(accounts, SHOP), SHOP)
        config = uvicorn.Config(
            Starlette(routes=routes),
            host="127.0.0.1",
            port=port,
            log_level="error",
            ws="none",
        )
        servers.append(uvicorn.Server(config))
        started.set()
        await servers[0].serve()
        await accounts.close()
        await store.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert started.wait(30)
    while not servers[0].started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    servers[0].should_exit = True
    thread.join(10)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """
    A telephone that nobody has signed in from.
    """
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    """
    A page whose complaints about its own policy fail the test.
    """
    said: list[str] = []
    page = phone.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert [each for each in said if "Content Security Policy" in each] == []


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.locator("[name=login]").fill("sara")
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")


def is_within_the_screen(page: Page) -> bool:
    width: Any = page.evaluate("document.documentElement.scrollWidth")
    return int(width) <= 390


@pytest.mark.parametrize("language", list(WORDS))
def test_an_agent_signs_in_and_out_on_a_telephone(
    address: str, page: Page, language: str, request: pytest.FixtureRequest
) -> None:
    title, name = WORDS[language]
    page.goto(f"{address}/desk/account?lang={language}")
    page.goto(f"{address}/desk/login?lang={language}&next=/desk/account")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator("[name=login]")).to_be_focused()
    assert is_within_the_screen(page)
    page.evaluate("document.fonts.ready")
    if language == "fa" and request.config.getoption("--keep-pictures"):
        page.locator("[name=login]").blur()
        page.screenshot(path=PICTURE)

    sign_in(page, "something else entirely")
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page)

    expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert is_within_the_screen(page)
    (session,) = (
        each for each in page.context.cookies() if each["name"] == "hamyar-desk"
    )
    assert session["httpOnly"]
    assert session["sameSite"] == "Lax"
    assert page.evaluate("document.cookie") == ""
    page.locator("header button").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_a_second_factor_is_set_up_used_and_given_up(address: str, page: Page) -> None:
    page.goto(f"{address}/desk/login?lang=en&next=/desk/account/second-factor")
    sign_in(page)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".picture svg")).to_be_visible()
    box = page.locator(".picture svg").bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"])
    assert box["width"] > 180
    assert is_within_the_screen(page)
    secret = base64.b32decode(
        page.locator(".secret code").inner_text().replace(" ", "")
    )
    step = int(time.time()) // totp.STEP_SECONDS
    page.locator("[name=code]").fill(totp.code(secret, step))
    page.get_by_role("button", name="Confirm").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.locator("[name=code]").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Manage two-step sign-in").click()
    end = page.locator("section").filter(
        has=page.get_by_role("heading", name="Turn off")
    )
    end.locator("[name=password]").fill(PASSWORD)
    end.locator("[name=code]").fill(codes[1])
    end.get_by_role("button").click()

    expect(page.get_by_role("status")).to_have_text("Two-step sign-in is off.")


def test_a_form_on_another_site_does_nothing(
    address: str, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(f"{address}/desk/login?lang=en")
    sign_in(page)
    expect(page.get_by_role("heading", name="Sara Ahmadi")).to_be_visible()
    token = page.locator("[name=csrf]").first.get_attribute("value")
    # The same machine under another name is another site, even with a stolen token.
    other = address.replace("127.0.0.1", "localhost")
    evil = phone.new_page()
    evil.goto(f"{other}/desk/account.css")
    evil.set_content(
        f'<form method=post action="{address}/desk/logout">'
        f'<input name=csrf value="{token}"><button>Win</button></form>'
    )
    evil.get_by_role("button").click()
    evil.wait_for_load_state()

    page.reload()
    expect(page.get_by_role("heading", name="Sara Ahmadi")).to_be_visible()
