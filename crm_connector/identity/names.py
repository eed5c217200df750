"""
Whether two names may be the same person's, in whatever letters and spelling.

Each word becomes what is heard of it (in the manner of Soundex, for Persian, Arabic and
Latin letters alike): consonants in classes, the i that tells Hasan from Hossein, and
whether it ends in an a. What differs between spellings is gone then.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

_WORD = re.compile(r"\w+")
_SAYS_NOTHING = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "dr", "eng", "haj", "al", "el", "bin", "ibn"),
        *("seyed", "seyyed", "sayed", "sayyed", "sayyid", "bint"),
        *("آقای", "آقا", "خانم", "دکتر", "مهندس", "حاج", "سید", "سیده"),
        *("السيد", "السيدة", "الدكتور", "بن", "ابن", "بنت"),
    )
)
_CLASSES = {
    "b": "بپbp",
    "t": "تطدtd",
    "s": "ثسصشsc",
    "j": "جچژj",
    "k": "خکكk",
    "z": "ذزضظz",
    "r": "رr",
    "g": "غقگgq",
    "f": "فf",
    "l": "لl",
    "m": "مm",
    "n": "نn",
    "i": "یيىئiy",
}
_HEARD = {letter: heard for heard, letters in _CLASSES.items() for letter in letters}
# Two letters of the Latin alphabet that write one sound.
_PAIRS = (
    ("kh", "k"),
    ("gh", "g"),
    ("sh", "s"),
    ("ch", "j"),
    ("zh", "j"),
    ("ph", "f"),
    ("dh", "z"),
    ("th", "s"),
    ("ee", "i"),
)
_OPEN = "اأإآعaeiou"
_ENDS_IN_A = re.compile(r"(ا|ه|ة|ى|a|e|ah|eh)$")
_ARTICLE = "al"
_LONG = 4
"""From so many sounds on, one may differ."""


def alike_in_full(one: str, other: str) -> bool:
    """
    Whether they are alike without their initials.

    "AHMADI, S." may be Sara's, and may be her father's.
    """
    return alike(_without_initials(one), _without_initials(other))


def alike(one: str, other: str) -> bool:
    """
    Whether the names may be one person's: each word of the shorter one is in the other.

    "سارا احمدی", "Sara Ahmady" and "AHMADI, S." are alike; a family name alone is like
    nobody's, nor is a name that is hidden behind initials.
    """
    # Those of one length by their sounds: either way round the answer is the same.
    sounds = (_sounds(one), _sounds(other))
    first, second = sorted(sounds, key=lambda each: (len(each), each))
    if len(first) < 2 or max(map(len, first)) < 2:
        return False
    if "".join(first) == "".join(second):
        # "Pour Hasan" is "Pourhasan".
        return True
    left = list(second)
    for word in sorted(first, key=len, reverse=True):
        same = [each for each in left if _same(word, each)]
        if not same:
            return False
        left.remove(max(same, key=len))
    return True


def _without_initials(name: str) -> str:
    return " ".join(word for word in _words(name) if len(word) > 1)


def _same(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1:
        return longer.startswith(shorter)
    if shorter == longer or _ARTICLE + shorter == longer:
        return True
    return (
        len(shorter) >= _LONG
        and shorter[-1] == longer[-1]
        and Levenshtein.distance(shorter, longer, score_cutoff=1) <= 1
    )


@lru_cache(4096)
def _sounds(name: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_sound, _words(name))))


def _words(name: str) -> list[str]:
    """
    The words of a name that say something, as they are heard: without marks.
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("\u200c", "")
    # Accents are not heard by who writes them down in other letters.
    plain = "".join(
        each
        for each in unicodedata.normalize("NFD", text)
        if not unicodedata.combining(each) or each in "\u0653\u0654\u0655"
    )
    plain = unicodedata.normalize("NFC", plain)
    return [word for word in _WORD.findall(plain) if word not in _SAYS_NOTHING]


def _sound(word: str) -> str:
    if len(word) == 1:
        return "a" if word in _OPEN else _HEARD.get(word, "")
    begin = "a" if word[0] in _OPEN else "v" if word[0] in "وvw" else ""
    end = "a" if _ENDS_IN_A.search(word) and len(word) > 2 else ""
    for pair, single in _PAIRS:
        word = word.replace(pair, single)
    sound = begin
    for letter in word:
        heard = _HEARD.get(letter, "")
        if not sound.endswith(heard) or not sound:
            sound += heard
    return sound + end
