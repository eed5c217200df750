"""
A real Tryton, started once, and what stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
