"""
Which of the orders that a text names it says not to mean: "not the one with the novel".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.changing.reading.deeds import is_denied
from actions.changing.reading.phrases import pattern
from actions.changing.reading.text import Text

_SIGNS = re.compile(r"[,.;!\n]+")
_Span = tuple[int, int]


def denied_in(text: Text) -> list[_Span]:
    """
    Where it is told what is not meant, beside what is.

    A bare "no" before it may as well be one to what was asked: it denies nothing unless
    the other one is meant.
    """
    stretches = [each for each in _stretches(text) if text.part(*each).folded.strip()]
    if len(stretches) < _BESIDE:
        return []
    is_other = any(_says(text, each, "the_other") for each in stretches)
    return [
        each
        for each in stretches
        if not _says(text, each, "the_other")
        and (
            is_denied(text.part(*each))
            or _says(text, each, "not_this")
            or (is_other and _says(text, each, "no_to_this"))
        )
    ]


def means_other(text: Text) -> bool:
    """
    Whether another one is meant than what is named beside it: "the other one".
    """
    return any(_says(text, each, "the_other") for each in _stretches(text))


_BESIDE = 2


def _says(text: Text, span: _Span, kind: str) -> bool:
    said = text.part(*span).folded.strip()
    return pattern("orders", kind).search(said) is not None


def _stretches(text: Text) -> Iterator[_Span]:
    cuts = [each.span() for each in pattern("orders", "cut").finditer(text.folded)]
    cuts += [each.span() for each in _SIGNS.finditer(text.folded)]
    cuts += [
        (each.start(), each.start())
        for each in pattern("orders", "not_behind").finditer(text.folded)
    ]
    start = 0
    for end, after in sorted(cuts):
        if end > start:
            yield start, end
        start = max(start, after)
    if start < len(text.folded):
        yield start, len(text.folded)
