"""
Whether people have to see to the money of what is done: nobody but them can ask for it.
"""

from __future__ import annotations

from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import Open
from crm_connector.choices import PaymentMethod
from crm_connector.operations import MethodKind, Operation


def left_to_people(made: Deal, seen: Seen) -> Open | None:
    """
    What somebody asks the customer for afterwards; `seen` is from before.

    Cash that was paid at the door goes to a card that nobody has named yet, and a
    transfer is something that the customer does.
    """
    used = seen.method(seen.order.paid_with)
    if made.operation is Operation.CANCEL_ORDER:
        paid = seen.order.paid
        is_back = paid is not None and paid.amount > 0
        return Open.ACCOUNT if is_back and _is(used, MethodKind.CASH) else None
    if made.due is None or made.due.amount == 0:
        return None
    if seen.order.is_unpaid and made.operation is Operation.CHANGE_ITEMS:
        return None
    method = made.method or used
    if made.due.amount > 0:
        return Open.PAYMENT if _is(method, MethodKind.TRANSFER) else None
    is_back = seen.order.paid is not None and not seen.order.is_unpaid
    return Open.ACCOUNT if is_back and _is(method, MethodKind.CASH) else None


def _is(method: PaymentMethod | None, kind: MethodKind) -> bool:
    return method is not None and method.kind is kind
