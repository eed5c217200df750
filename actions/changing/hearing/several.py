"""
One wish that is meant for all orders: one for each, that is read back by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.changing.hearing import which
from actions.changing.reading import (
    Known,
    is_as_other_order,
    orders_named,
    says_all_orders,
    spares_some,
)
from actions.changing.shop import Shop
from actions.changing.state.wishes import Kind, Wish
from crm_connector.model import Order

# What is done with an order as a whole.
_WHOLE = (Kind.CANCEL, Kind.ADDRESS)


def each_of(wish: Wish, orders: Sequence[Order], shop: Shop) -> list[Wish]:
    """
    The same wish of each order that it is meant for, or the wish alone.

    So are "all my orders" with which it may be done now, without those that are to be
    spared. Where numbers are written and it is not plain what of them, it is asked.
    """
    said = "\n".join(wish.texts)
    if wish.kind not in _WHOLE or wish.number or is_as_other_order(said):
        return [wish]
    if not says_all_orders(said):
        return [wish]
    among = [each for each in orders if each.number in wish.candidates]
    is_named = bool(orders_named(said, Known(orders=tuple(orders))))
    if not among and (is_named or spares_some(said)):
        return [wish]
    may = which.likely(wish, among or orders, shop)
    if len(may) <= 1 or which.is_too_late(wish, may, shop):
        return [wish]
    return [replace(wish, number=each.number, candidates=()) for each in may]
