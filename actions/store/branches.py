"""
Which branches are meant? Pure functions from words to branches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.formatting import as_written
from actions.shared.likeness import fold, within
from actions.shop import Branch, Texts

_SHORTEST_WORD = 3
# What a name has only because it is a branch's: «شعبه‌ی ولیعصر» is called «ولیعصر».
_GENERIC = re.compile(
    r"(?<!\w)(شعبه|فروشگاه|فرع|الفرع|متجر|محل|branch|store|shop|the|ی|of|in)(?!\w)"
)
_PUNCTUATION = re.compile(r"[^\w\s]")


@dataclass(frozen=True)
class Meant:
    """
    The branches that fit what was said; all of them when nothing was said of where.

    `city` or `branch` is the entity that was named and that the shop does not have.
    """

    branches: tuple[Branch, ...]
    named: bool = False
    city: Mapping[str, Any] | None = None
    branch: Mapping[str, Any] | None = None

    @property
    def missing(self) -> bool:
        """
        Whether something was named that the shop does not have.
        """
        return self.city is not None or self.branch is not None


def meant(
    branches: Sequence[Branch], entities: Iterable[Mapping[str, Any]], text: str
) -> Meant:
    """
    By the entities `branch` and `city`, or by names of branches and cities in the text.
    """
    of_kind = _grouped(entities, ("branch", "city"))
    if of_kind["branch"]:
        words = words_of(of_kind["branch"])
        found = tuple(b for b in branches if b.key in words or names(b.name, words))
        found = found or tuple(b for b in branches if _lies_in(b, words))
        if found:
            return Meant(found, named=True)
        if not of_kind["city"]:
            return Meant(tuple(branches), branch=of_kind["branch"][0])
    if of_kind["city"]:
        words = words_of(of_kind["city"])
        found = tuple(b for b in branches if names(b.city, words))
        if found:
            return Meant(found, named=True)
        return Meant(tuple(branches), city=of_kind["city"][0])
    found = _mentioned(branches, plain(text))
    return Meant(found or tuple(branches), named=bool(found))


def names(texts: Texts, words: Iterable[str]) -> bool:
    """
    Whether one of these words is one of these names, in any language.
    """
    own = [plain(name) for name in texts.values()]
    said = [word for word in map(plain, words) if word]
    return any(within(word, name) for word in said for name in own)


def words_of(entities: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """
    All ways in which the extractors write what was named.
    """
    ways = ("value", "surface", "name")
    return tuple(
        str(entity[way]) for entity in entities for way in ways if entity.get(way)
    )


def called(entity: Mapping[str, Any], lang: str) -> str:
    """
    What was named: by its name in this language, else as the customer wrote it.
    """
    known = (entity.get("names") or {}).get(lang)
    written = str(entity.get("surface") or entity.get("value") or "")
    return str(known) if known else as_written(written, lang)


def plain(text: str) -> str:
    """
    Folded, without punctuation and without the words that every branch's name has.
    """
    bare = _PUNCTUATION.sub(" ", fold(text))
    return " ".join(_GENERIC.sub(" ", bare).split())


def _grouped(
    entities: Iterable[Mapping[str, Any]], kinds: Sequence[str]
) -> dict[str, list[Mapping[str, Any]]]:
    of_kind: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in kinds}
    for entity in entities:
        if entity.get("entity") in of_kind:
            of_kind[entity["entity"]].append(entity)
    return of_kind


def _lies_in(branch: Branch, words: Iterable[str]) -> bool:
    """
    Whether a word is of its address: people name a branch by its square or its quarter.
    """
    own = [plain(address) for address in branch.address.values()]
    return any(
        within(word, address)
        for word in map(plain, words)
        for address in own
        if len(word) >= _SHORTEST_WORD
    )


def _mentioned(branches: Sequence[Branch], text: str) -> tuple[Branch, ...]:
    def stands(texts: Texts) -> bool:
        own = (plain(name) for name in texts.values())
        return any(within(name, text) for name in own if len(name) >= _SHORTEST_WORD)

    by_name = tuple(branch for branch in branches if stands(branch.name))
    return by_name or tuple(branch for branch in branches if stands(branch.city))
