"""
What a message names of the shop's catalogue: pure, and the same for the same catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bot.nlu.catalogue import base, places, products, sizes
from bot.nlu.catalogue.context import Context
from bot.nlu.catalogue.index import (
    BRANCH,
    BRAND,
    CATEGORY,
    CITY,
    COLOR,
    NOUN,
    PRODUCT,
    SIZE,
    Catalogue,
)
from bot.nlu.catalogue.lexicon import common_words
from bot.nlu.catalogue.named import Named, Span, places_of
from bot.nlu.text import Normalized

ENTITIES = (PRODUCT, CATEGORY, BRAND, COLOR, SIZE, CITY, BRANCH)

_ENOUGH_TO_SEE = 50


def find(normal: Normalized, shop: Catalogue) -> Iterator[Named]:
    """
    The products, categories, brands, colours, sizes, cities and branches of a message.
    """
    tokens = shop.lexicon.tokens(normal)
    if not tokens:
        return
    message = Context(normal, tokens, shop)
    brands = [each for each in message.apart(BRAND) if _is_brand(message, each)]
    in_cities = places_of([c for c in message.apart(CITY) if c.end - c.start > 1])
    colours = [
        each
        for each in message.apart(COLOR)
        if each.start not in in_cities and _is_colour(message, each)
    ]
    categories = [
        each for each in message.apart(CATEGORY) if _is_category(message, each)
    ]
    yield from products.find(message, brands, categories, colours)
    for each in (*brands, *colours, *categories):
        yield message.plain(each)
    yield from sizes.find(message)
    yield from places.find(message)


def _is_brand(message: Context, span: Span) -> bool:
    run = message.run_around(span)
    if run is not None and not any(
        message.shop.products[at].brand in (None, span.thing.id) for at in run.products
    ):
        return False
    said = " ".join(message.text(at) for at in range(span.start, span.end))
    if message.text(span.end) in base.words_for("foods") and said.isascii():
        return False
    if said in base.words_for("ordinary_brands") or said in common_words():
        return (
            message.beside(span, "brand_words")
            or run is not None
            or any(
                message.is_product(at) or _is_made_by(message, at, span.thing.id)
                for at in (span.start - 1, span.end)
            )
        )
    return True


def _is_made_by(message: Context, at: int, brand: str) -> bool:
    """
    Whether a word is of the name of something by this brand: "apple iphone".
    """
    if not 0 <= at < len(message.words) or message.text(at) in common_words():
        return False
    shop = message.shop
    return any(
        shop.products[product].brand == brand
        for word in message.words[at]
        for product in islice(shop.postings.get(word, ()), _ENOUGH_TO_SEE)
    )


def _is_colour(message: Context, span: Span) -> bool:
    before = message.text(span.start - 1)
    if before in base.words_for("colour_words"):
        return True
    if {before, message.text(span.end)} & base.words_for("no_colour"):
        return False
    run = message.run_around(span)
    if run is not None and run.length > span.end - span.start:
        return False
    if message.kinds[NOUN].issuperset(range(span.start, span.end)):
        # «کرم» is a cream, and cream behind the thing that is so.
        return message.is_product(span.start - 1) or before in message.shop.brand_words
    return True


def _is_category(message: Context, span: Span) -> bool:
    """
    The name of a whole department, unless it is the word for its things.
    """
    own = range(span.start, span.end)
    if message.kinds[NOUN].issuperset(own):
        return False
    return not any(
        at in message.run_at and message.run_at[at].length > len(own) for at in own
    )
