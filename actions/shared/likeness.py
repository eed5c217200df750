"""
Whether two texts name the same thing, however they are typed.
"""

from __future__ import annotations

from rapidfuzz import fuzz

_SIMILAR = 85.0
_FOLD = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        # The sign of an ezafe, as in «شعبهٔ».
        "\u0654": None,
    }
)
_HALF_SPACE = "\u200c"


def fold(text: str) -> str:
    """
    One form for letters that keyboards write differently.
    """
    return text.casefold().translate(_FOLD).replace(_HALF_SPACE, " ").strip()


def letters(pattern: str) -> str:
    """
    A regular expression over folded text, in the letters of folded text.
    """
    return pattern.translate(_FOLD)


def within(word: str, text: str) -> bool:
    """
    Whether `word` stands in `text`, give or take an ending or a slip of the finger.

    Both are folded already.
    """
    length = len(word.split())
    parts = text.split()
    spans = (" ".join(parts[i : i + length]) for i in range(len(parts) - length + 1))
    return any(fuzz.ratio(word, span) >= _SIMILAR for span in spans)
