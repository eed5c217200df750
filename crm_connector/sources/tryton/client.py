"""
The source that asks a shop's Tryton: what is asked, and in which order.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import datetime
from typing import Any, TypeVar

import httpx

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    CustomerNotFound,
    OutcomeUnknown,
    Refused,
    SourceUnavailable,
)
from crm_connector.model import (
    CataloguePage,
    Contact,
    Customer,
    Invoice,
    Order,
    OrderStatus,
    ShelfItem,
)
from crm_connector.moments import utc_now
from crm_connector.operations import Reason
from crm_connector.source import Capability
from crm_connector.sources.http import Http
from crm_connector.sources.tryton import catalogue, mapping, payload, questions
from crm_connector.sources.tryton.check import check
from crm_connector.sources.tryton.reader import Reader
from crm_connector.sources.tryton.rpc import Rpc
from crm_connector.sources.tryton.sales import Sales, no_such_order
from crm_connector.sources.tryton.settings import TrytonSettings
from crm_connector.sources.tryton.shop import Shop, learn

T = TypeVar("T")

# "007" is not the id 7.
_ID = re.compile(r"[1-9][0-9]{0,9}")
_LARGEST_ID = 2**31 - 1
_CANCELLABLE = ("draft", "quotation")


class TrytonSource:
    """
    Customers, orders, invoices, catalogue and stock of one company in Tryton.

    A customer's id is the code of the party.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        settings: TrytonSettings,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._client = client
        self._settings = settings
        self._clock = clock
        http = Http(client, settings.name, settings.http, clock=clock)
        self._rpc = Rpc(http, settings)
        self._reader = Reader(self._rpc, settings.name)
        self._sales = Sales(self._reader, settings, clock)
        self._shop: Shop | None = None
        self._learning = asyncio.Lock()

    @classmethod
    def open(
        cls,
        settings: TrytonSettings,
        *,
        clock: Callable[[], datetime] = utc_now,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> TrytonSource:
        """
        A source with connections of its own, which `close` lets go of.

        Nothing is asked yet (see `check`).
        """
        return cls(settings.http.client(transport=transport), settings, clock=clock)

    @property
    def name(self) -> str:
        """
        What the settings call this source, as every record says.
        """
        return self._settings.name

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        All that Tryton can tell; cancelling if the settings allow it.
        """
        known = {
            Capability.CUSTOMERS,
            Capability.FIND,
            Capability.ORDERS,
            Capability.INVOICES,
            Capability.CATALOGUE,
            Capability.SHELF,
        }
        if self._settings.may_cancel:
            known.add(Capability.CANCEL_ORDER)
        return frozenset(known)

    async def check(self) -> None:
        """
        Whether the account, its rights and the modules suffice: else `SourceRejected`.
        """
        # Each call has its time limit; a Tryton that has just started takes longer.
        self._shop = await learn(self._reader, self._settings)
        await check(self._rpc, self._shop, self._settings)

    async def close(self) -> None:
        """
        Let go of connections; questions still under way end as unavailable.
        """
        self._rpc.is_closed = True
        await self._client.aclose()

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer whose party has this code, or `CustomerNotFound`.
        """
        as_of = self._clock()
        found: tuple[Customer, ...] = ()
        if questions.is_key(customer_id):
            domain = [["code", "=", customer_id]]
            found = await self._within(self._customers(domain, as_of))
        theirs = [each for each in found if each.id == customer_id]
        if not theirs:
            raise CustomerNotFound("There is no such customer.", source=self.name)
        if len(theirs) > 1:
            raise BadSourceData("Two parties have one code.", source=self.name)
        return theirs[0]

    async def find(self, contact: Contact, *, limit: int = 10) -> tuple[Customer, ...]:
        """
        Everybody who has this phone or e-mail, however Tryton writes it.
        """
        _at_least_one(limit)
        as_of = self._clock()
        domain = questions.mechanisms(contact)
        if domain is None:
            return ()
        return await self._within(self._found(domain, contact, limit, as_of))

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first; an unknown customer has none.
        """
        _at_least_one(limit)
        if not questions.is_key(customer_id):
            return ()
        most = min(limit, self._settings.max_orders)

        async def asking() -> tuple[Order, ...]:
            return await self._sales.newest(await self._learnt(), customer_id, most)

        return await self._within(asking())

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """
        return (await self._within(self._one(customer_id, number)))[1]

    async def invoices(self, customer_id: str, *, limit: int) -> tuple[Invoice, ...]:
        """
        What the customer was billed, the newest first; credit notes are left out.
        """
        _at_least_one(limit)
        if not questions.is_key(customer_id):
            return ()
        as_of = self._clock()

        async def asking() -> tuple[Invoice, ...]:
            shop = await self._learnt()
            found = await self._reader.whole(
                payload.Bill,
                "account.invoice",
                questions.bills(customer_id, shop.company),
                questions.INVOICE,
                shop.context(),
                order=questions.NEWEST_BILLED,
                limit=min(limit, self._settings.max_orders),
            )
            return tuple(
                mapping.invoice(each, self._settings, as_of)
                for each in found
                if each.party.code == customer_id
            )

        return await self._within(asking())

    async def catalogue(
        self, *, after: str | None = None, limit: int = 1000
    ) -> CataloguePage:
        """
        A page of the products that are sold, and after them of the categories.
        """
        _at_least_one(limit)
        place = catalogue.place(after)

        async def asking() -> CataloguePage:
            shop = await self._learnt()
            return await catalogue.page(self._reader, shop, place, limit)

        return await self._within(asking())

    async def catalogue_version(self) -> str | None:
        """
        Another text when a product, a category or a translation is another.
        """

        async def asking() -> str:
            return await catalogue.version(self._reader, await self._learnt())

        return await self._within(asking())

    async def shelf(self, product_ids: Collection[str]) -> Mapping[str, ShelfItem]:
        """
        List price, and what lies in the warehouses and is not assigned to anybody.
        """
        as_of = self._clock()
        ids = sorted(int(each) for each in set(product_ids) if _ID.fullmatch(each))
        ids = [each for each in ids if each <= _LARGEST_ID]
        if not ids:
            return {}

        async def asking() -> Mapping[str, ShelfItem]:
            shop = await self._learnt()
            found = await self._reader.whole(
                payload.Product,
                "product.product",
                questions.products(ids),
                questions.PRODUCT,
                shop.context(
                    locations=list(shop.storages), with_childs=True, stock_assign=True
                ),
            )
            return {
                str(each.id): mapping.shelf_item(each, shop, self._settings, as_of)
                for each in found
                if each.id in ids
            }

        return await self._within(asking())

    async def cancel_order(
        self, customer_id: str, number: str, *, key: str, reason: Reason | None = None
    ) -> Order:
        """
        The order as it is after being cancelled; `Refused` once it is confirmed.

        Tryton cancels an order once, so that `key` need not be remembered; it has no
        place for a `reason`.
        """
        sale, order = await self._within(self._one(customer_id, number))
        if order.status is OrderStatus.CANCELLED:
            return order
        if sale.state not in _CANCELLABLE:
            raise Refused("The order is confirmed already.", source=self.name)
        shop = await self._learnt()
        refusal: CrmError | None = None
        try:
            await self._rpc.call(
                "model.sale.sale.cancel", [sale.id], shop.context(), changes=True
            )
        except Refused as error:
            # Unless it was cancelled or confirmed by somebody in the meantime.
            refusal = error
        try:
            order = await self.order(customer_id, number)
        except CrmError as error:
            raise refusal or OutcomeUnknown(
                "It cannot be seen whether the order is cancelled.", source=self.name
            ) from error
        if order.status is not OrderStatus.CANCELLED:
            raise refusal or Refused("Tryton did not cancel it.", source=self.name)
        return order

    async def _customers(
        self, domain: list[Any], as_of: datetime
    ) -> tuple[Customer, ...]:
        shop = await self._learnt()
        found = await self._reader.whole(
            payload.Party,
            "party.party",
            domain,
            questions.PARTY,
            shop.context(),
        )
        return tuple(mapping.customer(each, self._settings, as_of) for each in found)

    async def _found(
        self, domain: list[Any], contact: Contact, limit: int, as_of: datetime
    ) -> tuple[Customer, ...]:
        shop = await self._learnt()
        candidates = await self._reader.pages(
            payload.FoundContact,
            "party.contact_mechanism",
            domain,
            questions.CONTACT,
            shop.context(),
        )
        parties = {
            each.party: None
            for each in candidates
            if mapping.is_contact(each, contact, self._settings)
        }
        if not parties:
            return ()
        ids = list(parties)[:limit]
        return await self._customers([["id", "in", ids]], as_of)

    async def _one(self, customer_id: str, number: str) -> tuple[payload.Sale, Order]:
        compared = questions.number(number)
        if compared is None or not questions.is_key(customer_id):
            raise no_such_order(self.name)
        return await self._sales.one(await self._learnt(), customer_id, compared)

    async def _learnt(self) -> Shop:
        async with self._learning:
            if self._shop is None:
                self._shop = await learn(self._reader, self._settings)
            return self._shop

    async def _within(self, question: Coroutine[Any, Any, T]) -> T:
        """
        The answer to a whole question, all its calls together, within the time limit.
        """
        if self._rpc.is_closed:
            question.close()
            raise SourceUnavailable("The source is closed.", source=self.name)
        try:
            return await asyncio.wait_for(question, self._settings.http.timeout)
        except asyncio.TimeoutError as error:
            raise SourceUnavailable(
                "Tryton does not answer now.", source=self.name
            ) from error


def _at_least_one(limit: int) -> None:
    if limit < 1:
        raise ValueError("limit must be at least 1")
