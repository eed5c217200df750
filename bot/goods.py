"""
The products of the present catalogue, found by what customers call them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from bot.nlu.catalogue import Catalogue, current
from bot.nlu.catalogue.context import Context
from bot.nlu.catalogue.lexicon import common_words
from bot.nlu.text import normalize_with_places
from crm_connector.model import CatalogueEntry

_SHORTEST = 2
# A word of so many of the products among which is chosen tells none of them.
_TELLS_NOTHING = 0.8
_FEW = 4
# A word that is no ordinary one says more than any that is.
_NAMED = 3


class CatalogueGoods:
    """
    What is sold, by its names in all languages.
    """

    def product(self, id_: str) -> CatalogueEntry | None:
        """
        The product with this id.
        """
        shop = current()
        at = shop.place_of.get(id_)
        return None if at is None else shop.product_entries[at]

    def named(
        self,
        words: str,
        *,
        ids: Collection[str] = (),
        category: str = "",
        brand: str = "",
    ) -> tuple[CatalogueEntry, ...]:
        """
        The products that most of these words name, in the catalogue's order.

        They are of `ids`, of this category and brand where these are given; all of them
        where the words name none of those.
        """
        shop = current()
        among = _among(shop, ids, category, brand)
        is_open = not (ids or category or brand)
        scores = _scores(shop, words, among, is_open=is_open)
        best = max(scores.values(), default=0)
        if best:
            among = {at for at, score in scores.items() if score == best}
        elif is_open:
            among = set()
        return tuple(shop.product_entries[at] for at in sorted(among))


def _among(
    shop: Catalogue, ids: Collection[str], category: str, brand: str
) -> set[int]:
    """
    The places of the products that may be meant; what fits none of them says nothing.
    """
    among = set(range(len(shop.products)))
    wanted = {shop.place_of[each] for each in ids if each in shop.place_of}
    entries = shop.product_entries
    for some in (
        wanted,
        {at for at in among if category and entries[at].category == category},
        {at for at in among if brand and entries[at].brand == brand},
    ):
        if among & some:
            among &= some
    return among


def _scores(
    shop: Catalogue, words: str, among: set[int], *, is_open: bool
) -> Counter[int]:
    normal = normalize_with_places(words)
    tokens = shop.lexicon.tokens(normal)
    scores: Counter[int] = Counter()
    if not tokens:
        return scores
    message = Context(normal, tokens, shop)
    ordinary = common_words()
    for at, token in enumerate(tokens):
        is_ordinary = token.text in ordinary and not message.is_product(at)
        # Among few an ordinary word may tell them apart: «کیف پول» of «کیف».
        if len(token.text) < _SHORTEST or (is_ordinary and is_open):
            continue
        places: set[int] = set()
        for word in message.words[at]:
            places |= shop.postings.get(word, frozenset())
        places &= among
        if len(among) > _FEW and len(places) > _TELLS_NOTHING * len(among):
            continue
        weight = 1 if is_ordinary else _NAMED
        scores.update(dict.fromkeys(places, weight))
    return scores
