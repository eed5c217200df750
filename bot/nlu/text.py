"""
One written form for what people write in many.

Every step either maps one character to characters or deletes characters, so a
place in the result always leads back to one place in the customer's own text.
"""

import re
import unicodedata
from dataclasses import dataclass

# Letters that two scripts or two keyboards write differently, and signs that differ
# only in shape. NFKD has already taken marks off: أ آ إ are ا here, ئ is ي, ؤ is و.
_FOLDS = {
    "ي": "ی",
    "ى": "ی",
    "ې": "ی",
    "ے": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ة": "ه",
    "ۀ": "ه",
    "ە": "ه",
    "ھ": "ه",
    "ہ": "ه",
    "ۃ": "ه",
    "ٱ": "ا",
    "ـ": "",
    "ء": "",
    "٬": ",",
    "٫": ".",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "‐": "-",
    "–": "-",
    "—": "-",
    "−": "-",
}
# Marks, joiners and other format characters carry no meaning for matching.
_DROPPED = {"Mn", "Me", "Cf", "Cs", "Co", "Cn"}
_SPACES = {"Zs", "Zl", "Zp", "Cc"}


def _fold_once(char: str) -> str:
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if category in _SPACES:
        return " "
    if category == "Nd":
        return str(unicodedata.digit(char))
    if char in _FOLDS:
        return _FOLDS[char]
    return unicodedata.normalize("NFKD", char).casefold()


class _CharacterFold(dict[int, str]):
    """
    A table for `str.translate` that works out each character when first met.
    """

    def __missing__(self, code: int) -> str:
        folded = _fold_once(chr(code))
        # Folding what was folded must change nothing, so go on until it does not.
        while (again := "".join(map(_fold_once, folded))) != folded:
            folded = again
        self[code] = folded
        return folded


_FOLD = _CharacterFold()

# The space in می خواهم and in کفش ها, which others write as a joiner or not at all.
AFFIX_GAP = re.compile(
    r"(?<=\bمی) (?=[ا-ی]{2})|(?<=\bنمی) (?=[ا-ی]{2})"
    r"|(?<=[ا-ی]) (?=ها(?:ی|م|ت|ش|یم|یت|یش|یی|مون|تون|شون|رو)?\b)"
)
# سلاااام, helloooo, !!! and runs of spaces; digits are never shortened.
_REPEATED = re.compile(r"(?<=([^0-9]))\1+")

# What each pattern matches is deleted, in this order.
_DELETIONS = (
    # Thousands: ۱٬۲۰۰٬۰۰۰ is one number.
    re.compile(r"(?<=[0-9])[,'](?=[0-9]{3}(?![0-9]))"),
    _REPEATED,
    AFFIX_GAP,
    # Where a gap closed, equal letters may have met.
    _REPEATED,
    re.compile(r"^ | $"),
)


# A single sign may stand for eighteen letters (\ufdfa). Of what has grown beyond any
# message the head and the tail are kept: people greet first and say at the end what
# they want.
_MOST_FOLDED = 8000
_HALF = _MOST_FOLDED // 2


def normalize(text: str) -> str:
    """
    The form in which sentences are compared. Total on any string, and idempotent.
    """
    folded = text.translate(_FOLD)
    if len(folded) > _MOST_FOLDED:
        folded = f"{folded[:_HALF]} {folded[1 - _HALF :]}"
    for pattern in _DELETIONS:
        folded = pattern.sub("", folded)
    return folded


@dataclass(frozen=True)
class Normalized:
    """
    The compared form with, for each of its characters, its place in the original.
    """

    original: str
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """
        Where the characters `start` to `end` of the compared form came from.

        The end takes in joiners and marks that belong to the last letter.
        """
        if start >= end:
            at = self.places[start] if start < len(self.places) else len(self.original)
            return at, at
        last = self.places[end - 1] + 1
        while last < len(self.original) and unicodedata.category(
            self.original[last]
        ) in {"Mn", "Me"}:
            last += 1
        return self.places[start], last

    def surface(self, start: int, end: int) -> tuple[int, int]:
        """
        Like `span`, with the last letter's double and a last hamza.

        The compared form of «عدد» is «عد», that of «حذاء» ends with its alif.
        """
        first, last = self.span(start, end)
        text = self.original
        following = self.places[end] if end < len(self.places) else len(text)
        while (
            last < following and text[last].isalpha() and text[last] == text[last - 1]
        ):
            last += 1
        if last < following and text[last] == "ء":
            last += 1
        return first, last


def normalize_with_places(text: str) -> Normalized:
    """
    Like `normalize`, and remembers where each character came from.
    """
    folds = [_FOLD[ord(char)] for char in text]
    folded = "".join(folds)
    places = [at for at, fold in enumerate(folds) for _ in fold]
    if len(folded) > _MOST_FOLDED:
        folded = f"{folded[:_HALF]} {folded[1 - _HALF :]}"
        places = [*places[:_HALF], places[_HALF], *places[1 - _HALF :]]
    for pattern in _DELETIONS:
        cuts = [match.span() for match in pattern.finditer(folded)]
        if not cuts:
            continue
        kept, kept_places, after = [], [], 0
        for start, end in cuts:
            kept.append(folded[after:start])
            kept_places.extend(places[after:start])
            after = end
        kept.append(folded[after:])
        kept_places.extend(places[after:])
        folded, places = "".join(kept), kept_places
    return Normalized(text, folded, tuple(places))
