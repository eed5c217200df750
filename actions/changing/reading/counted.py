"""
A line that is told by how many there are of it: "the three I bought, make it two".
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.reading.known import Choice, Known
from actions.changing.reading.phrases import pattern
from actions.changing.reading.quantities import numbers_said
from actions.changing.reading.text import Text
from actions.changing.reading.words import Word
from crm_connector.model import OrderLine

_TWO = 2


def by_count(text: Text, words: Sequence[Word], known: Known) -> Choice | None:
    """
    What becomes of the only line with the first of two numbers, or the second one.

    None where no two numbers are said, or where no one line has either of them.
    """
    counts = numbers_said(words)
    if known.order is None or len(counts) != _TWO or counts[0] == counts[1]:
        return None
    if pattern("quantities", "of_time").search(text.folded):
        return None
    old, new = counts
    if pattern("quantities", "in_place_of").search(text.folded):
        # "Two instead of three": the first is the new one.
        new, old = counts
    line = _only(known.order.lines, old)
    return None if line is None else Choice(line.id, quantity=new)


def _only(lines: Sequence[OrderLine], count: int) -> OrderLine | None:
    found = [line for line in lines if line.quantity == count]
    return found[0] if len(found) == 1 else None
