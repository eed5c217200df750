"""
What an answer makes of a cart: a button, a yes, more of it, less of it, or otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.buying import saying
from actions.buying.draft import MOST_SAID, Draft, Item, Open
from actions.buying.filling import Filling
from actions.buying.reading import (
    WORDS,
    Spoken,
    Thing,
    delivery_in,
    of_items,
    paying_in,
    quantity_in,
    says,
    told_in,
    unknown_of,
)
from actions.buying.understood import (
    ADDING,
    ELSEWHERE,
    OF_ORDERS,
    UNSURE,
    VAGUE,
)
from actions.changing.hearing import WORDS as LEAVING
from actions.shared.likeness import fold
from actions.shared.sayings import asks, saying_of
from actions.smalltalk.plain import is_nod, is_plain
from crm_connector.cart import CartLine
from crm_connector.choices import Variant

if TYPE_CHECKING:
    from actions.buying.trip import Message, Trip

MOST_UNCLEAR = 2
_MOST_WORDS = 14


class Hearing:
    """
    One message to a cart.
    """

    def __init__(self, trip: Trip, draft: Draft, message: Message) -> None:
        self._trip = trip
        self._draft = draft
        self._message = message
        self._text = message.text

    async def heard(self) -> Draft | None:
        """
        The draft after it; None where it is about something else.
        """
        draft, message = self._draft, self._message
        answer = message.answer or self._typed_title()
        if answer:
            return await self._pressed(answer)
        if not self._text or message.intent in ELSEWHERE or self._is_of_order():
            return None
        if self._leaves():
            return self._left()
        if message.intent == "reorder" and message.is_sure:
            return await self._trip.begin(draft, message)
        if draft.open is Open.CONFIRM:
            agreed = await self._confirmed()
            if agreed is not None:
                return agreed
        if self._is_question():
            return None
        changed = await self._changed()
        if changed is not None:
            return await self._trip.go_on(replace(changed, unclear=0))
        if message.is_sure and message.intent not in (UNSURE | VAGUE):
            return None
        return await self._unclear()

    def _is_of_order(self) -> bool:
        """
        Whether it is about an order that there is already: "cancel 10042".
        """
        named = any(e["entity"] == "order_number" for e in self._message.entities)
        return named and self._message.is_sure and self._message.intent in OF_ORDERS

    def _leaves(self) -> bool:
        if saying_of(WORDS, self._text, most_words=_MOST_WORDS, only="empties"):
            return True
        drops = saying_of(LEAVING, self._text, most_words=_MOST_WORDS, only="drops")
        return drops is not None

    def _is_question(self) -> bool:
        """
        Whether it asks about another thing: "how much is delivery?" changes nothing.
        """
        return asks(self._text) and self._message.intent not in ADDING

    async def _confirmed(self) -> Draft | None:
        """
        A yes or a no to what was read back, as plainly as it has to be; else None.
        """
        if asks(self._text):
            return None
        if is_nod(self._text):
            self._trip.say("utter_cart_yes_or_no")
            return await self._trip.go_on(self._draft)
        if self._says_yes():
            return await self._trip.place(self._draft)
        if is_plain(self._text, is_yes=False):
            return self._ask_more()
        return None

    def _says_yes(self) -> bool:
        if is_plain(self._text, is_yes=True):
            return True
        said = saying_of(WORDS, self._text, most_words=_MOST_WORDS, only="confirms")
        return said is not None

    def _ask_more(self) -> Draft:
        return self._trip.put(self._draft, Open.MORE, saying.ask_more(self._trip.voice))

    async def _changed(self) -> Draft | None:
        """
        The draft with what the text says of it; None where it says nothing.
        """
        draft = self._draft
        of_asked = await self._of_asked()
        if of_asked is not None:
            return of_asked
        changed = await self._address()
        changed = await self._delivery(changed)
        kind = paying_in(self._text)
        if kind is not None:
            changed = replace(changed, pay_by=kind)
        if changed == draft:
            changed = await self._items(changed)
        if changed == draft and self._is_done():
            return draft
        return None if changed == draft else changed

    def _is_done(self) -> bool:
        said = saying_of(WORDS, self._text, most_words=_MOST_WORDS, only="nothing_more")
        return said is not None and self._draft.open in (Open.THING, Open.MORE)

    async def _of_asked(self) -> Draft | None:
        """
        What answers the open question as such.
        """
        draft, item = self._draft, self._draft.item_at_hand
        if draft.open is Open.THING:
            items = self._trip.items_of(self._message)
            return draft.adding(items) if items else None
        if draft.open is Open.ADDRESS:
            orders = await self._trip.shop.orders()
            address = self._trip.address_in(self._message, orders)
            return None if address is None else replace(draft, address=address)
        if item is None:
            return None
        if draft.open is Open.WHICH:
            return self._which(item)
        if draft.open is Open.VARIANT:
            return await self._variant(item)
        return None

    def _which(self, item: Item) -> Draft | None:
        """
        One of several products, by its name, its brand, or its place in the list.
        """
        draft, shop = self._draft, self._trip.shop
        folded = fold(self._text)
        place = self._place()
        shown = [value for _, value in draft.question.choices]
        if place is not None and 0 <= place < len(shown):
            chosen: tuple[str, ...] = (shown[place],)
        else:
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
            found = self._trip.items_of(self._message)
            named = [p for each in found for p in each.products if p in names]
            chosen = tuple(id_ for id_ in scores if best and scores[id_] == best)
            if named and (not best or set(named) < set(chosen)):
                chosen = tuple(named)
            if not chosen and found:
                # Another thing after all.
                return draft.with_item(draft.item, found[0])
        if not chosen or len(chosen) == len(item.products) > 1:
            return None
        said = f"{item.said} {self._text}"[:MOST_SAID]
        return draft.with_item(draft.item, replace(item, products=chosen, said=said))

    def _place(self) -> int | None:
        for each in self._message.entities:
            if each["entity"] == "order_ordinal" and str(each["value"]).isdigit():
                return int(each["value"]) - 1
        return None

    async def _variant(self, item: Item) -> Draft | None:
        thing = self._thing(item, await self._pieces())
        spoken = of_items(self._text, self._message.lang, [thing], asked=0)
        many = quantity_in(self._text, self._counted())
        said = spoken.pieces.get(0, ())
        if item.variants:
            # "Blue" first and "L" then: both.
            said = tuple(e for e in said if e in item.variants) or said
        unknown = unknown_of(self._told(), self._message.lang, thing)
        if unknown:
            name = self._called(item)
            self._trip.say("utter_cart_no_such_piece", thing=name, words=unknown)
        elif not said:
            return None
        now = replace(item, variants=said or item.variants, variant="")
        if many is not None and any(
            each["entity"] == "quantity" for each in self._message.entities
        ):
            now = replace(now, quantity=many)
        return self._draft.with_item(self._draft.item, now)

    def _counted(self) -> list[dict[str, object]]:
        return [dict(e) for e in self._message.entities if e["entity"] == "quantity"]

    async def _address(self) -> Draft:
        if not says(self._text, "address"):
            return self._draft
        orders = await self._trip.shop.orders()
        address = self._trip.address_in(self._message, orders)
        if address is not None:
            return replace(self._draft, address=address)
        if self._draft.open in (Open.CONFIRM, Open.MORE, Open.DELIVERY):
            # They want another one, and have not said which.
            return replace(self._draft, address=None, delivery="", open=Open.ADDRESS)
        return self._draft

    async def _delivery(self, draft: Draft) -> Draft:
        if draft.open not in (Open.DELIVERY, Open.CONFIRM, Open.MORE):
            return draft
        if draft.address is None:
            return draft
        lines = tuple(
            CartLine(each.product, each.variant, each.quantity)
            for each in draft.items
            if each.is_clear
        )
        ways = await self._trip.shop.deliveries(draft.address, lines) if lines else ()
        chosen = delivery_in(self._text, ways) if ways else None
        return draft if chosen is None else replace(draft, delivery=chosen)

    async def _items(self, draft: Draft) -> Draft:
        """
        Things added, taken out, counted anew, or changed for other pieces.
        """
        pieces = await self._pieces()
        things = [self._thing(item, pieces) for item in draft.items]
        spoken = of_items(self._text, self._message.lang, things)
        new = self._new()
        if says(self._text, "removes") and not new:
            return self._removed(draft, spoken)
        if new:
            if says(self._text, "replaces") and spoken.named:
                draft = self._removed(draft, spoken)
            return draft.adding(tuple(new))
        many = quantity_in(self._text, self._message.entities)
        at = self._meant(spoken)
        if at is None:
            return draft
        item = draft.items[at]
        fitting = spoken.pieces.get(at, ())
        thing = self._thing(item, pieces)
        unknown = unknown_of(self._told(), self._message.lang, thing)
        if unknown:
            name = self._called(item)
            self._trip.say("utter_cart_no_such_piece", thing=name, words=unknown)
        if fitting and item.variant not in fitting:
            item = replace(item, variant="", variants=fitting)
        if many is not None and draft.open in (Open.CONFIRM, Open.MORE):
            item = replace(item, quantity=many)
        return draft.with_item(at, item)

    async def _pieces(self) -> Mapping[str, tuple[Variant, ...]]:
        clear = [each.product for each in self._draft.items if each.product]
        return await self._trip.shop.variants(clear) if clear else {}

    def _thing(self, item: Item, pieces: Mapping[str, tuple[Variant, ...]]) -> Thing:
        of_it = pieces.get(item.product, ())
        return Thing(item.product, self._names(item), of_it, item.variant)

    def _told(self) -> tuple[str, ...]:
        return told_in(self._message.entities)

    def _names(self, item: Item) -> Mapping[str, str]:
        product = self._trip.shop.product(item.product)
        return product.names if product is not None else {}

    def _called(self, item: Item) -> str:
        return saying.called(self._names(item), self._trip.voice.lang) or item.words

    def _new(self) -> list[Item]:
        """
        Things that the text names and the cart has not.
        """
        known = {each.product for each in self._draft.items}
        found = self._trip.items_of(self._message)
        return [e for e in found if e.products and known.isdisjoint(e.products)]

    def _meant(self, spoken: Spoken) -> int | None:
        """
        The one item of which the text says something.
        """
        about = tuple(dict.fromkeys((*spoken.pieces, *spoken.unmet))) or spoken.named
        if len(about) == 1:
            return about[0]
        return 0 if len(self._draft.items) == 1 and not about else None

    def _removed(self, draft: Draft, spoken: Spoken) -> Draft:
        gone = set(spoken.named)
        if not gone and len(draft.items) == 1:
            gone = {0}
        items = tuple(e for at, e in enumerate(draft.items) if at not in gone)
        return replace(draft, items=items)

    async def _unclear(self) -> Draft:
        draft, trip = self._draft, self._trip
        draft = replace(draft, unclear=draft.unclear + 1)
        if draft.unclear > MOST_UNCLEAR:
            trip.say("utter_cart_beyond_unclear")
            trip.hands_over = True
            return replace(draft, open=None)
        trip.say("utter_cart_unclear")
        return await trip.go_on(draft)

    def _left(self) -> Draft:
        self._trip.say("utter_cart_left")
        return self._draft.closed()

    def _typed_title(self) -> str:
        """
        The answer of the button whose title was typed; a yes has to be said as one.
        """
        typed = fold(self._text).strip(" .!")
        for title, value in self._draft.question.choices:
            if typed and typed == fold(title).strip(" .!"):
                return value
        return ""

    async def _pressed(self, answer: str) -> Draft | None:
        draft, trip, item = self._draft, self._trip, self._draft.item_at_hand
        if answer == saying.LEAVE:
            return self._left()
        if draft.open is Open.CONFIRM:
            if answer == saying.YES:
                return await trip.place(draft)
            return self._ask_more()
        if draft.open is Open.WHICH and item is not None:
            now = replace(item, products=(answer,))
            return await trip.go_on(draft.with_item(draft.item, now))
        if draft.open is Open.VARIANT and item is not None:
            now = replace(item, variant=answer)
            return await trip.go_on(draft.with_item(draft.item, now))
        if draft.open is Open.ADDRESS and answer.isdigit():
            known = await Filling(trip, draft).addresses()
            if int(answer) < len(known):
                return await trip.go_on(replace(draft, address=known[int(answer)]))
        if draft.open is Open.DELIVERY:
            return await trip.go_on(replace(draft, delivery=answer))
        return None


def _alike(said: str, name: str) -> int:
    """
    How many words of a name stand in what was said.
    """
    words = set(said.replace(",", " ").split())
    return len(words & set(name.split()))
