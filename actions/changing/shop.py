"""
What a journey asks of the shop: its port, and the one over the gate.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from actions import services
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import Wish as Wished
from actions.orders.asked import Asked
from actions.orders.finding import MOST
from actions.people_there import Needed, Signs
from actions.services import Attended, Services
from actions.shared import last_told
from actions.shared.last_told import Of
from crm_connector.cart import Delivery
from crm_connector.choices import PaymentMethod, Variant
from crm_connector.errors import NotSupported, OrderNotFound
from crm_connector.model import Address, Identity, Order, Wish, Yes
from crm_connector.operations import Operation
from crm_connector.places import is_same_place
from crm_connector.policies.terms import Policies
from crm_connector.source import Capability

CAPABILITY: Mapping[Operation, Capability] = {
    Operation.CANCEL_ORDER: Capability.CANCEL_ORDER,
    Operation.CHANGE_ADDRESS: Capability.CHANGE_ADDRESS,
    Operation.CHANGE_ITEMS: Capability.CHANGE_ITEMS,
    Operation.RETURN_ITEMS: Capability.RETURN_ITEMS,
    Operation.EXCHANGE_ITEMS: Capability.EXCHANGE_ITEMS,
}
"""What the shop's system has to be able to do for each."""
MOST_PLACES = 4
"""So many places are offered where an order may go."""


class Shop(Protocol):
    """
    The shop for whoever is writing. Every method may raise `CrmError`.
    """

    @property
    def policies(self) -> Policies:
        """
        What is allowed.
        """

    @property
    def customer(self) -> str:
        """
        The shop's own id of whoever is writing; empty for strangers.
        """

    def now(self) -> datetime:
        """
        This moment.
        """

    async def orders(self) -> tuple[Order, ...]:
        """
        All their orders, the newest first.
        """

    async def seen(self, number: str) -> Seen:
        """
        One of them as it is now, with all that can be chosen; or `OrderNotFound`.
        """

    async def ways_to(self, address: Address) -> tuple[Delivery, ...] | None:
        """
        How things are brought to a place; None where nobody can tell.
        """

    async def carry_out(self, deal: Deal, key: str) -> Order:
        """
        Do this, to which they have said yes; the order as it is then.
        """


async def with_ways(shop: Shop, seen: Seen, wish: Wished) -> Seen:
    """
    What is seen of an order, with the ways to where the wish sends it.

    Where it is not told yet, with the places that may be meant.
    """
    if wish.operation is not Operation.CHANGE_ADDRESS:
        return seen
    if wish.address is None:
        return replace(seen, places=_places(await shop.orders(), seen.order))
    if Operation.CHANGE_ADDRESS not in seen.can:
        return seen
    ways, now = await shop.ways_to(wish.address), seen.order.ship_to
    there = None if now is None or ways is None else await shop.ways_to(now)
    way = next((e for e in there or () if e.id == seen.order.delivery), None)
    return replace(seen, ways=ways, way=way)


def _places(orders: Sequence[Order], own: Order) -> tuple[tuple[str, Address], ...]:
    """
    Where other orders went than this one goes, the last one first.
    """
    found: list[tuple[str, Address]] = []
    for order in orders:
        place = order.ship_to
        known = (own.ship_to, *(each for _, each in found))
        if place is None or not place.lines:
            continue
        if not any(each and is_same_place(each, place) for each in known):
            found.append((order.number, place))
    return tuple(found[:MOST_PLACES])


class GateShop:
    """
    The shop as the gate gives it: to whoever is writing, or of whom is `attended` to.
    """

    def __init__(
        self,
        house: Services,
        settled: Collection[str] = (),
        *,
        attended: Attended | None = None,
    ) -> None:
        """
        `settled` are the reasons for which nobody is called again.
        """
        self._house = house
        self._who = services.identity() if attended is None else attended
        self._settled = settled

    @property
    def policies(self) -> Policies:
        """
        The shop's rules.
        """
        return self._house.policies

    @property
    def customer(self) -> str:
        """
        Who has proven it.
        """
        return self._identity.customer_id or ""

    @property
    def _identity(self) -> Identity:
        who = self._who
        return who.identity if isinstance(who, Attended) else who

    def now(self) -> datetime:
        """
        By the house's clock.
        """
        return self._house.clock()

    async def orders(self) -> tuple[Order, ...]:
        """
        From all systems of the shop.
        """
        return await Asked().newest(MOST)

    async def seen(self, number: str) -> Seen:
        """
        As the system has it in which changes are made, past everything that is kept.
        """
        changes = self._house.gate.changes
        try:
            order = await changes.current_order(self._who, number)
            is_changeable = True
        except OrderNotFound:
            # It may be kept in another system, in which nothing can be changed.
            order, is_changeable = await self._elsewhere(number), False
        able = {each for each in Operation if changes.can(CAPABILITY[each])}
        return Seen(
            order,
            self.policies,
            self.now(),
            frozenset(able if is_changeable else ()),
            await self._variants(order) if is_changeable else {},
            await self._methods() if is_changeable else (),
            is_for_people=self._is_for_people(order),
            country=self._house.country,
        )

    def needed(self, order: Order) -> Needed | None:
        """
        Whether the shop wants a person for an order of this worth.
        """
        desk = self._house.desk
        if desk is None or order.total.currency != self._house.currency:
            return None
        return desk.needed(
            Signs(
                order_value=order.total.amount,
                touches_order=True,
                settled=self._settled,
            )
        )

    def _is_for_people(self, order: Order) -> bool:
        if isinstance(self._who, Attended):
            return False  # who attends to them is one
        needed = self.needed(order)
        return needed is not None and not needed.is_offered

    async def _elsewhere(self, number: str) -> Order:
        gate, who = self._house.gate, self._who
        if isinstance(who, Attended):
            return (await gate.attended_order(who, number)).values[0]
        return (await gate.order(who, number)).values[0]

    async def ways_to(self, address: Address) -> tuple[Delivery, ...] | None:
        """
        As the shop tells everybody; None where its system does not know.
        """
        buying = self._house.gate.buying
        if not buying.can(Capability.DELIVERIES):
            return None
        return await buying.ways_to(address.city, address.country)

    async def carry_out(self, deal: Deal, key: str) -> Order:
        """
        With the yes to exactly this; nobody is told of it again as of news.
        """
        order = await self._carried_out(deal, key)
        _note(self._house, deal)
        if self._house.news is not None:
            await self._house.news.heard(self._identity, [order])
        return order

    async def _carried_out(self, deal: Deal, key: str) -> Order:
        changes, who = self._house.gate.changes, self._who
        number, method = deal.number, deal.method_id

        def yes(wish: Wish) -> Yes:
            return Yes(self.customer, wish, key)

        if deal.operation is Operation.CANCEL_ORDER:
            wish = services.wish_of.cancelling(number, deal.reason)
            return await changes.cancel_order(
                who, number, reason=deal.reason, yes=yes(wish)
            )
        if deal.operation is Operation.CHANGE_ADDRESS and deal.address is not None:
            wish = services.wish_of.sending(number, deal.address)
            return await changes.change_address(
                who, number, deal.address, yes=yes(wish)
            )
        if deal.due is None:
            raise ValueError(f"A {deal.operation.value} that nobody has reckoned.")
        due, reason = deal.due, deal.reason
        if deal.operation is Operation.CHANGE_ITEMS:
            wish = services.wish_of.changing(number, deal.changes, due, method)
            return await changes.change_items(
                who, number, deal.changes, due=due, method_id=method, yes=yes(wish)
            )
        if deal.operation is Operation.RETURN_ITEMS:
            wish = services.wish_of.returning(number, deal.parts, due, method, reason)
            return await changes.return_items(
                who,
                number,
                deal.parts,
                due=due,
                method_id=method,
                reason=reason,
                yes=yes(wish),
            )
        wish = services.wish_of.exchanging(number, deal.changes, due, method, reason)
        return await changes.exchange_items(
            who,
            number,
            deal.changes,
            due=due,
            method_id=method,
            reason=reason,
            yes=yes(wish),
        )

    async def _variants(self, order: Order) -> Mapping[str, tuple[Variant, ...]]:
        changes = self._house.gate.changes
        if not changes.can(Capability.VARIANTS):
            return {}
        products = dict.fromkeys(line.product_id for line in order.lines)
        return {each: await changes.variants(self._who, each) for each in products}

    async def _methods(self) -> tuple[PaymentMethod, ...]:
        try:
            return await self._house.gate.changes.payment_methods(self._who)
        except NotSupported:
            return ()


def _note(house: Services, deal: Deal) -> None:
    """
    Note what it may be asked of: where the goods go, or how the difference is paid.
    """
    if deal.operation in (Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS):
        last_told.note_deed(house, Of.SENT_BACK, deal.number)
    elif deal.due is not None and deal.due.amount > 0 and not deal.is_unpaid:
        way = deal.method.kind.value if deal.method else ""
        last_told.note_deed(house, Of.DIFFERENCE, deal.number, way)
