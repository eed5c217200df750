"""
Numbers of bank cards in what customers write: hidden before anything is kept.

Nobody pays in the chat, so no such number is of use here, and whoever reads a
conversation later must not find one in it.
"""

from __future__ import annotations

import re
import unicodedata

_DOTS = "••••"
# Digits of any script, alone or in groups.
_NUMBER = re.compile(r"(?<!\d)\d(?:[ \u00a0\u200c\u200f.\-_]{0,2}\d){14,18}(?!\d)")
_HIDDEN = re.compile(rf"{_DOTS} \d{{4}}(?!\d)")
_LENGTHS = frozenset({15, 16, 19})
# Visa, Mastercard and the like, and the banks of Iran; tracking codes begin otherwise.
_FIRST = frozenset("34569")
_LEFT = 4
_NINE = 9


def hidden(text: str) -> str:
    """
    The text with no more than the last four digits of each number of a card.
    """
    return _NUMBER.sub(_hide, text)


def has_hidden(text: str) -> bool:
    """
    Whether the number of a card was in it.
    """
    return _HIDDEN.search(text) is not None


def _hide(found: re.Match[str]) -> str:
    digits = [unicodedata.digit(each) for each in found.group() if each.isdigit()]
    if not _is_card(digits):
        return found.group()
    return f"{_DOTS} {''.join(map(str, digits[-_LEFT:]))}"


def _is_card(digits: list[int]) -> bool:
    """
    Whether these may be a card's, by their number, their beginning and their check.
    """
    if len(digits) not in _LENGTHS or str(digits[0]) not in _FIRST:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - _NINE if doubled > _NINE else doubled
    return total % 10 == 0
