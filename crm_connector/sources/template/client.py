"""
What is asked of the system, and in which order.

Only `Http` asks: it has the time limits, tries again where that is right, and turns all
that can go wrong into `CrmError`. Only `mapping` says what an answer means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import httpx

from crm_connector.errors import (
    BadSourceData,
    CustomerNotFound,
    OrderNotFound,
    SourceUnavailable,
)
from crm_connector.model import Customer, Order
from crm_connector.moments import utc_now
from crm_connector.source import Capability
from crm_connector.sources.http import Http
from crm_connector.sources.numbers import folded
from crm_connector.sources.payload import Payload, read
from crm_connector.sources.template import mapping
from crm_connector.sources.template.mapping import (
    CustomerPayload,
    OrderPayload,
    OrdersPayload,
    ShopPayload,
)
from crm_connector.sources.template.settings import TemplateSettings

P = TypeVar("P", bound=Payload)

NOT_FOUND = 404
# What customers type never becomes part of an address before it looks like an id.
_ID = re.compile(r"[A-Za-z0-9-]{1,40}", re.ASCII)


class TemplateSource:
    """
    Customers and orders of a system with a small REST API.
    """

    def __init__(
        self,
        settings: TemplateSettings,
        client: httpx.AsyncClient,
        *,
        clock: Callable[[], datetime] = utc_now,
        closes_client: bool = False,
    ) -> None:
        self._settings = settings
        self._own_client = client if closes_client else None
        self._clock = clock
        self._http = Http(client, settings.name, settings.http)
        self._is_closed = False

    @classmethod
    def open(
        cls, settings: TemplateSettings, *, clock: Callable[[], datetime] = utc_now
    ) -> TemplateSource:
        """
        A source with connections of its own; nothing is asked yet (see `check`).
        """
        return cls(settings, settings.http.client(), clock=clock, closes_client=True)

    @property
    def name(self) -> str:
        """
        What the settings call this source, as every record says.
        """
        return self._settings.name

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        What there is a method for: one that is declared and missing fails the contract.
        """
        return frozenset({Capability.CUSTOMERS, Capability.ORDERS})

    async def check(self) -> None:
        """
        Whether address and token are right: an operator hears it at start.
        """
        await self._ask("shop", ShopPayload)

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """
        as_of = self._clock()
        found = None
        if _ID.fullmatch(customer_id):
            found = await self._ask(f"customers/{customer_id}", CustomerPayload)
        if found is None:
            raise CustomerNotFound("There is no such customer.", source=self.name)
        if found.id != customer_id:
            raise BadSourceData("Another customer came.", source=self.name)
        return mapping.customer(self._settings, found, as_of)

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first; an unknown customer has none.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        as_of = self._clock()
        most = min(limit, self._settings.max_orders)
        found = await self._theirs(customer_id, lambda some: len(some) >= most)
        return tuple(
            mapping.order(self._settings, each, as_of) for each in found[:most]
        )

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """
        as_of = self._clock()
        wanted = folded(number)

        def same(some: list[OrderPayload]) -> list[OrderPayload]:
            return [each for each in some if folded(each.number) == wanted]

        # Only the customer's own are looked through: nobody else's is ever read.
        for found in same(
            await self._theirs(customer_id, lambda some: bool(same(some)))
        ):
            return mapping.order(self._settings, found, as_of)
        raise OrderNotFound("This customer has no such order.", source=self.name)

    async def _theirs(
        self, customer_id: str, enough: Callable[[list[OrderPayload]], bool]
    ) -> list[OrderPayload]:
        """
        The customer's orders, each once, page after page until they are `enough`.
        """
        if not _ID.fullmatch(customer_id):
            return []
        path, page = f"customers/{customer_id}/orders", 1
        found: dict[str, OrderPayload] = {}
        while True:
            answer = await self._ask(path, OrdersPayload, page=page)
            if answer is None:
                return []
            if any(each.customer != customer_id for each in answer.orders):
                raise BadSourceData("Another's order came.", source=self.name)
            # A new order moves the others on to the next page: they come again.
            for each in answer.orders:
                found.setdefault(each.number, each)
            if enough(list(found.values())):
                break
            if answer.next is None:
                if len(found) != answer.total:
                    raise BadSourceData("Orders are missing.", source=self.name)
                break
            if answer.next <= page or not answer.orders:
                raise BadSourceData("The list of orders has no end.", source=self.name)
            page = answer.next
        return list(found.values())

    async def _ask(self, path: str, shape: type[P], **params: int) -> P | None:
        """
        What the system says, or None where it has no such record.
        """
        if self._is_closed:
            raise SourceUnavailable("The source is closed.", source=self.name)
        answer = await self._http.ask(
            "GET",
            f"{self._settings.url}/{path}",
            absent=[NOT_FOUND],
            params=params,
            headers={"Authorization": f"Bearer {self._settings.token.reveal()}"},
        )
        return None if answer is None else read(shape, answer.content, self.name)

    async def close(self) -> None:
        """
        Let go of connections; what is asked afterwards is unavailable.
        """
        self._is_closed = True
        if self._own_client is not None:
            await self._own_client.aclose()
