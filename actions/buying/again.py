"""
What was bought before as the beginning of a new cart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from actions.buying.draft import MOST_OF_ONE, Item
from actions.buying.saying import called
from actions.changing.reading import pieces_said
from actions.orders.at_hand import LAST
from actions.orders.reference import OrderReference, by_ordinal, with_product
from actions.shared.likeness import fold, within
from crm_connector.errors import OrderNotFound
from crm_connector.model import Order, OrderLine

if TYPE_CHECKING:
    from actions.buying.trip import Message, Trip


async def items(
    trip: Trip, orders: Sequence[Order], message: Message
) -> tuple[Item, ...]:
    """
    The things of the order that is meant, or only that which is named of it.
    """
    reference = OrderReference.read(message.entities, message.text)
    said = pieces_said(message.text)
    if reference.numbers:
        number = reference.numbers[0]
        try:
            order = await trip.shop.numbered(number)
        except OrderNotFound:
            number = trip.voice.number(number)
            trip.say("utter_cart_no_such_order", number=number)
            return ()
        return _of(trip, order, order.lines, said)
    if not orders:
        trip.say("utter_cart_never_bought")
        return ()
    if reference.product:
        fitting = with_product(orders, reference.product)
        if not fitting:
            words = reference.product[0]
            trip.say("utter_cart_never_bought_it", words=words)
            return ()
        lines = [e for e in fitting[0].lines if _is_named(e, reference.product)]
        return _of(trip, fitting[0], lines, said)
    ordinal = reference.ordinal or LAST
    found = by_ordinal(orders, ordinal) or orders[0]
    return _of(trip, found, found.lines, said)


def _of(
    trip: Trip, order: Order, lines: Sequence[OrderLine], said: int | None
) -> tuple[Item, ...]:
    """
    The lines as they were; of a single thing so many as are `said` now.
    """
    many = said if len(lines) == 1 else None
    trip.told.append(order.number)
    trip.say("utter_cart_as_order", number=trip.voice.number(order.number))
    return tuple(
        Item(
            words=called(line.names, trip.voice.lang),
            # Where the shop does not say which piece it was, its words are read again.
            said="" if line.variant_id else line.variants.get(trip.voice.lang, ""),
            products=(line.product_id,),
            variant=line.variant_id or "",
            quantity=min(MOST_OF_ONE, many or line.quantity),
        )
        for line in lines
    )


def _is_named(line: OrderLine, words: Sequence[str]) -> bool:
    texts = [fold(t) for t in (*line.names.values(), *line.categories.values())]
    return any(within(fold(word), text) for word in words for text in texts)
