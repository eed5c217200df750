"""
A file whose content is kept in memory, and read again when the file is another.

Nothing here makes the event loop wait for a disk. Whatever becomes of the file, what
was read from it last goes on until something better can be read; only a file that is
not there any more is as good as a system that does not answer.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Generic, NamedTuple, TypeVar

import structlog

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.model import Customer, Loyalty, ShelfItem
from crm_connector.sources.csv.mapping import FileMapping, FilesMapping
from crm_connector.sources.csv.records import Content, Reading
from crm_connector.sources.csv.settings import CsvSettings
from crm_connector.sources.csv.table import BeingWritten, Table, ends_in_a_line

log = structlog.get_logger(__name__)

R = TypeVar("R", Customer, Loyalty, ShelfItem)

_PATIENCE = 0.2
"""Seconds to wait for a new version where there is an old one to go on with."""
_NAMED = 20
"""Lines that a warning names; the others are only counted."""


class Version(NamedTuple):
    """
    What tells one content of a file from another.
    """

    changed_ns: int
    size: int
    inode: int

    @classmethod
    def of(cls, stat: os.stat_result) -> Version:
        """
        The version that a stat sees.
        """
        return cls(stat.st_mtime_ns, stat.st_size, stat.st_ino)

    @property
    def changed_at(self) -> datetime:
        """
        When it was written.
        """
        return datetime.fromtimestamp(self.changed_ns / 1e9, timezone.utc)


class KeptFile(Generic[R]):
    """
    One file, read by `reading`. Files that are read by the same `threads` take turns.
    """

    def __init__(
        self,
        mapping: FilesMapping,
        part: FileMapping,
        reading: Reading[R],
        settings: CsvSettings,
        *,
        clock: Callable[[], datetime],
        threads: ThreadPoolExecutor,
        over: threading.Event,
    ) -> None:
        self._mapping = mapping
        self._part = part
        self._reading: Reading[R] = reading
        self._settings = settings
        self._clock = clock
        self._threads = threads
        self._over = over
        self._content: Content[R] | None = None
        self._version: Version | None = None
        # The version that could not be read: it is not tried again and again.
        self._refused: tuple[Version, CrmError] | None = None
        self._looked_at = self._look_began = float("-inf")
        self._look: asyncio.Future[CrmError | None] | None = None

    async def content(self) -> Content[R]:
        """
        What the file holds now, or held when it could last be read.

        Raises `SourceUnavailable` where it is not there, and what `Table` raises where
        no version of it could be read yet.
        """
        end = time.monotonic() + self._settings.timeout
        waited_for: CrmError | None = None
        while True:
            error = await self._seen(end)
            if error is None and self._content is not None:
                return self._content
            pause = min(self._settings.settled / 4, self._settings.timeout / 10) + 0.01
            if isinstance(error, BeingWritten) and time.monotonic() + pause < end:
                waited_for = error
                await asyncio.sleep(pause)
                continue
            raise (
                error
                or waited_for
                or SourceUnavailable(
                    "The file is still being read.", source=self._mapping.source
                )
            )

    async def _seen(self, end: float) -> CrmError | None:
        """
        Look whether the file is another, if that is due; what stands in the way.
        """
        if self._over.is_set():
            return self._closed()
        fresh = time.monotonic() - self._looked_at < self._settings.look_again
        if self._content is not None and fresh:
            return None
        if self._look is None:
            self._look_began = time.monotonic()
            self._look = asyncio.get_running_loop().run_in_executor(
                self._threads, self._look_now
            )
        if self._content is not None:
            end = min(end, self._look_began + _PATIENCE)
        look = self._look
        await asyncio.wait({look}, timeout=max(0.0, end - time.monotonic()))
        if not look.done():
            return None
        if self._look is look:
            self._look, self._looked_at = None, time.monotonic()
        return self._closed() if look.cancelled() else look.result()

    def _look_now(self) -> CrmError | None:
        """
        In a thread: what stands in the way of answering, after reading what is new.
        """
        try:
            self._refresh()
        except (FileNotFoundError, NotADirectoryError) as error:
            self._content = self._version = None
            return self._unreadable(error)
        except OSError as error:
            return None if self._content is not None else self._unreadable(error)
        except CrmError as error:
            return None if self._content is not None else error
        return None

    def _refresh(self) -> None:
        path = self._part.path
        version = Version.of(path.stat())
        if version == self._version:
            return
        if self._refused is not None and self._refused[0] == version:
            raise self._refused[1].with_traceback(None)
        age = self._clock() - version.changed_at
        if abs(age.total_seconds()) < self._quiet(version):
            raise self._being_written()
        try:
            content = self._read(version)
        except CrmError as error:
            if self._over.is_set():
                raise
            self._refused = (version, error)
            log.warning(
                "exported_file.not_taken",
                source=self._mapping.source,
                file=path.name,
                why=str(error),
                goes_on_as_of=self._content and self._content.as_of.isoformat(),
            )
            raise
        self._content, self._version, self._refused = content, version, None
        if content.left_out:
            log.warning(
                "exported_file.rows_left_out",
                source=self._mapping.source,
                file=path.name,
                count=len(content.left_out),
                lines=[
                    f"{line}: {why}"
                    for line, why in list(content.left_out.items())[:_NAMED]
                ],
            )

    def _quiet(self, version: Version) -> float:
        """
        Seconds without a change after which this version counts as whole.
        """
        before, settings = self._version, self._settings
        is_half = before is not None and version.size * 2 < before.size
        with self._part.path.open("rb") as file:
            is_doubtful = is_half or not ends_in_a_line(file)
        return max(settings.settled, settings.doubtful if is_doubtful else 0.0)

    def _read(self, version: Version) -> Content[R]:
        path, source = self._part.path, self._mapping.source
        if version.size > self._settings.most_bytes:
            raise BadSourceData(f"{path.name} is too long.", source=source)
        table = Table(
            self._mapping, self._part, self._settings, is_over=self._over.is_set
        )
        with path.open("rb") as file:
            # Another one may have taken its place, or it grows while we read.
            if Version.of(os.fstat(file.fileno())) != version:
                raise self._being_written()
            content = self._reading(
                self._mapping, table.lines(file), version.changed_at
            )
        if Version.of(path.stat()) != version:
            raise self._being_written()
        if len(content.left_out) > len(content.records):
            raise BadSourceData(
                f"Most rows of {path.name} make no sense.", source=source
            )
        return content

    def _being_written(self) -> BeingWritten:
        return BeingWritten(
            f"{self._part.path.name} is being written.", source=self._mapping.source
        )

    def _closed(self) -> SourceUnavailable:
        return SourceUnavailable("The source is closed.", source=self._mapping.source)

    def _unreadable(self, error: OSError) -> CrmError:
        name, source = self._part.path.name, self._mapping.source
        if isinstance(error, (PermissionError, IsADirectoryError)):
            return SourceRejected(f"{name} may not be read.", source=source)
        return SourceUnavailable(f"{name} cannot be read now.", source=source)
