"""
"Keep only the mug and cancel the rest": what is kept, and that all else is to go.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.reading.phrases import pattern
from actions.changing.reading.text import Text
from actions.changing.reading.things import Mention
from actions.changing.reading.words import Word


def rest_goes(text: Text) -> bool:
    """
    Whether all that is not named is to be taken away.
    """
    return pattern("items", "rest_goes").search(text.folded) is not None


def is_kept(text: Text, words: Sequence[Word], mention: Mention) -> bool:
    """
    Whether a thing is said to be kept where the rest is to go.
    """
    if not rest_goes(text):
        return False
    start, end = words[mention.first].start, words[mention.last - 1].end
    before = text.folded[:start].rstrip()
    behind = text.folded[end:]
    return (
        pattern("items", "kept_before").search(before) is not None
        or pattern("items", "kept_behind").match(behind) is not None
    )
