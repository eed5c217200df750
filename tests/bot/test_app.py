"""
The composition root: the chat reads the sources that the settings name.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from actions import services
from bot.accounts import actors, users
from bot.accounts.rights import Role
from bot.accounts.staff import NewAccount
from bot.app import create_app
from bot.conversations.clock import utc_now
from bot.conversations.database import Database
from bot.settings import Secret, Settings
from bot.sources import open_shop
from crm_connector.errors import SourceUnavailable
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity
from crm_connector.profile.facts import Field
from crm_connector.sources.opening import Opened
from tests.bot.accounts.people import PASSWORD, quick_passwords
from tests.bot.accounts.web import Browser
from tests.bot.conftest import SOURCES
from tests.crm_connector.small_shop import NOW, SARA
from tests.fakes.engine import HouseEngine

SARAS = Identity("1", Assurance.PROVEN, by_shop(NOW))


@pytest.fixture
def serving(settings: Settings) -> Settings:
    """
    Settings with which a server starts, and a club that has a name.
    """
    path = settings.sources
    shop = path.with_name("shop.db")
    named = SOURCES.replace("club.yml}", "club.yml, title: {fa: باشگاه}}")
    path.write_text(named.replace("SHOP", str(shop)), "utf-8")
    return replace(settings, chat_jwt_secret=Secret("s" * 48))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Opened]:
    """
    What the root has opened of sources.
    """
    found: list[Opened] = []

    async def opening(*given: Any, **more: Any) -> Opened:
        found.append(await open_shop(*given, **more))
        return found[-1]

    monkeypatch.setattr("bot.app.open_shop", opening)
    return found


async def are_closed(opened: list[Opened]) -> None:
    """
    Nobody can ask them any more.
    """
    (shop,) = opened
    for source in shop.sources.values():
        with pytest.raises(SourceUnavailable):
            await source.customer("1")


async def test_the_chat_reads_all_sources_and_leaves_nothing_open(
    serving: Settings, opened: list[Opened]
) -> None:
    before = asyncio.all_tasks()
    app = await create_app(serving, HouseEngine())  # type: ignore[arg-type]
    async with app.router.lifespan_context(app):
        house = services.services()
        points = await house.gate.loyalty(SARAS)
        orders = await house.gate.orders(SARAS)
        profile = await house.gate.profile(SARAS, fields=(Field.NAME, Field.PHONES))

        # The club's list is of an hour ago: that is to be said.
        late = {each.source: each.is_late for each in points.facts}
        assert late == {"demo-shop": False, "club": True}
        assert [each.number for each in orders.values][:2] == ["Web-10043", "10042"]
        assert profile.phones[0].rule == "several sources agree"
        assert profile.name is not None
        assert profile.name.value == SARA.name
        assert house.called("club", "fa") == "باشگاه"
        assert house.called("club", "en") is None
        assert house.called("demo-shop", "fa") is None

    with pytest.raises(services.NotConfigured):
        services.services()
    await are_closed(opened)
    assert asyncio.all_tasks() == before


async def test_a_start_that_fails_closes_what_it_opened(
    serving: Settings, opened: list[Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asyncio.all_tasks()

    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no proofs today")

    monkeypatch.setattr("bot.app.open_proofs", fails)
    with pytest.raises(RuntimeError, match="no proofs"):
        await create_app(serving, HouseEngine())  # type: ignore[arg-type]

    with pytest.raises(services.NotConfigured):
        services.services()
    await are_closed(opened)
    assert asyncio.all_tasks() == before


async def test_the_desk_asks_who_comes_and_demands_what_the_shop_says(
    serving: Settings,
) -> None:
    settings = replace(serving, desk_second_factor=("admin",))
    app = await create_app(settings, HouseEngine())  # type: ignore[arg-type]
    operator = actors.operator("operator")
    async with app.router.lifespan_context(app):
        database = Database(settings.database)
        hashed = quick_passwords().hash_now(PASSWORD)
        await database.write(
            lambda c: users.add(
                c,
                NewAccount("mina", {"fa": "مینا"}, Role.ADMIN),
                hashed,
                by=operator,
                now=utc_now(),
            )
        )
        browser = Browser(app)
        page = await browser.open("/desk/account")
        answer = await browser.sign_in("mina", PASSWORD)
        await browser.client.aclose()
        await database.close()

    assert page.headers["location"] == "/desk/login?next=/desk/account"
    assert answer.headers["location"] == "/desk/account/second-factor"
