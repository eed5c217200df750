"""
Things added to a cart, taken out, counted anew, or changed for other pieces.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.buying.counting import Count, bare_number, count_in, quantity_of, taken_in
from actions.buying.draft import Draft, Item, Open
from actions.buying.looking import Look, is_of_kind, kind_words
from actions.buying.measures import fitting, measures_in
from actions.buying.reading import (
    Spoken,
    Wanted,
    of_items,
    says,
    told_in,
    unknown_of,
    values_in,
)
from actions.buying.saying import from_price
from actions.shared.sayings import asks

if TYPE_CHECKING:
    from actions.buying.trip import Message, Trip

_READ_BACK = (Open.CONFIRM, Open.MORE)


class Editing:
    """
    What one message changes of the things in a cart.
    """

    def __init__(self, trip: Trip, look: Look, message: Message) -> None:
        self._trip = trip
        self._look = look
        self._draft = look.draft
        self._message = message
        self._text = message.text
        self.is_asking = False
        """Whether it has to be said of which of the things that was."""

    def edited(self) -> Draft | None:
        """
        The draft with it; None where nothing is said of them.
        """
        draft, things = self._draft, self._look.things
        spoken = of_items(self._text, self._message.lang, things)
        new = self._new()
        if not new and self._is_only(spoken):
            return self._without_others(spoken)
        if says(self._text, "removes") and not new:
            return self._taken_out(spoken)
        if new:
            if says(self._text, "replaces"):
                draft = self._without(spoken)
            return draft.adding(tuple(new))
        counted = self.counted(spoken)
        at = self._meant(spoken)
        if counted is None and at is not None:
            many = quantity_of(self._message.entities)
            if many is not None and draft.open in _READ_BACK:
                counted = self._with_count(at, Count(many))
        draft = counted or draft
        pieced = None if at is None else self._with_piece(draft, at, spoken)
        return pieced or counted

    def counted(self, spoken: Spoken | None = None) -> Draft | None:
        """
        The draft with how many are wanted now; None where that is not said.
        """
        # "Just one black".
        known = [*self._look.spoken_names(), *told_in(self._message.entities)]
        count = count_in(self._text, known)
        if count is None and self._draft.open in _READ_BACK:
            number = bare_number(self._text)
            count = None if number is None else Count(number)
        if count is None or not self._draft.items or self._is_size(count):
            return None
        if spoken is None:
            spoken = of_items(self._text, self._message.lang, self._look.things)
        at = spoken.named[0] if len(spoken.named) == 1 else self._look.at_hand
        if at is None:
            return self._asked_of_which(count)
        return self._with_count(at, count)

    def _is_size(self, count: Count) -> bool:
        """
        Whether the number is what a piece of the thing asked about is like: "black 41".
        """
        item, draft = self._draft.item_at_hand, self._draft
        if draft.open not in (Open.WHICH, Open.VARIANT) or item is None or count.step:
            return False
        there = [e for id_ in item.products for e in self._look.pieces.get(id_, ())]
        return str(count.number) in values_in(self._text, there)

    async def cheaper(self) -> Draft | None:
        """
        With those of the same kind that cost less to choose from.
        """
        draft, look = self._draft, self._look
        spoken = of_items(self._text, self._message.lang, look.things)
        at = spoken.named[0] if len(spoken.named) == 1 else look.at_hand
        if at is None:
            return self._asked_of_which(None) if draft.items else None
        item = draft.items[at]
        product = self._trip.shop.product(item.product)
        if product is None:
            return None
        like = Wanted("", "", "", category=product.category or "")
        others = self._trip.shop.named(like) if product.category else ()
        kind = kind_words(product, others)
        ids = [each.id for each in others if is_of_kind(each, kind)]
        pieces = await self._trip.shop.variants([item.product, *ids]) if ids else {}
        own = from_price([v for v in look.thing(item).variants if _is_it(v.id, item)])
        prices = {id_: from_price(there) for id_, there in pieces.items()}
        less = {
            id_: price.amount
            for id_, price in prices.items()
            if price and own and price.amount < own.amount and id_ != item.product
            if any(each.in_stock is not False for each in pieces[id_])
        }
        if not less:
            self._trip.say("utter_cart_none_cheaper", thing=look.called(item))
            return draft
        found = (*sorted(less, key=lambda each: less[each]), item.product)
        now = replace(item, products=found, variant="", variants=(), said="", told=())
        return draft.with_item(at, now)

    def _with_count(self, at: int, count: Count) -> Draft:
        item = self._draft.items[at]
        item = replace(item, quantity=count.of(item.quantity))
        name = self._look.called(item)
        many = self._trip.voice.count(item.quantity)
        self._trip.say("utter_cart_noted", what=f"{name} × {many}")
        return self._draft.with_item(at, item)

    def _asked_of_which(self, count: Count | None) -> Draft:
        """
        The same: of several nobody knows which is meant.
        """
        example = self._look.called(self._draft.items[0])
        if count is not None:
            example = f"{example} × {self._trip.voice.count(count.number)}"
        self._trip.say("utter_cart_of_which", example=example)
        self.is_asking = True
        return self._draft

    def _with_piece(self, draft: Draft, at: int, spoken: Spoken) -> Draft | None:
        """
        With another piece of one of the things; None where there is nothing new in it.
        """
        item = draft.items[at]
        thing = self._look.thing(item)
        pieces = spoken.pieces.get(at, ())
        held, unheld = fitting(measures_in(self._text), thing.variants)
        pieces = tuple(each for each in pieces if each in held) or held or pieces
        told = told_in(self._message.entities)
        unknown = unheld or unknown_of(told, self._message.lang, thing)
        if unknown and not held:
            name = self._look.called(item)
            self._trip.say("utter_cart_no_such_piece", thing=name, words=unknown)
            return draft
        if pieces and item.variant not in pieces:
            return draft.with_item(at, replace(item, variant="", variants=pieces))
        return None

    def _new(self) -> list[Item]:
        """
        Things that the text names and the cart has not.
        """
        known = {each.product for each in self._draft.items}
        known.update(id_ for each in self._draft.items for id_ in each.products)
        found = self._trip.items_of(self._message)
        return [e for e in found if e.products and known.isdisjoint(e.products)]

    def _meant(self, spoken: Spoken) -> int | None:
        """
        The one item of which the text says something.
        """
        about = tuple(dict.fromkeys((*spoken.pieces, *spoken.unmet))) or spoken.named
        if len(about) == 1:
            return about[0]
        return self._look.at_hand if not about else None

    def _taken_out(self, spoken: Spoken) -> Draft | None:
        """
        Without what was named; with fewer of it, where so many were.
        """
        draft = self._draft
        at = spoken.named[0] if len(spoken.named) == 1 else self._look.at_hand
        many = quantity_of(self._message.entities) or taken_in(self._text)
        if at is not None and many is not None and many < draft.items[at].quantity:
            return self._with_count(at, Count(many, -1))
        without = self._without(spoken)
        if without == draft:
            return self._asked_of_which(None) if draft.items else None
        if not without.items:
            self._trip.say("utter_cart_empty")
        return without

    def _is_only(self, spoken: Spoken) -> bool:
        """
        Whether what is named is all of the cart that is wanted: "no, just the honey".
        """
        is_some = 0 < len(spoken.named) < len(self._draft.items)
        if not is_some or asks(self._text) or not says(self._text, "only"):
            return False
        if says(self._text, "removes") or says(self._text, "adds"):
            return False
        # "Just one of the honey" leaves the rest as it is.
        return count_in(self._text, self._look.spoken_names()) is None

    def _without_others(self, spoken: Spoken) -> Draft:
        kept = tuple(self._draft.items[at] for at in spoken.named)
        return replace(self._draft, items=kept)

    def _without(self, spoken: Spoken) -> Draft:
        gone = set(spoken.named)
        if not gone and self._look.at_hand is not None:
            gone = {self._look.at_hand}
        items = tuple(e for at, e in enumerate(self._draft.items) if at not in gone)
        return replace(self._draft, items=items)


def _is_it(variant: str, item: Item) -> bool:
    return variant == item.variant or not item.variant
