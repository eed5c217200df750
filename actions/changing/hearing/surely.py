"""
Whether the order that words lead to is surely meant, before anybody is refused.

Words that fit a thing of one order best may have been said of a like one in another:
what may be done now, and when something came, tell more than the name that was used.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.hearing.which import may_be_done
from actions.changing.reading import (
    Known,
    days_ago,
    is_named_widely,
    is_placed,
    options_named,
    orders_named,
    words_of_things,
)
from actions.changing.shop import Shop
from actions.changing.state.message import Message
from actions.changing.state.wishes import Wish
from crm_connector.model import Order, OrderStatus

_OVER = (OrderStatus.CANCELLED, OrderStatus.RETURNED)


def in_question(
    wish: Wish,
    numbers: Sequence[str],
    orders: Sequence[Order],
    shop: Shop,
    message: Message,
) -> tuple[str, ...]:
    """
    The numbers of the orders that may be meant in place of these; these, if surely.

    So it is where one was told by its number or place, or chosen from those that were
    offered, and where what is wished may be done with one of them now.
    """
    if message.names or message.answer or wish.asked or wish.heard or wish.read_back:
        return tuple(numbers)
    said = "\n".join(wish.texts)
    chosen = [order for order in orders if order.number in numbers]
    told = orders_named(said, Known(orders=tuple(orders))) or is_placed(said)
    if not chosen or told:
        return tuple(numbers)
    if any(may_be_done(wish, order, shop) for order in chosen):
        return tuple(numbers)
    words = {each.number: _words(said, each) for each in orders}
    best = max(words[each.number] for each in chosen)
    if not best:
        return tuple(numbers)
    others = [
        order
        for order in orders
        if order not in chosen
        and words[order.number]
        and order.status not in _OVER
        and (may_be_done(wish, order, shop) or words[order.number] > best)
    ]
    near = [order for order in (*others, *chosen) if _came_then(order, said, shop)]
    if len(near) == 1:
        return (near[0].number,)
    most = max((words[each.number] for each in others), default=0)
    if most > best:
        return tuple(e.number for e in others if words[e.number] == most)
    return (*(each.number for each in others), *numbers)


def _words(said: str, order: Order) -> int:
    """
    How many words of a text name things of this order, or tell which kind they are of.
    """
    words = words_of_things(said, [order])
    if not words:
        return int(is_named_widely(said, order))
    return words + options_named(said, order)


def _came_then(order: Order, said: str, shop: Shop) -> bool:
    ago = days_ago(said)
    if ago is None or order.status is not OrderStatus.DELIVERED:
        return False
    came = order.changed_at
    now = shop.now()
    if came is None:
        return False
    days = (now.date() - came.astimezone(now.tzinfo).date()).days
    return ago[0] <= days <= ago[1]
