"""
Which new passwords are refused because somebody would guess them.

Length counts most, and no kinds of letters are demanded (NIST SP 800-63B, 3.1.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bot.accounts.errors import BadPassword, Weakness

SHORTEST = 12
LONGEST = 256
FEWEST_SIGNS = 5
"""Of so many different ones a password has to be, at least."""
_NAMED_FROM = 3
"""Logins and names of a shop count from this length on."""
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلاىةوزظ",
)
_ALIKE = str.maketrans("@$يىكة", "asییکه")
"""Signs that stand for letters, and Arabic letters for the Persian ones."""


def refuse_weak(password: str, login: str, shop: Iterable[str] = ()) -> None:
    """
    Raise `BadPassword` for a new password that is too short, or easy to guess.

    `shop` are the names of the shop, in all languages.
    """
    if len(password) < SHORTEST:
        raise BadPassword(Weakness.SHORT)
    if len(password) > LONGEST:
        raise BadPassword(Weakness.LONG)
    letters = _letters(password)
    if _is_made_of(letters, _parts(login)):
        raise BadPassword(Weakness.LOGIN)
    if _is_made_of(letters, [part for name in shop for part in _parts(name)]):
        raise BadPassword(Weakness.SHOP)
    if _is_common(letters):
        raise BadPassword(Weakness.COMMON)


def _letters(text: str) -> str:
    """
    Letters and digits without case or marks, the signs that stand for letters as these.
    """
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_ALIKE)
    return "".join(
        str(unicodedata.decimal(sign, sign)) for sign in folded if sign.isalnum()
    )


def _parts(name: str) -> list[str]:
    """
    The whole of a login or a name, and of an e-mail what stands before the @.
    """
    found = {_letters(name), _letters(name.partition("@")[0])}
    return [part for part in found if len(part) >= _NAMED_FROM]


def _is_made_of(letters: str, words: Iterable[str]) -> bool:
    """
    Whether taking the words away leaves next to nothing, or what is itself common.
    """
    for word in words:
        if word not in letters:
            continue
        rest = letters.replace(word, "")
        if len(rest.strip("0123456789")) < _NAMED_FROM or _is_common(rest):
            return True
    return False


def _is_common(letters: str) -> bool:
    if len(set(letters)) < FEWEST_SIGNS:
        return True
    for text in {letters, _unleeted(letters)}:
        if _repeated(text) or _is_covered(text):
            return True
    return False


def _unleeted(letters: str) -> str:
    return letters.translate(str.maketrans("013457", "oleast"))


def _repeated(letters: str) -> bool:
    """
    A few letters, again and again.
    """
    return re.fullmatch(r"(.{1,6}?)\1{2,}.{0,6}", letters) is not None


def _is_covered(letters: str) -> bool:
    """
    Words that everybody thinks of, runs of keys and digits, and hardly anything else.
    """
    rest = letters
    for word in _common():
        rest = rest.replace(word, " ")
    rest = "".join(piece for piece in rest.split() if not _is_run(piece))
    return len(rest.strip("0123456789")) < _NAMED_FROM


def _is_run(piece: str) -> bool:
    runs = (*_RUNS, *(run[::-1] for run in _RUNS))
    pieces = re.findall(r"\d+|\D+", piece)
    return all(any(each in run for run in runs) for each in pieces)


@cache
def _common() -> tuple[str, ...]:
    """
    The words, the longest first.
    """
    lines = (Path(__file__).parent / "common.txt").read_text("utf-8").splitlines()
    words = {_letters(line) for line in lines if line and not line.startswith("#")}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
