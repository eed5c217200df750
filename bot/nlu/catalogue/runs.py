"""
Products named in part: words of a message that stand together in products' names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.nlu.catalogue import base
from bot.nlu.catalogue.index import NOUN, Catalogue
from bot.nlu.catalogue.lexicon import Token, common_words

# A name said to this part means the one product that has it.
_ENOUGH = 0.6
_HALF = 0.5
# Of more products than these nobody means a certain one, and looking closer costs time.
_FEW = 12
_MANY = 40
_SHORTEST_WORD = 4

Words = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Run:
    """
    Words from `start` to `end` that are in the names of all these products.
    """

    start: int
    end: int
    said: tuple[str, ...]
    products: frozenset[int]

    @property
    def length(self) -> int:
        """
        How many words it holds.
        """
        return self.end - self.start


def runs(tokens: Sequence[Token], words: Words, shop: Catalogue) -> Iterator[Run]:
    """
    The runs of a message that name something, from left to right.
    """
    at = 0
    while at < len(tokens):
        run = _run(tokens, words, at, shop)
        if run is not None and _names_something(run, tokens, words, shop):
            yield run
            at = run.end
        else:
            at += 1


def _run(
    tokens: Sequence[Token], words: Words, start: int, shop: Catalogue
) -> Run | None:
    first = _posted(words[start], shop)
    if first is None or tokens[start].text.isdecimal():
        return None
    said, products = [first], shop.postings[first]
    at = end = start + 1
    while at < len(tokens):
        text = tokens[at].text
        if text in base.words_for("fillers") and at == end:
            at += 1
            continue
        word = _posted(words[at], shop)
        narrowed = _both(products, shop.postings[word]) if word else None
        if word is None or not narrowed or word in said:
            break
        common = word in common_words() and word not in shop.nouns
        loose = text.isdecimal() or common
        if loose and (said[-1], word) not in shop.pairs:
            break
        said.append(word)
        products = narrowed
        at = end = at + 1
    return Run(start, end, tuple(said), products)


def _posted(candidates: tuple[str, ...], shop: Catalogue) -> str | None:
    return next((word for word in candidates if word in shop.postings), None)


# Large sets meet again and again: «گوشی» and «سامسونگ».
@lru_cache(maxsize=512)
def _both(one: frozenset[int], other: frozenset[int]) -> frozenset[int]:
    return one & other


def _names_something(
    run: Run, tokens: Sequence[Token], words: Words, shop: Catalogue
) -> bool:
    said = [word for word in run.said if word not in shop.brand_words]
    if any(word in shop.heads for word in said):
        return True
    if _has_noun(run, words, shop):
        return True
    own = [word for word in said if word not in common_words()]
    letters = [word for word in own if not word.isdecimal()]
    if all(word in base.words_for("vague") for word in letters):
        return False
    if any(word in shop.codes for word in letters):
        return True
    before = tokens[run.start - 1].text if run.start else ""
    if any(word in shop.models for word in letters) and (
        len(letters[0]) >= _SHORTEST_WORD
        or len(said) > 1
        or before in base.words_for("model_words")
    ):
        return True
    numbered = any(
        word.isdecimal() and len(before) >= _SHORTEST_WORD and not before.isdecimal()
        for before, word in pairwise(said)
    )
    if numbered and len(run.products) <= _MANY:
        # A name and its number: "iphone 13".
        return True
    return (
        len(letters) > 1
        and len(run.products) <= _FEW
        and max(covered(at, run, shop) for at in run.products) >= _HALF
    )


def _has_noun(run: Run, words: Words, shop: Catalogue) -> bool:
    return any(
        thing.kind == NOUN and end <= run.end
        for at in range(run.start, run.end)
        for end, thing in shop.things(words, at)
    )


def _left(product: int, run: Run, shop: Catalogue) -> tuple[float, frozenset[str]]:
    """
    Which part of a product's name was said, its brand aside, and what was not.
    """
    said = set(run.said)
    best, left = 0.0, frozenset[str]()
    for name in shop.product_names[product]:
        own = {
            word
            for word in name
            if word not in shop.brand_words
            and word not in base.words_for("fillers")
            and not (len(word) == 1 and not word.isdecimal())
        }
        share = len(own & said) / len(own) if own else 0.0
        if share > best:
            best, left = share, frozenset(own - said)
    return best, left


def covered(product: int, run: Run, shop: Catalogue) -> float:
    """
    Which part of a product's name was said, its brand aside.
    """
    return _left(product, run, shop)[0]


def meant(run: Run, shop: Catalogue) -> int | None:
    """
    The one product that a run names, if it is one.

    Of "Aria 5" and "Aria 5 Plus" it is the one that has nothing more to its name.
    """
    if len(run.products) > _MANY:
        return None
    shares = {at: _left(at, run, shop) for at in run.products}
    best = max(shares, key=lambda at: (shares[at][0], -at))
    share, left = shares[best]
    if not all(left < more for at, (_, more) in shares.items() if at != best):
        return None
    exact = any(word in shop.models for word in run.said)
    return best if share >= _ENOUGH or exact else None
