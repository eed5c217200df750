"""
All that words can mean for the order at hand, and a text read against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from rapidfuzz.distance import OSA

from actions.changing.reading.clauses import Finds
from actions.changing.reading.goods import Goods, goods_of
from actions.changing.reading.known import Known
from actions.changing.reading.options import Options, options_of
from actions.changing.reading.phrases import content, words
from actions.changing.reading.text import Text, fold
from actions.changing.reading.things import Things
from actions.changing.reading.words import Word, row, widened
from bot.nlu.finglish import SoundIndex

_SHORTEST_TYPO, _LONG = 5, 8


@dataclass(frozen=True)
class Lexicon:
    """
    The goods of an order with the words for them and for their options.
    """

    goods: tuple[Goods, ...]
    things: Things
    options: dict[str, Options]
    vocabulary: frozenset[str]

    @classmethod
    def of(cls, known: Known) -> Lexicon:
        """
        For the order at hand.
        """
        goods = goods_of(known.order, known.variants)
        things = Things(goods)
        options = {each.product_id: options_of(each.axes) for each in goods}
        vocabulary = things.vocabulary.union(*(o.vocabulary for o in options.values()))
        return cls(goods, things, options, vocabulary)

    def words(self, text: Text, lang: str) -> tuple[Word, ...]:
        """
        The words of a text, with what they may have been meant to be.
        """
        persian = [each for each in self.vocabulary if not each.isascii()]
        sounds = SoundIndex(sorted(persian)) if lang == "fa-Latn" and persian else None

        never = _never(lang)

        def more(word: Word) -> Iterator[str]:
            if not self.vocabulary.isdisjoint(word.forms):
                # «kafsh» is a word for shoes, and «کفش» may begin a name.
                stem = sounds.stem(word.text) if sounds is not None else None
                if stem is not None:
                    yield stem[0]
                return
            yield from self.things.compounds(word)
            if word.text in _usual() or not word.text[0].isalpha():
                return
            if sounds is not None:
                stem = sounds.stem(word.text)
                if stem is not None:
                    yield stem[0]
            yield from self._typo(word)

        read = (
            Word(w.text, (), w.start, w.end, parts=True) if w.text in never else w
            for w in row(text)
        )
        return widened(self._whole(tuple(read)), more)

    def _whole(self, read: tuple[Word, ...]) -> Iterator[Word]:
        """
        The same, where the first of two words may be one with the next: «جا پاسپورتی».
        """
        known = self.things.vocabulary
        for word, behind in zip_longest(read, read[1:]):
            apart = behind is None or behind.parts or word.parts
            if apart or not known.isdisjoint(word.forms):
                yield word
                continue
            both = (word.forms[0] + each for each in behind.forms)
            found = next((each for each in both if each in known), None)
            yield word if found is None else replace(word, forms=(*word.forms, found))

    def _typo(self, word: Word) -> Iterator[str]:
        said = word.forms[0]
        if len(said) < _SHORTEST_TYPO:
            return
        most = 2 if len(said) >= _LONG else 1
        best, nearest = None, most + 1
        for each in sorted(self.vocabulary):
            if each[0] == said[0] and abs(len(each) - len(said)) <= most:
                apart = OSA.distance(said, each, score_cutoff=most)
                if apart < nearest and len(each) >= _SHORTEST_TYPO:
                    best, nearest = each, apart
        if best is not None:
            yield best

    def finds(self, words: Sequence[Word]) -> Finds:
        """
        The options in a text, for each of the goods.
        """
        found = {id_: each.found(words) for id_, each in self.options.items()}
        return Finds(
            {id_: values for id_, (values, _, _) in found.items()},
            {id_: names for id_, (_, names, _) in found.items()},
            frozenset().union(*(sure for _, _, sure in found.values())),
        )


@cache
def _never(lang: str) -> frozenset[str]:
    listed = content("words")["never"].get(lang, ())
    return frozenset(fold(each) for line in listed for each in line.split())


@cache
def _usual() -> frozenset[str]:
    """
    Words that are no slips for others, however near they are.
    """
    usual = words("words", "usual")
    kinds = ("fillers", "into", "describing", "linking", "general")
    return usual.union(*(words("words", each) for each in kinds))
