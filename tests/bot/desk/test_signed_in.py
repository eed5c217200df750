"""
A customer signs in while somebody attends to them: the desk knows at once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import jwt
import pytest

from bot.channels.webchat import webchat_routes
from bot.conversations import feed
from bot.conversations.handoffs import standing
from bot.desk import facts
from bot.desk.open_rows import OpenRows
from bot.desk.panel import Panels
from bot.desk.web.panel import panel_routes
from bot.settings import Secret, Settings
from tests.bot.accounts.web import app_of
from tests.bot.channels.webchat.guests import KEY, Guest
from tests.bot.conversations.builders import eventually
from tests.bot.desk.counter import SHOP, Counter, counter


@pytest.fixture
async def desk(address: str, tmp_path: Path) -> AsyncIterator[Counter]:
    """
    A desk with the panel, beside the web chat.
    """

    def routes(made: Counter) -> list:
        settings = Settings(data=tmp_path, chat_jwt_secret=Secret(KEY))
        panels = Panels(made.shop.gate, made.house.clock)
        return [
            *webchat_routes(made.core, settings),
            *panel_routes(made.guard, made.accounts, made.core, panels),
        ]

    async with counter(address, routes) as made:
        yield made


@pytest.mark.parametrize("has_written_before", [False, True])
async def test_who_signs_in_amid_a_handoff_is_proven_at_once_everywhere(
    desk: Counter, *, has_written_before: bool
) -> None:
    if has_written_before:
        await desk.core.new_conversation("7")
    sara = await desk.agent("sara")
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app_of(desk.routes)), base_url="http://chat"
    )
    visitor = Guest(client, (await client.post("/chat/sessions", json={})).json())
    await visitor.post(text="person")

    async def waits() -> bool:
        return (await desk.house.owner(visitor.conversation))[0] == "queue"

    await eventually(waits)
    found = await desk.core.read(lambda c: standing.opened(c, visitor.conversation))
    assert found is not None
    await desk.core.desk.claim(found.number, str(sara.id))
    clock = desk.house.clock
    kept = OpenRows(desk.core, clock=clock, zone=SHOP.time_zone)

    async def told() -> list[bool]:
        await kept.look()
        (row,) = kept.held(str(sara.id))
        path = f"/desk/api/handoffs/{found.number}/panel"
        shown = (await sara.get(path)).json()["customer"]
        return [facts.proof(row.writer, clock())["proven"], shown["proven"]]

    assert await told() == [False, False]
    now = int(clock().timestamp())
    claims = {"sub": "7", "aud": "hamyar", "iat": now, "exp": now + 60, "jti": "one"}
    token = jwt.encode(claims, KEY, algorithm="HS256")
    with desk.core.feed.watch(feed.QUEUE) as lists:
        begun = await client.post(
            "/chat/sessions", json={"customer_token": token}, headers=visitor.headers
        )
        assert begun.status_code == 201, begun.text
        # Without a word of theirs: pages are told, and look again.
        assert lists.steps > 0
    assert await told() == [True, True]
    await client.aclose()
