"""
The one way to a customer's data: say who is asking, and how sure we are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, Protocol

from crm_connector.access import access_change, access_orders, access_profile
from crm_connector.errors import NotSupported
from crm_connector.model import (
    Address,
    Customer,
    Identity,
    Invoice,
    Loyalty,
    Money,
    Order,
    Refund,
    Yes,
)
from crm_connector.source import (
    CancelsOrders,
    Capability,
    ChangesAddresses,
    CustomerSource,
    InvoiceSource,
    LoyaltySource,
    OrderSource,
    RefundsOrders,
)


class ShopRecords(CustomerSource, OrderSource, Protocol):
    """
    A source that knows customers and their orders.
    """


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class CustomerGate:
    """
    Reads and changes one source for whoever is writing, and only what is theirs.

    What each way in needs is said by `crm_connector.access`, at the moment of `clock`;
    its errors come before anything else. What the source cannot do is `NotSupported`.
    """

    def __init__(
        self, source: ShopRecords, *, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        self._source = source
        self._clock = clock

    async def customer(self, identity: Identity) -> Customer:
        """
        The person who is writing.
        """
        return await self._source.customer(access_profile(identity, self._clock()))

    async def orders(self, identity: Identity, *, limit: int = 20) -> tuple[Order, ...]:
        """
        Their orders, the newest first.
        """
        who = access_orders(identity, self._clock())
        return await self._source.orders(who, limit=limit)

    async def order(self, identity: Identity, number: str) -> Order:
        """
        One of their orders; somebody else's is `OrderNotFound`, as one that is not.
        """
        return await self._source.order(access_orders(identity, self._clock()), number)

    async def invoices(
        self, identity: Identity, *, limit: int = 20
    ) -> tuple[Invoice, ...]:
        """
        Their invoices, the newest first.
        """
        who = access_orders(identity, self._clock())
        source: InvoiceSource = self._able(Capability.INVOICES)
        return await source.invoices(who, limit=limit)

    async def loyalty(self, identity: Identity) -> Loyalty:
        """
        What they have collected.
        """
        who = access_profile(identity, self._clock())
        source: LoyaltySource = self._able(Capability.LOYALTY)
        return await source.loyalty(who)

    async def cancel_order(
        self, identity: Identity, number: str, *, yes: Yes | None
    ) -> Order:
        """
        One of their orders, cancelled.
        """
        agreed = access_change(identity, self._clock(), yes)
        source: CancelsOrders = self._able(Capability.CANCEL_ORDER)
        return await source.cancel_order(agreed.customer_id, number, key=agreed.key)

    async def refund_order(
        self, identity: Identity, number: str, amount: Money, *, yes: Yes | None
    ) -> Refund:
        """
        Some of what they paid for an order, given back.
        """
        agreed = access_change(identity, self._clock(), yes)
        source: RefundsOrders = self._able(Capability.REFUND_ORDER)
        return await source.refund_order(
            agreed.customer_id, number, amount, key=agreed.key
        )

    async def change_address(
        self, identity: Identity, number: str, address: Address, *, yes: Yes | None
    ) -> Order:
        """
        One of their orders, sent elsewhere.
        """
        agreed = access_change(identity, self._clock(), yes)
        source: ChangesAddresses = self._able(Capability.CHANGE_ADDRESS)
        return await source.change_address(
            agreed.customer_id, number, address, key=agreed.key
        )

    def _able(self, capability: Capability) -> Any:
        """
        The source as one that has this capability, or `NotSupported`.
        """
        if capability not in self._source.capabilities:
            raise NotSupported(
                f"It cannot do {capability.value}.", source=self._source.name
            )
        return self._source
