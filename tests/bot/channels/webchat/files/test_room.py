"""
What files may take: so many a day, a line that moves, room on the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.channels.webchat.limits import FILES_PER_SESSION, UPLOADS_PER_ADDRESS
from bot.conversations.core import Conversations
from bot.files import receiving
from bot.files.folder import Folder
from bot.files.keeping import Files
from bot.settings import Settings
from tests.bot.channels.webchat.files.uploads import code_of, dripping, upload
from tests.bot.conversations.builders import eventually
from tests.bot.files import samples
from tests.fakes.clock import FakeClock


async def test_a_day_has_its_limit(begin: Callable[..., Any], clock: FakeClock) -> None:
    """
    Of one conversation; the next day it may go on.
    """
    guest = await begin()
    for _ in range(6):
        assert (await upload(guest, samples.picture())).status_code == 201
    refused = await upload(guest, samples.picture())
    assert (refused.status_code, code_of(refused)) == (429, "too_many_files")
    other = await begin()
    assert (await upload(other, samples.picture())).status_code == 201
    clock.advance(days=1, seconds=1)
    assert (await upload(guest, samples.picture())).status_code == 201


async def test_a_session_has_its_limit(begin: Callable[..., Any]) -> None:
    """
    Also of what is refused.
    """
    guest = await begin()
    for _ in range(FILES_PER_SESSION.count):
        assert (await upload(guest, b"<html>")).status_code == 415
    refused = await upload(guest, samples.picture())
    assert code_of(refused) == "too_many_requests"
    assert "retry-after" in refused.headers


async def test_a_line_that_sends_next_to_nothing_is_cut_off(
    begin: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """
    What is slow and steady is taken, in whatever time it needs.
    """
    monkeypatch.setattr(receiving, "SPAN_SECONDS", 0.4)
    monkeypatch.setattr(receiving, "LEAST_BYTES", 10)
    guest = await begin()
    taken = await upload(guest, dripping(0.1, 10), "steady.txt")
    assert (taken.status_code, taken.json()["size"]) == (201, 50)
    refused = await upload(guest, dripping(0.5, 10), "slow.txt")
    assert (refused.status_code, code_of(refused)) == (408, "upload_slow")
    assert len(list((settings.data / "files").glob("??/*"))) == 1


async def test_what_is_under_way_is_on_the_disk(
    begin: Callable[..., Any], settings: Settings
) -> None:
    """
    Not in memory; an address has a few places, and nothing of it stays.
    """
    folder = settings.data / "files"
    guests = [await begin() for _ in range(3)]
    large = b"word " * 20_000
    uploads = [
        asyncio.create_task(upload(guests[n // 3], dripping(0.4, 2, large), "x.txt"))
        for n in range(UPLOADS_PER_ADDRESS)
    ]

    async def all_came() -> bool:
        halves = [path.stat().st_size for path in folder.glob("??/*.part")]
        return len(halves) == len(uploads) and min(halves) >= len(large) - 8192

    await eventually(all_came)
    refused = await upload(guests[2], b"words", "x.txt")
    assert code_of(refused) == "too_many_requests"
    for each in await asyncio.gather(*uploads):
        assert (each.status_code, each.json()["size"]) == (201, 2 * len(large))
    assert len(list(folder.glob("??/*"))) == len(uploads)
    assert not list(folder.glob("??/*.part"))


async def test_the_disk_is_left_to_the_conversations(
    begin: Callable[..., Any], core: Conversations, settings: Settings
) -> None:
    """
    An upload that would fill it is refused.
    """
    full = Files(core, Folder(settings.data / "files", least_free=2**62))
    app = Starlette(routes=webchat_routes(core, settings, files=full))
    transport = httpx.ASGITransport(app)
    guest = await begin()
    async with httpx.AsyncClient(transport=transport, base_url="http://chat") as client:
        guest.client = client
        refused = await upload(guest, samples.picture())
    assert (refused.status_code, code_of(refused)) == (503, "unavailable")
