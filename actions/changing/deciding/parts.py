"""
A part of an order that is to go, where the shop takes no single thing out of an order.
"""

from __future__ import annotations

from dataclasses import replace

from actions.changing.deciding.operation import is_in_part
from actions.changing.deciding.step import Ask, Beyond, Person, Snag, Step
from actions.changing.state.deal import Seen
from actions.changing.state.wishes import How, Kind, Open, Wish
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Allowed, decide
from crm_connector.policies.terms import Change


def asked_whole(wish: Wish, seen: Seen) -> tuple[Wish, Step] | None:
    """
    The question whether the whole order is meant; None where nothing has to be asked.

    What else is to become of the order's things beside that is for people.
    """
    if wish.operation is Operation.CANCEL_ORDER:
        return (wish, _whole(seen)) if is_in_part(wish, seen) else None
    if wish.operation is not Operation.CHANGE_ITEMS:
        return None
    if any(not line.id for line in seen.order.lines):
        # They are not told apart.
        return None
    gone = tuple(each.line for each in wish.picks if each.quantity == 0)
    is_open = wish.how is How.REMOVE and not (wish.picks or wish.lines or wish.doubts)
    if (
        not (gone or is_open)
        or Change.REMOVAL in seen.rule(Operation.CHANGE_ITEMS).changes
    ):
        return None
    rules, order = seen.policies, seen.order
    may = decide(rules, Operation.CANCEL_ORDER, order, seen.now, done=order.done)
    if len(gone) < len(wish.picks) or not isinstance(may, Allowed):
        return wish, Person(Beyond.NO_RULE)
    wish = replace(wish, kind=Kind.CANCEL, operation=Operation.CANCEL_ORDER)
    return replace(wish, lines=gone, picks=(), in_part=True), _whole(seen)


def _whole(seen: Seen) -> Ask:
    return Ask(Open.ITEMS, lines=seen.order.lines, snag=Snag.ONLY_WHOLE)
