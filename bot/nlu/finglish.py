"""
Persian in Latin letters, put into Persian letters as far as a word list knows them.

There is no one spelling: kojast, kojaast and kujast are one word. What all share are
the consonants, so a word is looked up by those, and of the words that have them the one
whose vowels fit best is taken. A word that is not found is spelled letter by letter.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from bot.nlu.text import normalize

_FOLDER = Path(__file__).parent / "words"
_LISTS = ("fa.txt", "fa-spelling.txt")
_FIXED = "fa-latn-fixed.txt"

# Persian letters by their sound; one sound may have several letters.
_SOUNDS = {
    **dict.fromkeys("سصث", "s"),
    **dict.fromkeys("زذضظ", "z"),
    **dict.fromkeys("تط", "t"),
    **dict.fromkeys("هح", "h"),
    **dict.fromkeys("قغ", "q"),
    # Ain is not heard, but a vowel stands in its place: saat, moarefi.
    **dict.fromkeys("اآع", "a"),
    "ب": "b",
    "پ": "p",
    "ج": "j",
    "چ": "C",
    "خ": "x",
    "د": "d",
    "ر": "r",
    "ژ": "J",
    "ش": "S",
    "ف": "f",
    "ک": "k",
    "گ": "g",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "و": "u",
    "ی": "i",
}
_LATIN = (
    ("kh", "x"), ("gh", "q"), ("sh", "S"), ("ch", "C"), ("zh", "J"), ("ph", "f"),
    ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ow", "u"), ("ey", "i"), ("ei", "i"),
    ("ee", "i"), ("ai", "ai"), ("w", "u"), ("v", "u"), ("y", "i"), ("c", "k"),
)  # fmt: skip
_SPELLED = {
    **{sound: letter for letter, sound in reversed(_SOUNDS.items())},
    "s": "س", "z": "ز", "t": "ت", "h": "ه", "q": "ق", "a": "ا", "e": "", "o": "",
    "'": "",
}  # fmt: skip
_VOWELS = re.compile(r"[aeoui']")
# But a last e is written, as the h of خسته.
_SHORT = re.compile(r"[eo](?!$)")
_SHORT_OR_A = re.compile(r"[eoa](?!$)")
_WORD = re.compile(r"[a-z']+")

# What is added to a word, in Latin sounds and in Persian letters; longest first.
_ENDINGS = (
    ("haiam", "هایم"), ("haie", "های"), ("hamo", "هامو"), ("hatun", "هاتون"),
    ("etun", "تون"), ("emun", "مون"), ("atun", "تون"), ("amun", "مون"),
    ("eSun", "شون"), ("aSun", "شون"), ("ham", "هام"), ("hat", "هات"), ("haS", "هاش"),
    ("aie", "ای"), ("amo", "مو"), ("eto", "تو"), ("eSo", "شو"), ("aro", "ارو"),
    ("tun", "تون"), ("mun", "مون"), ("Sun", "شون"), ("ha", "ها"), ("ie", "ی"),
    ("am", "م"), ("at", "ت"), ("et", "ت"), ("aS", "ش"), ("eS", "ش"), ("in", "ین"),
    ("id", "ید"), ("im", "یم"), ("an", "ن"), ("ro", "رو"), ("mo", "مو"), ("m", "م"),
    ("t", "ت"), ("S", "ش"), ("i", "ی"), ("e", ""), ("o", "و"), ("a", "ا"), ("n", "ن"),
)  # fmt: skip
_FURTHEST = 2
# No word is longer; what is, is somebody trying how much we remember.
_LONGEST = 40


def to_persian(text: str) -> str:
    """
    The sentence with its Latin words in Persian letters; the rest is kept.
    """
    return _WORD.sub(lambda match: _persian(match.group()[:_LONGEST]), normalize(text))


def _sounds(latin: str) -> str:
    """
    A Latin word in the one-letter sounds of the table.
    """
    for written, sound in _LATIN:
        latin = latin.replace(written, sound)
    return latin


class SoundIndex:
    """
    Words in Persian letters, found by how they are written in Latin ones.

    Of words that sound alike the first of the list wins.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._index: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for word in words:
            written = "".join(_SOUNDS.get(letter, "") for letter in word)
            forms = {written}
            if word.endswith("ه"):
                # خسته sounds khaste: its h is a vowel.
                forms.add(written[:-1] + "e")
            for form in forms:
                self._index[_consonants(form)].append((word, form))

    def stem(self, latin: str, furthest: int = _FURTHEST) -> tuple[str, str] | None:
        """
        The word that sounds like this one, and what its grammar added to it.
        """
        sounds = _sounds(latin[:_LONGEST])
        known = self._nearest(sounds, furthest)
        if known is not None:
            return known, ""
        for ending, letters in _ENDINGS:
            if sounds.endswith(ending) and len(sounds) - len(ending) > 1:
                stem = self._nearest(sounds[: -len(ending)], furthest)
                if stem is not None:
                    return stem, letters
        return None

    def _nearest(self, sounds: str, furthest: int) -> str | None:
        """
        The listed word that sounds nearest, if one is near enough.
        """
        best, nearest = None, furthest + 1
        for word, written in self._index.get(_consonants(sounds), ()):
            # Short vowels are not written in Persian: leaving them out costs nothing.
            distance = min(
                Levenshtein.distance(written, sounds, score_cutoff=_FURTHEST + 2),
                Levenshtein.distance(written, _SHORT.sub("", sounds)),
                Levenshtein.distance(written, _SHORT_OR_A.sub("", sounds)),
            )
            if distance < nearest:
                best, nearest = word, distance
        consonants = len(_consonants(sounds))
        # Few consonants fit many words, so their vowels must fit all the better.
        return (
            best if nearest <= min(furthest, consonants - 1, len(sounds) // 2) else None
        )


@lru_cache(maxsize=20_000)
def _persian(word: str) -> str:
    fixed = _fixed().get(word)
    if fixed is not None:
        return fixed
    known = _index().stem(word)
    return "".join(known) if known is not None else _spell(_sounds(word))


def _consonants(sounds: str) -> str:
    bare = _VOWELS.sub("", sounds)
    # The h of a written final vowel (khaste, khasteh) is not heard.
    return bare[:-1] if sounds.endswith(("eh", "h")) and len(bare) > 1 else bare


def _spell(sounds: str) -> str:
    if sounds[:1] in {"e", "o", "a"}:
        sounds = "a" + sounds[1:]
    written = "".join(_SPELLED.get(sound, sound) for sound in sounds)
    return written + "ه" if sounds.endswith("e") else written


@lru_cache(maxsize=1)
def _fixed() -> dict[str, str]:
    """
    The shortest words, and those whose spelling does not follow their sound.
    """
    text = (_FOLDER / _FIXED).read_text(encoding="utf-8")
    return dict(line.split() for line in text.splitlines())


@lru_cache(maxsize=1)
def _index() -> SoundIndex:
    return SoundIndex(_listed())


def _listed() -> Iterable[str]:
    for name in _LISTS:
        text = (_FOLDER / name).read_text(encoding="utf-8")
        # In the order of the list: the common words come first and win.
        yield from dict.fromkeys(normalize(word) for word in text.split())
