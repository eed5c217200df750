"""
Order numbers in the one form in which they are compared.
"""

from __future__ import annotations

import unicodedata


def folded(number: str) -> str:
    """
    The number without capitals, spaces, unseen marks, and the kind of its digits.

    A "#" in front is how people say that it is a number, and no part of it.
    """
    plain = unicodedata.normalize("NFKC", number)
    kept = (each for each in plain if each.isprintable() and each != " ")
    digits = (str(int(each)) if each.isdecimal() else each for each in kept)
    return "".join(digits).casefold().lstrip("#")
