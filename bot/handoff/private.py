"""
What no service outside may read: telephones, e-mails, codes, cards, addresses of pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

HIDDEN = "[…]"

_MAIL = re.compile(r"[^\s@<>\"'«»()]+@[^\s@<>\"'«»()]+")
_PAGE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Digits of any script, grouped as people group them.
_NUMBER = re.compile(r"\+?\(?\d(?:[ ().\-/\u2010-\u2015\u200c-\u200f]{0,2}\d)*")
_MIXED = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])\w{5,}(?:-\w+)*\b")
_MOST_DIGITS, _SHORTEST_NAME = 3, 3


def without_private(text: str, known: Collection[str] = (), name: str = "") -> str:
    """
    The text with marks in place of what is private, and of the customer's own `name`.

    What is `known` stays: the numbers of orders and the names of products in hand.
    """
    kept = {_plain(name) for name in known}

    def hidden(found: re.Match[str]) -> str:
        return found.group() if _plain(found.group()) in kept else HIDDEN

    def number(found: re.Match[str]) -> str:
        digits = sum(letter.isdigit() for letter in found.group())
        return found.group() if digits <= _MOST_DIGITS else hidden(found)

    for word in name.split():
        if len(word) >= _SHORTEST_NAME:
            of_name = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
            text = of_name.sub(HIDDEN, text)
    for pattern in (_MAIL, _PAGE):
        text = pattern.sub(HIDDEN, text)
    return _NUMBER.sub(number, _MIXED.sub(hidden, text))


def _plain(text: str) -> str:
    digits = (
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter.casefold()
        for letter in text.strip()
    )
    return "".join(digits)
