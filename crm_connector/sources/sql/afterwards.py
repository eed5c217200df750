"""
Whether an order became what was wished, as it is read again after writing.
"""

from __future__ import annotations

from crm_connector.model import Address, Money, Order, OrderLine, OrderStatus
from crm_connector.operations import Operation
from crm_connector.places import is_same_place
from crm_connector.reckoning import Becoming
from crm_connector.sources.sql.wishes import Meant


def is_done(
    operation: Operation,
    before: Order,
    after: Order,
    address: Address | None,
    meant: Meant,
) -> bool:
    """
    Whether the operation has led to what it is for, and to nothing less.
    """
    if operation is Operation.CANCEL_ORDER:
        return after.status is OrderStatus.CANCELLED
    if operation is Operation.CHANGE_ADDRESS:
        return address is not None and is_same_place(address, after.ship_to)
    if operation is Operation.CHANGE_ITEMS:
        return _costs(before, after, meant.due) and _holds(after, meant)
    return operation in after.done or all(
        _taken(after, each.line) == each.line.returned + each.quantity
        for each in meant.becoming
    )


def _costs(before: Order, after: Order, due: Money) -> bool:
    """
    Whether the order's total has become as much more or less as there is to pay.
    """
    return after.total.amount - before.total.amount == due.amount


def _holds(after: Order, meant: Meant) -> bool:
    """
    Whether each changed line is what it was to become.
    """
    lines = {line.id: line for line in after.lines}
    return all(_became(lines.get(each.line.id), each) for each in meant.becoming)


def _became(line: OrderLine | None, each: Becoming) -> bool:
    if line is None or each.new_quantity == 0:
        return line is None and each.new_quantity == 0
    return (line.variant_id, line.quantity, line.unit_price) == (
        each.variant_id,
        each.new_quantity,
        each.unit_price,
    )


def _taken(after: Order, line: OrderLine) -> int | None:
    return next((each.returned for each in after.lines if each.id == line.id), None)
