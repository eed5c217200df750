"""
Which line of an order is meant by its place: "the second item", «کالای آخر».
"""

from __future__ import annotations

import re
from functools import cache

from actions.changing.reading.known import Known
from actions.changing.reading.phrases import content, letters
from actions.changing.reading.text import Text


def line_at(text: Text, known: Known) -> str:
    """
    The id of the line that a text names by its place; empty where it names none.
    """
    lines = known.order.lines if known.order else ()
    for place, expression in _places():
        if expression.search(text.folded):
            at = place - 1 if place > 0 else place
            return lines[at].id if -len(lines) <= at < len(lines) else ""
    return ""


@cache
def _places() -> tuple[tuple[int, re.Pattern[str]], ...]:
    listed = content("items")
    shapes = listed["placed"]
    return tuple(
        (
            int(place),
            re.compile(
                "|".join(
                    rf"(?<!\w)(?:{letters(shape.replace('PLACE', said))})(?!\w)"
                    for shape, said in zip(shapes, words, strict=True)
                )
            ),
        )
        for place, words in listed["places"].items()
    )
