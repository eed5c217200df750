"""
How the number of a thing is to change: "one less", "take two of them off", «بکن دوتا».

A stretch of words is read as a row of signs: the thing that it is about is @, other
things are &, numbers of pieces are #2, and options are ~. What is said so in
amounts.yml is matched against such rows, so that the number is what is said of the
thing, and no size, no measure and no time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from actions.changing.reading.phrases import content, letters
from actions.changing.reading.quantities import number_at, stock_of
from actions.changing.reading.text import CODE, text_of
from actions.changing.reading.unmet import general_values
from actions.changing.reading.words import Word, row

_ENDS = ".!?\n;"
_NO_PIECES = frozenset({"piece"})
_MOST = 60
"""So many words of a stretch are looked at, on each side of the thing."""


@dataclass(frozen=True)
class Amount:
    """
    So many fewer (`by` is below 0) or more, or, if `to` is not None, so many at last.

    `places` are those of the words that say the number.
    """

    by: int = 0
    to: int | None = None
    places: frozenset[int] = frozenset()
    is_open: bool = False
    """Something is to become of the number, and it is not known what."""

    def of(self, now: int) -> int | None:
        """
        How many there are then, of so many `now`; None where it is open or too few.
        """
        if self.is_open or self.to is not None:
            return self.to
        return now + self.by if now + self.by >= 0 else None


ONE = Amount(to=1)


@dataclass(frozen=True)
class _Row:
    """
    Words as signs with the place of the word at which each begins.
    """

    text: str
    places: tuple[tuple[int, int], ...]

    def place(self, at: int) -> int:
        """
        The word at this letter.
        """
        return max((p for start, p in self.places if start <= at), default=0)


def amount(
    words: Sequence[Word],
    thing: range | None,
    others: Sequence[range] = (),
    taken: frozenset[int] = frozenset(),
) -> Amount | None:
    """
    What is said of the number of a thing, which stands at the words `thing`.

    Without it the thing is not named where the number is: "take one off". `others` are
    where other things are named, `taken` are words that say an option.
    """
    around = _sentence(words, thing)
    signs = _row(words, around, thing, others, taken)
    kinds = "named" if thing is not None else "bare"
    if thing is None and _denies(signs.text, kinds):
        return Amount(is_open=True)
    for change, expression in _expressions(kinds):
        found = expression.search(signs.text)
        if found is None:
            continue
        if change == "open":
            return Amount(is_open=True)
        said = next((g for g in found.groups() if g is not None), "1")
        at = next((found.start(i) for i, g in enumerate(found.groups(), 1) if g), None)
        places = frozenset() if at is None else frozenset({signs.place(at)})
        count = int(said)
        if change in ("to", "exact"):
            return Amount(to=count, places=places)
        if count:
            return Amount(count if change == "more" else -count, None, places)
    return None


def is_denied(words: Sequence[Word], thing: range, others: Sequence[range]) -> bool:
    """
    Whether it is said of a thing that none of it is to go, or to be added.
    """
    around = _sentence(words, thing)
    return _denies(_row(words, around, thing, others, frozenset()).text, "named")


def _denies(signs: str, kinds: str) -> bool:
    return any(
        each.search(signs) for kind, each in _expressions("denied") if kind == kinds
    )


def tells_to_change(text: str) -> bool:
    """
    Whether a text tells what a thing is to become, or how many: «چای‌ساز رو مشکی کن».

    It is not known here which things there are: values of options are what languages
    have words for, and any number.
    """
    words = row(text_of(text))
    values = frozenset(
        place
        for hit in general_values().all_in(words)
        for place in range(hit.first, hit.last)
        if not words[hit.first].text.isdigit()
    )
    measured = {p for p in range(len(words)) if _is_number_of_measure(words, p)}
    with_units = values | measured | {place + 1 for place in measured}
    around = range(min(len(words), 2 * _MOST))
    # "42 in white" may be no inches.
    rows = [_row(words, around, None, (), v).text for v in (values, with_units)]
    return any(
        each.search(said) for said in rows for _, each in _expressions("telling")
    )


def is_of_number(text: str) -> bool:
    """
    Whether a text tells how many fewer or more of a thing there should be, or that.
    """
    words = row(text_of(text))
    said = _row(words, range(min(len(words), 2 * _MOST)), None, (), frozenset()).text
    return any(each.search(said) for _, each in _expressions("number"))


def _sentence(words: Sequence[Word], thing: range | None) -> range:
    if thing is None:
        return range(min(len(words), 2 * _MOST))
    first, last = thing.start, thing.stop
    while first > max(0, thing.start - _MOST) and not _ends(words[first - 1]):
        first -= 1
    while last < min(len(words), thing.stop + _MOST) and not _ends(words[last]):
        last += 1
    return range(first, last)


def _ends(word: Word) -> bool:
    return word.parts and word.text in _ENDS


def _row(
    words: Sequence[Word],
    around: range,
    thing: range | None,
    others: Sequence[range],
    taken: frozenset[int],
) -> _Row:
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for sign, place in _signs(words, around, thing, others, taken):
        places.append((length, place))
        signs.append(sign)
        length += len(sign) + 1
    return _Row(" ".join(signs), tuple(places))


def _signs(
    words: Sequence[Word],
    around: range,
    thing: range | None,
    others: Sequence[range],
    taken: frozenset[int],
) -> Iterator[tuple[str, int]]:
    named = _order_named(words)
    for place in around:
        if place in named:
            continue
        if thing is not None and place in thing:
            if place == thing.start:
                yield "@", place
            continue
        other = next((each for each in others if place in each), None)
        if other is not None:
            if place == other.start:
                yield "&", place
            continue
        word = words[place]
        if word.parts and not word.text[0].isalpha():
            yield ("," if word.text in ",:" else "|"), place
            continue
        if place in taken:
            yield "~", place
            continue
        number = number_at(words, place)
        if number is None:
            yield word.text, place
        elif _is_measured(words, place):
            yield "~", place
        else:
            yield f"#{number}", place


def _order_named(words: Sequence[Word]) -> frozenset[int]:
    """
    The places of words that only tell of which order it is: "in order 10042".
    """
    found: set[int] = set()
    for place, word in enumerate(words):
        if word.text not in stock_of("order"):
            continue
        first = place
        while first and words[first - 1].text in stock_of("its"):
            first -= 1
        inside = bool(first) and words[first - 1].text in stock_of("inside")
        last = place + 1
        while last < len(words) and words[last].text.startswith(CODE):
            last += 1
        if inside or last > place + 1 or word.text in stock_of("in_order"):
            found.update(range(first - inside, last))
    return frozenset(found)


def numbers_around(
    words: Sequence[Word], thing: range, taken: frozenset[int]
) -> frozenset[int]:
    """
    The numbers of pieces in the sentence of a thing, whatever they are of.
    """
    return frozenset(
        number
        for place in _sentence(words, thing)
        if place not in thing and place not in taken
        for number in [number_at(words, place)]
        if number is not None and not _is_measured(words, place)
    )


def _is_measured(words: Sequence[Word], place: int) -> bool:
    """
    Whether a number is one of grams, of days or the like.
    """
    behind = words[place + 1] if place + 1 < len(words) else None
    if behind is None or behind.parts:
        return False
    known = {*behind.forms, behind.text}
    if stock_of("counters") & known:
        return False
    return bool(known & (_measures() - _NO_PIECES))


def _is_number_of_measure(words: Sequence[Word], place: int) -> bool:
    return number_at(words, place) is not None and _is_measured(words, place)


@cache
def _measures() -> frozenset[str]:
    units = content("forms")["units"]
    return frozenset({str(each) for each in units}) | stock_of("times")


@cache
def _expressions(kinds: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """
    What amounts.yml lists, in its order: what is said, and by which words.
    """
    listed = content("amounts")
    parts = listed["parts"]
    found = []
    for change, expressions in listed[kinds].items():
        for each in expressions:
            said = each
            # A part may name those that stand before it.
            for name, part in reversed(parts.items()):
                said = said.replace(name, f"(?:{part})" if name != "NUM" else part)
            found.append((change, re.compile(rf"(?<!\S)(?:{letters(said)})(?!\S)")))
    return tuple(found)
