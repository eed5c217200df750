"""
The source that reads a Vendure shop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

import httpx

from crm_connector.errors import (
    BadSourceData,
    CustomerNotFound,
    OrderNotFound,
    SourceRejected,
)
from crm_connector.model import (
    CataloguePage,
    Contact,
    Customer,
    Money,
    Order,
    ShelfItem,
)
from crm_connector.moments import utc_now
from crm_connector.operations import Reason
from crm_connector.refunds import Refund
from crm_connector.source import Capability
from crm_connector.sources.numbers import plain
from crm_connector.sources.vendure import mapping, shelf
from crm_connector.sources.vendure.catalogue import Catalogue
from crm_connector.sources.vendure.changes import Changes
from crm_connector.sources.vendure.documents import (
    CHECK,
    CUSTOMER,
    FIND,
    ORDERS,
    SHELF,
)
from crm_connector.sources.vendure.finding import customer_filter
from crm_connector.sources.vendure.goods import Shelf
from crm_connector.sources.vendure.mapping import Seen, Shop
from crm_connector.sources.vendure.money import Units
from crm_connector.sources.vendure.paging import everything
from crm_connector.sources.vendure.session import Session
from crm_connector.sources.vendure.settings import VendureSettings
from crm_connector.sources.vendure.shapes import (
    Checked,
    Found,
    OneCustomer,
    OrderPayload,
    OrdersAnswer,
    Paged,
    Server,
)

# Vendure's ids are numbers of 32 bits or UUIDs, or what a shop makes of them.
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LARGEST_NUMBER = 2**31 - 1
_LONGEST_NUMBER = 100
_MOST_MATCHES = 1000
# Much belongs to an order: a shop answers for so many well within the time limit.
_ORDERS_AT_ONCE = 25
_READING = frozenset(
    {
        Capability.CUSTOMERS,
        Capability.FIND,
        Capability.ORDERS,
        Capability.CATALOGUE,
        Capability.SHELF,
    }
)
_CHANGING = frozenset({Capability.CANCEL_ORDER, Capability.REFUND_ORDER})
RIGHTS, TO_CHANGE = ("ReadCustomer", "ReadOrder", "ReadCatalog"), "UpdateOrder"
"""What the role of our account needs; a super administrator has them all."""
_IN_PARTS = {"ReadCatalog": {"ReadProduct", "ReadCollection", "ReadFacet"}}


class VendureSource:
    """
    Customers, orders, catalogue and shelf of a shop; it can cancel and give back.
    """

    def __init__(
        self,
        settings: VendureSettings,
        *,
        client: httpx.AsyncClient | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """
        Nothing is asked yet (see `check`). A client that is given stays its owner's.
        """
        self._settings = settings
        self._clock = clock
        self._session = Session(client, settings, clock)
        self._catalogue = Catalogue(self._session, settings)
        self._changes = Changes(self._session, settings.name)

    @property
    def name(self) -> str:
        """
        What the settings call this source, as every record says.
        """
        return self._settings.name

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        All that the Admin API offers, and changes only where the shop lets us.
        """
        return _READING | _CHANGING if self._settings.may_change else _READING

    async def check(self) -> None:
        """
        Sign in, and see whether the channel is there and the role has every right.
        """
        answer = await self._session.ask(CHECK, Checked)
        token = answer.active_channel.token
        if self._settings.channel not in (None, token):
            # Vendure answers from its only channel whatever the token.
            raise SourceRejected("The shop has no such channel.", source=self.name)
        held = {
            right
            for channel in answer.me.channels
            if channel.token == token
            for right in channel.permissions
        }
        held |= {right for right, parts in _IN_PARTS.items() if parts <= held}
        needed = (*RIGHTS, TO_CHANGE) if self._settings.may_change else RIGHTS
        missing = [right for right in needed if right not in held]
        if missing and "SuperAdmin" not in held:
            raise SourceRejected(
                f"The role of the account lacks {', '.join(missing)}.",
                source=self.name,
            )

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """
        as_of = self._clock()
        payload = None
        if _is_id(customer_id):
            answer = await self._session.ask(CUSTOMER, OneCustomer, id=customer_id)
            payload = answer.customer
        # Vendure reads "1.0" as 1.
        if payload is None or payload.id != customer_id:
            raise CustomerNotFound("There is no such customer.", source=self.name)
        return mapping.customer(self._shop(), payload, as_of)

    async def find(self, contact: Contact, *, limit: int = 10) -> tuple[Customer, ...]:
        """
        Everybody who has this phone or e-mail in their account, in the order of ids.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        as_of = self._clock()
        wanted = customer_filter(contact)
        if wanted is None or not _is_sendable(contact.value):
            return ()
        options = {"filter": wanted, "sort": {"id": "ASC"}}
        payloads = await everything(
            lambda page: self._session.ask(FIND, Found, options={**options, **page}),
            lambda answer: answer.customers,
            source=self.name,
            page=self._settings.page,
            limit=_MOST_MATCHES,
        )
        found = (mapping.customer(self._shop(), each, as_of) for each in payloads)
        # The pattern finds the digits anywhere; only these are the same phone.
        same = [each for each in found if contact.value in (*each.phones, *each.emails)]
        return tuple(same[:limit])

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first; an unknown customer has none.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        as_of = self._clock()
        found = await self._orders(
            customer_id, {}, min(limit, self._settings.max_orders)
        )
        return tuple(
            mapping.order(each.shop, each.order, customer_id, as_of) for each in found
        )

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """
        as_of = self._clock()
        seen = await self._one(customer_id, number)
        return mapping.order(seen.shop, seen.order, customer_id, as_of)

    async def catalogue(
        self, *, after: str | None = None, limit: int = 1000
    ) -> CataloguePage:
        """
        A page of what the shop calls its things.
        """
        if limit < 1:
            raise ValueError("limit must be at least 1")
        return await self._catalogue.page(after, limit)

    async def catalogue_version(self) -> str | None:
        """
        Another text when something of the catalogue was changed, came or went.
        """
        return await self._catalogue.version()

    async def shelf(self, product_ids: Collection[str]) -> Mapping[str, ShelfItem]:
        """
        Price and stock by product id; products that are not sold are left out.
        """
        as_of = self._clock()
        wanted = sorted({each for each in product_ids if _is_id(each)})
        found: dict[str, ShelfItem] = {}
        for begin in range(0, len(wanted), self._settings.page):
            some = wanted[begin : begin + self._settings.page]
            options = {
                "filter": {"id": {"in": some}, "enabled": {"eq": True}},
                "take": len(some),
            }
            answer = await self._session.ask(SHELF, Shelf, options=options)
            shop = self._shop(answer.global_settings)
            if len(answer.products.items) != answer.products.total_items:
                raise BadSourceData("Products are missing.", source=self.name)
            for product in answer.products.items:
                item = shelf.item(shop, answer.global_settings, product, as_of)
                if item is not None and product.id in some:
                    found[product.id] = item
        return found

    async def cancel_order(
        self, customer_id: str, number: str, *, key: str, reason: Reason | None = None
    ) -> Order:
        """
        The order as it is after being cancelled, its money on the way back.
        """
        as_of = self._clock()
        seen = await self._changes.cancel(
            lambda: self._one(customer_id, number), key=key, why=reason
        )
        return mapping.order(seen.shop, seen.order, customer_id, as_of)

    async def refund_order(
        self, customer_id: str, number: str, amount: Money, *, key: str
    ) -> Refund:
        """
        Give back `amount` of one payment of the order, once for each `key`.
        """
        as_of = self._clock()
        seen, refund = await self._changes.refund(
            lambda: self._one(customer_id, number), amount, key=key
        )
        return mapping.refund(seen.shop, seen.order, refund, as_of)

    async def close(self) -> None:
        """
        Let go of connections; may be called twice.
        """
        await self._session.close()

    async def _orders(
        self, customer_id: str, wanted: Mapping[str, object], limit: int
    ) -> tuple[Seen, ...]:
        """
        The customer's orders that fit a filter of the API; carts are none.
        """
        if not _is_id(customer_id):
            return ()
        options = {
            "filter": {"orderPlacedAt": {"isNull": False}, **wanted},
            "sort": {"orderPlacedAt": "DESC", "id": "DESC"},
        }
        answers: list[OrdersAnswer] = []

        async def ask(page: Mapping[str, int]) -> OrdersAnswer:
            answer = await self._session.ask(
                ORDERS, OrdersAnswer, customer=customer_id, options={**options, **page}
            )
            answers.append(answer)
            return answer

        payloads = await everything(
            ask,
            _theirs(customer_id),
            source=self.name,
            page=min(self._settings.page, _ORDERS_AT_ONCE),
            limit=limit,
        )
        shop = self._shop(answers[-1].global_settings)
        for each in payloads:
            if each.customer is None or each.customer.id != customer_id:
                raise BadSourceData("An order is somebody else's.", source=self.name)
        return tuple(Seen(shop, each) for each in payloads)

    async def _one(self, customer_id: str, number: str) -> Seen:
        written = plain(number)
        found: tuple[Seen, ...] = ()
        if 0 < len(written) <= _LONGEST_NUMBER:
            # Vendure compares letter by letter, and a shop may make codes of its own.
            ways = sorted({written, written.upper(), written.lower()})
            found = await self._orders(
                customer_id, {"code": {"in": ways}}, self._settings.page
            )
        key = written.casefold()
        same = [each for each in found if plain(each.order.code).casefold() == key]
        if not same:
            raise OrderNotFound("This customer has no such order.", source=self.name)
        if len(same) > 1:
            raise BadSourceData("Two orders have one number.", source=self.name)
        return same[0]

    def _shop(self, server: Server | None = None) -> Shop:
        settings = self._settings
        precision = server.server_config.money_strategy_precision if server else 2
        return Shop(
            source=settings.name,
            country=settings.country,
            units=Units(precision, settings.rials_as_toman),
            statuses=settings.statuses,
        )


def _theirs(customer_id: str) -> Callable[[OrdersAnswer], Paged[OrderPayload]]:
    def part(answer: OrdersAnswer) -> Paged[OrderPayload]:
        # Vendure reads "1.0" as 1.
        if answer.customer is None or answer.customer.id != customer_id:
            return Paged[OrderPayload].parse_obj({"totalItems": 0, "items": []})
        return answer.customer.orders

    return part


def _is_sendable(text: str) -> bool:
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text)


def _is_id(text: str) -> bool:
    if _ID.fullmatch(text) is None:
        return False
    return not text.isdecimal() or int(text) <= _LARGEST_NUMBER
