"""
The desk over a core with a fake engine, asked in process.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.accounts.look import Look
from bot.accounts.pages import account_routes, make_guard
from bot.accounts.service import Accounts
from bot.channels.webchat import webchat_routes
from bot.desk import wordings
from bot.desk.customers import CustomerNames
from bot.desk.telling import Telling
from bot.desk.web.files import files_routes
from bot.desk.web.house import DeskHouse
from bot.desk.web.routes import desk_routes
from bot.engine.titles import titles
from bot.files.folder import Folder
from bot.files.keeping import Files
from bot.settings import Rate, Settings
from bot.shop import load_shop
from crm_connector.access import Attended
from tests.bot.accounts.people import quick_passwords
from tests.bot.desk.house import SETTINGS, House
from tests.bot.desk.web.seats import Desk
from tests.crm_connector.small_shop import ROOT

CALLED = wordings.names(titles())


async def name_of(writer: Attended) -> str:
    """
    Everybody is called by their number.
    """
    return f"Customer {writer.identity.customer_id}"


@pytest.fixture
async def desk(house: House, tmp_path: Path) -> AsyncIterator[Desk]:
    """
    Give the desk of a shop that is always open, and its customers' chat.
    """
    core = house.core
    shop = replace(load_shop(ROOT / "demo" / "shop.yml"), desk=SETTINGS)
    accounts = await Accounts.open(core, passwords=quick_passwords(), clock=house.clock)
    guard = make_guard(accounts, shop)
    telling = Telling(_wording, clock=house.clock, zone=shop.time_zone)
    names = CustomerNames(name_of, core.feed.queue)
    look = Look(shop, house.clock)
    web = DeskHouse(core, accounts, guard, shop, telling, names, look, CALLED)
    settings = Settings(
        chat_rate_session=Rate(1000, 60), chat_rate_address=Rate(5000, 60)
    )
    files = Files(core, Folder(tmp_path / "files", least_free=0))
    app = Starlette(
        routes=[
            *webchat_routes(core, settings, files=files),
            *account_routes(accounts, guard, shop),
            *desk_routes(web),
            *files_routes(core, guard, files),
        ]
    )
    yield Desk(house, accounts, web, app)
    await names.close()
    await accounts.close()


def _wording(response: str, language: str, **fields: str) -> str:
    return f"{response} {language} {' '.join(fields.values())}".strip()
