"""
What the shop's systems say of a customer's invoices, and of which orders they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from actions import services
from actions.services import Services
from crm_connector.model import Invoice, Order
from crm_connector.profile.facts import Fact, Field

Invoices = tuple[Fact[Invoice], ...]


@dataclass(frozen=True)
class Books:
    """
    The invoices of whoever is writing.

    An invoice is for an order of the system that says so; another system's order of
    the same number is another order, unless the shop says whose orders it bills.
    `silent` are the systems that gave no answer.
    """

    invoices: Invoices
    silent: frozenset[str]
    house: Services

    @classmethod
    async def read(cls, house: Services) -> Books:
        """
        Of whoever is writing. May raise `NotProven`.
        """
        who, fields = services.identity(), (Field.INVOICES,)
        profile = await house.gate.profile(who, fields=fields)
        silent = frozenset(each.source for each in profile.lacks(Field.INVOICES))
        return cls(profile.invoices, silent, house)

    def of(self, order: Order) -> Invoices:
        """
        Those of one order.
        """
        number, billing = order.number.casefold(), self._billing(order.source)
        return tuple(
            fact
            for fact in self.invoices
            if fact.source in billing
            and (fact.value.order_number or "").casefold() == number
        )

    def are_kept(self, order: Order | None = None) -> bool:
        """
        Whether any system keeps invoices: of such an order, or of anything.
        """
        gate = self.house.gate
        if order is None:
            return gate.tells(Field.INVOICES)
        return any(
            gate.tells(Field.INVOICES, each) for each in self._billing(order.source)
        )

    def are_heard(self, order: Order | None = None) -> bool:
        """
        Whether all systems that may have some answered.
        """
        if order is None:
            return not self.silent
        return self.silent.isdisjoint(self._billing(order.source))

    def _billing(self, source: str) -> set[str]:
        """
        The systems whose invoices are for orders of this one.
        """
        others = self.house.billing
        return {each for each, of in others.items() if of == source} | (
            {source} - others.keys()
        )
