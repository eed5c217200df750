"""
Words for products: «کفش‌ها», "the shoes", "kafshamo" are all the canonical "shoes".
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.nlu.finders.found import Found
from bot.nlu.text import Normalized, normalize

ENTITY = "product_word"

_WORD = re.compile(r"\w+")
_LONGEST_NAME = 3
_SHORTEST_STEM = 3
# A longer name is in no list, and is not worth remembering.
_MOST_CHARACTERS = 80
# Compared, "boot" and "bot" are one word: as typed, this is who answers here.
_NO_PRODUCT = frozenset({"bot", "bots"})

# Endings and beginnings that a noun takes on; the longest is tried first.
_ENDINGS = {
    "arabic": "هایی هایم هایت هایش هامون هاتون هاشون هامو هاتو هاشو هاش هام هات های "
    "هارو هاست ها امو اتو اشو مون تون شون یمون مو تو شو رو یی ای م ت ش و ه ی ک نا "
    "هم کم ات تی ته تک تنا ین",
    "latin": "hamoon hamo hash ham hat haye haro ha aye amo eto esho moon amun am et "
    "esh ash o ro e i a es s m sh",
}
_BEGINNINGS = "وال بال فال کال لل ال و ب ل"


def _sorted_parts(parts: str) -> tuple[str, ...]:
    return tuple(sorted(map(normalize, parts.split()), key=len, reverse=True))


_ARABIC_ENDINGS = _sorted_parts(_ENDINGS["arabic"])
_LATIN_ENDINGS = _sorted_parts(_ENDINGS["latin"])
_ARABIC_BEGINNINGS = _sorted_parts(_BEGINNINGS)


def stems(word: str) -> Iterator[str]:
    """
    The word, then what it may be without what its grammar added.
    """
    yield word
    latin = word.isascii()
    starts = [word]
    if not latin:
        starts += [
            word[len(part) :]
            for part in _ARABIC_BEGINNINGS
            if word.startswith(part) and len(word) - len(part) >= _SHORTEST_STEM
        ]
        yield from starts[1:]
    endings = _LATIN_ENDINGS if latin else _ARABIC_ENDINGS
    for start in starts:
        for ending in endings:
            if start.endswith(ending) and len(start) - len(ending) >= _SHORTEST_STEM:
                stem = start[: -len(ending)]
                yield stem
                if stem.endswith("ت"):
                    # شنطتي is شنطة with an ending.
                    yield stem[:-1] + "ه"


class ProductWords:
    """
    The words of a shop, from how people write them to their canonical noun.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {normalize(name): noun for name, noun in names.items()}
        # With which words the names of several words begin: most words begin none.
        # A hyphen parts words too: "t-shirt" has two.
        words = map(_WORD.findall, self._names)
        self._openers = {first for first, *more in words if more}
        self._opens = lru_cache(maxsize=20_000)(self._may_open)
        # People use few words: what a word is, is worked out once.
        self._noun = lru_cache(maxsize=20_000)(self._look_up)

    def find(self, normal: Normalized) -> Iterator[Found]:
        """
        The product words of a message, the longest name first.
        """
        words = list(_WORD.finditer(normal.text))
        at = 0
        while at < len(words):
            if words[at].group().isdecimal():
                # No name begins with a number.
                at += 1
                continue
            longest = _LONGEST_NAME if self._opens(words[at].group()) else 1
            for size in range(min(longest, len(words) - at), 0, -1):
                start, end = words[at].start(), words[at + size - 1].end()
                noun = self._noun(normal.text[start:end][:_MOST_CHARACTERS])
                if noun is not None and not _is_other(normal, start, end):
                    yield Found(ENTITY, noun, start, end)
                    at += size - 1
                    break
            at += 1

    def _may_open(self, word: str) -> bool:
        cut = word[:_MOST_CHARACTERS]
        # Of several words the first may be short: «المت یوگا» is «مت یوگا».
        bare = (cut[len(part) :] for part in _ARABIC_BEGINNINGS if cut.startswith(part))
        return any(stem in self._openers for stem in (*stems(cut), *bare))

    def _look_up(self, name: str) -> str | None:
        for stem in stems(name):
            if stem in self._names:
                return self._names[stem]
        return None


def _is_other(normal: Normalized, start: int, end: int) -> bool:
    """
    Whether what stands there, as it is typed, is a common word that is no product.
    """
    first, last = normal.span(start, end)
    return normal.original[first:last].casefold() in _NO_PRODUCT
