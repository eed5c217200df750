"""
Which order a wish is about: by what was said, by what may be done, by its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.reading import Known, orders_meant, place_said
from actions.changing.shop import Shop
from actions.changing.state.kinds import OPERATIONS, same_number
from actions.changing.state.wishes import Kind, Wish
from actions.shared.kept import Question
from crm_connector.model import Order, OrderStatus
from crm_connector.policies.deciding import Allowed, decide

_BEFORE = frozenset({Kind.CANCEL, Kind.CHANGE, Kind.ADDRESS})
_UNDER_WAY = frozenset({OrderStatus.SHIPPED, OrderStatus.OUT_FOR_DELIVERY})


def likely(wish: Wish, orders: Sequence[Order], shop: Shop) -> list[Order]:
    """
    The orders with which it may be done now; none where it may be with none.

    Where it is too late with all of them, those in whose state it could be; else those
    that have not come yet, where it is about what may be done before that.
    """
    in_state, now = [], []
    for order in orders:
        every = [
            decide(shop.policies, each, order, shop.now(), done=order.done)
            for each in OPERATIONS[wish.kind]
        ]
        if any(isinstance(each, Allowed) for each in every):
            now.append(order)
        if any(
            order.status in rule.statuses
            for each, rule in shop.policies.rules.items()
            if each in OPERATIONS[wish.kind]
        ):
            in_state.append(order)
    under_way = [order for order in orders if order.status in _UNDER_WAY]
    return now or in_state or (under_way if wish.kind in _BEFORE else [])


def is_too_late(wish: Wish, orders: Sequence[Order], shop: Shop) -> bool:
    """
    Whether what is done before an order comes can be done with none of these any more.
    """
    return wish.kind in _BEFORE and not any(
        isinstance(
            decide(shop.policies, each, order, shop.now(), done=order.done), Allowed
        )
        for order in orders
        for each in OPERATIONS[wish.kind]
    )


def meant(
    wish: Wish, orders: Sequence[Order], shop: Shop, lang: str, country: str
) -> tuple[str, ...]:
    """
    The numbers of the orders that the words of a wish may mean.

    Of several that hold the thing that was named, those with which it may be done.
    """
    numbers = wish.candidates
    if not numbers:
        known = Known(orders=tuple(orders), country=country)
        numbers = orders_meant("\n".join(wish.texts), lang, known)
    among = [order for order in orders if order.number in numbers]
    if len(among) > 1:
        among = likely(wish, among, shop) or among
    return tuple(order.number for order in among)


def by_place(text: str, question: Question) -> str:
    """
    What the question offers at the place that a text names; empty for none.
    """
    place = place_said(text)
    if place is None or not question.choices:
        return ""
    at = place - 1 if place > 0 else place
    offered = [value for _, value in question.choices]
    return offered[at] if -len(offered) <= at < len(offered) else ""


def is_of(number: str, orders: Sequence[Order]) -> bool:
    """
    Whether one of these orders has the number.
    """
    return any(same_number(each.number, number) for each in orders)
