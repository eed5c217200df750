"""
The one way to a customer's data: say who is asking, and how sure we are.
"""

from __future__ import annotations

from typing import Protocol

from crm_connector.errors import NotProven
from crm_connector.model import Assurance, Customer, Identity, Order
from crm_connector.source import CustomerSource, OrderSource


class ShopRecords(CustomerSource, OrderSource, Protocol):
    """
    A source that knows customers and their orders.
    """


class CustomerGate:
    """
    Reads one source on behalf of whoever is writing, and only what is theirs.
    """

    def __init__(self, source: ShopRecords) -> None:
        self._source = source

    async def customer(self, identity: Identity) -> Customer:
        """
        The person who is writing; raises `NotProven` below assurance 2.
        """
        return await self._source.customer(_proven(identity))

    async def orders(self, identity: Identity, *, limit: int = 20) -> tuple[Order, ...]:
        """
        Their orders, the newest first; raises `NotProven` below assurance 2.
        """
        return await self._source.orders(_proven(identity), limit=limit)

    async def order(self, identity: Identity, number: str) -> Order:
        """
        One of their orders; somebody else's is `OrderNotFound`, as one that is not.
        """
        return await self._source.order(_proven(identity), number)


def _proven(identity: Identity) -> str:
    if identity.customer_id is None:
        raise NotProven("Nobody is signed in.")
    if identity.assurance < Assurance.PROVEN:
        raise NotProven("The proof of identity is too weak for this.")
    return identity.customer_id
