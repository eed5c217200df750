"""
The shop as who buys sees it, by what the gate leads to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from actions import services
from actions.buying.reading import Wanted
from actions.services import Services
from crm_connector.cart import Cart, CartLine, Delivery, Placed, ordering
from crm_connector.choices import Variant
from crm_connector.errors import NotSupported
from crm_connector.model import Address, CatalogueEntry, Money, Order, Yes
from crm_connector.source import Capability

RECENT = 20
_NEEDED = (Capability.VARIANTS, Capability.DELIVERIES, Capability.PLACE_ORDER)


class Shop(Protocol):
    """
    The shop for whoever is writing. What is asked of it may raise `CrmError`.
    """

    @property
    def customer(self) -> str:
        """
        The shop's own id of whoever is writing; empty for strangers.
        """

    @property
    def has_page(self) -> bool:
        """
        Whether there is a page on which orders are paid for.
        """

    def now(self) -> datetime:
        """
        This moment.
        """

    def named(self, wanted: Wanted) -> tuple[CatalogueEntry, ...]:
        """
        The products that may be meant.
        """

    def product(self, id_: str) -> CatalogueEntry | None:
        """
        The product with this id, if the catalogue has it.
        """

    async def orders(self) -> tuple[Order, ...]:
        """
        Their newest orders.
        """

    async def numbered(self, number: str) -> Order:
        """
        One of their orders, or `OrderNotFound`.
        """

    async def variants(
        self, product_ids: Sequence[str]
    ) -> Mapping[str, tuple[Variant, ...]]:
        """
        The pieces of these products; without those that are not sold.
        """

    async def deliveries(
        self, address: Address, lines: Sequence[CartLine]
    ) -> tuple[Delivery, ...]:
        """
        The ways there.
        """

    async def place(self, cart: Cart, due: Money, key: str) -> Placed:
        """
        Order this, to which they have said yes.
        """

    async def payment_link(self, number: str) -> str | None:
        """
        Where an order of theirs is paid for, as long as it is not.
        """


def sells() -> bool:
    """
    Whether things are bought in the chat: the shop's system can do all that it takes.
    """
    house = services.services()
    able = house.gate.buying.can
    return house.goods is not None and all(able(each) for each in _NEEDED)


class GateShop:
    """
    The shop as the gate gives it.
    """

    def __init__(self, house: Services) -> None:
        self._house = house
        self._who = services.identity()
        self._buying = house.gate.buying

    @property
    def customer(self) -> str:
        """
        Who has proven it.
        """
        return self._who.customer_id or ""

    @property
    def has_page(self) -> bool:
        """
        By what the shop's system can do.
        """
        return self._buying.can(Capability.PAYMENT_LINK)

    def now(self) -> datetime:
        """
        By the house's clock.
        """
        return self._house.clock()

    def named(self, wanted: Wanted) -> tuple[CatalogueEntry, ...]:
        """
        As the catalogue knows them.
        """
        goods = self._house.goods
        if goods is None:
            return ()
        return goods.named(
            wanted.search,
            ids=wanted.ids,
            category=wanted.category,
            brand=wanted.brand,
        )

    def product(self, id_: str) -> CatalogueEntry | None:
        """
        As the catalogue knows it.
        """
        goods = self._house.goods
        return None if goods is None else goods.product(id_)

    async def orders(self) -> tuple[Order, ...]:
        """
        From all systems of the shop.
        """
        found = await self._house.gate.orders(self._who, limit=RECENT)
        return found.values

    async def numbered(self, number: str) -> Order:
        """
        From whichever system has it.
        """
        found = await self._house.gate.order(self._who, number)
        return found.values[0]

    async def variants(
        self, product_ids: Sequence[str]
    ) -> Mapping[str, tuple[Variant, ...]]:
        """
        As they are now.
        """
        return await self._buying.variants(self._who, product_ids)

    async def deliveries(
        self, address: Address, lines: Sequence[CartLine]
    ) -> tuple[Delivery, ...]:
        """
        At what each costs now.
        """
        return await self._buying.deliveries(self._who, address, lines)

    async def place(self, cart: Cart, due: Money, key: str) -> Placed:
        """
        With the yes to exactly this.
        """
        yes = Yes(self.customer, ordering(cart, due), key)
        return await self._buying.place_order(self._who, cart, due=due, yes=yes)

    async def payment_link(self, number: str) -> str | None:
        """
        None also where the shop has no such page.
        """
        try:
            return await self._buying.payment_link(self._who, number)
        except NotSupported:
            return None
