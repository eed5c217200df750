"""
Which options of a product are named: "red", "size 9", "a waterproof one", "no armrest".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from actions.changing.reading.goods import Axis
from actions.changing.reading.phrases import content
from actions.changing.reading.words import Hit, Index, Word, spelled, stock

WHOLE, PART, WEAK = 3, 2, 1
_MOST_WORDS = 5
_BETWEEN_MOST = 2


class Meant(NamedTuple):
    """
    What a row of words names: an option (`value` empty), or a value of it.

    `strength` says how far it means that alone: a number or a letter does not.
    """

    axis: str
    value: str
    strength: int


@dataclass(frozen=True)
class Named:
    """
    Values that words `first` up to `last` may be, each of another option.

    With `has_name` the option's name stands beside it.
    """

    first: int
    last: int
    meant: tuple[tuple[str, str], ...]
    has_name: bool = False
    strength: int = WHOLE


@dataclass(frozen=True)
class NamedAxis:
    """
    An option's name without a value.
    """

    first: int
    last: int
    axes: frozenset[str]


class Options:
    """
    The options of a product, to be found in words.
    """

    def __init__(self, axes: tuple[Axis, ...]) -> None:
        self._index: Index[Meant] = Index()
        self._yes: dict[str, str] = {}
        self._no: dict[str, str] = {}
        names: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for axis in axes:
            for name in axis.names:
                for row in _names_of(name):
                    names[row].add(axis.key)
            self._add_values(axis)
        for row, keys in names.items():
            for key in keys:
                self._index.add(row, Meant(key, "", WHOLE if len(row) > 1 else PART))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """
        All words of it.
        """
        return self._index.vocabulary

    def _add_values(self, axis: Axis) -> None:
        rows = {v: [spelled(t) for t in texts] for v, texts in axis.values}
        parts: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for value, texts in axis.values:
            for words in rows[value]:
                if len(words) == 1 and words[0] in stock("yes_value"):
                    self._yes[axis.key] = value
                elif len(words) == 1 and words[0] in stock("no_value"):
                    self._no[axis.key] = value
                else:
                    self._index.add(words, Meant(axis.key, value, _strength(words)))
                    if len(words) > 1:
                        glued = ("".join(words),)
                        self._index.add(glued, Meant(axis.key, value, WHOLE))
                    for part in _parts(words):
                        parts[part].add(value)
            for words in _general(texts):
                self._index.add(words, Meant(axis.key, value, _strength(words)))
        whole = {words for spellings in rows.values() for words in spellings}
        for part, values in parts.items():
            if len(values) == 1 and part not in whole:
                strength = min(PART, _strength(part))
                self._index.add(part, Meant(axis.key, next(iter(values)), strength))

    def found(
        self, words: Sequence[Word]
    ) -> tuple[list[Named], list[NamedAxis], frozenset[int]]:
        """
        Values and lone names of options in their order, and the places that are sure.

        Those are of names of several words and of values beside a name.
        """
        hits = self._index.all_in(words)
        names = [h for h in hits if any(not m.value for m in h.found)]
        used: set[int] = set()
        values = []
        for hit in hits:
            meant = {m for m in hit.found if m.value}
            if meant and (hit not in names or not _is_name_here(words, hit, hits)):
                values.append(self._named(words, hit, meant, names, used))
        values.extend(self._yes_and_no(words, names, used))
        lone = [
            NamedAxis(
                h.first, h.last, frozenset(m.axis for m in h.found if not m.value)
            )
            for h in names
            if h.first not in used
        ]
        taken = {(each.first, each.last) for each in values}
        lone = [each for each in lone if (each.first, each.last) not in taken]
        sure = {
            *(p for h in names if h.last - h.first > 1 for p in range(h.first, h.last)),
            *(p for v in values if v.has_name for p in range(v.first, v.last)),
        }
        return sorted(values, key=lambda each: each.first), lone, frozenset(sure)

    def _named(
        self,
        words: Sequence[Word],
        hit: Hit[Meant],
        meant: set[Meant],
        names: Sequence[Hit[Meant]],
        used: set[int],
    ) -> Named:
        for name in _beside(words, hit, names):
            if name.first in used or name is hit:
                continue
            of = {m.axis for m in name.found if not m.value}
            fitting = {m for m in meant if m.axis in of}
            if fitting:
                used.add(name.first)
                return _as_named(hit, fitting, has_name=True)
        return _as_named(hit, meant, has_name=False)

    def _yes_and_no(
        self, words: Sequence[Word], names: Sequence[Hit[Meant]], used: set[int]
    ) -> Iterator[Named]:
        for name in names:
            if name.first in used:
                continue
            axes = {m.axis for m in name.found if not m.value}
            for axis in sorted(axes & (set(self._yes) | set(self._no))):
                found = self._yes_or_no(words, name, axis)
                if found is not None:
                    used.add(name.first)
                    yield found
                    break

    def _yes_or_no(
        self, words: Sequence[Word], name: Hit[Meant], axis: str
    ) -> Named | None:
        yes, no = self._yes.get(axis), self._no.get(axis)
        behind = _following(words, name.last)
        before = words[name.first - 1] if name.first else None
        for place in (behind, name.first - 1 if before is not None else None):
            if place is None:
                continue
            said = set(words[place].forms)
            ends = (min(place, name.first), max(place + 1, name.last))
            if no is not None and said & stock("no_value"):
                return Named(*ends, ((axis, no),), has_name=True)
            if yes is not None and said & stock("yes_value"):
                return Named(*ends, ((axis, yes),), has_name=True)
        if no is not None and before is not None and set(before.forms) & stock("not"):
            return Named(name.first - 1, name.last, ((axis, no),), has_name=True)
        if yes is not None and no is not None:
            # "A waterproof one"
            return Named(name.first, name.last, ((axis, yes),), strength=PART)
        return None


@lru_cache(maxsize=512)
def options_of(axes: tuple[Axis, ...]) -> Options:
    """
    The options of a product with these axes: orders of one shop share products.
    """
    return Options(axes)


def _as_named(hit: Hit[Meant], meant: set[Meant], *, has_name: bool) -> Named:
    best = max(m.strength for m in meant)
    kept = {(m.axis, m.value) for m in meant if m.strength == best or has_name}
    return Named(hit.first, hit.last, tuple(sorted(kept)), has_name, best)


def _beside(
    words: Sequence[Word], hit: Hit[Meant], names: Sequence[Hit[Meant]]
) -> Iterator[Hit[Meant]]:
    """
    The names beside a value: the one before it, then the one behind it.
    """
    for name in names:
        gap = words[name.last : hit.first]
        if name.last <= hit.first and len(gap) <= _BETWEEN_MOST and _links(gap):
            yield name
    for name in names:
        if name.first == hit.last:
            yield name


def _is_name_here(
    words: Sequence[Word], hit: Hit[Meant], hits: Sequence[Hit[Meant]]
) -> bool:
    """
    Whether words that are a name as well as a value have a value of their own.
    """
    of = {m.axis for m in hit.found if not m.value}
    return any(
        other.first == hit.last and any(m.value and m.axis in of for m in other.found)
        for other in hits
    )


def _following(words: Sequence[Word], place: int) -> int | None:
    while place < len(words) and set(words[place].forms) & stock("linking"):
        place += 1
    return place if place < len(words) and not words[place].parts else None


def _links(between: Sequence[Word]) -> bool:
    return all(
        each.text == ":" or (not each.parts and set(each.forms) & stock("linking"))
        for each in between
    )


def _names_of(name: str) -> Iterator[tuple[str, ...]]:
    words = spelled(name)
    yield words
    yield from _others("options").get(words, ())
    if len(words) > 1:
        for word in words:
            if word not in stock("vague"):
                yield (word,)


def _general(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """
    What the languages call a value, whichever of them the shop writes.
    """
    for each in texts:
        yield from _others("values").get(spelled(each), ())


@cache
def _others(kind: str) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """
    To each name that the languages have, the other names of the same.
    """
    found: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for names in content("general")[kind].values():
        rows = tuple(dict.fromkeys(spelled(str(each)) for each in names))
        found.update({row: tuple(r for r in rows if r != row) for row in rows})
    return found


def names_size(name: str) -> bool:
    """
    Whether an option of this name is a size, in any language.
    """
    known = {spelled(str(each)) for each in content("general")["options"]["size"]}
    return spelled(name) in known


def _strength(words: Sequence[str]) -> int:
    if len(words) == 1 and (words[0][0].isdigit() or len(words[0]) == 1):
        return WEAK
    return WHOLE


def _parts(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """
    What of a value may stand for it. Without its "not" it would be the contrary.
    """
    if not set(words).isdisjoint(stock("not") | stock("no_value")):
        return
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + _MOST_WORDS) + 1):
            part = tuple(words[first:last])
            if len(part) < len(words) and (len(part) > 1 or not _is_vague(part[0])):
                yield part


def _is_vague(word: str) -> bool:
    return word in stock("vague") or word in stock("usual")
