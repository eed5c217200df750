"""
One wish that is meant for several orders: one for each, that is read back by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.changing.hearing import which
from actions.changing.reading import is_as_other_order, says_all_orders, written_of
from actions.changing.shop import Shop
from actions.changing.state.wishes import Kind, Wish
from crm_connector.model import Order

# What is done with an order as a whole.
_WHOLE = (Kind.CANCEL, Kind.ADDRESS)


def each_of(wish: Wish, orders: Sequence[Order], shop: Shop) -> list[Wish]:
    """
    The same wish of each order that it is meant for, or the wish alone.

    So are all the numbers that were written, and "all my orders" with which it may be
    done now.
    """
    said = "\n".join(wish.texts)
    if wish.kind not in _WHOLE or wish.number or is_as_other_order(said):
        return [wish]
    numbers = written_of(said, wish.candidates)
    if len(numbers) < len(wish.candidates) or len(numbers) <= 1:
        numbers = ()
    if not numbers and says_all_orders(said):
        may = which.likely(wish, orders, shop)
        if not which.is_too_late(wish, may, shop):
            numbers = tuple(each.number for each in may)
    if len(numbers) <= 1:
        return [wish]
    return [replace(wish, number=each, candidates=()) for each in numbers]
