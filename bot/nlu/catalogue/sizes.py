"""
Sizes: "XL", «سایز ۴۲», "boots in 37", «سایز چهل و دو».

The usual sizes and the shop's own go by their names; of those that are a letter or a
number, as of other numbers of shoes, what stands around says whether they are sizes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache

from bot.nlu.catalogue import base
from bot.nlu.catalogue.context import Context
from bot.nlu.catalogue.index import BRAND, COLOR, SIZE, Thing
from bot.nlu.catalogue.named import Named, Span, places_of
from bot.nlu.finders.number_words import PARTS
from bot.nlu.finders.numbers import numbers, tokens_of
from bot.nlu.finders.words import one_of

_SMALLEST, _GREATEST = 36, 48
_MOST_DIGITS = 4
# What Persian and English add to a word that counts: «ساعته», «تومنیه», "hourly".
_ENDINGS = "ه ی ای یه ها های e eh i ie ly s"


def find(message: Context) -> Iterator[Named]:
    """
    The sizes of a message.
    """
    sizes = _Sizes(message)
    known = [
        Span(span.start, span.end, message.shop.sizes.get(typed, span.thing))
        for span in message.apart(SIZE)
        for typed in [message.as_typed(span).casefold()]
    ]
    for span in known:
        if not span.thing.careful or sizes.is_meant(span):
            yield message.plain(span)
    yield from sizes.in_digits(places_of(known))
    yield from sizes.in_words()


class _Sizes:
    """
    What stands around sizes in one message.
    """

    def __init__(self, message: Context) -> None:
        self._message = message

    def is_meant(self, span: Span) -> bool:
        """
        Whether a letter, a number or a word such as "small" is a size where it stands.
        """
        text = self._message.text
        said, before, behind = text(span.start), span.start - 1, span.end
        if text(span.end - 1).isdecimal() and _counts(text(behind)):
            return False
        words = base.words_for("size_words")
        if {text(before), text(before - 1), text(behind)} & words:
            return True
        length = span.end - span.start
        if len(self._message.tokens) == length:
            if said.isdecimal():
                return _is_of_shoes(int(said[:_MOST_DIGITS]))
            return said in self._message.words[span.start]
        if length == 1 and self._is_number_of_size(span.start):
            return True
        if length == 1 and self._is_of_dress and self._message.as_typed(span).isupper():
            return True
        return self._is_dress(before) or (self._is_dress(behind) and len(said) > 1)

    def in_digits(self, known: Collection[int]) -> Iterator[Named]:
        """
        The sizes of shoes that the shop does not list, by their places.
        """
        for at, token in enumerate(self._message.tokens):
            if at not in known and self._is_number_of_size(at):
                thing = Thing(SIZE, token.text, token.text)
                yield self._message.plain(Span(at, at + 1, thing))

    def in_words(self) -> Iterator[Named]:
        """
        The sizes of shoes in words, which may be two words for one number.
        """
        tokens = tokens_of(self._message.normal.text)
        openers = _openers()
        if openers.isdisjoint(token.text for token in tokens):
            return
        for number in numbers(tokens):
            size = number.whole
            if number.digits or number.ordinal or size is None or not number.first:
                continue
            if not _is_of_shoes(size) or tokens[number.first - 1].text not in openers:
                continue
            behind = tokens[number.last].text if number.last < len(tokens) else ""
            # With a further part it is another number: «چهل و دومی».
            if behind not in PARTS and not _counts(behind):
                start, end = tokens[number.first].start, tokens[number.last - 1].end
                yield Named(SIZE, str(size), start, end, str(size), SIZE)

    def _is_number_of_size(self, at: int) -> bool:
        """
        Whether it is a number of shoes, where they or sizes are spoken of.

        In words only what is right behind such a word is one; digits have fewer other
        meanings.
        """
        said = self._message.text(at)
        if not said.isdecimal() or not _is_of_shoes(int(said[:_MOST_DIGITS])):
            return False
        if _counts(self._message.text(at + 1)):
            return False
        return self._is_of_dress or self._message.text(at - 1) in _openers()

    @cached_property
    def _is_of_dress(self) -> bool:
        """
        Whether clothes or a size are spoken of: "boots in 37", "wrong size, need 39".
        """
        said = {token.text for token in self._message.tokens}
        return not said.isdisjoint(base.words_for("size_words")) or any(
            self._is_dress(at) for at in range(len(self._message.tokens))
        )

    def _is_dress(self, at: int) -> bool:
        """
        Clothes or shoes, or the colour behind them.
        """
        dress, words = base.words_for("clothing"), self._message.words
        kinds = self._message.kinds
        for place in (at, at - 1):
            candidates = words[place] if 0 <= place < len(words) else ()
            if self._message.text(place) in dress or not dress.isdisjoint(candidates):
                return True
            if place not in kinds[COLOR] and place not in kinds[BRAND]:
                return False
        return False


def _is_of_shoes(size: int) -> bool:
    return _SMALLEST <= size <= _GREATEST


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return base.words_for("spelled_size_words") | base.words_for("clothing")


@lru_cache(maxsize=1)
def _counting() -> re.Pattern[str]:
    counted = one_of(base.words_for("counted"))
    return re.compile(rf"{counted}{{1,2}}{one_of(_ENDINGS)}?")


def _counts(behind: str) -> bool:
    """
    Whether the word makes a number before it another one: "40 hours", «چهل تومنیه».
    """
    return _counting().fullmatch(behind) is not None
