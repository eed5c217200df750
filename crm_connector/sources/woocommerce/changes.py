"""
What may be done to an order: cancel it, give money back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from decimal import Decimal
from typing import TypeVar
from weakref import WeakValueDictionary

from crm_connector.errors import BadSourceData, OutcomeUnknown, Refused
from crm_connector.model import Money
from crm_connector.sources.payload import Payload
from crm_connector.sources.woocommerce import mapping
from crm_connector.sources.woocommerce.api import Api
from crm_connector.sources.woocommerce.mapping import CANCELLED
from crm_connector.sources.woocommerce.money import Unit
from crm_connector.sources.woocommerce.settings import WooSettings
from crm_connector.sources.woocommerce.shapes import KEY, OrderPayload, RefundPayload

P = TypeVar("P", bound=Payload)


class Changes:
    """
    Changes orders that were just read, and were found to be the customer's.
    """

    def __init__(self, api: Api, settings: WooSettings) -> None:
        self._api = api
        self._settings = settings
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def cancel(self, order: OrderPayload) -> OrderPayload:
        """
        The order as it is after being cancelled; raises `Refused`.
        """
        if order.status == CANCELLED:
            return order
        if order.status not in self._settings.cancel_from:
            raise self._refused("The order has gone too far.")
        after = await self._sent(
            self._api.ask(
                "PUT",
                f"orders/{order.id}",
                OrderPayload,
                changes=True,
                json={"status": CANCELLED},
            )
        )
        if (after.id, after.status) != (order.id, CANCELLED):
            raise self._refused("The shop did not cancel the order.")
        return after

    async def refund(
        self, order: OrderPayload, amount: Money, unit: Unit, key: str
    ) -> RefundPayload:
        """
        The refund made for `key`, now or before; raises `Refused`.
        """
        path = f"orders/{order.id}/refunds"
        # Two at a time would both see that nothing was given back yet.
        async with self._locks.setdefault(order.id, asyncio.Lock()):
            before = await self._api.all(path, RefundPayload, {})
            for earlier in before:
                if earlier.key == key:
                    self._must_be_the_same(earlier, amount, unit)
                    return earlier
            self._must_be_owed(order, before, amount, unit)
            return await self._sent(
                self._api.ask(
                    "POST",
                    path,
                    RefundPayload,
                    changes=True,
                    json={
                        "amount": unit.written(amount),
                        "api_refund": self._settings.api_refund,
                        # Nothing has come back yet that could be sold again.
                        "api_restock": False,
                        "meta_data": [{"key": KEY, "value": key}],
                    },
                )
            )

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
        given = sum((abs(each.amount) for each in before), Decimal(0))
        owed = mapping.money(self._settings, unit, max(order.total - given, Decimal(0)))
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
