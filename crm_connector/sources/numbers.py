"""
Order numbers as people type them, and in the one form in which they are compared.
"""

from __future__ import annotations

import unicodedata


def plain(number: str) -> str:
    """
    The number as it was typed, but in ASCII digits, and without spaces.

    Nor with the unseen marks that chats put around text from right to left.
    """
    kept = []
    for letter in unicodedata.normalize("NFKC", number):
        kind = unicodedata.category(letter)
        if kind == "Nd":
            kept.append(str(unicodedata.decimal(letter)))
        elif kind[0] not in "CZ":
            kept.append(letter)
    return "".join(kept)


def folded(number: str) -> str:
    """
    The same without capitals, to be compared with others.

    A "#" in front is how people say that it is a number, and no part of it.
    """
    return plain(number).casefold().lstrip("#")
