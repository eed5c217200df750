"""
A core on a fresh database, with an engine that echoes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversations.core import Conversations
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import FakeEngine, apology


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
def address(tmp_path: Path) -> str:
    """
    Give the address of a database of this test's own.
    """
    return fresh_database(tmp_path)


@pytest.fixture
async def core(
    address: str, engine: FakeEngine, clock: FakeClock
) -> AsyncIterator[Conversations]:
    """
    Give a core that answers.
    """
    core = await Conversations.open(
        address, engine=engine, apology=apology, clock=clock
    )
    await core.start()
    yield core
    await core.stop(grace=0)
