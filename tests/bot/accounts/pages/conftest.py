"""
The pages of accounts and a browser that looks at them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from bot import HOUSE
from bot.accounts.pages import account_routes, make_guard
from bot.accounts.service import Accounts
from bot.accounts.staff import Account
from bot.shop import load_shop
from tests.bot.accounts.people import PASSWORD
from tests.bot.accounts.web import Browser, app_of

SHOP = load_shop(HOUSE / "demo" / "shop.yml")


@pytest.fixture
def app(accounts: Accounts) -> Starlette:
    """
    The pages over the accounts.
    """
    return app_of(account_routes(accounts, make_guard(accounts, SHOP), SHOP))


@pytest.fixture
async def browser(app: Starlette) -> AsyncIterator[Browser]:
    """
    A browser that nobody has signed in from.
    """
    browser = Browser(app)
    yield browser
    await browser.client.aclose()


@pytest.fixture
async def signed_in(browser: Browser, sara: Account) -> Browser:
    """
    The browser of an agent who is signed in and looks at her account.
    """
    assert (await browser.sign_in("sara", PASSWORD)).status_code == 303
    await browser.open("/desk/account")
    return browser
