"""
What is found in the blind sentences beside what is marked there, kind by kind.

Exact: the same characters; overlapping: at least one in common. What the shop of the
demo has no word of is neither missed nor, where it is found, wrong.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench._report import Row
from bot import HOUSE
from bot.nlu.catalogue import Catalogue, find
from bot.nlu.finders import Finders
from bot.nlu.finglish import to_persian
from bot.nlu.sentences import MARK, Example
from bot.nlu.text import normalize, normalize_with_places
from crm_connector.model import CatalogueEntry
from crm_connector.sources.sql import SqlSource
from demo.build import build_shop

RULED = (
    "order_number",
    "phone",
    "email",
    "amount",
    "date",
    "quantity",
    "order_ordinal",
    "city",
    "color",
    "size",
    "language",
    "branch",
)
"""What is found by its form, or in a list that every shop has."""
OF_THE_SHOP = ("product", "brand", "category")
"""What only the shop's catalogue tells."""
DAY = date(2026, 5, 10)
"""The day of the demo shop, and of "tomorrow"."""

_MOST_ENTRIES = 10_000

Span = tuple[str, int, int]
Find = Callable[[str], Iterable[Span]]


@dataclass
class Score:
    """
    How many were found rightly, found wrongly, and missed.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """
        How much of what was found is right.
        """
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        """
        How much of what is there was found.
        """
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        """
        The harmonic mean of both; 1 where there was nothing, and nothing was found.
        """
        halves = self.wrong + self.missed
        return 1.0 if not self.right and not halves else self._mean(halves)

    def _mean(self, halves: int) -> float:
        return 2 * self.right / (2 * self.right + halves)


@dataclass(frozen=True)
class Compared:
    """
    One sentence: of its kinds, the spans that are marked, and those that are found.
    """

    example: Example
    marked: tuple[Span, ...]
    found: tuple[Span, ...]


def spans_of(example: Example) -> Iterator[Span]:
    """
    The marked stretches of a sentence, as places in its text.
    """
    taken = 0
    for mark in MARK.finditer(example.marked):
        start = mark.start() - taken
        yield mark[2], start, start + len(mark[1])
        taken += len(mark[0]) - len(mark[1])


def compare(
    examples: Iterable[Example], spans: Find, shop: Catalogue
) -> list[Compared]:
    """
    The sentences with what is found in them, which the shop may know.
    """
    compared = []
    for example in examples:
        marked = list(spans_of(example))
        foreign = [span for span in marked if not _is_known(span, example.text, shop)]
        found = [
            span
            for span in spans(example.text)
            if span[0] in RULED + OF_THE_SHOP and not _meets(span, foreign)
        ]
        own = (span for span in marked if span not in foreign)
        compared.append(Compared(example, tuple(own), tuple(dict.fromkeys(found))))
    return compared


def scores(compared: Iterable[Compared], *, exact: bool) -> dict[str, dict[str, Score]]:
    """
    The score of each kind in each way of writing, and in all of them ("all").
    """
    table: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    for each in compared:
        for way in (each.example.way, "all"):
            for kind, _, _ in set(each.marked).union(each.found):
                table[kind][way] = table[kind][way]
            _count(each, way, table, exact=exact)
    return {kind: dict(ways) for kind, ways in table.items()}


def _count(
    each: Compared, way: str, table: Mapping[str, dict[str, Score]], *, exact: bool
) -> None:
    for span in each.marked:
        if span in each.found or (not exact and _meets(span, each.found)):
            table[span[0]][way].right += 1
        else:
            table[span[0]][way].missed += 1
    for span in each.found:
        if span not in each.marked and (exact or not _meets(span, each.marked)):
            table[span[0]][way].wrong += 1


def rows(compared: Sequence[Compared]) -> Iterator[Row]:
    """
    The figures for the report.
    """
    exact, overlapping = (scores(compared, exact=way) for way in (True, False))
    for kind in (*RULED, *OF_THE_SHOP):
        for way, score in exact.get(kind, {}).items():
            what = f"entities, {kind}, {way}"
            yield Row(what, "precision", "share", score.precision)
            yield Row(what, "recall", "share", score.recall)
            yield Row(what, "F1", "share", score.f1)
            yield Row(what, "F1, overlapping", "share", overlapping[kind][way].f1)


def demo_shop() -> Catalogue:
    """
    The catalogue of the demo shop.
    """

    async def read(address: str) -> tuple[CatalogueEntry, ...]:
        source = SqlSource.open(address, HOUSE / "demo" / "mapping.yml")
        try:
            return (await source.catalogue(limit=_MOST_ENTRIES)).entries
        finally:
            await source.close()

    with TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        build_shop(path, DAY)
        return Catalogue(asyncio.run(read(f"sqlite:///{path}")))


def finder_of(shop: Catalogue) -> Find:
    """
    All that finds things in a message, with this shop's names.
    """
    finders = Finders(further=(lambda normal: find(normal, shop),))

    def spans(text: str) -> Iterator[Span]:
        normal = normalize_with_places(text)
        for thing in finders.find(normal, DAY):
            yield thing.entity, *normal.surface(thing.start, thing.end)

    return spans


def _meets(span: Span, others: Iterable[Span]) -> bool:
    kind, start, end = span
    return any(
        kind == other and start < last and first < end for other, first, last in others
    )


def _is_known(span: Span, text: str, shop: Catalogue) -> bool:
    """
    Whether the shop has one of the words that are marked.
    """
    kind, start, end = span
    if kind not in OF_THE_SHOP:
        return kind in RULED
    known = shop.brand_words if kind == "brand" else shop.nouns | shop.heads
    words = re.findall(r"\w{3,}", normalize(text[start:end]))
    return any(_forms(word) & known for word in words)


def _forms(word: str) -> set[str]:
    return {
        form
        for each in (word, _persian(word))
        for form in (each, each.removeprefix("ال"), each.removesuffix("s"))
    }


def _persian(word: str) -> str:
    return normalize(to_persian(word)) if word.isascii() else word
