"""
What a message names of the shop's catalogue: pure, and the same for the same catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from bot.nlu.catalogue import base, spelled_sizes
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
    Thing,
)
from bot.nlu.catalogue.lexicon import Token, common_words, is_english
from bot.nlu.catalogue.named import Named, Span, places_of
from bot.nlu.catalogue.runs import Run, meant, runs
from bot.nlu.catalogue.talk import talk
from bot.nlu.text import Normalized

ENTITIES = (PRODUCT, CATEGORY, BRAND, COLOR, SIZE, CITY, BRANCH)
SEVERAL = "several"
UNKNOWN = "unknown"

# Nobody types so many words; what is longer was pasted, and is looked at less closely.
_MOST_TOLERANT = 200
_MOST_PRODUCTS = 8
_SHORTEST_BRANCH = 3
_ENOUGH_TO_SEE = 50


def find(normal: Normalized, shop: Catalogue) -> Iterator[Named]:
    """
    The products, categories, brands, colours, sizes, cities and branches of a message.
    """
    tokens = shop.lexicon.tokens(normal)
    if tokens:
        yield from _Reading(normal, tokens, shop).found()


class _Reading:
    """
    One message being read.
    """

    def __init__(
        self, normal: Normalized, tokens: Sequence[Token], shop: Catalogue
    ) -> None:
        self._normal = normal
        self._tokens = tokens
        self._shop = shop
        by_sound = not is_english(tokens)
        look_up = shop.lexicon.find
        self._words = [
            look_up(token.text, by_sound, at < _MOST_TOLERANT)
            for at, token in enumerate(tokens)
        ]
        self._runs = list(runs(tokens, self._words, shop))
        self._spans = self._named()
        self._kinds: dict[str, set[int]] = defaultdict(set)
        for span in self._spans:
            self._kinds[span.thing.kind].update(range(span.start, span.end))
        self._run_at = {
            at: run for run in self._runs for at in range(run.start, run.end)
        }

    def found(self) -> Iterator[Named]:
        spans = {
            kind: self._apart(kind)
            for kind in (BRAND, COLOR, SIZE, CITY, BRANCH, CATEGORY, NOUN)
        }
        brands = [each for each in spans[BRAND] if self._is_brand(each)]
        in_cities = places_of([c for c in spans[CITY] if c.end - c.start > 1])
        colours = [
            each
            for each in spans[COLOR]
            if each.start not in in_cities and self._is_colour(each)
        ]
        taken = places_of(colours)
        branches = [
            each for each in spans[BRANCH] if self._beside(each, "branch_words")
        ]
        at_branches = places_of(branches)
        categories = [each for each in spans[CATEGORY] if self._is_category(each)]
        yield from self._products(spans[NOUN], brands, categories, taken)
        for each in (*brands, *colours, *categories):
            yield self._plain(each)
        for each in spans[SIZE]:
            size = self._as_typed(each)
            if not size.thing.careful or self._beside_size(size):
                yield self._plain(size)
        yield from self._numbers_of_size(spans[SIZE])
        yield from spelled_sizes.find(self._normal)
        for each in branches:
            yield self._plain(self._with_word(each, "branch_words"))
        for each in spans[CITY]:
            if self._is_city(each, at_branches):
                yield self._plain(each)
        yield from self._unknown_branches(branches)

    def _named(self) -> list[Span]:
        return [
            Span(at, end, thing)
            for at in range(len(self._tokens))
            if self._words[at]
            for end, thing in self._shop.things(self._words, at)
        ]

    def _apart(self, kind: str) -> list[Span]:
        """
        The spans of a kind, the longest first where they meet.
        """
        chosen: list[Span] = []
        taken: set[int] = set()
        ours = (each for each in self._spans if each.thing.kind == kind)
        for span in sorted(
            ours, key=lambda s: (s.start - s.end, s.start, s.thing.careful)
        ):
            places = range(span.start, span.end)
            if taken.isdisjoint(places):
                chosen.append(span)
                taken.update(places)
        return sorted(chosen, key=lambda span: span.start)

    def _text(self, at: int) -> str:
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ""

    def _within(self, span: Span) -> Run | None:
        run = self._run_at.get(span.start)
        return run if run is not None and span.end <= run.end else None

    def _is_product(self, at: int) -> bool:
        return at in self._run_at or at in self._kinds[NOUN]

    def _is_brand(self, span: Span) -> bool:
        run = self._within(span)
        if run is not None and not any(
            self._shop.products[at].brand in (None, span.thing.id)
            for at in run.products
        ):
            return False
        said = " ".join(token.text for token in self._tokens[span.start : span.end])
        following = self._text(span.end)
        if following in base.words_for("foods") and said.isascii():
            return False
        if said in base.words_for("ordinary_brands") or said in common_words():
            return self._beside(span, "brand_words") or (
                run is not None
                or self._is_product(span.start - 1)
                or self._is_product(span.end)
                or self._is_made_by(span.start - 1, span.thing.id)
                or self._is_made_by(span.end, span.thing.id)
            )
        return True

    def _is_made_by(self, at: int, brand: str) -> bool:
        """
        Whether a word is of the name of something by this brand: "apple iphone".
        """
        if not 0 <= at < len(self._words) or self._text(at) in common_words():
            return False
        return any(
            self._shop.products[product].brand == brand
            for word in self._words[at]
            for product in islice(self._shop.postings.get(word, ()), _ENOUGH_TO_SEE)
        )

    def _is_colour(self, span: Span) -> bool:
        before = self._text(span.start - 1)
        if before in base.words_for("colour_words"):
            return True
        if {before, self._text(span.end)} & base.words_for("no_colour"):
            return False
        run = self._within(span)
        if run is not None and run.length > span.end - span.start:
            return False
        if self._kinds[NOUN].issuperset(range(span.start, span.end)):
            # «کرم» is a cream, and cream behind the thing that is so.
            return self._is_product(span.start - 1) or (
                self._text(span.start - 1) in self._shop.brand_words
            )
        return True

    def _is_category(self, span: Span) -> bool:
        """
        The name of a whole department, unless it is the word for its things.
        """
        places = range(span.start, span.end)
        if self._kinds[NOUN].issuperset(places):
            return False
        return not any(
            at in self._run_at and self._run_at[at].length > len(places)
            for at in places
        )

    def _is_city(self, span: Span, branches: set[int]) -> bool:
        if not branches.isdisjoint(range(span.start, span.end)):
            return False
        run = self._within(span)
        if run is not None and run.length > span.end - span.start:
            return False
        before = self._text(span.start - 1)
        return not span.thing.careful or before in base.words_for("place_words")

    def _beside(self, span: Span, key: str) -> bool:
        words = base.words_for(key)
        return self._text(span.start - 1) in words or self._text(span.end) in words

    def _with_word(self, span: Span, key: str) -> Span:
        words = base.words_for(key)
        if self._text(span.start - 1) in words:
            return Span(span.start - 1, span.end, span.thing)
        return Span(span.start, span.end + 1, span.thing)

    def _as_typed(self, span: Span) -> Span:
        first, last = self._tokens[span.start], self._tokens[span.end - 1]
        start, end = self._normal.span(first.start, last.end)
        typed = self._normal.original[start:end].casefold()
        return Span(span.start, span.end, self._shop.sizes.get(typed, span.thing))

    def _beside_size(self, span: Span) -> bool:
        if self._text(span.end - 1).isdecimal() and self._text(
            span.end
        ) in base.words_for("counted"):
            return False
        words = base.words_for("size_words")
        if {self._text(span.start - 1), self._text(span.start - 2)} & words:
            return True
        if self._text(span.end) in words:
            return True
        if len(self._tokens) == span.end - span.start:
            said = self._text(span.start)
            if said.isdecimal():
                return _is_shoe_size(said)
            return said in self._words[span.start]
        said = self._text(span.start)
        if span.end - span.start == 1 and self._is_of_dress:
            if said.isdecimal() and _is_shoe_size(said):
                return True
            first, last = self._normal.span(
                self._tokens[span.start].start, self._tokens[span.start].end
            )
            if self._normal.original[first:last].isupper():
                return True
        return self._is_dress(span.start - 1) or (
            self._is_dress(span.end) and len(self._text(span.start)) > 1
        )

    @cached_property
    def _is_of_dress(self) -> bool:
        """
        Whether clothes or a size are spoken of: "boots in 37", "wrong size, need 39".
        """
        said = {token.text for token in self._tokens}
        return not said.isdisjoint(base.words_for("size_words")) or any(
            self._is_dress(at) for at in range(len(self._tokens))
        )

    def _is_dress(self, at: int) -> bool:
        """
        Clothes or shoes, or the colour behind them.
        """
        dress = base.words_for("clothing")
        for place in (at, at - 1):
            candidates = self._words[place] if 0 <= place < len(self._words) else ()
            if self._text(place) in dress or not dress.isdisjoint(candidates):
                return True
            if place not in self._kinds[COLOR] and place not in self._kinds[BRAND]:
                return False
        return False

    def _numbers_of_size(self, known: Sequence[Span]) -> Iterator[Named]:
        at_known = places_of(known)
        for at, token in enumerate(self._tokens):
            if not token.text.isdecimal() or at in at_known:
                continue
            if not _is_shoe_size(token.text):
                continue
            thing = Thing(SIZE, token.text, token.text)
            if self._text(at + 1) not in base.words_for("counted") and (
                self._is_of_dress
                or self._text(at - 1) in base.words_for("size_words")
                or self._text(at + 1) in base.words_for("size_words")
            ):
                yield self._plain(Span(at, at + 1, thing))

    def _products(
        self,
        nouns: Sequence[Span],
        brands: Sequence[Span],
        categories: Sequence[Span],
        colours: set[int],
    ) -> Iterator[Named]:
        branded, departments = places_of(brands), places_of(categories)
        at_noun = {at: noun for noun in nouns for at in range(noun.start, noun.end)}
        taken: set[int] = set()
        known: dict[object, int | None] = {}
        for run in self._runs:
            start, end = run.start, run.end
            while start < end and start in branded:
                start += 1
            while end > start and end - 1 in branded:
                end -= 1
            places = range(start, end)
            if not places or not departments.isdisjoint(places):
                continue
            if set(places) <= colours:
                continue
            noun = at_noun.get(start)
            longer = noun is not None and noun.start <= start and end <= noun.end
            names = (run.said, run.products)
            if names not in known:
                known[names] = meant(run, self._shop)
            one = known[names]
            if longer and (one is None or run.length == len(places)):
                continue
            taken.update(places)
            yield self._product(run, start, end, one)
        for noun in nouns:
            places = range(noun.start, noun.end)
            if taken.isdisjoint(places) and not set(places) <= colours | departments:
                said = " ".join(self._text(at) for at in places)
                whole = said in base.words_for("departments")
                yield self._named_as(CATEGORY if whole else PRODUCT, noun, CATEGORY)

    def _product(self, run: Run, start: int, end: int, one: int | None) -> Named:
        first, last = self._tokens[start], self._tokens[end - 1]
        if one is not None:
            thing = self._shop.products[one]
            return Named(PRODUCT, thing.id, first.start, last.end, thing.name, PRODUCT)
        said = self._shop.written(
            min(run.products),
            [word for word in run.said if word not in self._shop.brand_words],
        )
        ids: tuple[str, ...] = ()
        if len(run.products) <= _MOST_PRODUCTS:
            ids = tuple(self._shop.products[at].id for at in sorted(run.products))
        return Named(PRODUCT, said, first.start, last.end, said, SEVERAL, ids)

    def _unknown_branches(self, known: Sequence[Span]) -> Iterator[Named]:
        """
        «شعبه ونک», "tajrish branch": a branch that the shop may not have.
        """
        words = base.words_for("branch_words")
        beside = {at for each in known for at in range(each.start - 1, each.end + 1)}
        for at, token in enumerate(self._tokens):
            if token.text not in words or at in beside:
                continue
            # In English the name is in front, elsewhere behind.
            latin = token.text in ("branch", "store")
            place = at - 1 if latin else at + 1
            name = self._text(place)
            if (
                len(name) >= _SHORTEST_BRANCH
                and name.isalpha()
                and name not in talk()
                and name not in base.words_for("no_branch")
                and not self._is_product(place)
                and not any(
                    place in places
                    for kind, places in self._kinds.items()
                    # A branch is often called by its city.
                    if kind not in (CITY, BRANCH)
                )
            ):
                span = Span(min(at, place), max(at, place) + 1, Thing(BRANCH, name, ""))
                yield self._named_as(BRANCH, span, UNKNOWN)

    def _plain(self, span: Span) -> Named:
        return self._named_as(span.thing.kind, span, span.thing.kind)

    def _named_as(self, entity: str, span: Span, kind: str) -> Named:
        return Named(
            entity,
            span.thing.id,
            self._tokens[span.start].start,
            self._tokens[span.end - 1].end,
            span.thing.name,
            kind,
        )


def _is_shoe_size(digits: str) -> bool:
    return spelled_sizes.SMALLEST <= int(digits[:4]) <= spelled_sizes.GREATEST
