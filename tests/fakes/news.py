"""
Who is told of their orders, kept in memory.
"""

from __future__ import annotations

from collections.abc import Collection

from crm_connector.model import Identity, Order


class FakeNews:
    """
    `followed` are those who are, and `told` is what they have heard, in order.

    `known` are the orders that were known when it began.
    """

    def __init__(self) -> None:
        self.asked: set[str | None] = set()
        self.followed: set[str | None] = set()
        self.told: list[str] = []
        self.known: list[str] = []

    async def may_ask(self, identity: Identity) -> bool:
        """
        Once each.
        """
        is_new = identity.customer_id not in self.asked
        self.asked.add(identity.customer_id)
        return is_new

    async def begin(self, identity: Identity, orders: Collection[Order]) -> None:
        """
        Look after them.
        """
        self.known = [order.number for order in orders]
        self.followed.add(identity.customer_id)

    async def end(self, identity: Identity) -> None:
        """
        Look after them no more.
        """
        self.followed.discard(identity.customer_id)

    async def heard(self, _identity: Identity, orders: Collection[Order]) -> None:
        """
        Note it.
        """
        self.told += [order.number for order in orders]
