"""
The source that reads a shop's own database.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import Connection

from crm_connector.errors import (
    BadSourceData,
    CustomerNotFound,
    OrderNotFound,
    SourceUnavailable,
)
from crm_connector.model import CataloguePage, Customer, Order
from crm_connector.source import Capability
from crm_connector.sources.sql import records
from crm_connector.sources.sql.catalogue import CatalogueQueries
from crm_connector.sources.sql.check import check
from crm_connector.sources.sql.database import Database
from crm_connector.sources.sql.engine import connect
from crm_connector.sources.sql.failures import FAILURES, crm_error
from crm_connector.sources.sql.mapping import ShopMapping, load
from crm_connector.sources.sql.queries import Asked, Queries, key_value, number_value
from crm_connector.sources.sql.settings import SqlSettings

T = TypeVar("T")


def utc_now() -> datetime:
    """
    This moment.
    """
    return datetime.now(timezone.utc)


class SqlSource:
    """
    Customers, orders and the catalogue from any database that SQLAlchemy speaks to.
    """

    def __init__(
        self,
        database: Database,
        mapping: ShopMapping,
        *,
        clock: Callable[[], datetime] = utc_now,
        settings: SqlSettings | None = None,
    ) -> None:
        self._database = database
        self._mapping = mapping
        self._clock = clock
        self._settings = settings or SqlSettings()
        self._queries = Queries(mapping)
        self._catalogue = CatalogueQueries(mapping)
        self._closed = False

    @classmethod
    def open(
        cls,
        url: str,
        mapping: Path,
        *,
        clock: Callable[[], datetime] = utc_now,
        settings: SqlSettings | None = None,
    ) -> SqlSource:
        """
        A source on the database at `url`, read by the mapping file.

        Nothing is asked of the database yet (see `check`); whoever opens the source
        closes it.

        Raises `BadMapping` for the file and `SourceRejected` for the address.
        """
        settings = settings or SqlSettings()
        shop = load(mapping)
        database = connect(url, shop.source, settings)
        return cls(database, shop, clock=clock, settings=settings)

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
        known = {Capability.CUSTOMERS, Capability.ORDERS}
        if self._mapping.catalogue:
            known.add(Capability.CATALOGUE)
        return frozenset(known)

    async def check(self) -> None:
        """
        Compare the mapping with the database: `BadMapping` names what is not there.
        """
        await self._ask(lambda connection: check(connection, self._mapping))

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """
        as_of = self._clock()
        key = key_value(customer_id, self._mapping.customers.id)
        rows = []
        if key is not None:
            rows = await self._ask(
                lambda connection: self._queries.customer(connection, key)
            )
        if not rows:
            raise CustomerNotFound("There is no such customer.", source=self.name)
        if len(rows) > 1:
            raise BadSourceData("Two customers have one id.", source=self.name)
        return records.customer(self._mapping, rows[0], as_of)

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first; an unknown customer has none.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        key = key_value(customer_id, self._mapping.customers.id)
        if key is None:
            return ()
        return await self._orders(
            Asked(customer=key, limit=min(limit, self._settings.max_orders))
        )

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """
        key = key_value(customer_id, self._mapping.customers.id)
        wanted = number_value(number, self._mapping.orders.number)
        found: tuple[Order, ...] = ()
        if key is not None and wanted is not None:
            found = await self._orders(Asked(customer=key, number=wanted))
        if not found:
            raise OrderNotFound("This customer has no such order.", source=self.name)
        if len(found) > 1:
            raise BadSourceData("Two orders have one number.", source=self.name)
        return found[0]

    async def catalogue(
        self, *, after: str | None = None, limit: int = 1000
    ) -> CataloguePage:
        """
        A page of what the shop calls its things; empty where none of it is mapped.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        return await self._ask(
            lambda connection: self._catalogue.page(connection, after, limit)
        )

    async def catalogue_version(self) -> str | None:
        """
        Another text when the catalogue is another; None where none of it is mapped.
        """
        return await self._ask(self._catalogue.version)

    async def _orders(self, asked: Asked) -> tuple[Order, ...]:
        as_of = self._clock()
        rows = await self._ask(
            lambda connection: self._queries.orders(connection, asked)
        )
        return records.orders(self._mapping, rows, as_of)

    async def _ask(self, question: Callable[[Connection], T]) -> T:
        """
        One question, all its queries on one connection, within the time limit.
        """
        if self._closed:
            raise SourceUnavailable("The source is closed.", source=self.name)
        try:
            return await self._database.ask(question, self._settings.timeout)
        except FAILURES as exc:
            error = crm_error(exc, self.name)
            if isinstance(error, BadSourceData):
                # Not `from` it: a driver that cannot decode a text repeats the text.
                raise error from None
            raise error from exc

    async def close(self) -> None:
        """
        Let go of connections; questions still under way end as unavailable.
        """
        self._closed = True
        await self._database.close()
