"""
The channel over a core with a fake engine, beside a Telegram of our own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram import CHANNEL
from bot.channels.telegram.opening import Telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.conversations import keys
from bot.conversations.core import Conversations
from bot.files.folder import Folder
from bot.files.keeping import Files
from bot.settings import Secret
from bot.shop import ShopSettings, load_shop
from crm_connector.identity.proof import Proofs
from crm_connector.identity.vouching import Vouching
from tests.bot.channels.telegram.harness import Shop
from tests.crm_connector.small_shop import CUSTOMERS, ORDERS
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import FakeEngine, apology
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource
from tests.fakes.telegram.fake import TOKEN, FakeTelegram
from tests.fakes.telegram.server import serving

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
async def server(fake: FakeTelegram) -> AsyncIterator[str]:
    """
    Give the address at which Telegram answers.
    """
    async with serving(fake) as address:
        yield address


@pytest.fixture
def public_url() -> str:
    """
    Give the shop's public address: none, so that updates are asked for.
    """
    return ""


@pytest.fixture
async def shop(
    fake: FakeTelegram,
    server: str,
    engine: FakeEngine,
    clock: FakeClock,
    source: FakeSource,
    sender: FakeSender,
    about: ShopSettings,
    tmp_path: Path,
    public_url: str,
) -> AsyncIterator[Shop]:
    """
    Give a shop that is at work on Telegram.
    """
    settings = TelegramSettings(
        Secret(TOKEN),
        base_url=server,
        base_file_url=f"{server}/file",
        public_url=public_url,
    )
    telegram = Telegram(settings)
    core = await Conversations.open(
        fresh_database(tmp_path),
        engine=engine,
        apology=apology,
        clock=clock,
        channels={CHANNEL: telegram},
    )
    key = await core.write(lambda c: keys.server_key(c, keys.CODES))
    proofs = Proofs(core, key, source, [sender], clock=clock, step=0)
    vouching = Vouching(core, key, source, clock=clock)
    files = Files(core, Folder(tmp_path / "files"))
    routes = telegram.open(core, files, about, vouching, proofs)
    await core.start()
    try:
        async with telegram.at_work():
            shop = Shop(fake, core, clock, files, telegram, routes)
            await shop.until_at_work()
            yield shop
    finally:
        await core.stop(grace=0)
        await proofs.close()
