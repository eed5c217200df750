"""
Which things of an order are named, and where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise

from actions.changing.reading.goods import Axis, Goods
from actions.changing.reading.phrases import content
from actions.changing.reading.text import fold
from actions.changing.reading.usual import is_everyday, is_usual
from actions.changing.reading.words import Hit, Index, Word, spelled, stock

_WHOLE, _HEAD, _SAME, _PART, _KIND, _BEGINNING = 5, 4, 3, 2, 1, 0
_MOST_WORDS = 6
_SHORTEST_PART = 3
_SHORTEST_COMPOUND, _SHORTEST_FIRST = 4, 3
_BESIDE = 1
_TITLE = re.compile("[«“]([^»”]+)[»”]")
_JOINER = "\u200c"


@dataclass(frozen=True)
class Mention:
    """
    Words `first` up to but without `last` that name some products of the order.

    `is_part` tells that it is a word of a name, and not of what the thing is.
    """

    first: int
    last: int
    products: frozenset[str]
    is_plural: bool = False
    is_part: bool = False


class Things:
    """
    The things of an order, to be found in words.
    """

    def __init__(self, goods: Sequence[Goods]) -> None:
        self._goods = goods
        self._index: Index[tuple[str, int]] = Index()
        self._heads: set[str] = set()
        self._spelled: set[str] = set()
        options = frozenset(
            word for each in goods for axis in each.axes for word in _words_of(axis)
        )
        no_name = stock("fillers") | options
        shared = Counter(
            word
            for each in goods
            for word in {w for name in each.names for w in _name(name).words}
        )
        for each in goods:
            for name in each.names:
                self._add_name(each.product_id, name, shared, no_name)
            for kind in each.categories:
                self._index.add(spelled(kind), (each.product_id, _KIND))

    @property
    def vocabulary(self) -> frozenset[str]:
        """
        All words that name something.
        """
        return self._index.vocabulary

    def compounds(self, word: Word) -> Iterator[str]:
        """
        The heads whose last part a word is: a phone may be a smartphone.
        """
        for form in word.forms[:1]:
            if len(form) < _SHORTEST_COMPOUND:
                continue
            for head in self._heads:
                if head.endswith(form) and len(head) - len(form) >= _SHORTEST_FIRST:
                    yield head

    def mentions(
        self, words: Sequence[Word], taken: frozenset[int] = frozenset()
    ) -> list[Mention]:
        """
        All mentions in their order; `taken` are the places of words that are options.
        """
        return [
            self._mention(words, hit)
            for hit in self._index.all_in(words)
            if not taken.issuperset(range(hit.first, hit.last))
        ]

    def _mention(self, words: Sequence[Word], hit: Hit[tuple[str, int]]) -> Mention:
        best = max(strength for _, strength in hit.found)
        products = frozenset(id_ for id_, strength in hit.found if strength == best)
        said = words[hit.last - 1].text
        plural = said.endswith("s") and said not in self._spelled
        return Mention(hit.first, hit.last, products, plural, best == _PART)

    def _add_name(
        self, product: str, name: str, shared: Counter[str], no_name: frozenset[str]
    ) -> None:
        known = _name(name)
        self._spelled.update(known.spelled)
        self._heads.update(known.heads)
        for row, strength in known.rows:
            # A pot for coffee is no coffee, where that is in the order as well.
            if strength != _BEGINNING or not shared[row[0]]:
                self._index.add(row, (product, strength))
        for word in known.others:
            if shared[word] == 1 and word not in no_name and _tells(word):
                self._index.add((word,), (product, _PART))


def telling(mentions: Sequence[Mention], said: Sequence[Word]) -> list[Mention]:
    """
    Without the everyday words that happen to be in a name, such as a book's title.

    "It is late" is not of "The Late Pomegranates"; "the late book" is.
    """
    things = [each for each in mentions if not each.is_part]

    def is_beside(part: Mention) -> bool:
        return any(
            part.products & each.products
            and part.first - each.last <= _BESIDE
            and each.first - part.last <= _BESIDE
            for each in things
        )

    def tells(each: Mention) -> bool:
        words = said[each.first : each.last]
        if all(map(is_usual, words)):
            return False
        if not each.is_part or is_beside(each):
            return True
        return not all(map(is_everyday, words))

    return [each for each in mentions if tells(each)]


@dataclass(frozen=True)
class _Name:
    """
    What a name answers to whatever else is in the order, and its words beside the head.

    `words` are those that mean what they mean alone: the first part of a head of two
    words does not.
    """

    rows: tuple[tuple[tuple[str, ...], int], ...]
    heads: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    spelled: tuple[str, ...] = ()


@lru_cache(maxsize=2048)
def _words_of(axis: Axis) -> frozenset[str]:
    """
    The words of an option's names and values.
    """
    texts = (*axis.names, *(text for _, values in axis.values for text in values))
    return frozenset(word for text in texts for word in spelled(text))


@lru_cache(maxsize=4096)
def _name(name: str) -> _Name:
    title = _TITLE.search(name)
    # A book is what stands before its title; a word of the title is no kind of thing.
    kind = spelled(name[: title.start()])[:_MOST_WORDS] if title else ()
    words = (*kind, *spelled(title[1])) if title else spelled(name)
    words = words[:_MOST_WORDS]
    if not words:
        return _Name(())
    rows = [(words, _WHOLE)]
    if len(words) > 1:
        rows.append((("".join(words),), _WHOLE))
    if title and not kind:
        spelled_so = tuple(name.casefold().split())
        return _Name(tuple(rows), (), words, spelled_so)
    if title:
        rows.append((words[len(kind) :], _WHOLE))
    # What a thing is stands last in English, and first in Persian and Arabic.
    heads, _ = _head(kind or words, _is_compound(name))
    others = [place for place in range(len(words)) if place not in heads]
    rows.extend(
        (tuple(words[place] for place in sorted((*some, *heads))), _HEAD)
        for some in _subsets(others)
    )
    rows.extend((row, _SAME) for row in _others(kind or words, heads))
    for at, (first, second) in enumerate(pairwise(words)):
        if not first[0].isdigit() and not second[0].isdigit():
            # "keyboard" for "key board", and «چایساز» for «چای ساز».
            strength = _HEAD if {at, at + 1} & {*heads} else _PART
            rows.append(((first + second,), strength))
    if len(heads) > 1:
        # «کوله» for «کوله‌پشتی»
        rows.append(((words[heads[0]],), _BEGINNING))
    alone = tuple(w for at, w in enumerate(words) if len(heads) < 2 or at not in heads)
    return _Name(
        tuple(rows),
        tuple(words[place] for place in heads[-1:]),
        alone,
        tuple(words[place] for place in others),
        tuple(name.casefold().split()),
    )


def _is_compound(name: str) -> bool:
    """
    Whether the first word of a name is one of two, joined as in «قهوه‌جوش».
    """
    parts = name.split(maxsplit=1)[0].split(_JOINER) if name.strip() else []
    endings = _endings()
    return len(parts) > 1 and all(fold(each) not in endings for each in parts)


@cache
def _endings() -> frozenset[str]:
    """
    What Persian joins to a word in the same way: «کفش‌های».
    """
    return frozenset(fold(content("forms")["persian_endings"]).split())


def _others(name: Sequence[str], heads: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """
    What the languages call such a thing else, whichever of them the shop writes.

    Of the words of a name the head says what it is, with or without those beside it.
    """
    best: list[tuple[tuple[str, ...], ...]] = []
    length = 0
    for rows in _general():
        for row in rows:
            if len(row) < length or not _holds(name, row, heads):
                continue
            best = [rows] if len(row) > length else [*best, rows]
            length = len(row)
            break
    for rows in best:
        yield from rows


def _holds(name: Sequence[str], row: Sequence[str], heads: Sequence[int]) -> bool:
    starts = range(len(name) - len(row) + 1)
    return any(
        tuple(name[at : at + len(row)]) == tuple(row)
        and {*heads} <= {*range(at, at + len(row))}
        for at in starts
    )


@cache
def _general() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(
        tuple(dict.fromkeys(spelled(str(each)) for each in row))
        for row in content("general")["things"]
    )


def _head(words: Sequence[str], is_compound: bool) -> tuple[list[int], list[int]]:
    places = list(range(len(words)))
    english = words[0].isascii() and words[-1].isascii()
    if english:
        return places[-1:], places[:-1]
    count = 2 if is_compound and len(words) > 1 else 1
    return places[:count], places[count:]


def _subsets(places: Sequence[int]) -> Iterable[tuple[int, ...]]:
    for size in range(len(places) + 1):
        yield from combinations(places, size)


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST_PART and not word[0].isdigit()
