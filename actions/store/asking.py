"""
Whether a message asks if it is open, and of what moment.
"""

from __future__ import annotations

import re

from actions.shared.likeness import fold

# In folded letters; endings of persons and numbers may follow.
_OPEN = re.compile(
    r"\b(?:باز(?!گشت|دید|ار|ی\b)|مفتوح|فاتح|ب?[تین]فتح|open(?!ing)|baz(?!gasht|did|ar))"
)
_CLOSED = re.compile(r"\b(?:تعطیل|بسته|مغلق|مسکر|مقفل|clos|shut|tatil|bast[ea])")
_NOW = re.compile(
    r"\b(?:الان|همین\s?حالا|الحین|هلق|هسه|دلوقتی|now|alan|hamin\s?hala)\b"
)
# Asked is when, or whether at some hour of the day: a yes to the day answers neither.
_WHEN = re.compile(
    r"\b(?:چه|چند|کی|ساعت|ساعات|متی|کم|what(?!\sabout)|when|which|how(?!\sabout)|"
    r"hours|until|till|ke[iy]|che|chand|saat)\b|\bat\s\d|\d\s?[ap]m\b"
)
# Vali Asr is a street.
_PART_OF_DAY = re.compile(
    r"\b(?:ب?ال)?(?:صبح|صباحا|ظهر|(?<!ولی\s)عصر|شب|شبا|لیل|لیلا|مساء|ساعه)\b|"
    r"\b(?:night|tonight|evening|morning|noon|sobh|zohr|(?<!vali\s)asr|shab)\b"
)


def asks_whether_open(text: str) -> bool | None:
    """
    True for "are you open", False for "are you closed", None for any other question.
    """
    said = fold(text)
    opened, closed = _OPEN.search(said), _CLOSED.search(said)
    other = _WHEN.search(said) or _PART_OF_DAY.search(said)
    if other or bool(opened) == bool(closed):
        return None
    return opened is not None


def asks_of_now(text: str) -> bool:
    """
    Whether this moment is meant.
    """
    return _NOW.search(fold(text)) is not None
