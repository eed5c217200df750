"""
Telegrams for the tests of the channel: each real one is started once and shared.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.bot.channels.telegram import on_telemelya, on_test_api
from tests.bot.channels.telegram.on_the_fake import on_the_fake
from tests.bot.channels.telegram.playground import Playground
from tests.fakes.telegram.fake import FakeTelegram


@pytest.fixture(scope="session")
def telegram_test_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    The address of telegram-test-api.
    """
    if not on_test_api.is_installed():
        pytest.skip(on_test_api.MISSING)
    with on_test_api.started(tmp_path_factory.mktemp("telegram-test-api")) as url:
        yield url


@pytest.fixture(scope="session")
def telemelya(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    The address of telemelya.
    """
    if not on_telemelya.is_installed():
        pytest.skip(on_telemelya.MISSING)
    with on_telemelya.started(tmp_path_factory.mktemp("telemelya")) as url:
        yield url


@pytest.fixture
def fake_telegram() -> FakeTelegram:
    """
    Our own, on the clock of the machine; not served yet.
    """
    return FakeTelegram()


@pytest_asyncio.fixture
async def playground(request: pytest.FixtureRequest) -> AsyncIterator[Playground]:
    """
    The Telegram that the parameter names, our own fake unless it names one.
    """
    name = getattr(request, "param", "fake")
    if name == "fake":
        opened = on_the_fake(request.getfixturevalue("fake_telegram"))
    elif name == "telegram-test-api":
        opened = on_test_api.on_test_api(request.getfixturevalue("telegram_test_api"))
    else:
        opened = on_telemelya.on_telemelya(request.getfixturevalue("telemelya"))
    async with opened as playground:
        yield playground
