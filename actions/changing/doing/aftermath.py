"""
Whether an order is as a wish would have it, for whoever got no answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.state import deal as deals
from actions.changing.state.deal import Deal
from actions.changing.state.wishes import Wish
from crm_connector.choices import LineChange, LinePart
from crm_connector.model import Address, Order, OrderStatus
from crm_connector.operations import Operation
from crm_connector.places import is_same_place


def is_so(wish: Wish, order: Order) -> bool:
    """
    Whether the order is as it would be after this wish, by whomever it became so.

    Of what comes back or is exchanged an order alone does not tell: false.
    """
    return _is_so(wish.operation, wish.address, deals.changes_of(wish), order)


def came_about(made: Deal, before: Order, after: Order) -> bool:
    """
    Whether it was done between these two; false where the order does not show it.
    """
    if made.operation not in (Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS):
        return _is_so(made.operation, made.address, made.changes, after)
    if made.operation in after.done - before.done:
        return True
    return _came_back(made.parts or made.changes, before, after)


def _is_so(
    operation: Operation | None,
    address: Address | None,
    changes: Sequence[LineChange],
    order: Order,
) -> bool:
    if operation is Operation.CANCEL_ORDER:
        return order.status is OrderStatus.CANCELLED
    if operation is Operation.CHANGE_ADDRESS:
        return address is not None and is_same_place(address, order.ship_to)
    if operation is Operation.CHANGE_ITEMS:
        return bool(changes) and all(_became(each, order) for each in changes)
    return False


def _became(change: LineChange, order: Order) -> bool:
    line = next((each for each in order.lines if each.id == change.line_id), None)
    if line is None:
        return change.quantity == 0
    return change.variant_id in (None, line.variant_id) and change.quantity in (
        None,
        line.quantity,
    )


def _came_back(
    parts: Sequence[LinePart | LineChange], before: Order, after: Order
) -> bool:
    """
    Whether as many pieces more than before are back, or on their way.
    """
    old = {line.id: line for line in before.lines}
    new = {line.id: line.returned for line in after.lines}
    for part in parts:
        line = old.get(part.line_id)
        if line is None:
            return False
        count = line.quantity - line.returned
        count = count if part.quantity is None else part.quantity
        if new.get(line.id) != line.returned + count:
            return False
    return bool(parts)
