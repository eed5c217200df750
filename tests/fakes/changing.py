"""
A shop in memory whose customers may change what is in their orders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crm_connector import reckoning
from crm_connector.choices import LineChange, LinePart, PaymentMethod, Variant
from crm_connector.errors import DueChanged, Refused
from crm_connector.model import Address, Money, Order, OrderStatus
from crm_connector.operations import Operation, Reason
from crm_connector.reckoning import Becoming
from crm_connector.source import Capability
from tests.fakes.source import FakeSource

_NOT_SENT = frozenset({OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING})
_CAME = frozenset({OrderStatus.DELIVERED})


class ChangingSource(FakeSource):
    """
    Does what customers want, once for a key; `count` of each variant are in stock.

    `methods` are those of each customer by their ids, and `reasons` those that were
    given, by the orders' numbers.
    """

    def __init__(
        self,
        *given: Any,
        variants: Iterable[Variant] = (),
        count: Mapping[str, int] | None = None,
        methods: Mapping[str, Sequence[PaymentMethod]] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.pieces = {each.id: each for each in variants}
        self.count = Counter(count or {})
        self.methods = {
            who: {each.id: each for each in theirs}
            for who, theirs in (methods or {}).items()
        }
        self.reasons: dict[str, Reason | None] = {}
        self._done: dict[tuple[Operation, str], str] = {}

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        What it holds records for, and all changes but refunds.
        """
        return super().capabilities | {
            Capability.VARIANTS,
            Capability.PAYMENT_METHODS,
            *(Capability(each.value) for each in Operation),
        }

    async def variants(
        self, product_ids: Collection[str]
    ) -> Mapping[str, tuple[Variant, ...]]:
        """
        All pieces of these products.
        """
        await self._answering()
        found: dict[str, tuple[Variant, ...]] = {}
        for each in self.pieces.values():
            if each.product_id in product_ids:
                found[each.product_id] = (*found.get(each.product_id, ()), each)
        return found

    async def payment_methods(self, customer_id: str) -> tuple[PaymentMethod, ...]:
        """
        What the customer can pay with.
        """
        await self._answering()
        return tuple(self.methods.get(customer_id, {}).values())

    async def cancel_order(
        self, customer_id: str, number: str, *, key: str, reason: Reason | None = None
    ) -> Order:
        """
        The order, cancelled.
        """
        order = await self.order(customer_id, number)
        if order.status is OrderStatus.CANCELLED:
            return order
        if self._was_done(Operation.CANCEL_ORDER, order, key):
            return order
        self._may(order, _NOT_SENT)
        self._note(Operation.CANCEL_ORDER, order, key)
        self.reasons[order.number] = reason
        left = None if order.paid is None else Money(0, order.paid.currency)
        return self._keep(
            order, replace(order, status=OrderStatus.CANCELLED, paid=left)
        )

    async def change_address(
        self, customer_id: str, number: str, address: Address, *, key: str
    ) -> Order:
        """
        The order, sent elsewhere.
        """
        order = await self.order(customer_id, number)
        if self._was_done(Operation.CHANGE_ADDRESS, order, key):
            return order
        self._may(order, _NOT_SENT)
        self._note(Operation.CHANGE_ADDRESS, order, key)
        return self._keep(order, replace(order, ship_to=address))

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
        The order with these lines changed.
        """
        order = await self.order(customer_id, number)
        if self._was_done(Operation.CHANGE_ITEMS, order, key):
            return order
        self._may(order, _NOT_SENT)
        becoming = reckoning.changed(order, changes, self.pieces)
        self._take(order, becoming, due, method_id, gives=True)
        become = {each.line.id: each for each in becoming}
        lines = [
            _as_it_becomes(become[line.id]) if line.id in become else line
            for line in order.lines
            if line.id not in become or become[line.id].new_quantity
        ]
        total = Money(order.total.amount + due.amount, order.total.currency)
        paid = order.paid
        if paid is not None and not order.is_unpaid:
            paid = Money(paid.amount + due.amount, paid.currency)
        self._note(Operation.CHANGE_ITEMS, order, key)
        return self._keep(
            order, replace(order, lines=tuple(lines), total=total, paid=paid)
        )

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
        The order, of which these parts come back.
        """
        order = await self.order(customer_id, number)
        if self._was_done(Operation.RETURN_ITEMS, order, key):
            return order
        self._may(order, _CAME)
        becoming = reckoning.returned(order, parts)
        most = reckoning.due(becoming, order.total.currency)
        if due.currency != most.currency or not most.amount <= due.amount <= 0:
            raise DueChanged("It comes to something else now.", source=self.name)
        self._method(order, method_id, due)
        return self._comes_back(Operation.RETURN_ITEMS, order, becoming, key, reason)

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
        The order, of which these lines are exchanged.
        """
        order = await self.order(customer_id, number)
        if self._was_done(Operation.EXCHANGE_ITEMS, order, key):
            return order
        self._may(order, _CAME)
        becoming = reckoning.exchanged(order, changes, self.pieces)
        self._take(order, becoming, due, method_id, gives=False, pays=False)
        return self._comes_back(Operation.EXCHANGE_ITEMS, order, becoming, key, reason)

    def _comes_back(
        self,
        operation: Operation,
        order: Order,
        becoming: Sequence[Becoming],
        key: str,
        reason: Reason | None,
    ) -> Order:
        back = {each.line.id: each.quantity for each in becoming}
        lines = [
            replace(line, returned=line.returned + back.get(line.id, 0))
            for line in order.lines
        ]
        self.reasons[order.number] = reason
        self._note(operation, order, key)
        done = order.done | {operation}
        return self._keep(order, replace(order, lines=tuple(lines), done=done))

    def _take(
        self,
        order: Order,
        becoming: Sequence[Becoming],
        due: Money,
        method_id: str | None,
        *,
        gives: bool,
        pays: bool = True,
    ) -> None:
        """
        Compare the price, take the pieces and the money; or leave all as it was.
        """
        taken = Counter[str]()
        for each in becoming:
            taken[each.variant_id or ""] += each.new_quantity
            if gives:
                taken[each.line.variant_id or ""] -= each.quantity
        if any(count > self.count[id_] for id_, count in taken.items() if count > 0):
            raise Refused("There are not so many in stock.", source=self.name)
        if due != reckoning.due(becoming, order.total.currency):
            raise DueChanged("It comes to something else now.", source=self.name)
        method = self._method(order, method_id, due)
        self.count.subtract(taken)
        pays = pays and not order.is_unpaid
        if pays and method is not None and method.balance is not None:
            left = Money(method.balance.amount - due.amount, due.currency)
            theirs = self.methods[order.customer_id]
            theirs[method.id] = replace(method, balance=left)

    def _method(
        self, order: Order, method_id: str | None, due: Money
    ) -> PaymentMethod | None:
        theirs = self.methods.get(order.customer_id, {})
        id_ = order.paid_with if method_id is None else method_id
        method = theirs.get(id_ or "")
        if method is None and method_id is not None:
            raise Refused("The customer has no such way to pay.", source=self.name)
        balance = None if method is None or order.is_unpaid else method.balance
        if balance is not None and balance.amount < due.amount:
            raise Refused("There is not enough on it.", source=self.name)
        return method

    def _may(self, order: Order, statuses: frozenset[OrderStatus]) -> None:
        if order.status not in statuses:
            raise Refused("The order has gone too far.", source=self.name)

    def _was_done(self, operation: Operation, order: Order, key: str) -> bool:
        number = self._done.get((operation, key))
        if number not in (None, order.number):
            raise Refused("The key names a wish about another order.", source=self.name)
        return number is not None

    def _note(self, operation: Operation, order: Order, key: str) -> None:
        self._done[operation, key] = order.number

    def _keep(self, before: Order, after: Order) -> Order:
        place = next(
            n
            for n, each in enumerate(self.all_orders)
            if (each.customer_id, each.number) == (before.customer_id, before.number)
        )
        self.all_orders[place] = after
        return after


def _as_it_becomes(each: Becoming) -> Any:
    line = replace(
        each.line,
        quantity=each.new_quantity,
        unit_price=each.unit_price,
        discount=each.discount if each.discount.amount else None,
    )
    if each.variant is None:
        return line
    options = each.variant.options
    texts = {lang: " ".join(named.values()) for lang, named in options.items()}
    return replace(line, variant_id=each.variant.id, options=options, variants=texts)
