"""
Whether a text is about several orders: such as it lists, or all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from actions.changing.reading.phrases import pattern
from actions.changing.reading.text import fold

_PAIR = 2


def named_alike(text: str, named: Sequence[str]) -> bool:
    """
    Whether these numbers stand side by side in a text, as of orders in one list.

    "Cancel 21 and 22" is of both; "21 or 22", "21, which came with 22", "21 and 22
    stays" and "one of 21 and 22" are not.
    """
    said = fold(text)
    found = [_place(plain(each), said) for each in named]
    places = sorted(each.span() for each in found if each is not None)
    if len(places) < max(len(named), _PAIR):
        return False
    if is_spared(said) or _asks(said):
        return False
    between = pairwise(places)
    return all(_only_lists(said[end:start]) for (_, end), (start, _) in between)


def is_spared(said: str) -> bool:
    """
    Whether a folded text spares one of what it names.
    """
    return pattern("orders", "spares").search(said) is not None


def spares_one(text: str) -> bool:
    """
    The same of a text as it was written.
    """
    return is_spared(fold(text))


def says_all_orders(text: str) -> bool:
    """
    Whether all their orders are meant.
    """
    return is_of_all(fold(text))


def is_of_all(said: str) -> bool:
    """
    The same of a folded text.
    """
    if pattern("orders", "not_all").search(said):
        return False
    return pattern("orders", "all_orders").search(said) is not None


def spares_some(text: str) -> bool:
    """
    Whether some of them are not meant where all are spoken of.
    """
    return pattern("orders", "all_but").search(fold(text)) is not None


def plain(number: str) -> str:
    """
    A number of an order as it stands in a folded text.
    """
    return fold(number).lstrip("#").strip()


def _place(number: str, said: str) -> re.Match[str] | None:
    # Arabic writes "and" in one word with what follows.
    return re.search(rf"(?:(?<!\w)|(?<=(?<!\w)و)){re.escape(number)}(?!\w)", said)


def _asks(said: str) -> bool:
    return "?" in said and pattern("orders", "polite").search(said) is None


def _only_lists(said: str) -> bool:
    rest = pattern("orders", "between_numbers").sub(" ", said)
    return not any(letter.isalnum() for letter in rest)
