"""
The part of a text that is about one thing, and what of it is the old and what the new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.changing.reading.options import Named, NamedAxis
from actions.changing.reading.phrases import content
from actions.changing.reading.text import fold
from actions.changing.reading.things import Mention
from actions.changing.reading.words import Word, stock

_REACH = 10
"""So far behind "for" the new one's options may begin."""


@dataclass(frozen=True)
class Clause:
    """
    Words `first` up to `last`, about the `products` that may be meant (none: not said).

    `split` is where the new one begins: all before it tells which is the old one.
    """

    first: int
    last: int
    products: frozenset[str]
    mention: Mention | None = None
    split: int | None = None
    is_new: bool = False
    is_denied: bool = False


class Finds:
    """
    What was found of options in a text, by product.
    """

    def __init__(
        self,
        values: Mapping[str, Sequence[Named]],
        names: Mapping[str, Sequence[NamedAxis]],
        sure: frozenset[int] = frozenset(),
    ) -> None:
        self.values = values
        self.names = names
        self.sure = sure
        """The places of words that can only be of options."""
        self._places = {
            id_: frozenset(
                [p for each in found for p in range(each.first, each.last)]
                + [
                    p
                    for each in names.get(id_, ())
                    for p in range(each.first, each.last)
                ]
            )
            for id_, found in values.items()
        }

    def is_option(self, place: int, products: frozenset[str]) -> bool:
        """
        Whether a word is of an option of one of these.
        """
        return any(place in self._places.get(id_, frozenset()) for id_ in products)


def clauses(
    words: Sequence[Word], mentions: Sequence[Mention], finds: Finds
) -> list[Clause]:
    """
    A text cut at the things that it names; what stands before the first is its own.
    """
    starts = [_start(words, each, finds) for each in mentions]
    found = []
    every = frozenset(finds.values)
    first = starts[0] if starts else len(words)
    if not starts or any(finds.is_option(place, every) for place in range(first)):
        found.append(_split(words, Clause(0, first, frozenset()), finds, every))
    for at, mention in enumerate(mentions):
        last = starts[at + 1] if at + 1 < len(mentions) else len(words)
        clause = Clause(starts[at], last, mention.products, mention)
        before = _before(words, starts[at])
        is_named_before = any(m.products & mention.products for m in mentions[:at])
        if _is_old(words, starts[at]):
            start = _opening(words, starts[at], mentions[at - 1].last if at else 0)
            clause = Clause(start, last, mention.products, mention, is_denied=True)
        elif before & stock("into") and _is_open(words, mention, starts[at], finds):
            clause = Clause(
                *(starts[at], last, mention.products, mention),
                split=starts[at],
                is_new=is_named_before or not (before & stock("for")),
            )
        if clause.split is None and not clause.is_denied:
            clause = _split(words, clause, finds, mention.products)
        found.append(clause)
    return found


def _split(
    words: Sequence[Word], clause: Clause, finds: Finds, products: frozenset[str]
) -> Clause:
    """
    The same with the place where the new one begins, if that is said.
    """
    start = clause.mention.last if clause.mention else clause.first
    depth = 0
    for place in range(start, clause.last):
        word = words[place]
        depth += (word.text in "([") - (word.text in ")]") if word.parts else 0
        if depth or word.parts or not set(word.forms) & stock("into"):
            continue
        if _leads_to_new(words, place + 1, clause.last, finds, products):
            return Clause(
                *(clause.first, clause.last, clause.products, clause.mention),
                split=place + 1,
            )
    return clause


def _leads_to_new(
    words: Sequence[Word],
    first: int,
    last: int,
    finds: Finds,
    products: frozenset[str],
) -> bool:
    for place in range(first, min(last, first + _REACH)):
        if words[place].parts and words[place].text in ".;?!\n":
            return False
        if finds.is_option(place, products) or set(words[place].forms) & _telling():
            return True
    return False


def _start(words: Sequence[Word], mention: Mention, finds: Finds) -> int:
    """
    Where the words for a thing begin: with "the", or what describes it.
    """
    place = mention.first
    while place and not words[place - 1].parts:
        before = words[place - 1]
        if finds.is_option(place - 1, mention.products):
            place -= 1
        elif set(before.forms) & _articles():
            place -= 1
            break
        elif (before.text.isdigit() and place == mention.first) or set(
            before.forms
        ) & stock("describing"):
            place -= 1
        else:
            break
    return place


def _before(words: Sequence[Word], place: int) -> frozenset[str]:
    return frozenset(words[place - 1].forms) if place else frozenset()


def _is_open(words: Sequence[Word], mention: Mention, start: int, finds: Finds) -> bool:
    """
    Whether "for a white mouse" rather than "for the mouse" is said.
    """
    first = set(words[start].forms)
    if first & stock("definite"):
        return False
    described = range(start, mention.first)
    is_described = any(finds.is_option(p, mention.products) for p in described)
    return is_described or bool(first & stock("indefinite"))


def _is_old(words: Sequence[Word], start: int) -> bool:
    """
    Whether "instead of" or the like stands before.
    """
    said = " ".join(each.text for each in words[max(0, start - 3) : start])
    return any(said.endswith(each) for each in _instead())


def _opening(words: Sequence[Word], start: int, after: int) -> int:
    place = start
    while place > after and not words[place - 1].parts:
        place -= 1
    return place


def _telling() -> frozenset[str]:
    return stock("heads") | stock("telling")


def _articles() -> frozenset[str]:
    return stock("definite") | stock("indefinite")


def _instead() -> tuple[str, ...]:
    return tuple(fold(each) for each in content("words")["instead"])


def in_one_sentence(words: Sequence[Word], one: Clause, other: Clause) -> bool:
    """
    Whether nothing that ends a sentence stands between two clauses.
    """
    first, last = sorted((one.first, other.first))
    return not any(w.parts and w.text in ".!?\n" for w in words[first:last])
