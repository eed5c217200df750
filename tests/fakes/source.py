"""
A source that holds its records in memory and breaks when it is told to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    CustomerNotFound,
    OrderNotFound,
    SourceUnavailable,
)
from crm_connector.model import (
    CatalogueEntry,
    CataloguePage,
    Contact,
    ContactKind,
    Customer,
    Invoice,
    Loyalty,
    Order,
)
from crm_connector.source import Capability
from crm_connector.sources.numbers import folded

R = TypeVar("R")


class FakeSource:
    """
    Answers from its records; `delay` seconds late, behind its `gate`, or with `fault`.

    With a clock its records are as of when they are read, as a database's are.
    """

    def __init__(
        self,
        customers: Iterable[Customer] = (),
        orders: Iterable[Order] = (),
        *,
        entries: Iterable[CatalogueEntry] = (),
        name: str = "fake",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.name = name
        self.clock = clock
        self.loyalties: dict[str, Loyalty] = {}
        self.all_invoices: list[Invoice] = []
        self.asked = 0
        self.entries = list(entries)
        self.has_catalogue = bool(self.entries)
        self.customers = {each.id: replace(each, source=name) for each in customers}
        self.all_orders = list(orders)
        self.fault: CrmError | None = None
        self.delay = 0.0
        self.gate = asyncio.Event()
        self.gate.set()
        self.is_closed = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        What it holds records for.
        """
        known = {Capability.CUSTOMERS, Capability.FIND, Capability.ORDERS}
        if self.has_catalogue:
            known.add(Capability.CATALOGUE)
        if self.loyalties:
            known.add(Capability.LOYALTY)
        if self.all_invoices:
            known.add(Capability.INVOICES)
        return frozenset(known)

    def go_down(self) -> None:
        """
        From now on every question fails, as when the database cannot be reached.
        """
        self.fault = SourceUnavailable("The fake is down.", source=self.name)

    def go_bad(self) -> None:
        """
        From now on every answer is a row that makes no sense.
        """
        self.fault = BadSourceData("The fake is bad.", source=self.name)

    def come_back(self) -> None:
        """
        From now on all is well again.
        """
        self.fault = None
        self.delay = 0.0

    async def check(self) -> None:
        """
        Whether it works.
        """
        await self._answering()

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """
        await self._answering()
        try:
            return self._read(self.customers[customer_id])
        except KeyError:
            raise CustomerNotFound(
                "There is no such customer.", source=self.name
            ) from None

    async def find(self, contact: Contact, *, limit: int = 10) -> tuple[Customer, ...]:
        """
        Everybody who has this phone or e-mail on file.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        await self._answering()
        is_phone = contact.kind is ContactKind.PHONE
        found = (
            each
            for each in self.customers.values()
            if contact.value in (each.phones if is_phone else each.emails)
        )
        return tuple(map(self._read, found))[:limit]

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        await self._answering()
        theirs = [each for each in self.all_orders if each.customer_id == customer_id]
        theirs.sort(key=lambda order: order.placed_at, reverse=True)
        return tuple(map(self._read, theirs[:limit]))

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """
        await self._answering()
        for order in self.all_orders:
            if order.customer_id != customer_id:
                continue
            if folded(order.number) == folded(number):
                return self._read(order)
        raise OrderNotFound("This customer has no such order.", source=self.name)

    async def loyalty(self, customer_id: str) -> Loyalty:
        """
        What the customer has collected, or `CustomerNotFound`.
        """
        await self._answering()
        try:
            return self._read(self.loyalties[customer_id])
        except KeyError:
            raise CustomerNotFound(
                "There is no such customer.", source=self.name
            ) from None

    async def invoices(self, customer_id: str, *, limit: int) -> tuple[Invoice, ...]:
        """
        The customer's invoices, the newest first.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        await self._answering()
        theirs = [each for each in self.all_invoices if each.customer_id == customer_id]
        theirs.sort(key=lambda invoice: invoice.billed_on, reverse=True)
        return tuple(map(self._read, theirs[:limit]))

    async def catalogue(
        self, *, after: str | None = None, limit: int = 1000
    ) -> CataloguePage:
        """
        A page of the catalogue.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        await self._answering()
        if after is not None and not after.isdecimal():
            raise ValueError("after must come from a page of this catalogue")
        begin = int(after or 0)
        following = str(begin + limit) if begin + limit < len(self.entries) else None
        return CataloguePage(tuple(self.entries[begin : begin + limit]), following)

    async def catalogue_version(self) -> str | None:
        """
        Another text when an entry is another.
        """
        await self._answering()
        return str(hash(repr(self.entries))) if self.has_catalogue else None

    async def close(self) -> None:
        """
        From now on it cannot be asked.
        """
        self.is_closed = True

    def _read(self, record: R) -> R:
        if self.clock is None:
            return record
        return replace(record, as_of=self.clock())  # type: ignore[type-var]

    async def _answering(self) -> None:
        self.asked += 1
        if not self.gate.is_set():
            await self.gate.wait()
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.is_closed:
            raise SourceUnavailable("The source is closed.", source=self.name)
        if self.fault is not None:
            raise self.fault
