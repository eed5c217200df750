"""
What answers the open question about a cart as such.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.buying.agreeing import agrees, nods
from actions.buying.counting import place_in, quantity_of
from actions.buying.delivering import delivery_in, known_address_in, names_way
from actions.buying.draft import MOST_SAID, Draft, Item, Open
from actions.buying.filling import Filling
from actions.buying.looking import Look
from actions.buying.measures import fitting, measures_in
from actions.buying.reading import (
    Thing,
    number_values,
    of_items,
    says,
    told_in,
    unknown_of,
    values_in,
)
from actions.buying.saying import from_price
from actions.shared.likeness import fold
from crm_connector.cart import CartLine, Delivery
from crm_connector.choices import Variant
from crm_connector.model import Address

if TYPE_CHECKING:
    from actions.buying.trip import Message, Trip

_ORDINAL = "order_ordinal"
_BOTH = 2


class Answering:
    """
    One message as the answer to what is asked.
    """

    def __init__(self, trip: Trip, draft: Draft, message: Message) -> None:
        self._trip = trip
        self._draft = draft
        self._message = message
        self._text = message.text

    async def answered(self) -> Draft | None:
        """
        The draft with it; None where it is no answer.
        """
        draft, item = self._draft, self._draft.item_at_hand
        if draft.open is Open.THING:
            items = self._trip.items_of(self._message)
            return draft.adding(items) if items else None
        if draft.open is Open.ADDRESS:
            address = await self._address()
            return None if address is None else replace(draft, address=address)
        if draft.open is Open.DELIVERY:
            return await self._delivery()
        if item is None:
            return None
        if draft.open is Open.WHICH:
            return await self._which(item)
        if draft.open is Open.VARIANT:
            return await self._variant(item)
        return None

    async def _which(self, item: Item) -> Draft | None:
        """
        One of several products: by name, brand, price, or its place in the list.
        """
        draft = self._draft
        shown = [value for _, value in draft.question.choices]
        place = self._place(len(shown))
        if place is not None:
            return self._chosen(item, (shown[place],))
        is_cheap = says(self._text, "cheaper") or says(self._text, "cheapest")
        if is_cheap and not says(self._text, "delivering"):
            return await self._by_price(item)
        if says(self._text, "removes"):
            return None
        found = self._trip.items_of(self._message)
        chosen = self._named(item, found)
        if not chosen and found:
            # Another thing after all, or one more.
            if says(self._text, "adds"):
                return draft.adding(found)
            return draft.with_item(draft.item, found[0])
        if not chosen or len(chosen) == len(item.products) > 1:
            return await self._told_more(item)
        return self._chosen(item, chosen)

    async def _told_more(self, item: Item) -> Draft | None:
        """
        With the size or the colour in which whichever it is should be.
        """
        pieces = (await Look.at(self._trip, self._draft)).pieces
        there = [each for id_ in item.products for each in pieces.get(id_, ())]
        told = told_in(self._message.entities)
        told = tuple(dict.fromkeys((*told, *values_in(self._text, there))))
        if not told:
            return None
        self._trip.say("utter_cart_noted", what=" / ".join(told))
        said = f"{item.said} {self._text}"[:MOST_SAID]
        every = tuple(dict.fromkeys((*item.told, *told)))
        now = replace(item, said=said, told=every)
        return self._draft.with_item(self._draft.item, now)

    def _chosen(self, item: Item, products: tuple[str, ...]) -> Draft:
        said = f"{item.said} {self._text}"[:MOST_SAID]
        now = replace(item, products=products, said=said)
        return self._draft.with_item(self._draft.item, now)

    def _named(self, item: Item, found: tuple[Item, ...]) -> tuple[str, ...]:
        folded, shop = fold(self._text), self._trip.shop
        names = {
            each: product.names
            for each in item.products
            if (product := shop.product(each)) is not None
        }
        scores = {
            id_: max(_alike(folded, fold(name)) for name in known.values())
            for id_, known in names.items()
        }
        best = max(scores.values(), default=0)
        named = [p for each in found for p in each.products if p in names]
        chosen = tuple(id_ for id_ in scores if best and scores[id_] == best)
        if named and (not best or set(named) < set(chosen)):
            return tuple(named)
        return chosen

    async def _by_price(self, item: Item) -> Draft:
        """
        The cheapest; or, for "a cheaper one", all of them with the cheapest first.
        """
        look = await Look.at(self._trip, self._draft)
        prices = {
            each: price.amount
            for each in item.products
            if (price := from_price(look.pieces.get(each, ()))) is not None
        }
        cheapest = sorted(prices, key=lambda each: prices[each])
        rest = tuple(each for each in item.products if each not in prices)
        if cheapest and says(self._text, "superlative"):
            return self._chosen(item, (cheapest[0],))
        now = replace(item, products=(*cheapest, *rest))
        return self._draft.with_item(self._draft.item, now)

    def _place(self, size: int) -> int | None:
        """
        The place in the list that was put, as far as one is said.
        """
        place = place_in(self._text, size)
        if place is not None:
            return place
        for each in self._message.entities:
            if each["entity"] == _ORDINAL and str(each["value"]).isdigit():
                place = int(each["value"]) - 1
                return place if 0 <= place < size else None
        return None

    async def _variant(self, item: Item) -> Draft | None:
        look = await Look.at(self._trip, self._draft)
        thing = look.thing(item)
        there = [each for each in thing.variants if each.in_stock is not False]
        shown = [value for _, value in self._draft.question.choices]
        place = None if _is_value(self._text, there) else self._place(len(shown))
        if place is not None:
            return self._with_piece(item, (shown[place],))
        if says(self._text, "superlative") and says(self._text, "cheapest"):
            priced = [each for each in there if each.price is not None]
            if priced:
                best = min(priced, key=lambda e: e.price.amount if e.price else 0)
                return self._with_piece(item, (best.id,))
        several = self._several(item, thing)
        if several:
            return self._draft.split(self._draft.item, several)
        spoken = of_items(self._text, self._message.lang, [thing], asked=0)
        said = spoken.pieces.get(0, ())
        held, unheld = fitting(measures_in(self._text), thing.variants)
        said = tuple(e for e in said if e in held) or held or said
        if item.variants:
            # "Blue" first and "L" then: both.
            said = tuple(e for e in said if e in item.variants) or said
        told = told_in(self._message.entities)
        unknown = unheld or unknown_of(told, self._message.lang, thing)
        if held and not unheld:
            unknown = ""
        if unknown:
            name = look.called(item)
            self._trip.say("utter_cart_no_such_piece", thing=name, words=unknown)
            said = () if unheld else said
        elif not said:
            return None
        return self._with_piece(item, said)

    def _several(self, item: Item, thing: Thing) -> tuple[Item, ...]:
        """
        "Black and brown": one item for each piece, as many of each; none else.
        """
        told = tuple(dict.fromkeys(told_in(self._message.entities)))
        if len(told) < _BOTH or says(self._text, "not_together"):
            return ()
        lang, pieces = self._message.lang, []
        for each in told:
            fitting_ = of_items(each, lang, [thing], asked=0).pieces.get(0, ())
            if len(fitting_) != 1:
                return ()
            pieces.append(fitting_[0])
        if len(set(pieces)) < len(told):
            return ()
        each_of = max(1, item.quantity // len(pieces))
        return tuple(
            replace(item, variants=(id_,), variant="", quantity=each_of)
            for id_ in pieces
        )

    def _with_piece(self, item: Item, said: tuple[str, ...]) -> Draft:
        many = quantity_of(self._message.entities)
        now = replace(item, variants=said or item.variants, variant="")
        if many is not None:
            now = replace(now, quantity=many)
        return self._draft.with_item(self._draft.item, now)

    async def _address(self) -> Address | None:
        orders = await self._trip.shop.orders()
        address = self._trip.address_in(self._message, orders)
        if address is not None:
            return address
        known = await Filling(self._trip, self._draft).addresses()
        place = self._place(len(known))
        if place is not None:
            return known[place]
        if len(known) == 1 and (agrees(self._text) or nods(self._text)):
            return known[0]
        return known_address_in(self._text, known, self._draft.address)

    async def _delivery(self) -> Draft | None:
        ways = await ways_of(self._trip, self._draft)
        if not ways:
            return None
        place = self._place(len(ways))
        chosen = ways[place].id if place is not None else delivery_in(self._text, ways)
        if chosen is None and says(self._text, "cheaper"):
            chosen = min(ways, key=lambda each: each.price.amount).id
        if chosen is None and names_way(self._text):
            # Which of two couriers was not said.
            return self._draft
        return None if chosen is None else replace(self._draft, delivery=chosen)


async def ways_of(trip: Trip, draft: Draft) -> tuple[Delivery, ...]:
    """
    The ways in which what is clear of a cart is delivered; none before that is known.
    """
    lines = tuple(
        CartLine(each.product, each.variant, each.quantity)
        for each in draft.items
        if each.is_clear
    )
    if draft.address is None or not lines:
        return ()
    return await trip.shop.deliveries(draft.address, lines)


def _is_value(text: str, pieces: list[Variant]) -> bool:
    """
    Whether a bare number is what a piece is like, and no place: size 42.
    """
    said = text.strip(" .!")
    return said.isdecimal() and int(said) in number_values(pieces)


def _alike(said: str, name: str) -> int:
    """
    How many words of a name stand in what was said.
    """
    words = set(said.replace(",", " ").split())
    return len(words & set(name.split()))
