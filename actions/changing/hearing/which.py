"""
Which order a wish is about: by what was said, by what may be done, by its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.hearing import beside
from actions.changing.reading import (
    Known,
    is_of_number,
    orders_meant,
    place_said,
    words_of_things,
)
from actions.changing.shop import Shop
from actions.changing.state.kinds import OPERATIONS, same_number
from actions.changing.state.message import Message
from actions.changing.state.wishes import Kind, Wish
from actions.shared.kept import Question
from crm_connector.model import Order, OrderStatus
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Allowed, decide

_BEFORE = frozenset({Kind.CANCEL, Kind.CHANGE, Kind.ADDRESS})
_UNDER_WAY = frozenset({OrderStatus.SHIPPED, OrderStatus.OUT_FOR_DELIVERY})
_NOT_COME = _UNDER_WAY | {OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING}


def likely(wish: Wish, orders: Sequence[Order], shop: Shop) -> list[Order]:
    """
    The orders with which it may be done now; none where it may be with none.

    Where it is too late with all of them, those in whose state it could be, and those
    that have not come yet: which of them is meant nobody can tell by that.
    """
    operations = _operations(wish)
    now = [each for each in orders if may_be_done(wish, each, shop)]
    if now:
        return now
    rules = [rule for each, rule in shop.policies.rules.items() if each in operations]
    if wish.kind in _BEFORE:
        in_state = [o for o in orders if any(o.status in r.statuses for r in rules)]
        return in_state or [each for each in orders if each.status in _UNDER_WAY]
    return [
        order
        for order in orders
        if order.status in _NOT_COME or any(order.status in r.statuses for r in rules)
    ]


def may_be_done(wish: Wish, order: Order, shop: Shop) -> bool:
    """
    Whether the rules allow what is wished with some of this order, now.
    """
    return any(
        isinstance(
            decide(shop.policies, each, order, shop.now(), done=order.done), Allowed
        )
        for each in _operations(wish)
    )


def _operations(wish: Wish) -> set[Operation]:
    """
    What it may come to. Another number of what was sent cannot be had.
    """
    known = OPERATIONS[wish.kind]
    if wish.kind is Kind.CHANGE and is_of_number("\n".join(wish.texts)):
        return known & {Operation.CHANGE_ITEMS}
    return known


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


def is_spoken_of(wish: Wish, number: str, orders: Sequence[Order], shop: Shop) -> bool:
    """
    Whether the order of this number, which was just spoken of, holds what was named.

    It comes before others unless those hold it by more of its words, or it can only be
    done with those.
    """
    own = [order for order in orders if same_number(order.number, number)]
    said = "\n".join(wish.texts)
    words = words_of_things(said, own)
    if not words or words < words_of_things(said, orders):
        return False
    return own[0] in likely(wish, orders, shop)


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


def is_told(
    wish: Wish, number: str, orders: Sequence[Order], shop: Shop, message: Message
) -> bool:
    """
    Whether it is the order with this number, though nothing of it was said.

    Who wants money back, and names neither an order nor a cancelling, has not told that
    an order which was not sent is to be cancelled; nor has who says "cancel it" where
    no order was spoken of.
    """
    own = [order for order in orders if same_number(order.number, number)]
    if not own or (not message.at_hand and beside.calls_it_off(message)):
        return False
    rule = shop.policies.rules.get(Operation.CANCEL_ORDER)
    is_money = wish.kind is Kind.REFUND
    return not (is_money and rule is not None and own[0].status in rule.statuses)


def is_of(number: str, orders: Sequence[Order]) -> bool:
    """
    Whether one of these orders has the number.
    """
    return any(same_number(each.number, number) for each in orders)
