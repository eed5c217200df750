"""
What is missing in a cart, one thing after the other, until it can be read back.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from actions.buying import saying
from actions.buying.delivering import delivery_in
from actions.buying.draft import Draft, Item, Open
from actions.buying.nearest import nearest
from actions.buying.reading import Thing, pieces_of, unknown_of
from actions.buying.saying import Totals, called
from crm_connector.cart import Cart, CartLine, Delivery
from crm_connector.choices import Variant
from crm_connector.model import Address, CatalogueEntry, Money

if TYPE_CHECKING:
    from actions.buying.trip import Trip

_MOST_LOOKED_AT = 60
_MOST_ADDRESSES = 3
_WRITTEN = "\x1f"

Pieces = Mapping[str, tuple[Variant, ...]]


@dataclass(frozen=True)
class Ready:
    """
    A cart of which nothing is missing, at the prices of now.
    """

    cart: Cart
    items: tuple[tuple[CatalogueEntry, Variant, int], ...]
    totals: Totals

    @property
    def digest(self) -> str:
        """
        What is the same as long as all that is read back is the same.
        """
        text = _WRITTEN.join((repr(self.cart), repr(self.totals.total)))
        return hashlib.sha256(text.encode()).hexdigest()


class Filling:
    """
    One look at a cart.
    """

    def __init__(self, trip: Trip, draft: Draft) -> None:
        self._trip = trip
        self._shop = trip.shop
        self._voice = trip.voice
        self._draft = draft
        self._pieces: dict[str, tuple[Variant, ...]] = {}

    async def filled(self) -> Draft:
        """
        The draft with the next question.
        """
        made = await self.ready()
        if not isinstance(made, Ready):
            return made
        draft, trip = self._draft, self._trip
        if draft.is_tried and draft.digest not in ("", made.digest):
            # What was sent before may still come about: no second one beside it.
            return for_people(trip, draft)
        if draft.digest != made.digest or not draft.key:
            # What may have been placed already keeps its name.
            key = draft.key if draft.is_tried else secrets.token_hex(16)
            draft = replace(draft, digest=made.digest, key=key)
        draft = replace(draft, due=made.totals.total)
        question = saying.read_back(
            made.items,
            draft,
            made.cart.ship_to,
            made.totals,
            self._voice,
            has_page=self._shop.has_page,
        )
        return trip.put(draft, Open.CONFIRM, question)

    async def ready(self) -> Ready | Draft:
        """
        The cart as it can be ordered; else the draft with what has to be asked.
        """
        asked = await self._asked_of_items()
        if asked is not None:
            return asked
        self._draft = self._draft.merged()
        items = self._chosen()
        lines = tuple(
            CartLine(product.id, variant.id, quantity)
            for product, variant, quantity in items
        )
        address = await self._address()
        if not isinstance(address, Address):
            return address
        ways = await self._shop.deliveries(address, lines)
        if not ways:
            self._trip.say("utter_cart_no_delivery", city=address.city)
            self._draft = replace(self._draft, address=None)
            return await self._ask_address()
        way = self._way(address, ways)
        if not isinstance(way, Delivery):
            return way
        pay_by = self._draft.pay_by
        if pay_by is not None and pay_by not in way.pay_by:
            self._trip.say(
                "utter_cart_not_paid_so", method=self._voice.method_kind(pay_by)
            )
            self._draft, pay_by = replace(self._draft, pay_by=None), None
        cart = Cart(lines, address, way.id, pay_by)
        return Ready(cart, items, _totals(items, way))

    async def _asked_of_items(self) -> Draft | None:
        """
        The draft with a question about one of its items, or with none left.
        """
        await self._look()
        at = 0
        while at < len(self._draft.items):
            item = self._sold(self._draft.items[at])
            if item is None:
                self._draft = self._draft.without(at)
                continue
            item = self._narrowed(item)
            self._draft = self._draft.with_item(at, item)
            if not item.product:
                return self._ask_which(at, item)
            chosen = self._with_piece(item)
            if chosen is None:
                self._draft = self._draft.without(at)
                continue
            self._draft = self._draft.with_item(at, chosen)
            if not chosen.variant:
                return self._ask_variant(at, chosen)
            at += 1
        if self._draft.items:
            return None
        question = saying.ask_thing(self._voice)
        return self._trip.put(self._draft, Open.THING, question)

    async def _look(self) -> None:
        """
        See what there is of all that may be meant.
        """
        wanted = dict.fromkeys(
            each for item in self._draft.items for each in item.products
        )
        some = list(wanted)[:_MOST_LOOKED_AT]
        self._pieces = dict(await self._shop.variants(some)) if some else {}

    def _sold(self, item: Item) -> Item | None:
        """
        The item with what is sold of it; None, and said so, where nothing is.
        """
        if not item.products:
            words = item.words
            self._trip.say("utter_cart_unknown_thing", words=words)
            return None
        sold = tuple(
            each
            for each in item.products
            if self._pieces.get(each) and self._shop.product(each) is not None
        )
        if not sold:
            product = self._shop.product(item.products[0])
            name = called(product.names, self._voice.lang) if product else item.words
            self._trip.say("utter_cart_not_sold", thing=name)
            return None
        return replace(item, products=sold)

    def _narrowed(self, item: Item) -> Item:
        """
        Of several products those that there are as it was said.
        """
        if item.product or not item.said:
            return item
        fitting = []
        for each in item.products:
            thing = self._thing(each)
            said = pieces_of(item.said, item.told, self._voice.lang, thing)
            if any(v.in_stock and v.id in said for v in self._pieces[each]):
                fitting.append(each)
        if not fitting and item.told:
            words = " / ".join(dict.fromkeys(item.told))
            self._trip.say("utter_cart_no_such_piece", thing=item.words, words=words)
            return replace(item, said="", told=())
        return replace(item, products=tuple(fitting)) if fitting else item

    def _with_piece(self, item: Item) -> Item | None:
        """
        The item with the piece that is meant, as far as it is known; None for none.
        """
        pieces = self._pieces[item.product]
        there = [each for each in pieces if each.in_stock is not False]
        product = self._shop.product(item.product)
        name = called(product.names, self._voice.lang) if product else item.words
        if not there:
            self._trip.say("utter_cart_none_left", thing=name)
            return None
        if item.variant and all(each.id != item.variant for each in there):
            self._say_gone(pieces, item.variant, name)
            item = replace(item, variant="", variants=())
        if item.variant:
            return replace(item, said="")
        if item.said:
            item = self._as_said(item, name)
        among = [e for e in there if e.id in item.variants]
        if item.variants and not among:
            self._say_gone(pieces, item.variants[0], name)
            gone = next(each for each in pieces if each.id == item.variants[0])
            among = list(nearest(gone, there))
            if len(among) == 1:
                # Nobody has said that they would have this one instead.
                among = []
            item = replace(item, variants=tuple(each.id for each in among))
        choosable = among or there
        if len(choosable) == 1:
            return replace(item, variant=choosable[0].id)
        return item

    def _as_said(self, item: Item, name: str) -> Item:
        thing = self._thing(item.product)
        pieces = pieces_of(item.said, item.told, self._voice.lang, thing)
        unknown = unknown_of(item.told, self._voice.lang, thing)
        if unknown:
            self._trip.say("utter_cart_no_such_piece", thing=name, words=unknown)
        return replace(item, said="", told=(), variants=pieces)

    def _say_gone(self, pieces: Sequence[Variant], variant: str, name: str) -> None:
        gone = next((each for each in pieces if each.id == variant), None)
        like = saying.piece(gone, self._voice) if gone else ""
        text = f"{name} ({like})" if like else name
        self._trip.say("utter_cart_piece_gone", thing=text)

    def _ask_which(self, at: int, item: Item) -> Draft:
        products = [
            product
            for each in item.products
            if (product := self._shop.product(each)) is not None
        ]
        # What there is stands before what there is not.
        products.sort(
            key=lambda each: not any(v.in_stock for v in self._pieces[each.id])
        )
        question = saying.ask_which(item, products, self._pieces, self._voice)
        return self._trip.put(self._draft, Open.WHICH, question, at)

    def _ask_variant(self, at: int, item: Item) -> Draft:
        product = self._product(item)
        there = [e for e in self._pieces[item.product] if e.in_stock is not False]
        among = [each for each in there if each.id in item.variants]
        question = saying.ask_variant(product, among or there, self._voice)
        return self._trip.put(self._draft, Open.VARIANT, question, at)

    def _chosen(self) -> tuple[tuple[CatalogueEntry, Variant, int], ...]:
        found = []
        for item in self._draft.items:
            pieces = self._pieces[item.product]
            variant = next(each for each in pieces if each.id == item.variant)
            found.append((self._product(item), variant, item.quantity))
        return tuple(found)

    def _product(self, item: Item) -> CatalogueEntry:
        """
        What the catalogue says of an item that is sold, as was seen before.
        """
        product = self._shop.product(item.product)
        if product is None:
            raise LookupError(f"the catalogue has no product {item.product}")
        return product

    async def _address(self) -> Address | Draft:
        """
        Where it goes: as was said, or where the last order went.
        """
        if self._draft.address is not None:
            return self._draft.address
        known = await self.addresses()
        is_other = self._draft.asks_address
        if not known or is_other or self._draft.open is Open.ADDRESS:
            return await self._ask_address()
        self._draft = replace(self._draft, address=known[0])
        return known[0]

    async def addresses(self) -> list[Address]:
        """
        Where their orders went, the last one first.
        """
        found: dict[Address, None] = {}
        for order in await self._shop.orders():
            if order.ship_to is not None and order.ship_to.lines:
                found[order.ship_to] = None
        return list(found)[:_MOST_ADDRESSES]

    async def _ask_address(self) -> Draft:
        question = saying.ask_address(await self.addresses(), self._voice)
        return self._trip.put(self._draft, Open.ADDRESS, question)

    def _way(self, address: Address, ways: Sequence[Delivery]) -> Delivery | Draft:
        chosen = next((e for e in ways if e.id == self._draft.delivery), None)
        said = self._draft.way_said
        if chosen is None and said:
            named = delivery_in(said, ways)
            chosen = next((each for each in ways if each.id == named), None)
        if chosen is None and len(ways) == 1:
            chosen = ways[0]
        if chosen is not None:
            self._draft = replace(self._draft, delivery=chosen.id, way_said="")
            return chosen
        if self._draft.delivery:
            self._trip.say("utter_cart_not_so_there")
            self._draft = replace(self._draft, delivery="")
        question = saying.ask_delivery(address, ways, self._voice)
        return self._trip.put(self._draft, Open.DELIVERY, question)

    def _thing(self, product_id: str) -> Thing:
        product = self._shop.product(product_id)
        names = product.names if product is not None else {}
        return Thing(product_id, names, self._pieces.get(product_id, ()))


def _totals(
    items: Sequence[tuple[CatalogueEntry, Variant, int]], way: Delivery
) -> Totals:
    worth = sum(v.price.amount * quantity for _, v, quantity in items if v.price)
    currency = way.price.currency
    return Totals(
        Money(worth, currency), way, Money(worth + way.price.amount, currency)
    )


def for_people(trip: Trip, draft: Draft) -> Draft:
    """
    The draft as it goes to people, who place it or find out what became of it.
    """
    trip.say("utter_cart_for_people")
    trip.hands_over = True
    return replace(draft, open=None)
