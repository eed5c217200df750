"""
The side of the source on which one buys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.engine import Connection

from crm_connector.attempts import PaymentAttempt
from crm_connector.cart import Cart, CartLine, Delivery, Placed
from crm_connector.errors import CustomerNotFound, NotSupported, OrderNotFound
from crm_connector.model import Address, Money
from crm_connector.source import Capability
from crm_connector.sources.sql import attempts
from crm_connector.sources.sql.asking import Asking
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.ordering import Ordering
from crm_connector.sources.sql.parts import AttemptMapping
from crm_connector.sources.sql.queries import MoneyQueries, OrderQueries, Value
from crm_connector.sources.sql.statements import Row, key_value, number_value

T = TypeVar("T")


class Sells:
    """
    Takes orders, where the mapping says how; part of `SqlSource`, whose fields it uses.
    """

    _mapping: ShopMapping
    _asking: Asking
    _clock: Callable[[], datetime]
    _ordering: Ordering | None
    _orders: OrderQueries
    _attempts: MoneyQueries[AttemptMapping] | None

    async def deliveries(
        self, address: Address, lines: Sequence[CartLine]
    ) -> tuple[Delivery, ...]:
        """
        All ways in which these things can come there, with what each costs now.
        """
        ordering = self._sold()
        return await self._asking.ask(
            lambda connection: ordering.deliveries(connection, address, lines)
        )

    async def place_order(
        self, customer_id: str, cart: Cart, *, due: Money, key: str
    ) -> Placed:
        """
        The order of this cart, once for each `key`.
        """
        ordering, now = self._sold(), self._clock()
        customer = key_value(customer_id, self._mapping.customers.id)
        if customer is None:
            raise CustomerNotFound(
                "There is no such customer.", source=self._mapping.source
            )
        return await self._asking.change(
            lambda connection: ordering.run(connection, customer, cart, due, key, now)
        )

    async def payment_link(self, customer_id: str, number: str) -> str | None:
        """
        Where an order of theirs is paid, as long as it is not.
        """
        ordering, now = self._sold(), self._clock()
        customer, wanted = self._order_keys(customer_id, number)
        return await self._asking.ask(
            lambda connection: ordering.link(connection, customer, wanted, now)
        )

    async def payment_attempts(
        self, customer_id: str, number: str
    ) -> tuple[PaymentAttempt, ...]:
        """
        All tries to pay for an order of theirs, the first one first.
        """
        queries = self._mapped(self._attempts)
        customer, wanted = self._order_keys(customer_id, number)

        def question(connection: Connection) -> list[Row]:
            rows = self._orders.order(connection, customer, wanted)
            if not rows:
                raise self._no_order()
            id_ = rows[0][self._mapping.orders.id.column]
            return queries.rows(connection, id_)

        rows = await self._asking.ask(question)
        return attempts.attempts(self._mapping, queries.part, rows)

    def _order_keys(self, customer_id: str, number: str) -> tuple[Value, Value]:
        customer = key_value(customer_id, self._mapping.customers.id)
        wanted = number_value(number, self._mapping.orders.number)
        if customer is None or wanted is None:
            raise self._no_order()
        return customer, wanted

    def _no_order(self) -> OrderNotFound:
        return OrderNotFound(
            "This customer has no such order.", source=self._mapping.source
        )

    def _mapped(self, part: T | None) -> T:
        if part is None:
            raise NotSupported(
                "The mapping does not speak of it.", source=self._mapping.source
            )
        return part

    def _sells(self) -> frozenset[Capability]:
        """
        What of it the mapping speaks of.
        """
        if self._ordering is None:
            return frozenset()
        known = {Capability.DELIVERIES, Capability.PLACE_ORDER}
        if self._ordering.has_links:
            known.add(Capability.PAYMENT_LINK)
        return frozenset(known)

    def _sold(self) -> Ordering:
        return self._mapped(self._ordering)
