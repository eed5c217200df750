"""
The ways in which customers change their orders in a database.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from crm_connector.choices import LineChange, LinePart
from crm_connector.errors import NotSupported
from crm_connector.model import Address, Money, Order
from crm_connector.operations import Operation, Reason
from crm_connector.sources.sql.asking import Asking
from crm_connector.sources.sql.changes import Change
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.queries import Value
from crm_connector.sources.sql.wishes import Wish


class ChangesOrders(ABC):
    """
    Carries out what the mapping allows, once for each `key`; else `NotSupported`.
    """

    _mapping: ShopMapping
    _clock: Callable[[], datetime]
    _asking: Asking
    _changes: Mapping[str, Change]

    @abstractmethod
    def _order_keys(self, customer_id: str, number: str) -> tuple[Value, Value]:
        """
        Both as they are compared with columns; `OrderNotFound` if they cannot be.
        """

    async def cancel_order(
        self, customer_id: str, number: str, *, key: str, reason: Reason | None = None
    ) -> Order:
        """
        The order as it is after being cancelled.
        """
        customer, wanted = self._order_keys(customer_id, number)
        wish = Wish(customer, wanted, key, reason=reason)
        return await self._change(Operation.CANCEL_ORDER, wish)

    async def change_address(
        self, customer_id: str, number: str, address: Address, *, key: str
    ) -> Order:
        """
        The order with its new address.
        """
        customer, wanted = self._order_keys(customer_id, number)
        wish = Wish(customer, wanted, key, address=address)
        return await self._change(Operation.CHANGE_ADDRESS, wish)

    async def change_items(
        self,
        customer_id: str,
        number: str,
        changes: Sequence[LineChange],
        *,
        due: Money,
        method_id: str | None,
        key: str,
    ) -> Order:
        """
        The order with these lines changed, all of them or none.
        """
        customer, wanted = self._order_keys(customer_id, number)
        wish = Wish(
            *(customer, wanted, key),
            changes=tuple(changes),
            due=due,
            method_id=method_id,
        )
        return await self._change(Operation.CHANGE_ITEMS, wish)

    async def return_items(
        self,
        customer_id: str,
        number: str,
        parts: Sequence[LinePart],
        *,
        due: Money,
        method_id: str | None,
        key: str,
        reason: Reason | None = None,
    ) -> Order:
        """
        The order, of which these parts are to come back.
        """
        customer, wanted = self._order_keys(customer_id, number)
        wish = Wish(
            *(customer, wanted, key),
            reason=reason,
            parts=tuple(parts),
            due=due,
            method_id=method_id,
        )
        return await self._change(Operation.RETURN_ITEMS, wish)

    async def exchange_items(
        self,
        customer_id: str,
        number: str,
        changes: Sequence[LineChange],
        *,
        due: Money,
        method_id: str | None,
        key: str,
        reason: Reason | None = None,
    ) -> Order:
        """
        The order, of which these lines are to be exchanged.
        """
        customer, wanted = self._order_keys(customer_id, number)
        wish = Wish(
            *(customer, wanted, key),
            reason=reason,
            changes=tuple(changes),
            due=due,
            method_id=method_id,
        )
        return await self._change(Operation.EXCHANGE_ITEMS, wish)

    async def _change(self, operation: Operation, wish: Wish) -> Order:
        change, now = self._changes.get(operation.value), self._clock()
        if change is None:
            raise NotSupported(
                "The mapping does not speak of it.", source=self._mapping.source
            )
        return await self._asking.change(
            lambda connection: change.run(connection, wish, now)
        )
