"""
The one catalogue that this process knows, and how it follows the shop's.

Whoever reads takes it as a whole: it is replaced by another one in a single step.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import structlog

from bot.nlu.catalogue.finder import find
from bot.nlu.catalogue.index import Catalogue
from bot.nlu.catalogue.named import Named
from bot.nlu.text import Normalized
from crm_connector.errors import CrmError
from crm_connector.model import CatalogueEntry
from crm_connector.source import CatalogueSource

log = structlog.get_logger(__name__)

FULLY_EVERY = timedelta(hours=1)
"""What a version cannot see is found by reading it all, this often."""
_PAGE = 1000
# A shop with more names than this has most likely mapped the wrong table.
_MOST_ENTRIES = 500_000

Entries = tuple[CatalogueEntry, ...]


class _Holder:
    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self.lock = threading.Lock()


_holder = _Holder()


def current() -> Catalogue:
    """
    The present catalogue; before any was read, what every shop has.
    """
    found = _holder.catalogue
    if found is None:
        with _holder.lock:
            if _holder.catalogue is None:
                _holder.catalogue = Catalogue()
            found = _holder.catalogue
    return found


def find_current(normal: Normalized) -> Iterator[Named]:
    """
    What a message names of the present catalogue.
    """
    return find(normal, current())


def replace(catalogue: Catalogue | None) -> None:
    """
    From now on this one (None: none was read).
    """
    with _holder.lock:
        _holder.catalogue = catalogue


class CatalogueReader:
    """
    Keeps the present catalogue as the source has it.
    """

    def __init__(
        self,
        source: CatalogueSource,
        *,
        clock: Callable[[], datetime],
        seconds: float,
    ) -> None:
        self._source = source
        self._clock = clock
        self._seconds = seconds
        self._version: str | None = None
        self._entries: Entries | None = None
        self._read_at: datetime | None = None
        self._failing = False

    async def refresh(self) -> bool:
        """
        Read the catalogue if it may have changed; true if there is another one now.

        A source that cannot be read leaves the one there is.
        """
        try:
            changed = await self._refresh()
        except CrmError as error:
            # Once is enough for the log: the same will be tried again and again.
            say = log.debug if self._failing else log.warning
            say("catalogue_not_read", source=error.source, error=str(error))
            self._failing = True
            return False
        self._failing = False
        return changed

    async def _refresh(self) -> bool:
        # Asked first: what changes while it is read is then noticed the next time.
        version = await self._source.catalogue_version()
        now = self._clock()
        due = self._read_at is None or now - self._read_at >= FULLY_EVERY
        if version == self._version and not due:
            return False
        entries = await self._read() if version is not None else ()
        changed = entries != self._entries
        if changed:
            # Beside the event loop: a large catalogue takes a second.
            replace(await asyncio.to_thread(Catalogue, entries))
            log.info("catalogue_read", entries=len(entries), version=version)
        self._entries, self._version, self._read_at = entries, version, now
        return changed

    async def _read(self) -> Entries:
        entries: list[CatalogueEntry] = []
        after: str | None = None
        while len(entries) < _MOST_ENTRIES:
            page = await self._source.catalogue(after=after, limit=_PAGE)
            entries.extend(page.entries)
            after = page.following
            if after is None:
                break
        else:
            log.warning("catalogue_cut", entries=len(entries))
        return tuple(entries)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """
        Within this block the catalogue is read, and then read again as it changes.
        """
        await self._look()
        task = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            replace(None)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            await self._look()

    async def _look(self) -> None:
        try:
            await self.refresh()
        except Exception:
            # Nothing that one look finds may stop the shop, or end all further looks.
            log.exception("catalogue_refresh_failed")
