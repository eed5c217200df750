"""
How long ago something came, as customers tell it: "yesterday", «۴ روزه گرفتم».
"""

from __future__ import annotations

from functools import cache

from actions.changing.reading.phrases import content, pattern
from actions.changing.reading.text import fold

_ONE = {"today": 0, "two": 2, "yesterday": 1}
_WEEK = (6, 13)


def days_ago(text: str) -> tuple[int, int] | None:
    """
    The least and the most days ago that it came, by a text; None where it tells none.
    """
    said = fold(text)
    if pattern("days", "ordered").search(said):
        # When it was ordered tells nothing of when it came.
        return None
    counted = pattern("days", "days").search(said)
    if counted is not None:
        number = next(each for each in counted.groups() if each)
        days = int(number) if number.isdigit() else _numbers()[number]
        return days - 1, days + 1
    for kind, days in sorted(_ONE.items(), key=lambda each: -each[1]):
        if pattern("days", kind).search(said):
            # They count from when they took it, or from when they noticed.
            return max(0, days - 1), days + 1
    return _WEEK if pattern("days", "week").search(said) else None


@cache
def _numbers() -> dict[str, int]:
    pairs = (
        each.split("=") for line in content("days")["numbers"] for each in line.split()
    )
    return {fold(word): int(number) for word, number in pairs}
