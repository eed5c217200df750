"""
A shop that tells of orders, with one customer and one order.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.news.house import House, clock_at, orders
from tests.fakes.database import fresh_database


@pytest.fixture
def address(tmp_path: Path) -> str:
    """
    Give the address of a database of this test's own.
    """
    return fresh_database(tmp_path)


@pytest.fixture
async def house(address: str) -> AsyncIterator[House]:
    """
    A process that answers.
    """
    made = await House.open(address, clock_at())
    made.source.all_orders = orders("21963")
    await made.core.start()
    yield made
    await made.close()
