"""
The source that asks a WooCommerce shop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime

import httpx
import structlog

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    CustomerNotFound,
    NotSupported,
    SourceRejected,
)
from crm_connector.model import (
    CataloguePage,
    Contact,
    ContactKind,
    Customer,
    Money,
    Order,
    ShelfItem,
)
from crm_connector.moments import utc_now
from crm_connector.operations import Reason
from crm_connector.refunds import Refund
from crm_connector.source import Capability
from crm_connector.sources.numbers import folded
from crm_connector.sources.woocommerce import mapping
from crm_connector.sources.woocommerce.api import NOT_FOUND, PER_PAGE, Api
from crm_connector.sources.woocommerce.catalogue import Catalogue
from crm_connector.sources.woocommerce.changes import Changes
from crm_connector.sources.woocommerce.money import Unit
from crm_connector.sources.woocommerce.orders import ID, Orders
from crm_connector.sources.woocommerce.settings import WooSettings
from crm_connector.sources.woocommerce.shapes import (
    CurrencyPayload,
    CustomerPayload,
    OrderHeadPayload,
    OrderPayload,
    RecordPayload,
    StockPayload,
)
from crm_connector.sources.woocommerce.writings import national_digits, writings

log = structlog.get_logger(__name__)

_BAD_REQUEST = 400
_MOST_AT_ONCE = 4
_EVERY_ROLE = {"role": "all"}


class WooSource:
    """
    Customers, orders, the catalogue and the shelf of a WooCommerce shop.
    """

    def __init__(
        self,
        settings: WooSettings,
        client: httpx.AsyncClient,
        *,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        closes_client: bool = False,
    ) -> None:
        self._settings = settings
        self._own_client = client if closes_client else None
        self._clock = clock
        self._api = Api(client, settings, sleep=sleep)
        self._orders = Orders(self._api, settings)
        self._catalogue = Catalogue(self._api, settings)
        self._changes = Changes(self._api, self._orders, settings)

    @classmethod
    def open(
        cls, settings: WooSettings, *, clock: Callable[[], datetime] = utc_now
    ) -> WooSource:
        """
        A source with connections of its own; whoever opens it closes it.
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
        All that WooCommerce can do; changes only where the settings allow them.

        Without a gateway that gives money back a refund would be a note in the books.
        """
        known = {
            *(Capability.CUSTOMERS, Capability.FIND, Capability.ORDERS),
            *(Capability.CATALOGUE, Capability.SHELF),
        }
        if self._settings.may_change:
            known.add(Capability.CANCEL_ORDER)
        if self._settings.may_change and self._settings.api_refund:
            known.add(Capability.REFUND_ORDER)
        return frozenset(known)

    async def check(self) -> None:
        """
        Whether the key may read what is needed, and the currency is the shop's.
        """
        for path in ("customers", "orders", "products"):
            await self._api.page(path, RecordPayload, {}, per_page=1)
        currency = await self._api.ask(
            "GET", "data/currencies/current", CurrencyPayload
        )
        if currency is None or currency.code != self._settings.currency:
            raise SourceRejected(
                "The currency in the settings is not the shop's.", source=self.name
            )

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """
        as_of = self._clock()
        found = None
        if ID.fullmatch(customer_id):
            found = await self._api.ask(
                "GET", f"customers/{customer_id}", CustomerPayload, absent=[NOT_FOUND]
            )
        if found is None:
            raise CustomerNotFound("There is no such customer.", source=self.name)
        if str(found.id) != customer_id:
            raise BadSourceData("Another customer came.", source=self.name)
        return mapping.customer(self._settings, found, as_of)

    async def find(self, contact: Contact, *, limit: int = 10) -> tuple[Customer, ...]:
        """
        Everybody who has this phone or e-mail on file, as far as the shop finds them.

        An account is found by its own e-mail, or by an order that names the contact.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        as_of = self._clock()
        ids = await self._candidates(contact)
        found = []
        for some in _hundreds(ids):
            params = {"include": ",".join(map(str, some)), **_EVERY_ROLE}
            for payload in await self._api.all("customers", CustomerPayload, params):
                customer = mapping.customer(self._settings, payload, as_of)
                is_phone = contact.kind is ContactKind.PHONE
                theirs = customer.phones if is_phone else customer.emails
                if contact.value in theirs:
                    found.append(customer)
        return tuple(sorted(found, key=lambda each: int(each.id))[:limit])

    async def _candidates(self, contact: Contact) -> list[int]:
        """
        The ids of those who may have this contact.
        """
        if contact.kind is ContactKind.EMAIL:
            account = {"email": contact.value}
        else:
            # Shops whose customers sign in by phone have it as the user's name.
            account = {"search": national_digits(contact)}
        words = writings(contact)
        if not words:
            return []
        heads = [
            self._api.all("orders", OrderHeadPayload, {"search": word})
            for word in words
        ]
        orders = await asyncio.gather(*heads)
        accounts = await self._api.all(
            "customers",
            RecordPayload,
            {**account, **_EVERY_ROLE},
            # What WordPress does not take for an e-mail address is nobody's.
            absent=[_BAD_REQUEST],
        )
        found = {each.customer_id for some in orders for each in some}
        # Whoever ordered as a guest has no account.
        return sorted((found | {each.id for each in accounts}) - {0})

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first; an unknown customer has none.

        Where the refunds of one cannot be read, that one has None for them.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        as_of = self._clock()
        most = min(limit, self._settings.max_orders)
        found = await self._orders.newest(customer_id, most)
        at_once = asyncio.Semaphore(_MOST_AT_ONCE)

        async def told(order: OrderPayload) -> Order:
            async with at_once:
                return await self._told_in_list(order, as_of)

        records = await asyncio.gather(*map(told, found))
        return tuple(sorted(records, key=lambda each: each.placed_at, reverse=True))

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """
        as_of = self._clock()
        return await self._told(await self._orders.numbered(customer_id, number), as_of)

    async def _told(self, order: OrderPayload, as_of: datetime) -> Order:
        refunds = await self._orders.refunds(order)
        return mapping.order(self._settings, order, refunds, as_of)

    async def _told_in_list(self, order: OrderPayload, as_of: datetime) -> Order:
        """
        The same; an old refund that cannot be read is no reason to tell no order.
        """
        try:
            return await self._told(order, as_of)
        except CrmError as error:
            log.warning(
                "refunds_unknown",
                source=self.name,
                kind=type(error).__name__,
                error=str(error),
            )
            return mapping.order(self._settings, order, None, as_of)

    async def catalogue(
        self, *, after: str | None = None, limit: int = 1000
    ) -> CataloguePage:
        """
        A page of what the shop calls its brands, categories and products.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        return await self._catalogue.page(after, limit)

    async def catalogue_version(self) -> str | None:
        """
        Another text when products changed or the number of the others did.
        """
        return await self._catalogue.version()

    async def shelf(self, product_ids: Collection[str]) -> Mapping[str, ShelfItem]:
        """
        Price and stock by product id; products that are not sold are left out.
        """
        as_of = self._clock()
        ids = dict.fromkeys(each for each in product_ids if ID.fullmatch(each))
        found = {}
        for some in _hundreds([int(each) for each in ids]):
            params = {"include": ",".join(map(str, some)), "status": "publish"}
            for payload in await self._api.all("products", StockPayload, params):
                if payload.id in some:
                    item = mapping.shelf_item(self._settings, payload, as_of)
                    found[item.product_id] = item
        return found

    async def cancel_order(
        self, customer_id: str, number: str, *, key: str, reason: Reason | None = None
    ) -> Order:
        """
        The order as it is after being cancelled, its money on the way back.

        The shop has no place for a `reason`. Raises like all `CancelsOrders`.
        """
        self._must_be_able(Capability.CANCEL_ORDER)
        as_of = self._clock()
        order = await self._changes.cancel(
            lambda: self._orders.numbered(customer_id, number),
            place=(customer_id, folded(number)),
            key=key,
        )
        try:
            return await self._told(order, as_of)
        except CrmError:
            # It is cancelled, though nobody tells just now what went back of it.
            return mapping.order(self._settings, order, None, as_of)

    async def refund_order(
        self, customer_id: str, number: str, amount: Money, *, key: str
    ) -> Refund:
        """
        Give back `amount` of what was paid, once for each `key`.

        Raises like `cancel_order`; `Refused` also for more than was paid.
        """
        self._must_be_able(Capability.REFUND_ORDER)
        as_of = self._clock()
        order, made = await self._changes.refund(
            lambda: self._orders.numbered(customer_id, number),
            amount,
            place=(customer_id, folded(number)),
            key=key,
        )
        unit = Unit.of(order.currency, rials_as_toman=self._settings.rials_as_toman)
        return mapping.refund(self._settings, made, order.number, unit, as_of)

    def _must_be_able(self, capability: Capability) -> None:
        if capability not in self.capabilities:
            raise NotSupported(
                "The settings do not allow this in this shop.", source=self.name
            )

    async def close(self) -> None:
        """
        Let go of connections; what is asked afterwards is unavailable.
        """
        self._api.close()
        if self._own_client is not None:
            await self._own_client.aclose()


def _hundreds(ids: list[int]) -> list[list[int]]:
    """
    The ids in lists that fit one question.
    """
    return [ids[begin : begin + PER_PAGE] for begin in range(0, len(ids), PER_PAGE)]
