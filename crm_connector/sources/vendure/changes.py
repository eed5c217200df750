"""
Cancelling orders and giving money back, looking first at what has been done already.

Vendure has no keys by which a change is done once. A refund's reason holds ours, so it
is found again; a cancelled order cannot be cancelled twice. Changes of one source are
made one after the other, as between looking and doing nothing may come.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from crm_connector.errors import BadSourceData, CrmError, OutcomeUnknown, Refused
from crm_connector.model import Money
from crm_connector.operations import Reason
from crm_connector.sources.payload import Payload, read
from crm_connector.sources.vendure.documents import CANCEL, REFUND
from crm_connector.sources.vendure.mapping import CANCELLED, Seen, has_left
from crm_connector.sources.vendure.session import Session
from crm_connector.sources.vendure.shapes import (
    Cancelled,
    OrderPayload,
    Outcome,
    Payment,
    Refunded,
    RefundPayload,
)

P = TypeVar("P", bound=Payload)

LONGEST_KEY = 200
FAILED = "Failed"

Look = Callable[[], Awaitable[Seen]]


class Changes:
    """
    All that is ever changed in the shop.
    """

    def __init__(self, session: Session, source: str) -> None:
        self._session = session
        self._source = source
        self._one_by_one = asyncio.Lock()

    async def cancel(self, look: Look, *, key: str, why: Reason | None = None) -> Seen:
        """
        Cancel the order that `look` finds, with its shipping; the order afterwards.

        The customer's own reason stands beside the key, for the shop's staff.
        """
        reason = _reason(key)
        if why is not None:
            reason = f"{reason}: {why.value}"
        async with self._one_by_one:
            before = await look()
            order = before.order
            if order.state == CANCELLED:
                return before
            if has_left(order) or CANCELLED not in order.next_states:
                raise self._refused("The order has gone too far to be cancelled.")
            answer = await self._session.ask(
                CANCEL,
                Cancelled,
                input={"orderId": order.id, "reason": reason, "cancelShipping": True},
            )
            if self._kind(answer.cancel_order) == "Order":
                cancelled = self._after(OrderPayload, answer.cancel_order)
                return Seen(before.shop, cancelled)
            return await self._undone(look, order)

    async def _undone(self, look: Look, before: OrderPayload) -> Seen:
        """
        After a refusal: somebody else may have been quicker, or half of it was done.
        """
        after = await look()
        if after.order.state == CANCELLED:
            return after
        if _quantities(after.order) != _quantities(before):
            raise self._unknown("The order was changed, but not cancelled.")
        raise self._refused("The shop does not cancel this order.")

    async def refund(
        self, look: Look, money: Money, *, key: str
    ) -> tuple[Seen, RefundPayload]:
        """
        Give back `money` of what was paid for the order that `look` finds.
        """
        reason = _reason(key)
        async with self._one_by_one:
            seen = await look()
            done = _refund_for(seen.order, reason)
            if done is not None:
                return seen, done
            payment, amount = self._chosen(seen, money)
            answer = await self._session.ask(
                REFUND,
                Refunded,
                # Vendure 3 stores the old ways of saying how much as well.
                input={
                    "paymentId": payment.id,
                    "amount": amount,
                    "lines": [],
                    "shipping": 0,
                    "adjustment": 0,
                    "reason": reason,
                },
            )
            kind = self._kind(answer.refund_order)
            if kind == "RefundStateTransitionError":
                # The provider was asked before the state was to change.
                raise self._unknown("The refund was begun, and its state is not known.")
            if kind != "Refund":
                raise self._refused("The shop does not give this money back.")
            refund = self._after(RefundPayload, answer.refund_order)
            if refund.state == FAILED:
                raise self._refused("The money could not be given back.")
            return seen, refund

    def _chosen(self, seen: Seen, money: Money) -> tuple[Payment, int]:
        """
        The payment to give back from, and the shop's number for how much.
        """
        order, units = seen.order, seen.shop.units
        amount = units.amount(money, order.currency_code)
        if amount is None or amount <= 0:
            raise self._refused("This amount cannot be given back.")
        for payment in order.payments or ():
            left = _left(payment)
            if amount <= left:
                return payment, amount
            # All that is left, told in whole units, may be a bit more than it is.
            if left and units.money(left, order.currency_code) == money:
                return payment, left
        raise self._refused("No payment of this order has so much left.")

    def _kind(self, content: object) -> str:
        return self._after(Outcome, content).typename

    def _after(self, shape: type[P], content: object) -> P:
        try:
            return read(shape, content, self._source)
        except BadSourceData:
            raise self._unknown("A change's answer makes no sense.") from None

    def _refused(self, message: str) -> Refused:
        return Refused(message, source=self._source)

    def _unknown(self, message: str) -> CrmError:
        return OutcomeUnknown(message, source=self._source)


def _reason(key: str) -> str:
    """
    What the shop keeps with the change, for its staff and for us to find it by.
    """
    if not (key.isprintable() and 0 < len(key) <= LONGEST_KEY):
        raise ValueError(f"key must be of 1 to {LONGEST_KEY} printable letters")
    return f"Hamyar {key}"


def _quantities(order: OrderPayload) -> dict[str, int]:
    return {line.id: line.quantity for line in order.lines}


def _left(payment: Payment) -> int:
    if payment.state != "Settled":
        return 0
    gone = sum(each.total for each in payment.refunds if each.state != FAILED)
    return max(0, payment.amount - gone)


def _refund_for(order: OrderPayload, reason: str) -> RefundPayload | None:
    for payment in order.payments or ():
        for refund in payment.refunds:
            if refund.reason == reason and refund.state != FAILED:
                return refund
    return None
