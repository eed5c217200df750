"""
A shop whose people answer in a Chatwoot.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.bot.desk.chatwoot.shop import Shop, opened
from tests.bot.desk.house import House
from tests.fakes.chatwoot import FakeChatwoot


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What failed is tried again at once, and what waits for its turn does not wait long.
    """
    monkeypatch.setattr(
        "bot.desk.chatwoot.relay.pause_after", lambda _: timedelta(seconds=0.02)
    )
    monkeypatch.setattr("bot.desk.chatwoot.relay.TURN_SECONDS", 0.02)


@pytest.fixture
def chatwoot() -> FakeChatwoot:
    """
    A Chatwoot in memory.
    """
    return FakeChatwoot()


@pytest.fixture
async def shop(house: House, chatwoot: FakeChatwoot) -> AsyncIterator[Shop]:
    """
    A shop at work. Conversations are looked at when a webhook comes, not by the clock.
    """
    async with opened(house, chatwoot) as found, found.desk.working():
        yield found
