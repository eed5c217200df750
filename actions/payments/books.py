"""
What the shop's systems say of a customer's invoices, and of which orders they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from actions import services
from actions.services import Services
from crm_connector.errors import CrmError
from crm_connector.model import Invoice, Order, OrderStatus
from crm_connector.profile.facts import Fact, Field

Invoices = tuple[Fact[Invoice], ...]

# So many invoices a profile holds of each system; behind them there may be more.
MOST_READ = 50


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
    async def read(cls, house: Services, most: int = MOST_READ) -> Books:
        """
        Of whoever is writing, the newest `most` of each system. May raise `NotProven`.
        """
        who, fields = services.identity(), (Field.INVOICES,)
        profile = await house.gate.profile(who, fields=fields, most=most)
        is_open = any(fact.value.unpaid.amount > 0 for fact in profile.invoices)
        if is_open and house.gate.tells(Field.ORDERS):
            # If one of the orders was paid meanwhile, this finds out.
            with suppress(CrmError):
                await house.gate.orders(who)
            profile = await house.gate.profile(who, fields=fields, most=most)
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

    def of_cancelled(self, orders: Iterable[Order]) -> frozenset[int]:
        """
        The `id` of each that is for a cancelled one of these orders: it is void.
        """
        cancelled = (each for each in orders if each.status is OrderStatus.CANCELLED)
        return frozenset(id(fact) for order in cancelled for fact in self.of(order))

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
