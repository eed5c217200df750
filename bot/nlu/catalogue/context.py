"""
One message with all names that may stand in it: what every rule about names asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.nlu.catalogue import base
from bot.nlu.catalogue.index import NOUN, Catalogue
from bot.nlu.catalogue.lexicon import Token, is_english
from bot.nlu.catalogue.named import Named, Span
from bot.nlu.catalogue.runs import Run, runs
from bot.nlu.text import Normalized

# Nobody types so many words; what is longer was pasted, and is looked at less closely.
_MOST_TOLERANT = 200


class Context:
    """
    A message: its `tokens`, with the words of the shop that each may be.

    `runs` are the words that stand together in products' names, `kinds` the places at
    which a name of each kind may stand.
    """

    def __init__(
        self, normal: Normalized, tokens: Sequence[Token], shop: Catalogue
    ) -> None:
        self.normal = normal
        self.tokens = tokens
        self.shop = shop
        by_sound = not is_english(tokens)
        look_up = shop.lexicon.find
        self.words = [
            look_up(token.text, by_sound, at < _MOST_TOLERANT)
            for at, token in enumerate(tokens)
        ]
        self.runs = list(runs(tokens, self.words, shop))
        self._spans = [
            Span(at, end, thing)
            for at in range(len(tokens))
            if self.words[at]
            for end, thing in shop.things(self.words, at)
        ]
        self.kinds: dict[str, set[int]] = defaultdict(set)
        for span in self._spans:
            self.kinds[span.thing.kind].update(range(span.start, span.end))
        self.run_at = {at: run for run in self.runs for at in range(run.start, run.end)}

    def apart(self, kind: str) -> list[Span]:
        """
        The names of a kind in their order; where they meet, the longest.
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

    def text(self, at: int) -> str:
        """
        The word at a place; empty before the first and behind the last.
        """
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def as_typed(self, span: Span) -> str:
        """
        How the customer wrote it.
        """
        first, last = self.tokens[span.start], self.tokens[span.end - 1]
        start, end = self.normal.span(first.start, last.end)
        return self.normal.original[start:end]

    def run_around(self, span: Span) -> Run | None:
        """
        The run that holds all of a name.
        """
        run = self.run_at.get(span.start)
        return run if run is not None and span.end <= run.end else None

    def is_product(self, at: int) -> bool:
        """
        Whether a product is named at a place, in part or by a word for it.
        """
        return at in self.run_at or at in self.kinds[NOUN]

    def beside(self, span: Span, key: str) -> bool:
        """
        Whether one of the words of a list is right before or behind a name.
        """
        words = base.words_for(key)
        return self.text(span.start - 1) in words or self.text(span.end) in words

    def plain(self, span: Span) -> Named:
        """
        The thing itself, as what is found.
        """
        return self.named_as(span.thing.kind, span, span.thing.kind)

    def named_as(self, entity: str, span: Span, kind: str) -> Named:
        """
        The thing as an entity, its id one of that kind.
        """
        return Named(
            entity,
            span.thing.id,
            self.tokens[span.start].start,
            self.tokens[span.end - 1].end,
            span.thing.name,
            kind,
        )
