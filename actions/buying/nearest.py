"""
What comes nearest to a piece that is gone, and which pieces there are of a product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.changing.reading import names_size
from crm_connector.choices import Variant

_PAIR = 2


def nearest(gone: Variant, there: Sequence[Variant]) -> tuple[Variant, ...]:
    """
    Those of its size in other colours; else those that are like it in anything.
    """
    for is_size in (True, False):
        found = tuple(each for each in there if _are_alike(gone, each, is_size=is_size))
        if found:
            return found
    return ()


def pairs(told: Sequence[Mapping[str, str]]) -> list[tuple[list[str], list[str]]]:
    """
    Of pieces with two options each: which values of the two go together.

    Empty where each goes with all, and where there are more options, or fewer.
    """
    if not told or any(
        len(each) != _PAIR or each.keys() != told[0].keys() for each in told
    ):
        return []
    first, second = told[0]
    with_first: dict[str, list[str]] = {}
    for each in told:
        with_first.setdefault(each[first], []).append(each[second])
    rows: dict[frozenset[str], tuple[list[str], list[str]]] = {}
    for value, others in with_first.items():
        rows.setdefault(frozenset(others), ([], others))[0].append(value)
    return list(rows.values()) if len(rows) > 1 else []


def _are_alike(one: Variant, other: Variant, *, is_size: bool) -> bool:
    return any(
        options.get(name) == value
        for lang, options in other.options.items()
        for name, value in one.options.get(lang, {}).items()
        if names_size(name) or not is_size
    )
