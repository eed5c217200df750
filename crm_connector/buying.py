"""
The one way to buy something for a customer: with their explicit yes to exactly this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm_connector.access import access_change, access_orders
from crm_connector.attempts import PaymentAttempt
from crm_connector.cart import Cart, CartLine, Delivery, Placed, ordering
from crm_connector.choices import Variant
from crm_connector.errors import NotSupported
from crm_connector.model import Address, Identity, Money, Yes
from crm_connector.moments import utc_now
from crm_connector.profile.assemble import Profiles
from crm_connector.profile.facts import Field
from crm_connector.selling import (
    DeliversGoods,
    KnowsAttempts,
    LinksToPay,
    PlacesOrders,
)
from crm_connector.source import Capability, ShelfSource, VariantSource


@dataclass(frozen=True)
class OnSale:
    """
    What there is of some products, as everybody may hear it.

    `pieces` are by product id, without what is not sold; where the source tells nothing
    of variants there is one piece of each product, without options. `as_of` is of when
    the oldest is, where that is longer ago than orders may be old; else None.
    """

    pieces: Mapping[str, tuple[Variant, ...]]
    as_of: datetime | None = None


class Buying:
    """
    Buys for who is writing, in the source whose customer they are.

    A yes is to the whole cart and to what it comes to (`crm_connector.cart.ordering`).
    What the source cannot do is `NotSupported`; the errors of `crm_connector.access`
    come first.
    """

    def __init__(
        self,
        profiles: Profiles,
        home: str,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._profiles = profiles
        self._home = home
        self._clock = clock

    def can(self, capability: Capability) -> bool:
        """
        Whether the source in which orders are placed can do this.
        """
        return self._profiles.asking.can(self._home, capability)

    async def deliveries(
        self, identity: Identity, address: Address, lines: Sequence[CartLine]
    ) -> tuple[Delivery, ...]:
        """
        The ways in which these things come there, for who has proven who they are.
        """
        access_orders(identity, self._clock())
        source: DeliversGoods = self._able(Capability.DELIVERIES)
        return await source.deliveries(address, lines)

    async def ways_to(
        self, city: str, country: str | None = None
    ) -> tuple[Delivery, ...]:
        """
        The ways in which things come to a city of a country, whatever they are.

        It is what the shop tells everybody, and nothing of any customer: no proof is
        needed. An empty city is one of which nothing is known.
        """
        source: DeliversGoods = self._able(Capability.DELIVERIES)
        place = Address(name="", lines=(), city=city, country=country)
        return await source.deliveries(place, ())

    async def place_order(
        self, identity: Identity, cart: Cart, *, due: Money, yes: Yes | None
    ) -> Placed:
        """
        Their new order, placed once for the key of their yes. Raises `DueChanged`, too.
        """
        agreed = access_change(identity, self._clock(), yes, ordering(cart, due))
        source: PlacesOrders = self._able(Capability.PLACE_ORDER)
        try:
            return await source.place_order(
                agreed.customer_id, cart, due=due, key=agreed.key
            )
        finally:
            # Whatever became of it, what was known before is not true any more.
            self._profiles.forget(self._home, agreed.customer_id)

    async def variants(
        self, identity: Identity, product_ids: Sequence[str]
    ) -> Mapping[str, tuple[Variant, ...]]:
        """
        All pieces of these products, without what is not sold.
        """
        access_orders(identity, self._clock())
        source: VariantSource = self._able(Capability.VARIANTS)
        return await source.variants(product_ids)

    @property
    def tells_goods(self) -> bool:
        """
        Whether the source knows what products cost, or whether there are any.
        """
        return self.can(Capability.VARIANTS) or self.can(Capability.SHELF)

    async def on_sale(self, product_ids: Sequence[str]) -> OnSale:
        """
        Prices and stock now, which the shop tells everybody: no proof is needed.
        """
        if self.can(Capability.VARIANTS):
            knows: VariantSource = self._able(Capability.VARIANTS)
            pieces = await knows.variants(product_ids)
        else:
            shelf: ShelfSource = self._able(Capability.SHELF)
            found = await shelf.shelf(product_ids)
            pieces = {
                id_: (
                    Variant(
                        id_, id_, {}, each.price, each.in_stock, each.source, each.as_of
                    ),
                )
                for id_, each in found.items()
            }
        moments = [each.as_of for of_one in pieces.values() for each in of_one]
        oldest = min(moments, default=None)
        budget = timedelta(seconds=self._profiles.rules[Field.ORDERS].budget.stale)
        is_late = oldest is not None and self._clock() - oldest > budget
        return OnSale(pieces, oldest if is_late else None)

    async def payment_link(self, identity: Identity, number: str) -> str | None:
        """
        Where one of their orders is paid for; None where it is not, or not any more.
        """
        customer_id = access_orders(identity, self._clock())
        source: LinksToPay = self._able(Capability.PAYMENT_LINK)
        return await source.payment_link(customer_id, number)

    async def payment_attempts(
        self, identity: Identity, number: str
    ) -> tuple[PaymentAttempt, ...]:
        """
        What became of paying for one of their orders, the first try first.
        """
        customer_id = access_orders(identity, self._clock())
        source: KnowsAttempts = self._able(Capability.PAYMENT_ATTEMPTS)
        return await source.payment_attempts(customer_id, number)

    def _able(self, capability: Capability) -> Any:
        """
        The home source as one that has this capability, or `NotSupported`.
        """
        if not self.can(capability):
            raise NotSupported(f"It cannot do {capability.value}.", source=self._home)
        return self._profiles.asking.sources[self._home]
