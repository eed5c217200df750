"""
A desk with agents, on a core that answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversations.core import Conversations
from tests.bot.desk.house import House
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import FakeEngine, apology


@pytest.fixture
def address(tmp_path: Path) -> str:
    """
    Give the address of a database of this test's own.
    """
    return fresh_database(tmp_path)


@pytest.fixture
async def house(address: str) -> AsyncIterator[House]:
    """
    Give a house in which nobody is at the desk yet.
    """
    clock, engine = FakeClock(), FakeEngine()
    core = await Conversations.open(
        address, engine=engine, apology=apology, clock=clock
    )
    await core.start()
    yield House(core, engine, clock)
    await core.stop(grace=0)
