"""
Whether another kind of a thing is wanted: another size, another colour.

"They are tight, give me a 40" names no deed, and wants no money.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from actions.changing.reading.phrases import content, either, pattern
from actions.changing.reading.quantities import number_at, stock_of
from actions.changing.reading.text import Text
from actions.changing.reading.unmet import general_values
from actions.changing.reading.words import Word, row

_PERSIAN = 1
"""The line of Persian in what is listed."""
_SIZES = range(15, 80)
"""Numbers that are sizes of clothes and shoes rather than pieces."""


def wants_another(text: Text) -> bool:
    """
    Whether another one is wanted of what does not fit, or in place of what came.

    Nothing is said of what is to be done for it.
    """
    said = text.folded
    if pattern("operations", "another_wanted").search(said):
        return True
    if pattern("another", "unfit").search(said):
        return wants_kind(text)
    is_instead = pattern("another", "in_place_of").search(said) is not None
    return is_instead and _tells_kind(text)


def wants_kind(text: Text) -> bool:
    """
    Whether something is wanted, and told by a size, a colour or the like.
    """
    said = text.folded
    return pattern("another", "wanted").search(said) is not None and _tells_kind(text)


def _tells_kind(text: Text) -> bool:
    if pattern("operations", "money").search(text.folded):
        return False
    return bool(places_of_kind(text, row(text)))


def places_of_kind(text: Text, words: Sequence[Word]) -> frozenset[int]:
    """
    The words that say a colour, a size or the like, and not that one does not fit.
    """
    # "It is small" wants no small one.
    said = [each.span() for each in pattern("another", "unfit").finditer(text.folded)]
    if not _persian().search(text.folded):
        # «أبي» is no Persian blue.
        wanted = pattern("another", "wanted").finditer(text.folded)
        said += [each.span() for each in wanted]
    known = {
        place
        for hit in general_values().all_in(words)
        for place in range(hit.first, hit.last)
        if not words[hit.first].text.isdigit() and _is_value(words, hit.first)
    }
    sizes = {place for place in range(len(words)) if _is_size(words, place)}
    return frozenset(
        place
        for place in known | sizes
        if not any(start <= words[place].start < end for start, end in said)
    )


@cache
def _persian() -> re.Pattern[str]:
    listed = content("another")["wanted"][_PERSIAN]
    return re.compile(rf"(?<!\w)(?:{either([listed])})(?!\w)")


def _is_value(words: Sequence[Word], place: int) -> bool:
    """
    Whether a word can be one: the letters of "I'm" and of "don't" are none.
    """
    return len(words[place].text) > 1 or words[place].text in "slm"


def _is_size(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if not word.forms or not word.forms[0].isdigit():
        return False
    behind = words[place + 1] if place + 1 < len(words) else None
    named = {behind.text, *behind.forms} if behind and not behind.parts else set()
    is_counted = named & (stock_of("counters") | stock_of("times"))
    return not is_counted and (number_at(words, place) or 0) in _SIZES
