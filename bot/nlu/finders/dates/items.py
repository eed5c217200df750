"""
A message as a row of expressions for dates, numbers and other words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.nlu.finders.dates.calendars import GREGORIAN, JALALI, YEARS
from bot.nlu.finders.dates.words import Word, words_at
from bot.nlu.finders.numbers import Number, number_at
from bot.nlu.finders.tokens import Token
from bot.nlu.finders.words import spellings

PERSIAN = frozenset({"fa", "la"})
_LONGEST_MONTH = 31
# «هر جمعه», «چند هفته پیش»: no certain day.
UNCERTAIN = spellings(
    "هر har every each كل چند چندین chand chandin کدوم کدام few several"
)
# «هفته بعد از عید»: counted from something else.
FROM = spellings("از az")


class Item(NamedTuple):
    """
    An expression or a number of a message; a token that is neither has no meaning.
    """

    words: tuple[Word, ...]
    number: Number | None
    first: int
    last: int
    text: str


def items_of(tokens: tuple[Token, ...]) -> list[Item]:
    """
    A message as expressions, numbers and other tokens.
    """
    texts = [token.text for token in tokens]
    items, at = [], 0
    while at < len(tokens):
        words, end = words_at(texts, at)
        number = None if words else number_at(tokens, at)
        last = number.last if number is not None else end
        items.append(Item(words, number, at, last, texts[at]))
        at = last
    return items


@dataclass
class Row:
    """
    The items of one message that is written today, and what stands where.

    `begins` is the shop's first day of a week.
    """

    items: list[Item]
    today: date
    begins: int | None = None

    def word(self, at: int, *kinds: str) -> Word | None:
        """
        The meaning of one of these kinds at a place.
        """
        if 0 <= at < len(self.items):
            return next((w for w in self.items[at].words if w.kind in kinds), None)
        return None

    def word_in(self, at: int, kind: str, lang: str) -> Word | None:
        """
        A meaning of this kind in this language; the two scripts of Persian are one.
        """
        langs = PERSIAN if lang in PERSIAN else {lang}
        if not 0 <= at < len(self.items):
            return None
        words = self.items[at].words
        return next((w for w in words if w.kind == kind and w.lang in langs), None)

    def near(self, at: int, lang: str) -> Word | None:
        """
        Next, this or last, in the language of what it belongs to.
        """
        langs = PERSIAN if lang in PERSIAN else {lang}
        if not 0 <= at < len(self.items):
            return None
        words = (
            w for w in self.items[at].words if w.kind == "near" and w.lang in langs
        )
        word = next(words, None)
        return None if word is None or self.text(at + 1) in FROM else word

    def text(self, at: int) -> str:
        """
        The first word at a place.
        """
        return self.items[at].text if 0 <= at < len(self.items) else ""

    def count(self, at: int) -> Number | None:
        """
        The number at a place.
        """
        return self.items[at].number if 0 <= at < len(self.items) else None

    def uncertain(self, at: int) -> bool:
        """
        Whether «چند», «هر» or another number before it leaves open which is meant.
        """
        number = self.count(at - 1)
        # "Half now, half next month" says exactly which.
        counts = number is not None and number.value >= 1
        return counts or self.text(at - 1) in UNCERTAIN

    def year(self, at: int, calendar: str) -> int | None:
        """
        The year written at a place, if it is one of this calendar.
        """
        number = self.count(at)
        if number is None or not number.digits or number.scaled:
            return None
        return number.whole if number.whole in YEARS[calendar] else None


def day_number(number: Number) -> int | None:
    """
    The number as a day of a month, if it can be one.
    """
    whole = number.whole
    known = whole is not None and 1 <= whole <= _LONGEST_MONTH and not number.scaled
    return whole if known else None


def calendar_of(lang: str) -> str:
    """
    The calendar by which somebody counts who writes so.
    """
    return JALALI if lang in PERSIAN else GREGORIAN
