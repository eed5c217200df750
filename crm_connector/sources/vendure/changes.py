"""
Cancelling orders and giving money back, looking first at what has been done already.

Vendure has no keys by which a change is done once. The reason of a cancellation and of
a refund holds ours, so it is found again; a cancelled order cannot be cancelled twice.
Changes of one source are made one after the other, as between looking and doing nothing
may come.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    NotGivenBack,
    OutcomeUnknown,
    Refused,
)
from crm_connector.model import Money
from crm_connector.operations import Reason
from crm_connector.sources.payload import Payload, read
from crm_connector.sources.vendure.documents import CANCEL, REFUND
from crm_connector.sources.vendure.mapping import (
    CANCELLED,
    FAILED,
    Seen,
    cancelled_for,
    has_left,
)
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
        Cancel the order that `look` finds, and give back what was paid for it.

        The customer's own reason stands beside the key, for the shop's staff.
        """
        mark = _reason(key)
        reason = mark if why is None else f"{mark}: {why.value}"
        async with self._one_by_one:
            before = await look()
            order = before.order
            if order.state == CANCELLED:
                return await self._settled(look, before, mark)
            if has_left(order) or CANCELLED not in order.next_states:
                raise self._refused("The order has gone too far to be cancelled.")
            answer = await self._session.ask(
                CANCEL,
                Cancelled,
                input={"orderId": order.id, "reason": reason, "cancelShipping": True},
            )
            if self._kind(answer.cancel_order) == "Order":
                cancelled = self._after(OrderPayload, answer.cancel_order)
                return await self._settled(look, Seen(before.shop, cancelled), mark)
            return await self._undone(look, order, mark)

    async def _undone(self, look: Look, before: OrderPayload, mark: str) -> Seen:
        """
        After a refusal: somebody else may have been quicker, or half of it was done.
        """
        after = await look()
        if after.order.state == CANCELLED:
            return await self._settled(look, after, mark)
        if _quantities(after.order) != _quantities(before):
            raise self._unknown("The order was changed, but not cancelled.")
        raise self._refused("The shop does not cancel this order.")

    async def _settled(self, look: Look, seen: Seen, mark: str) -> Seen:
        """
        A cancelled order with its money on the way back, if it was cancelled for us.

        Vendure leaves that to its staff. What they cancel stays theirs to give back.
        """
        reasons = cancelled_for(seen.order)
        if not any(each == mark or each.startswith(f"{mark}:") for each in reasons):
            raise self._refused("The order was cancelled by somebody else.")
        is_given = False
        for payment in seen.order.payments or ():
            left = _left(payment)
            if not left or _refund_in(payment, mark) is not None:
                continue
            is_given = True
            try:
                await self._given(payment, left, mark)
            except OutcomeUnknown:
                # Not sent again: the provider may still be at it.
                if not await self._is_given(look, payment, mark):
                    raise self._not_given() from None
            except CrmError as error:
                raise self._not_given() from error
        return await self._as_it_is(look, seen) if is_given else seen

    async def _as_it_is(self, look: Look, seen: Seen) -> Seen:
        """
        The order with what was given back; as it was `seen` if nobody answers now.
        """
        try:
            return await look()
        except CrmError:
            return seen

    async def _is_given(self, look: Look, payment: Payment, mark: str) -> bool:
        try:
            payments = (await look()).order.payments or ()
        except CrmError:
            return False
        same = (each for each in payments if each.id == payment.id)
        return any(_refund_in(each, mark) is not None for each in same)

    async def refund(
        self, look: Look, money: Money, *, key: str
    ) -> tuple[Seen, RefundPayload]:
        """
        Give back `money` of what was paid for the order that `look` finds.
        """
        reason = _reason(key)
        async with self._one_by_one:
            seen = await look()
            for paid in seen.order.payments or ():
                done = _refund_in(paid, reason)
                if done is not None:
                    return seen, done
            payment, amount = self._chosen(seen, money)
            return seen, await self._given(payment, amount, reason)

    async def _given(self, payment: Payment, amount: int, reason: str) -> RefundPayload:
        """
        So much of a payment, in the shop's own number, given back.
        """
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
        return refund

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

    def _not_given(self) -> NotGivenBack:
        return NotGivenBack(
            "The order was cancelled, and its money may not be on its way back.",
            source=self._source,
        )

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


def _refund_in(payment: Payment, reason: str) -> RefundPayload | None:
    """
    What was given back of a payment for this reason.
    """
    found = (e for e in payment.refunds if e.reason == reason and e.state != FAILED)
    return next(found, None)
