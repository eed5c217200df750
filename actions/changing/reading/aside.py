"""
That beside what is called off another thing becomes something else.
"""

from __future__ import annotations

import re

from actions.changing.reading import deeds
from actions.changing.reading.amounts import tells_to_change
from actions.changing.reading.phrases import pattern
from actions.changing.reading.text import Text
from actions.changing.reading.unmet import general_values
from actions.changing.reading.words import row
from crm_connector.operations import Operation

# An Arabic "and" is written with the next word.
_CUT = re.compile(r"[,;.!?\n]|(?<!\w)و(?=\w{3})")


def changes_beside(text: Text) -> bool:
    """
    Whether a part of a text calls something off, and another tells what becomes of one.
    """
    said = text.folded
    ends = {each.start() for each in _CUT.finditer(said)}
    ends |= {each.start() for each in pattern("operations", "link").finditer(said)}
    parts, start = [], 0
    for end in sorted({*ends, len(said)}):
        parts.append(text.part(start, end))
        start = end
    gone = [deeds.operation_of(part) is Operation.CANCEL_ORDER for part in parts]
    told = zip(parts, gone, strict=True)
    return any(gone) and any(
        not goes and (tells_to_change(part.folded.lstrip(" ,;")) or _wants_value(part))
        for part, goes in told
    )


def _wants_value(part: Text) -> bool:
    """
    Whether something is wished for as it is not now: «وابي المصباح ابيض».
    """
    wishes = pattern("quantities", "other_deed").search(part.folded) is not None
    return wishes and bool(general_values().all_in(row(part)))
