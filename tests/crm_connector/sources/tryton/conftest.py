"""
A real Tryton, started once, and what stands for it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from crm_connector.sources.http import HttpSettings
from crm_connector.sources.tryton import TrytonSource
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.failing import QUESTIONS
from tests.crm_connector.sources.tryton.peer import Peer
from tests.fakes.tryton import FakeTryton


@pytest.fixture(scope="session")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    """
    A real Tryton on a copy of the shop.
    """
    if not Peer.is_installed():
        pytest.skip("There is no real Tryton: tests/peers/tryton/install installs it.")
    running = Peer.start(tmp_path_factory.mktemp("tryton"))
    yield running
    running.stop()


@pytest.fixture
def fake() -> FakeTryton:
    """
    A Tryton.
    """
    return FakeTryton()


@pytest.fixture
async def source(fake: FakeTryton) -> AsyncIterator[TrytonSource]:
    """
    The source on it, which comes back later only at once.
    """
    settings = shop.settings(http=HttpSettings(timeout=20.0, longest_wait=0.1))
    opened = TrytonSource.open(
        settings, clock=lambda: shop.NOW, transport=fake.transport()
    )
    yield opened
    await opened.close()


@pytest.fixture(params=QUESTIONS)
def question(request: pytest.FixtureRequest) -> Any:
    """
    Everything that can be asked, in turn.
    """
    return QUESTIONS[request.param]
