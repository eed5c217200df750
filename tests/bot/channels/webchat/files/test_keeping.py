"""
How long files stay: through a power cut, for their days, no longer than the talk.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.core import Conversations
from bot.conversations.tables import conversations
from bot.files.keeping import Files
from bot.settings import Settings
from tests.bot.channels.webchat.files.uploads import code_of, read, upload
from tests.bot.channels.webchat.test_openapi import problems
from tests.bot.files import samples
from tests.fakes.clock import FakeClock


async def test_a_file_outlives_a_power_cut(
    begin: Callable[..., Any],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Not only what is in it, its name as well, and that of its folder.
    """
    settled: list[tuple[int, bool]] = []

    def fsync(number: int) -> None:
        """
        Note what is there at that moment.
        """
        there = any(not path.suffix for path in root.glob("??/*"))
        settled.append((os.fstat(number).st_ino, there))

    root = settings.data / "files"
    monkeypatch.setattr("bot.files.folder.os.fsync", fsync)
    kept = (await upload(await begin(), samples.picture())).json()["id"]
    path = root / kept[:2] / kept
    assert settled == [
        (path.stat().st_ino, False),
        (path.parent.stat().st_ino, True),
        (root.stat().st_ino, True),
    ]


async def test_what_is_old_goes_and_says_so(
    begin: Callable[..., Any], files: Files, clock: FakeClock, settings: Settings
) -> None:
    """
    After its days the content is gone, and the message still tells that there was one.
    """
    guest = await begin()
    sent = (await upload(guest, samples.picture())).json()["id"]
    await guest.post(files=[sent])
    unsent = (await upload(guest, samples.picture())).json()["id"]
    clock.advance(days=2)
    await files.sweep()
    assert code_of(await read(guest, unsent)) == "file_unknown"
    assert (await read(guest, sent)).status_code == 200
    clock.advance(days=9)
    await files.sweep()
    gone = await read(guest, sent)
    assert (gone.status_code, code_of(gone)) == (410, "file_gone")
    message = (await guest.thread())[0]
    assert problems("Message", message) == []
    assert message["files"][0]["gone"] is True
    assert not list((settings.data / "files").glob("??/*"))


async def test_erasing_a_conversation_erases_its_files(
    begin: Callable[..., Any],
    core: Conversations,
    files: Files,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    The rows at once, the bytes with the next sweep; those of others stay.
    """
    guest, other = await begin(), await begin()
    lost = (await upload(guest, samples.picture())).json()["id"]
    await guest.post(files=[lost])
    stays = (await upload(other, samples.picture())).json()["id"]
    await core.write(
        lambda c: c.execute(
            sa.delete(conversations).where(conversations.c.id == guest.conversation)
        )
    )
    await files.sweep()  # it might be an upload that is just being noted
    assert len(list((settings.data / "files").glob("??/*"))) == 2
    monkeypatch.setattr("bot.files.keeping.STRAY_SECONDS", -1)
    await files.sweep()
    assert [p.name for p in (settings.data / "files").glob("??/*")] == [stays]
