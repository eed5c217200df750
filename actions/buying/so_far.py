"""
What is in a cart before all of it is known, and what it comes to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.buying import saying
from actions.buying.answering import ways_of
from actions.buying.draft import Draft
from actions.buying.looking import Look
from crm_connector.model import Money

if TYPE_CHECKING:
    from actions.buying.trip import Trip


async def tell(trip: Trip, draft: Draft) -> None:
    """
    Say it, in so many lines as there are things.
    """
    if not draft.items:
        trip.say("utter_cart_empty")
        return
    look = await Look.at(trip, draft)
    lines, goods = [], []
    for item in draft.items:
        product = trip.shop.product(item.product)
        pieces = look.pieces.get(item.product, ())
        chosen = next((each for each in pieces if each.id == item.variant), None)
        if product is None:
            many = f" × {trip.voice.count(item.quantity)}" if item.quantity > 1 else ""
            lines.append(f"{item.words}{many}")
        else:
            lines.append(saying.line(product, chosen, item.quantity, trip.voice))
        if chosen is not None and chosen.price is not None:
            price = chosen.price
            goods.append(Money(price.amount * item.quantity, price.currency))
    told = await _sum(trip, draft, goods)
    trip.say("utter_cart_so_far", lines=trip.voice.lines(lines), sum=told)


async def _sum(trip: Trip, draft: Draft, goods: list[Money]) -> str:
    """
    What is known of it: with delivery, without, or nothing yet.
    """
    voice = trip.voice
    if not goods:
        return voice.of("utter_cart_so_far_open")
    worth = Money(sum(each.amount for each in goods), goods[0].currency)
    ways = await ways_of(trip, draft) if draft.delivery else ()
    way = next((each for each in ways if each.id == draft.delivery), None)
    if way is None:
        return voice.of("utter_cart_so_far_goods", goods=voice.money(worth))
    return voice.of(
        "utter_cart_so_far_all",
        goods=voice.money(worth),
        delivery=saying.way_of(way, voice),
        total=voice.money(Money(worth.amount + way.price.amount, worth.currency)),
    )
