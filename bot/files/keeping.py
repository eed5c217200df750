"""
Taking files, giving them out, and letting them go when their time is over.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import structlog
from sqlalchemy.engine import Connection

from bot.conversations import files as known
from bot.conversations.core import Conversations
from bot.conversations.files import File
from bot.files.errors import Empty, TooLarge, TooMany
from bot.files.folder import Folder
from bot.files.kinds import Kind, kind_of
from bot.files.names import clean_name
from bot.files.stripping import stripped

MOST_BYTES = 10 * 1024 * 1024
"""Of one file."""
DAYS = 90
"""So long a file is kept where the shop does not say otherwise."""
UNSENT = timedelta(days=1)
"""And so long one that was uploaded and never sent."""
SWEEP_SECONDS = 3600.0
STRAY_SECONDS = 3600.0
"""Bytes of which nobody knows are left alone so long: their row may be under way."""
AT_ONCE = 2
"""Files that are looked through at the same time: each is in memory, up to thrice."""
_AT_A_TIME = 500

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PerDay:
    """
    What one conversation may upload in 24 hours, and have made for it by the bot.
    """

    count: int = 30
    size: int = 100 * 1024 * 1024
    made: int = 50


class Files:
    """
    The photos and files of all conversations.

    Who may upload and see them is for those to know who call it.
    """

    def __init__(
        self,
        core: Conversations,
        folder: Folder,
        *,
        days: int = DAYS,
        per_day: PerDay | None = None,
    ) -> None:
        self._core = core
        self._folder = folder
        self._lifetime = timedelta(days=days)
        self._per_day = per_day or PerDay()
        self._hands = asyncio.Semaphore(AT_ONCE)

    async def take(
        self, conversation: str, name: str, came: BinaryIO, *, agent: str | None = None
    ) -> File:
        """
        Keep what was uploaded into a conversation; it is not sent by that.

        `agent` is who uploads it, None for the customer, of whom there are limits.
        Raises `NotTaken`.
        """
        size = await asyncio.to_thread(came.seek, 0, os.SEEK_END)
        if not size:
            raise Empty
        if size > MOST_BYTES:
            raise TooLarge
        now = self._core.clock()
        if agent is None:
            since = now - timedelta(days=1)
            count, before = await self._core.read(
                lambda c: known.uploaded(c, conversation, since)
            )
            over = before + size > self._per_day.size
            if count >= self._per_day.count or over:
                raise TooMany
        async with self._hands:
            file = await asyncio.to_thread(self._put_away, name, came)
        # Where this fails the bytes are nobody's, and swept away in their time.
        await self._core.write(
            lambda c: known.keep(c, conversation, file, now, agent=agent)
        )
        return file

    async def make(self, thread: str, name: str, kind: Kind, data: bytes) -> File:
        """
        Keep what the bot has made for the customer of a thread.

        It is theirs with the reply that names it; if none does, its bytes are swept
        away. Raises `TooMany` and `NoRoom`.
        """
        since = self._core.clock() - timedelta(days=1)
        before = await self._core.read(lambda c: known.handed_out(c, thread, since))
        if before >= self._per_day.made:
            raise TooMany
        number = await asyncio.to_thread(self._folder.add, data)
        return File(number, clean_name(name, kind.type), kind.type, len(data))

    @contextmanager
    def coming(self) -> Iterator[BinaryIO]:
        """
        Give a file for what is being uploaded, until it is taken. Raises `NoRoom`.
        """
        with self._folder.coming() as file:
            yield file

    def _put_away(self, name: str, came: BinaryIO) -> File:
        came.seek(0)
        data = came.read()
        kind = kind_of(data)
        clean = stripped(data, kind.type)
        number = self._folder.add(clean.data)
        width, height = clean.size or (None, None)
        called = clean_name(name, kind.type)
        return File(number, called, kind.type, len(clean.data), width, height)

    def path(self, file: File) -> Path | None:
        """
        Give where the bytes of a file are; None if they are gone.
        """
        path = self._folder.path(file.id)
        return None if file.is_gone or not path.exists() else path

    async def sweep(self) -> None:
        """
        Take away what is too old, what was never sent and what belongs to nobody.

        Whatever erases a conversation or a message has erased the rows of its files.
        """
        now = self._core.clock()
        over = await self._core.write(
            lambda c: known.outlived(c, now - self._lifetime, now - UNSENT, now)
        )
        await asyncio.to_thread(self._folder.remove, over)
        stray = 0
        names = await asyncio.to_thread(
            lambda: list(self._folder.older_than(STRAY_SECONDS))
        )
        for some in _parts(names):
            belong = await self._core.read(_present(some))
            lost = [each for each in some if each not in belong]
            await asyncio.to_thread(self._folder.remove, lost)
            stray += len(lost)
        if over or stray:
            log.info("files_swept", outlived=len(over), stray=stray)

    async def forever(self) -> None:
        """
        Sweep now and every hour until cancelled, whatever a time meets.
        """
        while True:
            try:
                await self.sweep()
            except Exception:
                log.exception("files_not_swept")
            await asyncio.sleep(SWEEP_SECONDS)


def _present(some: list[str]) -> Callable[[Connection], set[str]]:
    def work(connection: Connection) -> set[str]:
        return known.present(connection, some)

    return work


def _parts(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, _AT_A_TIME)):
        yield some
