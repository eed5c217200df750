"""
What is known of the things in a cart: their names, their pieces, what they are called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.buying import saying
from actions.buying.draft import Draft, Item, Open
from actions.buying.reading import Thing
from actions.shared.sayings import bare
from crm_connector.choices import Variant
from crm_connector.model import CatalogueEntry

if TYPE_CHECKING:
    from actions.buying.trip import Trip

Pieces = Mapping[str, tuple[Variant, ...]]
_MOST_LOOKED_AT = 60


@dataclass(frozen=True)
class Look:
    """
    One look at the things of a cart, and the pieces that there are of each.
    """

    trip: Trip
    draft: Draft
    pieces: Pieces

    @classmethod
    async def at(cls, trip: Trip, draft: Draft) -> Look:
        """
        As the shop has them now.
        """
        wanted = dict.fromkeys(each for item in draft.items for each in item.products)
        some = list(wanted)[:_MOST_LOOKED_AT]
        return cls(trip, draft, await trip.shop.variants(some) if some else {})

    @property
    def things(self) -> list[Thing]:
        """
        The items as they can be spoken of.
        """
        return [self.thing(each) for each in self.draft.items]

    def thing(self, item: Item) -> Thing:
        """
        An item as it can be spoken of.
        """
        of_it = self.pieces.get(item.product, ())
        return Thing(item.product, self.names(item), of_it, item.variant)

    def names(self, item: Item) -> Mapping[str, str]:
        """
        The names of its product, by language; the customer's word before it is clear.
        """
        product = self.trip.shop.product(item.product)
        own = {self.trip.voice.lang: item.words} if item.words else {}
        return product.names if product is not None else own

    def called(self, item: Item) -> str:
        """
        What it is called: as the customer does, before it is clear which it is.
        """
        return saying.called(self.names(item), self.trip.voice.lang) or item.words

    def spoken_names(self) -> list[str]:
        """
        All words for the things of the cart.
        """
        every = (self.names(item).values() for item in self.draft.items)
        return [
            *(name for names in every for name in names),
            *(item.words for item in self.draft.items),
        ]

    @property
    def at_hand(self) -> int | None:
        """
        The place of the item that is spoken of, where nothing is named.
        """
        draft = self.draft
        if draft.open in (Open.WHICH, Open.VARIANT) and draft.item_at_hand:
            return draft.item
        return 0 if len(draft.items) == 1 else None


def kind_words(product: CatalogueEntry, others: Iterable[CatalogueEntry]) -> set[str]:
    """
    The words of its names that products of other brands have too: "wallet".
    """
    own = _words(product)
    shared: set[str] = set()
    for each in others:
        if each.id != product.id and each.brand != product.brand:
            shared |= own & _words(each)
    return shared


def is_of_kind(product: CatalogueEntry, words: set[str]) -> bool:
    """
    Whether most of these are in its names.
    """
    return len(words & _words(product)) > len(words) / 2


def _words(product: CatalogueEntry) -> set[str]:
    return {word for name in product.names.values() for word in bare(name).split()}
