"""
Products of a message: one, several whose names share what was said, or words for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.catalogue import base
from bot.nlu.catalogue.context import Context
from bot.nlu.catalogue.index import CATEGORY, NOUN, PRODUCT
from bot.nlu.catalogue.named import Named, Span, places_of
from bot.nlu.catalogue.runs import Run, meant

SEVERAL = "several"

_MOST_PRODUCTS = 8


def find(
    message: Context,
    brands: Sequence[Span],
    categories: Sequence[Span],
    colours: Sequence[Span],
) -> Iterator[Named]:
    """
    The products, apart from the names that stand for something else.
    """
    nouns = message.apart(NOUN)
    branded, departments = places_of(brands), places_of(categories)
    at_colours = places_of(colours)
    at_noun = {at: noun for noun in nouns for at in range(noun.start, noun.end)}
    taken: set[int] = set()
    known: dict[object, int | None] = {}
    for run in message.runs:
        start, end = run.start, run.end
        while start < end and start in branded:
            start += 1
        while end > start and end - 1 in branded:
            end -= 1
        places = range(start, end)
        if not places or not departments.isdisjoint(places):
            continue
        if set(places) <= at_colours:
            continue
        noun = at_noun.get(start)
        longer = noun is not None and noun.start <= start and end <= noun.end
        names = (run.said, run.products)
        if names not in known:
            known[names] = meant(run, message.shop)
        one = known[names]
        if longer and (one is None or run.length == len(places)):
            continue
        taken.update(places)
        yield _product(message, run, start, end, one)
    for noun in nouns:
        places = range(noun.start, noun.end)
        if taken.isdisjoint(places) and not set(places) <= at_colours | departments:
            said = " ".join(message.text(at) for at in places)
            whole = said in base.words_for("departments")
            yield message.named_as(CATEGORY if whole else PRODUCT, noun, CATEGORY)


def _product(
    message: Context, run: Run, start: int, end: int, one: int | None
) -> Named:
    shop = message.shop
    first, last = message.tokens[start], message.tokens[end - 1]
    if one is not None:
        thing = shop.products[one]
        return Named(PRODUCT, thing.id, first.start, last.end, thing.name, PRODUCT)
    said = shop.written(
        min(run.products),
        [word for word in run.said if word not in shop.brand_words],
    )
    ids: tuple[str, ...] = ()
    if len(run.products) <= _MOST_PRODUCTS:
        ids = tuple(shop.products[at].id for at in sorted(run.products))
    return Named(PRODUCT, said, first.start, last.end, said, SEVERAL, ids)
