"""
The forms of a word: plurals, spellings, units, what grammar adds to its ends.
"""

from __future__ import annotations

from functools import cache, lru_cache

from actions.changing.reading.phrases import content
from actions.changing.reading.text import fold

_SHORTEST_STEM = 2
_SHORTEST_PLURAL = 4


@lru_cache(maxsize=8192)
def canonical(word: str) -> str:
    """
    The one form of a folded word that its plural and other spellings share.
    """
    word = word.removesuffix("'s").replace("'", "")
    known = _listed("spellings", "numbers").get(word)
    if known is not None:
        return known
    if not word.isascii() or word[:1].isdigit():
        return _plain_number(word)
    singular = _singular(word)
    return _listed("spellings", "numbers").get(singular, singular)


def unit(word: str) -> str | None:
    """
    What a folded word behind a number measures in, if it does.
    """
    return _listed("units").get(word)


def grams(word: str) -> str | None:
    """
    So many grams is what a folded word says of a kilogram, if it says a part: "half".
    """
    return _listed("parts_of_kg").get(word)


def may_stand_between(word: str) -> bool:
    """
    Whether a folded word says nothing between a part and what it is of: "half a kilo".
    """
    return word in content("forms")["between_parts"]


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """
    What a folded word of a message may be a form of, the likeliest first.
    """
    found = [canonical(word)]
    if not word.isascii():
        found += [canonical(each) for each in _stems(word)]
    return tuple(dict.fromkeys(found))


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]


def _plain_number(word: str) -> str:
    if "." in word:
        whole, _, rest = word.partition(".")
        rest = rest.rstrip("0")
        return f"{whole}.{rest}" if rest else whole
    # 1,000 and 1000
    return word.replace(",", "") if word[:1].isdigit() else word


def _stems(word: str) -> list[str]:
    found: list[str] = []
    found.extend(
        word[: -len(ending)]
        for ending in _affixes("persian_endings")
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM
    )
    for opening in ("", *_affixes("arabic_openings")):
        if not word.startswith(opening):
            continue
        rest = word[len(opening) :]
        if len(rest) < _SHORTEST_STEM:
            continue
        if opening:
            found.append(rest)
        found.extend(_masculine(rest))
        found.extend(
            rest[: -len(ending)]
            for ending in _affixes("arabic_endings")
            if rest.endswith(ending) and len(rest) - len(ending) > _SHORTEST_STEM
        )
    return found


def _masculine(word: str) -> list[str]:
    # حمراء, which is said حمرة, is أحمر, as every colour is.
    if len(word) == len("حمرا") and word.endswith(("ا", "ه")):
        return [f"ا{word[:-1]}"]
    return []


@cache
def _affixes(kind: str) -> tuple[str, ...]:
    listed = fold(content("forms")[kind]).split()
    return tuple(sorted(dict.fromkeys(listed), key=len, reverse=True))


@cache
def _listed(*tables: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in tables:
        for one, spelled in content("forms")[table].items():
            found.update({fold(each): str(one) for each in spelled})
    return found
