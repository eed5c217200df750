"""
The one way to change a customer's order: with their explicit yes to exactly this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from crm_connector.access import (
    Agreed,
    Attended,
    access_change,
    access_desk,
    access_desk_change,
    access_orders,
)
from crm_connector.choices import LineChange, LinePart, PaymentMethod, Variant
from crm_connector.errors import NotSupported
from crm_connector.model import Address, Identity, Money, Order, Wish, Yes
from crm_connector.moments import utc_now
from crm_connector.operations import Reason
from crm_connector.profile.assemble import Profiles
from crm_connector.refunds import Refund
from crm_connector.source import (
    CancelsOrders,
    Capability,
    ChangesAddresses,
    ChangesItems,
    ExchangesItems,
    OrderSource,
    PaymentMethodSource,
    RefundsOrders,
    ReturnsItems,
    VariantSource,
)

Who = Identity | Attended
"""Who is writing, or whom somebody of the shop attends to."""


class OrderChanges:
    """
    Changes what is theirs who is writing, in the source whose customer they are.

    A yes is to a wish of `wishes`, which holds all that was read back to them. What the
    source cannot do is `NotSupported`; the errors of `crm_connector.access` come first.
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
        Whether the source in which changes are made can do this.
        """
        return self._profiles.asking.can(self._home, capability)

    async def variants(self, who: Who, product_id: str) -> tuple[Variant, ...]:
        """
        All pieces of a product, for who has proven that they are a customer.
        """
        self._known(who)
        source: VariantSource = self._able(Capability.VARIANTS)
        return (await source.variants((product_id,))).get(product_id, ())

    async def payment_methods(self, who: Who) -> tuple[PaymentMethod, ...]:
        """
        What they have on file to pay with.
        """
        customer_id = self._known(who)
        source: PaymentMethodSource = self._able(Capability.PAYMENT_METHODS)
        return await source.payment_methods(customer_id)

    async def current_order(self, who: Who, number: str) -> Order:
        """
        One of their orders as it is now in the source in which changes are made.

        It is asked past everything that is kept. `OrderNotFound` is raised for what is
        in other sources, too.
        """
        customer_id = self._known(who)
        source: OrderSource = self._able(Capability.ORDERS)
        return await source.order(customer_id, number)

    async def cancel_order(
        self,
        who: Who,
        number: str,
        *,
        reason: Reason | None = None,
        yes: Yes | None,
    ) -> Order:
        """
        One of their orders, cancelled.
        """
        agreed = self._agreed(who, yes, cancelling(number, reason))
        source: CancelsOrders = self._able(Capability.CANCEL_ORDER)
        with self._changing(agreed):
            return await source.cancel_order(
                agreed.customer_id, number, key=agreed.key, reason=reason
            )

    async def refund_order(
        self, who: Who, number: str, amount: Money, *, yes: Yes | None
    ) -> Refund:
        """
        Some of what they paid for an order, given back.
        """
        agreed = self._agreed(who, yes, refunding(number, amount))
        source: RefundsOrders = self._able(Capability.REFUND_ORDER)
        with self._changing(agreed):
            return await source.refund_order(
                agreed.customer_id, number, amount, key=agreed.key
            )

    async def change_address(
        self, who: Who, number: str, address: Address, *, yes: Yes | None
    ) -> Order:
        """
        One of their orders, sent elsewhere.
        """
        agreed = self._agreed(who, yes, sending(number, address))
        source: ChangesAddresses = self._able(Capability.CHANGE_ADDRESS)
        with self._changing(agreed):
            return await source.change_address(
                agreed.customer_id, number, address, key=agreed.key
            )

    async def change_items(
        self,
        who: Who,
        number: str,
        changes: Sequence[LineChange],
        *,
        due: Money,
        method_id: str | None = None,
        yes: Yes | None,
    ) -> Order:
        """
        One of their orders, with these lines changed. Raises `DueChanged`, too.
        """
        wish = changing(number, changes, due, method_id)
        agreed = self._agreed(who, yes, wish)
        source: ChangesItems = self._able(Capability.CHANGE_ITEMS)
        with self._changing(agreed):
            return await source.change_items(
                agreed.customer_id,
                number,
                changes,
                due=due,
                method_id=method_id,
                key=agreed.key,
            )

    async def return_items(
        self,
        who: Who,
        number: str,
        parts: Sequence[LinePart],
        *,
        due: Money,
        method_id: str | None = None,
        reason: Reason | None = None,
        yes: Yes | None,
    ) -> Order:
        """
        One of their orders, of which these parts are to come back.
        """
        wish = returning(number, parts, due, method_id, reason)
        agreed = self._agreed(who, yes, wish)
        source: ReturnsItems = self._able(Capability.RETURN_ITEMS)
        with self._changing(agreed):
            return await source.return_items(
                agreed.customer_id,
                number,
                parts,
                due=due,
                method_id=method_id,
                key=agreed.key,
                reason=reason,
            )

    async def exchange_items(
        self,
        who: Who,
        number: str,
        changes: Sequence[LineChange],
        *,
        due: Money,
        method_id: str | None = None,
        reason: Reason | None = None,
        yes: Yes | None,
    ) -> Order:
        """
        One of their orders, of which these lines are to be exchanged.
        """
        wish = exchanging(number, changes, due, method_id, reason)
        agreed = self._agreed(who, yes, wish)
        source: ExchangesItems = self._able(Capability.EXCHANGE_ITEMS)
        with self._changing(agreed):
            return await source.exchange_items(
                agreed.customer_id,
                number,
                changes,
                due=due,
                method_id=method_id,
                key=agreed.key,
                reason=reason,
            )

    def _known(self, who: Who) -> str:
        if isinstance(who, Attended):
            return access_desk(who, self._clock())
        return access_orders(who, self._clock())

    def _agreed(self, who: Who, yes: Yes | None, wish: Wish) -> Agreed:
        if isinstance(who, Attended):
            return access_desk_change(who, self._clock(), yes, wish)
        return access_change(who, self._clock(), yes, wish)

    @contextmanager
    def _changing(self, agreed: Agreed) -> Iterator[None]:
        """
        Whatever becomes of the change, what was known before it is not true any more.
        """
        try:
            yield
        finally:
            self._profiles.forget(self._home, agreed.customer_id)

    def _able(self, capability: Capability) -> Any:
        """
        The home source as one that has this capability, or `NotSupported`.
        """
        if not self.can(capability):
            raise NotSupported(f"It cannot do {capability.value}.", source=self._home)
        return self._profiles.asking.sources[self._home]


def cancelling(number: str, reason: Reason | None = None) -> Wish:
    """
    The wish to have an order cancelled.
    """
    return (Capability.CANCEL_ORDER.value, number, reason)


def refunding(number: str, amount: Money) -> Wish:
    """
    The wish to be given back some of what was paid.
    """
    return (Capability.REFUND_ORDER.value, number, amount)


def sending(number: str, address: Address) -> Wish:
    """
    The wish to have an order sent elsewhere.
    """
    return (Capability.CHANGE_ADDRESS.value, number, address)


def changing(
    number: str, changes: Sequence[LineChange], due: Money, method_id: str | None
) -> Wish:
    """
    The wish to have lines of an order changed, at this price.
    """
    return (Capability.CHANGE_ITEMS.value, number, tuple(changes), due, method_id)


def returning(
    number: str,
    parts: Sequence[LinePart],
    due: Money,
    method_id: str | None,
    reason: Reason | None,
) -> Wish:
    """
    The wish to send something back, for this money.
    """
    name = Capability.RETURN_ITEMS.value
    return (name, number, tuple(parts), due, method_id, reason)


def exchanging(
    number: str,
    changes: Sequence[LineChange],
    due: Money,
    method_id: str | None,
    reason: Reason | None,
) -> Wish:
    """
    The wish to have something exchanged, at this price.
    """
    name = Capability.EXCHANGE_ITEMS.value
    return (name, number, tuple(changes), due, method_id, reason)
