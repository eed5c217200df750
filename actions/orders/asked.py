"""
What a customer's orders were asked for in one turn, and how good the answers are.
"""

from __future__ import annotations

from collections.abc import Iterable

from actions import services
from crm_connector.errors import OrderNotFound
from crm_connector.model import Order
from crm_connector.profile.facts import Fact, Found, Missing

Orders = tuple[Order, ...]


class Asked:
    """
    The orders of whoever is writing; remembers where each that it gave is from.
    """

    def __init__(self) -> None:
        self._gate = services.services().gate
        self._who = services.identity()
        self._facts: dict[tuple[str, str], Fact[Order]] = {}
        self._missing: dict[Missing, None] = {}

    @property
    def missing(self) -> tuple[Missing, ...]:
        """
        Who could have known more, and gave no answer.
        """
        return tuple(self._missing)

    async def newest(self, limit: int) -> Orders:
        """
        So many orders, the newest first. May raise `CrmError`.
        """
        return self._noted(await self._gate.orders(self._who, limit=limit))

    async def numbered(self, number: str) -> Orders:
        """
        What has this number: none, one, or one in each of several systems.

        May raise `CrmError`, but not for a number that is nobody's.
        """
        try:
            return self._noted(await self._gate.order(self._who, number))
        except OrderNotFound:
            return ()

    def facts(self, orders: Iterable[Order]) -> tuple[Fact[Order], ...]:
        """
        The same orders, each with its age.
        """
        return tuple(self._facts[each.source, each.number] for each in orders)

    def _noted(self, found: Found[Order]) -> Orders:
        self._facts |= {(f.value.source, f.value.number): f for f in found.facts}
        self._missing |= dict.fromkeys(found.missing)
        return found.values
