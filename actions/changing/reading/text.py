"""
A message as words at their places: one form for what people write in many.

Every letter of the folded text knows where it came from, so that what was found can be
shown, or kept, as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

LONGEST = 4000
"""Nobody says more than this in one message; what is beyond it is not read."""
_LETTERS = {
    **dict.fromkeys("يىئېے", "ی"),
    **dict.fromkeys("كڪ", "ک"),
    **dict.fromkeys("ةۀەھہۃ", "ه"),
    **dict.fromkeys("أإآٱ", "ا"),
    "ؤ": "و",
    "٬": ",",
    "٫": ".",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    **dict.fromkeys("’‘ʼ´`", "'"),
    **dict.fromkeys("“”«»„", '"'),
    **dict.fromkeys("‐‑–—−", "-"),
    "×": "x",
    "…": ".",
    # Signs that people leave out, and the joiner that is a space to some.
    **dict.fromkeys("ءـ", ""),
    "\u200c": " ",
}
CODE = "\x01"
"""Stands where a number or a code was that is no word of any thing."""
_NO_MARK = frozenset({"Mn", "Me", "Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_TOKEN = re.compile(r"\x01+|\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?|[^\s]")
_NO_APOSTROPHE = re.compile(
    r"(?<![\w'’])(?:do|does|did|is|was|were|has|have|had|would|could|should|ca|wo)nt"
    r"(?![\w'’])",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    """
    A word, a number or a sign: how it is folded, and where it stands.
    """

    text: str
    start: int
    end: int

    @cached_property
    def is_number(self) -> bool:
        """
        Whether it is in digits.
        """
        return self.text[0].isdigit()

    @cached_property
    def is_word(self) -> bool:
        """
        Whether it is more than a sign.
        """
        return self.text[0].isalnum()


@dataclass(frozen=True)
class Text:
    """
    A text as it was `written`, and `folded`; `places` are of its letters in the former.
    """

    written: str
    folded: str
    places: tuple[int, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """
        Its words, numbers and signs. "500ml" is a number and a word.
        """
        return tuple(
            Token(found.group(), found.start(), found.end())
            for found in _TOKEN.finditer(self.folded)
        )

    def part(self, start: int, end: int) -> Text:
        """
        What stands from `start` up to `end` of the folded text.
        """
        return Text(self.written, self.folded[start:end], self.places[start:end])

    def as_written(self, start: int, end: int) -> str:
        """
        The customer's own letters from `start` up to `end` of the folded text.
        """
        if start >= end:
            return ""
        after = self.places[end] if end < len(self.places) else self._written_end
        return self.written[self.places[start] : after].strip()

    @property
    def whole(self) -> str:
        """
        All of it in the customer's own letters.
        """
        return self.as_written(0, len(self.folded))

    def without(self, spans: Iterable[tuple[int, int]]) -> Text:
        """
        The same with a code's sign in these places, which is no word.
        """
        folded = self.folded
        for start, end in spans:
            folded = f"{folded[:start]}{CODE * (end - start)}{folded[end:]}"
        return Text(self.written, folded, self.places)

    @property
    def _written_end(self) -> int:
        if not self.places:
            return 0
        end = self.places[-1] + 1
        while end < len(self.written) and _folded(self.written[end]) == "":
            end += 1
        return end


@lru_cache(maxsize=512)
def text_of(message: str) -> Text:
    """
    Read any string. Line ends are kept as such, all other space is a blank.
    """
    written = message[:LONGEST]
    folds = [_folded(each) for each in written]
    for at in _left_out(written):
        folds[at] = f"'{folds[at]}"
    places = tuple(at for at, fold in enumerate(folds) for _ in fold)
    return Text(written, "".join(folds), places)


def fold(text: str) -> str:
    """
    The folded form of a text.
    """
    return text_of(text).folded


def _left_out(written: str) -> list[int]:
    """
    Before which letters an apostrophe was left out: "dont" is "don't".
    """
    return [found.end() - 1 for found in _NO_APOSTROPHE.finditer(written)]


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """
    The words and numbers of a text, without its signs.
    """
    return tuple(each.text for each in text_of(text).tokens if each.is_word)


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category in _NO_MARK:
        return ""
    if category in _SPACES:
        return " "
    if category == "Cc":
        return "\n" if char == "\n" else " "
    if category == "Nd":
        return str(unicodedata.digit(char))
    apart = unicodedata.normalize("NFKD", char).casefold()
    if apart == char:
        return char
    # What a sign is made of may have to be folded in its turn.
    return "".join(_folded(each) for each in apart if each != char)
