"""
What the new one should have that no variant of the product has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from actions.changing.reading.goods import Axis
from actions.changing.reading.options import Named, NamedAxis
from actions.changing.reading.phrases import content
from actions.changing.reading.words import Index, Word, spelled, stock

_VALUE, _RANK = "value", "rank"


def unmet(
    words: Sequence[Word],
    places: Sequence[int],
    axes: Sequence[Axis],
    values: Sequence[Named],
    names: Sequence[NamedAxis],
) -> Iterator[tuple[int, int]]:
    """
    The words, among those at these places, that ask for what there is not.

    That is a colour or the like that languages have a word for, a size or a measure of
    the kind that the product has, or what stands behind the name of an option.
    """
    taken = {p for each in values for p in range(each.first, each.last)}
    inside = set(places)
    ranked = _ranked(axes)
    for hit in general_values().all_in(words):
        if hit.first not in inside or taken & set(range(hit.first, hit.last)):
            continue
        if any(kind == _VALUE or row in ranked for kind, row in hit.found):
            is_letter = len(words[hit.first].text) == 1
            if not is_letter and words[hit.first].text not in stock("describing"):
                taken.update(range(hit.first, hit.last))
                yield hit.first, hit.last
    units = {
        row[1]
        for axis in axes
        for row in _rows(axis)
        if len(row) > 1 and row[0][:1].isdigit()
    }
    for place in places:
        if place in taken or place + 1 >= len(words) or place + 1 in taken:
            continue
        if words[place].text[0].isdigit() and units & set(words[place + 1].forms):
            yield place, place + 2
    for name in names:
        behind = _behind(words, name.last)
        if behind is None or behind in taken or behind not in inside:
            continue
        if _is_value(words[behind]):
            yield behind, behind + 1


def _behind(words: Sequence[Word], place: int) -> int | None:
    while place < len(words) and set(words[place].forms) & stock("linking"):
        place += 1
    return place if place < len(words) and not words[place].parts else None


def _is_value(word: Word) -> bool:
    """
    Whether a word behind "size" or "colour" can be one.
    """
    if word.text[0].isdigit():
        return True
    known = stock("usual") | stock("fillers") | stock("linking") | stock("vague")
    more = stock("into") | stock("describing") | stock("telling") | stock("not")
    return (
        word.text.isascii() and word.forms[0] not in known | more and len(word.text) > 2
    )


def _rows(axis: Axis) -> list[tuple[str, ...]]:
    return [spelled(text) for _, texts in axis.values for text in texts]


def _ranked(axes: Sequence[Axis]) -> frozenset[int]:
    """
    The rows of sizes and the like from which these options have values.
    """
    own = {row for axis in axes for row in _rows(axis)}
    return frozenset(
        place
        for place, listed in enumerate(content("general")["ranks"])
        if sum(spelled(str(each)) in own for each in listed) > 1
    )


@cache
def general_values() -> Index[tuple[str, int]]:
    """
    The values of options that languages have words for: colours, sizes and the like.
    """
    index: Index[tuple[str, int]] = Index()
    for names in content("general")["values"].values():
        for each in names:
            index.add(spelled(str(each)), (_VALUE, 0))
    for place, listed in enumerate(content("general")["ranks"]):
        for each in listed:
            index.add(spelled(str(each)), (_RANK, place))
    return index
