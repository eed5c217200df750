"""
Which operation of the shop a wish comes to with its order.
"""

from __future__ import annotations

from actions.changing.state.deal import Seen
from actions.changing.state.wishes import Kind, Wish
from crm_connector.operations import Operation
from crm_connector.policies.terms import Change


def operation_of(wish: Wish, seen: Seen) -> Operation | None:
    """
    The operation; None where it has to be asked whether it comes back for money.

    What was not sent yet is changed and not exchanged, and cancelled and not returned.
    """

    def may(operation: Operation) -> bool:
        rule = seen.policies.rules.get(operation)
        return rule is not None and seen.order.status in rule.statuses

    if wish.kind is Kind.ADDRESS:
        return Operation.CHANGE_ADDRESS
    if wish.kind in (Kind.CHANGE, Kind.EXCHANGE):
        pair = [Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS]
        if wish.kind is Kind.EXCHANGE:
            pair.reverse()
        if _takes_all_away(wish, seen) and may(Operation.CANCEL_ORDER):
            return Operation.CANCEL_ORDER
        return next((each for each in pair if may(each)), pair[0])
    if wish.kind is Kind.CANCEL:
        return _cancelled(wish, seen)
    # What was not sent yet is cancelled, also where it is called something else.
    is_sent = not may(Operation.CANCEL_ORDER) or may(Operation.RETURN_ITEMS)
    if wish.kind is Kind.DAMAGED and not is_sent:
        # What came broken is another order, or this one came after all.
        return Operation.RETURN_ITEMS
    if wish.kind is Kind.DAMAGED:
        if any(each.variant for each in wish.picks):
            return Operation.EXCHANGE_ITEMS
        return None
    return Operation.RETURN_ITEMS if is_sent else _cancelled(wish, seen)


def is_in_part(wish: Wish, seen: Seen) -> bool:
    """
    Whether something of it is meant, and not all, though it may not be known what.
    """
    picked = {*wish.lines, *(each.line for each in wish.picks)}
    return wish.in_part and not picked >= {e.id for e in seen.order.lines}


def _cancelled(wish: Wish, seen: Seen) -> Operation:
    """
    Some things of an order are taken out of it, where the shop does that.
    """
    rule = seen.policies.rules.get(Operation.CHANGE_ITEMS)
    takes_out = rule is not None and Change.REMOVAL in rule.changes
    may = rule is not None and seen.order.status in rule.statuses
    if may and takes_out and (_names_some(wish, seen) or is_in_part(wish, seen)):
        return Operation.CHANGE_ITEMS
    return Operation.CANCEL_ORDER


def _names_some(wish: Wish, seen: Seen) -> bool:
    return bool(wish.lines) and len(wish.lines) < len(seen.order.lines)


def _takes_all_away(wish: Wish, seen: Seen) -> bool:
    """
    Whether nothing would be left in the order.
    """
    gone = {each.line for each in wish.picks if each.quantity == 0}
    # Lines without ids are not told apart: one of them is not all of them.
    return "" not in gone and bool(gone) and gone >= {e.id for e in seen.order.lines}
