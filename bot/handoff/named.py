"""
Numbers of orders in what a customer has written, which nobody has looked up.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.nlu.finders import Finders, order_number
from bot.nlu.text import normalize_with_places

MOST = 3
"""So many are told; the latest ones."""

_FINDERS = Finders()


def numbers_in(texts: Iterable[str]) -> tuple[str, ...]:
    """
    The last `MOST` of them in ASCII digits, each once, in the order they were named.
    """
    found = [
        thing.value
        for text in texts
        for thing in _FINDERS.find(normalize_with_places(text))
        if thing.entity == order_number.ENTITY
    ]
    return tuple(dict.fromkeys(found))[-MOST:]
