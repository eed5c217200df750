"""
The channel over a core with a fake engine, beside a Telegram of our own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.settings import Rate, Secret, Settings
from bot.shop import ShopSettings, load_shop
from tests.bot.channels.telegram.harness import House, Shop, at_work
from tests.bot.channels.telegram.linked import Site
from tests.bot.channels.telegram.on_the_fake import on_the_fake
from tests.bot.channels.webchat.guests import KEY
from tests.crm_connector.small_shop import CUSTOMERS, ORDERS
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource
from tests.fakes.telegram.fake import FakeTelegram

DEMO_SHOP = Path(__file__).parents[4] / "demo" / "shop.yml"


@pytest.fixture
def engine() -> FakeEngine:
    """
    Give the fake engine.
    """
    return FakeEngine()


@pytest.fixture
def clock() -> FakeClock:
    """
    Give the clock of the core.
    """
    return FakeClock()


@pytest.fixture
def source() -> FakeSource:
    """
    Give the shop that Sara and John buy in.
    """
    return FakeSource(CUSTOMERS, ORDERS)


@pytest.fixture
def sender() -> FakeSender:
    """
    Give what sends the shop's codes.
    """
    return FakeSender()


@pytest.fixture(scope="session")
def about() -> ShopSettings:
    """
    Give what the shop says of itself.
    """
    return load_shop(DEMO_SHOP)


@pytest.fixture
def fake() -> FakeTelegram:
    """
    Give Telegram.
    """
    return FakeTelegram()


@pytest.fixture
def way() -> str:
    """
    Give how updates come: asked for.
    """
    return "polling"


@pytest.fixture
async def site(shop: Shop, source: FakeSource, tmp_path: Path) -> AsyncIterator[Site]:
    """
    Give the shop's site, whose chat can go on in Telegram.
    """
    settings = Settings(
        data=tmp_path,
        chat_jwt_secret=Secret(KEY),
        chat_rate_session=Rate(1000, 60),
        chat_rate_address=Rate(5000, 60),
    )
    routes = webchat_routes(shop.core, settings, links=shop.channel.links)
    app = Starlette(routes=routes)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hamyar.example"
    ) as client:
        yield Site(shop, app, client, settings, source)


@pytest.fixture
async def shop(
    fake: FakeTelegram,
    way: str,
    engine: FakeEngine,
    clock: FakeClock,
    source: FakeSource,
    sender: FakeSender,
    about: ShopSettings,
    tmp_path: Path,
) -> AsyncIterator[Shop]:
    """
    Give a shop that is at work on our own Telegram.
    """
    async with on_the_fake(fake) as playground:
        house = House(engine, clock, source, sender, about, tmp_path)
        async with at_work(playground, way, house) as (core, channel, files):
            yield Shop(fake, core, clock, files, channel)
