"""
What was bought before as the beginning of a new cart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from actions.buying.draft import MOST_OF_ONE, Item
from actions.buying.reading import Wanted, wanted
from actions.buying.saying import called
from actions.changing.reading import pieces_said
from actions.orders.at_hand import LAST
from actions.orders.reference import OrderReference, by_ordinal
from actions.shared.likeness import fold, within
from actions.shared.voice import Voice
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
    things = wanted(message.text, message.entities)
    if reference.numbers:
        number = reference.numbers[0]
        try:
            order = await trip.shop.numbered(number)
        except OrderNotFound:
            number = trip.voice.number(number)
            trip.say("utter_cart_no_such_order", number=number)
            return ()
        return _of(trip, order, _named(trip, order, things) or order.lines, said)
    if not orders:
        trip.say("utter_cart_never_bought")
        return ()
    if things:
        return _of_things(trip, orders, things, said)
    ordinal = reference.ordinal or LAST
    found = by_ordinal(orders, ordinal) or orders[0]
    return _of(trip, found, found.lines, said)


def _of_things(
    trip: Trip, orders: Sequence[Order], things: Sequence[Wanted], said: int | None
) -> tuple[Item, ...]:
    """
    What was named, each of the newest order that holds it.
    """
    lines: dict[str, list[OrderLine]] = {}
    for thing in things:
        order = next((each for each in orders if _named(trip, each, [thing])), None)
        if order is None:
            trip.say("utter_cart_never_bought_it", words=thing.words)
            continue
        own = lines.setdefault(order.number, [])
        own += [each for each in _named(trip, order, [thing]) if each not in own]
    of_number = {order.number: order for order in orders}
    return tuple(
        item
        for number, own in lines.items()
        for item in _of(trip, of_number[number], own, said if len(lines) == 1 else None)
    )


def _named(trip: Trip, order: Order, things: Sequence[Wanted]) -> list[OrderLine]:
    """
    The lines of an order that are named: as the catalogue has it, or by their words.
    """
    ids = {entry.id for each in things for entry in trip.shop.named(each)}
    return [
        line
        for line in order.lines
        if line.product_id in ids or any(_is_named(line, each) for each in things)
    ]


def _of(
    trip: Trip, order: Order, lines: Sequence[OrderLine], said: int | None
) -> tuple[Item, ...]:
    """
    The lines as they were; of a single thing so many as are `said` now.
    """
    voice, many = trip.voice, said if len(lines) == 1 else None
    items = tuple(
        Item(
            words=called(line.names, voice.lang),
            # Where the shop does not say which piece it was, its words are read again.
            said="" if line.variant_id else line.variants.get(voice.lang, ""),
            products=(line.product_id,),
            variant=line.variant_id or "",
            quantity=min(MOST_OF_ONE, many or line.quantity),
        )
        for line in lines
    )
    trip.told.append(order.number)
    number = voice.number(order.number)
    named = voice.listed([_told(each, voice) for each in items])
    trip.say("utter_cart_as_order", number=number, items=named)
    return items


def _told(item: Item, voice: Voice) -> str:
    many = "" if item.quantity == 1 else f" × {voice.count(item.quantity)}"
    return f"{item.words}{many}"


def _is_named(line: OrderLine, thing: Wanted) -> bool:
    texts = [fold(t) for t in (*line.names.values(), *line.categories.values())]
    return any(within(fold(thing.words), text) for text in texts)
