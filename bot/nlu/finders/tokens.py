"""
A message as numbers, words and signs, each with its place.

What is written together is taken apart where a number word is in it: «دوتا», "300k",
«سیصدهزار», "bisto".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[^\W\d_]+|[^\s]")
_MOST_LETTERS = 24


class Token(NamedTuple):
    """
    A number in digits, a word, or one sign.
    """

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """
        Whether it is written in digits.
        """
        return self.text[0] in "0123456789"


class TokenRow(tuple[Token, ...]):
    """
    The tokens of one message, and what numbers were found to begin at them.
    """

    numbers: dict[int, object]

    def __new__(cls, tokens: Iterable[Token]) -> TokenRow:
        """
        A row whose numbers nobody has asked for.
        """
        row = super().__new__(cls, tokens)
        row.numbers = {}
        return row


class Tokens:
    """
    Takes messages apart. `pieces` says where a word that is none falls into parts.
    """

    def __init__(self, pieces: Callable[[str], tuple[str, ...]]) -> None:
        self._pieces = lru_cache(maxsize=20_000)(pieces)
        # All finders ask for the same message, one after the other.
        self.of = lru_cache(maxsize=4)(self._of)

    def _of(self, text: str) -> TokenRow:
        tokens = []
        for match in _TOKEN.finditer(text):
            word, at = match.group(), match.start()
            if word.isalpha() and 2 < len(word) <= _MOST_LETTERS:
                for piece in self._pieces(word):
                    tokens.append(Token(piece, at, at + len(piece)))
                    at += len(piece)
            else:
                tokens.append(Token(word, at, match.end()))
        return TokenRow(tokens)
