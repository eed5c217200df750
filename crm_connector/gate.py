"""
The one way to a customer's data: say who is asking, and how sure we are.
"""

from __future__ import annotations

from typing import Protocol

from crm_connector.errors import NotProven
from crm_connector.model import Assurance, CataloguePage, Customer, Identity, Order


class Source(Protocol):
    """
    A shop's system as the gate reads it. Every method may raise `CrmError`.
    """

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first; an unknown customer has none.
        """

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """

    async def close(self) -> None:
        """
        Let go of connections.
        """


class CatalogueSource(Protocol):
    """
    What a shop calls its things: open to everybody, so it needs no gate.

    Every method may raise `CrmError`.
    """

    async def catalogue(
        self, *, after: str | None = None, limit: int = 1000
    ) -> CataloguePage:
        """
        A page of the catalogue, from its beginning or after another page.

        A shop without a catalogue has one empty page.
        """

    async def catalogue_version(self) -> str | None:
        """
        Another text whenever the catalogue is seen to be another; None without one.
        """


class CustomerGate:
    """
    Reads one source on behalf of whoever is writing, and only what is theirs.
    """

    def __init__(self, source: Source) -> None:
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
