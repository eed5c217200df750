"""
What may be done to an order: cancel it, give money back.

WooCommerce has no keys by which a change is done once, so ours is kept in the meta data
of what was changed, and looked for before anything is done. To cancel gives nothing
back by itself: what was paid goes back by a refund that the payment gateway carries
out, and where none may or can, that is said (`NotGivenBack`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TypeVar
from weakref import WeakValueDictionary

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    NotGivenBack,
    OutcomeUnknown,
    Refused,
)
from crm_connector.model import Money
from crm_connector.sources.payload import Payload
from crm_connector.sources.woocommerce import mapping
from crm_connector.sources.woocommerce.api import Api
from crm_connector.sources.woocommerce.mapping import CANCELLED, REFUNDED
from crm_connector.sources.woocommerce.money import Unit
from crm_connector.sources.woocommerce.orders import Orders, refunds_of
from crm_connector.sources.woocommerce.settings import WooSettings
from crm_connector.sources.woocommerce.shapes import (
    CANCELLED_FOR,
    KEY,
    OrderPayload,
    RefundPayload,
)

P = TypeVar("P", bound=Payload)
Look = Callable[[], Awaitable[OrderPayload]]
"""Reads the order, which it finds to be the customer's."""


class Changes:
    """
    All that is ever changed in the shop; `place` is what names an order to `look`.
    """

    def __init__(self, api: Api, orders: Orders, settings: WooSettings) -> None:
        self._api = api
        self._orders = orders
        self._settings = settings
        self._locks: WeakValueDictionary[object, asyncio.Lock] = WeakValueDictionary()

    async def cancel(self, look: Look, *, place: object, key: str) -> OrderPayload:
        """
        The order as it is after being cancelled, and its money on the way back.
        """
        async with self._one_by_one(place):
            before = await look()
            # After all money went back WooCommerce calls it refunded.
            if before.status in (CANCELLED, REFUNDED):
                if before.cancelled_for != key:
                    raise self._refused("The order was cancelled by somebody else.")
                return await self._settled(look, before, key)
            if before.status not in self._settings.cancel_from:
                raise self._refused("The order has gone too far.")
            mark = {"key": CANCELLED_FOR, "value": key}
            after = await self._sent(
                self._api.ask(
                    "PUT",
                    f"orders/{before.id}",
                    OrderPayload,
                    changes=True,
                    json={"status": CANCELLED, "meta_data": [mark]},
                )
            )
            if (after.id, after.status) != (before.id, CANCELLED):
                raise self._refused("The shop did not cancel the order.")
            return await self._settled(look, after, key)

    async def _settled(self, look: Look, order: OrderPayload, key: str) -> OrderPayload:
        """
        An order that was cancelled for us, once what was paid for it goes back.
        """
        if order.date_paid_gmt is None:
            return order
        try:
            is_given = await self._all_given(order, key)
        except OutcomeUnknown:
            # Not sent again: the gateway may still be at it.
            if not await self._is_given(order, key):
                raise self._not_given() from None
            is_given = True
        except CrmError as error:
            raise self._not_given() from error
        return await self._as_it_is(look, order) if is_given else order

    async def _all_given(self, order: OrderPayload, key: str) -> bool:
        """
        Give back all that is left of what was paid; whether there was anything.
        """
        before = await self._orders.all_refunds(order)
        left = _left(order, before)
        if not left or any(each.key == key for each in before):
            return False
        if not self._settings.api_refund:
            raise self._refused("The settings allow no refunds by the gateway.")
        await self._given(order, format(left, "f"), key)
        return True

    async def _is_given(self, order: OrderPayload, key: str) -> bool:
        try:
            found = await self._orders.all_refunds(order)
        except CrmError:
            return False
        return any(each.key == key for each in found)

    async def _as_it_is(self, look: Look, order: OrderPayload) -> OrderPayload:
        """
        The order with what was given back; as it was before if nobody answers now.
        """
        try:
            return await look()
        except CrmError:
            return order

    async def refund(
        self, look: Look, amount: Money, *, place: object, key: str
    ) -> tuple[OrderPayload, RefundPayload]:
        """
        The order, and the refund made for `key`, now or before; raises `Refused`.
        """
        # Two at a time would both see that nothing was given back yet.
        async with self._one_by_one(place):
            order = await look()
            unit = self._unit(order)
            before = await self._orders.all_refunds(order)
            for earlier in before:
                if earlier.key == key:
                    self._must_be_the_same(earlier, amount, unit)
                    return order, earlier
            self._must_be_owed(order, before, amount, unit)
            return order, await self._given(order, unit.written(amount), key)

    async def _given(self, order: OrderPayload, amount: str, key: str) -> RefundPayload:
        """
        So much, as the shop writes it, given back by the order's payment gateway.

        Where the gateway cannot, nothing is made, and the shop answers with an error.
        """
        return await self._sent(
            self._api.ask(
                "POST",
                refunds_of(order),
                RefundPayload,
                changes=True,
                json={
                    "amount": amount,
                    "api_refund": True,
                    # Nothing has come back yet that could be sold again.
                    "api_restock": False,
                    "meta_data": [{"key": KEY, "value": key}],
                },
            )
        )

    def _one_by_one(self, place: object) -> asyncio.Lock:
        return self._locks.setdefault(place, asyncio.Lock())

    def _unit(self, order: OrderPayload) -> Unit:
        return Unit.of(order.currency, rials_as_toman=self._settings.rials_as_toman)

    def _must_be_the_same(
        self, earlier: RefundPayload, amount: Money, unit: Unit
    ) -> None:
        if mapping.money(self._settings, unit, abs(earlier.amount)) != amount:
            raise self._refused("This wish was for another amount.")

    def _must_be_owed(
        self,
        order: OrderPayload,
        before: list[RefundPayload],
        amount: Money,
        unit: Unit,
    ) -> None:
        if order.date_paid_gmt is None:
            raise self._refused("The order was not paid.")
        owed = mapping.money(self._settings, unit, _left(order, before))
        if amount.currency != owed.currency or not 0 < amount.amount <= owed.amount:
            raise self._refused("This is more than was paid.")

    async def _sent(self, change: Awaitable[P | None]) -> P:
        """
        What a change gives; an answer that makes no sense leaves it unknown.
        """
        try:
            answer = await change
        except BadSourceData as error:
            raise OutcomeUnknown(
                "A change was sent and its answer makes no sense.",
                source=self._settings.name,
            ) from error
        if answer is None:
            raise OutcomeUnknown(
                "A change was sent and has no answer.", source=self._settings.name
            )
        return answer

    def _refused(self, why: str) -> Refused:
        return Refused(why, source=self._settings.name)

    def _not_given(self) -> NotGivenBack:
        return NotGivenBack(
            "The order was cancelled, and its money may not be on its way back.",
            source=self._settings.name,
        )


def _left(order: OrderPayload, before: list[RefundPayload]) -> Decimal:
    """
    What was paid and has not been given back, in the shop's own unit.
    """
    given = sum((abs(each.amount) for each in before), Decimal(0))
    return max(order.total - given, Decimal(0))
