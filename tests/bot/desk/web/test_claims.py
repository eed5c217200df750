"""
Two who claim at the same moment, on a database where both look before either has it.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversations.database import make_engine
from bot.conversations.handoffs import standing, steps
from tests.bot.both import address
from tests.bot.desk.web.seats import Desk

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
async def test_who_looked_first_and_came_second_is_told_who_has_it(
    address: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    now, other = desk.house.clock(), make_engine(address).connect()
    looks: list[str] = []
    find = standing.find

    def looked(connection: Any, number: int) -> Any:
        seen = find(connection, number)
        if not looks:
            # Between Sara's first look and the lock, Omid's claim is through.
            looks.append(seen.state)
            steps.claim(other, number, str(omid.account.id), now)
            other.commit()
        return seen

    monkeypatch.setattr(standing, "find", looked)
    answer = await sara.post(f"handoffs/{found.number}/claim")
    other.close()
    other.engine.dispose()
    assert looks == ["waiting"]
    assert (answer.status_code, answer.json()["error"]) == (409, "owner_changed")
    assert answer.json()["handoff"]["agent"]["id"] == omid.account.id
