"""
The source that reads files which a shop exports.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from crm_connector.errors import CustomerNotFound, NotSupported
from crm_connector.model import Contact, Customer, Loyalty, ShelfItem
from crm_connector.moments import utc_now
from crm_connector.source import Capability
from crm_connector.sources.csv import records
from crm_connector.sources.csv.kept import KeptFile
from crm_connector.sources.csv.mapping import FileMapping, FilesMapping, load
from crm_connector.sources.csv.records import Reading
from crm_connector.sources.csv.settings import CsvSettings

R = TypeVar("R", Customer, Loyalty, ShelfItem)


class CsvSource:
    """
    Customers, what they have collected, and the shelf, from files with a row for each.

    Every record is as of the moment when its file was written.
    """

    def __init__(
        self,
        mapping: FilesMapping,
        *,
        clock: Callable[[], datetime] = utc_now,
        settings: CsvSettings | None = None,
    ) -> None:
        self._mapping = mapping
        self._settings = settings or CsvSettings()
        self._clock = clock
        self._over = threading.Event()
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="csv-source")
        self._customers = self._file(mapping.customers, records.customers)
        self._loyalty = self._file(mapping.loyalty, records.loyalty)
        self._shelf = self._file(mapping.shelf, records.shelf)

    @classmethod
    def open(
        cls,
        mapping: Path,
        *,
        clock: Callable[[], datetime] = utc_now,
        settings: CsvSettings | None = None,
    ) -> CsvSource:
        """
        A source on the files that the mapping file names.

        None is read yet (see `check`); whoever opens the source closes it. Raises
        `BadMapping` for the mapping file.
        """
        return cls(load(mapping), clock=clock, settings=settings)

    def _file(
        self, part: FileMapping | None, reading: Reading[R]
    ) -> KeptFile[R] | None:
        if part is None:
            return None
        return KeptFile(
            self._mapping,
            part,
            reading,
            self._settings,
            clock=self._clock,
            threads=self._threads,
            over=self._over,
        )

    @property
    def name(self) -> str:
        """
        What the mapping calls this source, as every record says.
        """
        return self._mapping.source

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        What the mapping speaks of.
        """
        mapping, known = self._mapping, set()
        if mapping.customers is not None:
            known.add(Capability.CUSTOMERS)
            if mapping.customers.phone or mapping.customers.email:
                known.add(Capability.FIND)
        if mapping.loyalty is not None:
            known.add(Capability.LOYALTY)
        if mapping.shelf is not None:
            known.add(Capability.SHELF)
        return frozenset(known)

    async def check(self) -> None:
        """
        Read every file: `BadMapping` names a heading that is not there.
        """
        for file in (self._customers, self._loyalty, self._shelf):
            if file is not None:
                await file.content()

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """
        content = await self._mapped(self._customers).content()
        return self._found(content.get(customer_id, self.name))

    async def find(self, contact: Contact, *, limit: int = 10) -> tuple[Customer, ...]:
        """
        Everybody who has this phone or e-mail in the file, in the file's order.

        Raises `BadSourceData` where one of them is disputed: who they are is not known.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        content = await self._mapped(self._customers).content()
        ids = content.ids.get(contact, ())
        found = (content.get(each, self.name) for each in ids[:limit])
        return tuple(each for each in found if each is not None)

    async def loyalty(self, customer_id: str) -> Loyalty:
        """
        What the customer with this id has, or `CustomerNotFound`.
        """
        content = await self._mapped(self._loyalty).content()
        return self._found(content.get(customer_id, self.name))

    async def shelf(self, product_ids: Collection[str]) -> Mapping[str, ShelfItem]:
        """
        Price and stock by product id; what the file does not name is left out.
        """
        content = await self._mapped(self._shelf).content()
        found = {each: content.records.get(each) for each in product_ids}
        return {each: item for each, item in found.items() if item is not None}

    def _mapped(self, file: KeptFile[R] | None) -> KeptFile[R]:
        if file is None:
            raise NotSupported("The mapping does not speak of this.", source=self.name)
        return file

    def _found(self, record: R | None) -> R:
        if record is None:
            raise CustomerNotFound("There is no such customer.", source=self.name)
        return record

    async def close(self) -> None:
        """
        Stop reading and forget what was read.
        """
        self._over.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
