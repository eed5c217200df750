"""
A text as a row of words that can be looked up in closed lists.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Generic, TypeVar

from actions.changing.reading.forms import (
    canonical,
    forms,
    grams,
    may_stand_between,
    unit,
)
from actions.changing.reading.phrases import words as listed
from actions.changing.reading.text import CODE, Text, Token, text_of

Thing = TypeVar("Thing", bound=Hashable)
_BREAKS = frozenset(",;:.?!()[]\n") | {CODE}
_WORDLIKE = frozenset("%°")


@dataclass(frozen=True)
class Word:
    """
    A word with the forms that it may be of, and its place in the folded text.

    A sign that parts what stands on both its sides is a word that `parts`; all other
    signs are left out.
    """

    text: str
    forms: tuple[str, ...]
    start: int
    end: int
    parts: bool = False


def row(text: Text) -> tuple[Word, ...]:
    """
    The words of a text.
    """
    return tuple(_words(text))


@lru_cache(maxsize=8192)
def spelled(text: str) -> tuple[str, ...]:
    """
    A text of a closed list as the canonical forms of its words.
    """
    return tuple(each.forms[0] for each in _words(text_of(text)) if not each.parts)


def _words(text: Text) -> Iterator[Word]:
    follows_number = False
    behind = 0
    for at, token in enumerate(text.tokens):
        if at < behind:
            continue
        part = _part_of_kg(text.tokens, at)
        if part is not None:
            # "Half a kilo" is 500 g, whichever the shop writes.
            behind, number = part
            last = text.tokens[behind - 1]
            yield Word(number, (number,), token.start, token.end)
            yield Word("g", ("g",), last.start, last.end)
            follows_number = False
            continue
        measure = unit(token.text) if follows_number else None
        if measure is not None:
            follows_number = False
            yield Word(token.text, (measure,), token.start, token.end)
            continue
        first = token.text[0]
        if token.is_word or first in _WORDLIKE:
            found = forms(token.text) if token.is_word else (token.text,)
            follows_number = found[0][:1].isdigit()
            yield Word(token.text, found, token.start, token.end)
        elif first in _BREAKS:
            follows_number = False
            yield Word(first, (), token.start, token.end, parts=True)


def _part_of_kg(tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
    """
    The place behind a part of a kilogram that begins here, and how many grams it is.
    """
    number = grams(tokens[at].text)
    if number is None:
        return None
    place = at + 1
    while place < len(tokens) and may_stand_between(tokens[place].text):
        place += 1
    if place == len(tokens) or unit(tokens[place].text) != "kg":
        return None
    return place + 1, number


@dataclass(frozen=True)
class Hit(Generic[Thing]):
    """
    What was found at the words `first` up to but without `last`.
    """

    first: int
    last: int
    found: frozenset[Thing]


@dataclass
class Index(Generic[Thing]):
    """
    Rows of words, and what each of them names.
    """

    _rows: dict[str, dict[tuple[str, ...], set[Thing]]] = field(default_factory=dict)

    def add(self, words: Sequence[str], named: Thing) -> None:
        """
        These words, in canonical form, name this.
        """
        if words:
            rows = self._rows.setdefault(words[0], {})
            rows.setdefault(tuple(words), set()).add(named)

    @property
    def vocabulary(self) -> frozenset[str]:
        """
        All words in it.
        """
        return frozenset(w for rows in self._rows.values() for r in rows for w in r)

    def at(self, words: Sequence[Word], first: int) -> Hit[Thing] | None:
        """
        The longest row that begins at this word.
        """
        best: set[Thing] = set()
        length = 0
        for form in words[first].forms:
            # The likelier form counts, unless another one begins a longer row.
            known, found = length, set[Thing]()
            for row, named in self._rows.get(form, {}).items():
                if len(row) < length or len(row) <= known:
                    continue
                if _goes_on(words, first, row):
                    found = found | named if len(row) == length else set(named)
                    length = len(row)
            best = found or best
        return Hit(first, first + length, frozenset(best)) if best else None

    def all_in(self, words: Sequence[Word]) -> list[Hit[Thing]]:
        """
        Everything in a row of words, the longest first where rows overlap.
        """
        found, at = [], 0
        hits = [self.at(words, place) for place in range(len(words))]
        while at < len(words):
            hit = hits[at]
            if hit is None:
                at += 1
                continue
            found.append(hit)
            at = hit.last
        return found


def _goes_on(words: Sequence[Word], first: int, row: tuple[str, ...]) -> bool:
    if first + len(row) > len(words):
        return False
    return all(
        part in words[first + place].forms
        for place, part in enumerate(row)
        if place > 0
    )


def widened(
    words: Iterable[Word], more: Callable[[Word], Iterable[str]]
) -> tuple[Word, ...]:
    """
    The same words with further forms, behind those that they have.
    """
    found = []
    for word in words:
        further = () if word.parts else tuple(more(word))
        every = tuple(dict.fromkeys((*word.forms, *further)))
        found.append(replace(word, forms=every) if further else word)
    return tuple(found)


@cache
def stock(kind: str) -> frozenset[str]:
    """
    The canonical forms of single words that words.yml lists under this kind.
    """
    return frozenset(canonical(each) for each in listed("words", kind))
