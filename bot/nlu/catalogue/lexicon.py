"""
Words as a catalogue has them, found by what people write for them.

In this order, and the first that gives anything wins: the word itself; the word without
what its grammar added; for Latin letters the Persian word that sounds so; a word that
differs by a letter. A common word of a language is only ever itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.catalogue.talk import talk
from bot.nlu.finders.product_word import stems
from bot.nlu.finglish import SoundIndex
from bot.nlu.text import Normalized, normalize

_FOLDER = Path(__file__).parents[1] / "words"
# Digits stand on their own, also beside Persian letters (سایز۴۲), but not in a54.
_TOKEN = re.compile(r"[0-9]+(?![0-9a-z])|[a-z0-9]+(?:'[a-z]+)?|(?:(?![a-z])[^\W\d_])+")
_POSSESSIVE = re.compile(r"'s?$|'[a-z]+$")
_LONGEST = 40
_SHORTEST_PLACE = 6
_ONE_LETTER_FROM, _TWO_LETTERS_FROM = 5, 9
_SHORTEST_SOUND, _LOOSE_SOUND = 4, 7
_SHORTEST_SINGULAR = 3
_SHORTEST_STEM, _SHORTEST_LATIN_STEM = 3, 4
# Letters of one end that have to be right for one wrong letter, and for two.
_ENDS = {1: 2, 2: 3}
_THE = "ال"
_SAID_PLURAL = "ا"
# The link of شعبه ی ولیعصر, where it stands alone.
_LINK = "ی"
_SIBILANTS = ("s", "x", "z", "ch", "sh")
_DIGIT = re.compile(r"[0-9]")

# Arabic words that compared are Persian ones; as they are typed, they differ.
_OTHER_WORDS = {
    # «أبي» is "I want" and "my father", «آبی» is blue; «كيف» is "how", «کیف» a bag.
    "ابی": frozenset({"ابي", "أبي", "ابى", "أبى"}),
    "ابیه": frozenset({"ابيه", "أبيه"}),
    "ابیها": frozenset({"ابيها", "أبيها"}),
    "وابی": frozenset({"وابي", "وأبي"}),
    "کیف": frozenset({"كيف"}),
    "کیفک": frozenset({"كيفك"}),
    "وکیف": frozenset({"وكيف"}),
}

Weight = Callable[[str], int]


class Token:
    """
    A word of a message, with its place in the compared form.
    """

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end


def words(compared: str) -> list[str]:
    """
    The words of a compared form.
    """
    return [each.text for each in _tokens(compared)]


def _tokens(compared: str) -> list[Token]:
    return [
        Token(
            _POSSESSIVE.sub("", m.group()) if "'" in m.group() else m.group(), *m.span()
        )
        for m in _TOKEN.finditer(compared)
    ]


# A name is cut where a hyphen or a joiner stands, and written together: T-shirt is
# the word "tshirt", and "t shirt" is as good.
_DOUBLED = re.compile(r"([a-zA-Z])\1")
_CUT = re.compile(r"[\u200c-]")
# The link in جاده‌ی نمک, which others leave out.
_LINKED = re.compile("\u200cی$")


# Parts that the compared form writes together with what stands before or behind.
_JOINING = re.compile(r"(?:^|\s)(?:ن?می\s|ها)")


class NameReader:
    """
    Cuts names into words, and remembers which words were made of several.
    """

    def __init__(self) -> None:
        self.compounds: dict[tuple[str, str], str] = {}
        # A shop uses the same words over and over.
        self._parts: dict[str, tuple[str, ...]] = {}
        self.drawn: set[str] = set()
        """Latin words that hold a letter twice, which the compared form does not."""

    def read(self, name: str) -> tuple[str, ...]:
        """
        The words of one name.
        """
        if ("می " in name or " ها" in name) and _JOINING.search(name):
            return tuple(words(normalize(name)))
        found: list[str] = []
        for part in name.split():
            known = self._parts.get(part)
            if known is None:
                known = self._parts[part] = self._read(part)
            found += known
        return tuple(found)

    def _read(self, part: str) -> tuple[str, ...]:
        if part.isascii() and _DOUBLED.search(part):
            self.drawn.add(part.strip(".,()\"'").casefold())
        pieces = [
            words(normalize(piece)) for piece in _CUT.split(_LINKED.sub("", part))
        ]
        plain = [piece[0] for piece in pieces if len(piece) == 1]
        if len(plain) != len(pieces):
            return tuple(word for piece in pieces for word in piece)
        joined = plain[0]
        for piece in plain[1:]:
            whole = normalize(joined + piece)
            self.compounds[joined, piece] = whole
            joined = whole
        return (joined,)


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """
    The words that everybody uses, in each way of writing.
    """
    found: set[str] = set()
    for path in _FOLDER.glob("*.txt"):
        found.update(map(normalize, path.read_text(encoding="utf-8").split()))
    return frozenset(found)


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], frozenset[str]]:
    both = [
        frozenset(map(normalize, (_FOLDER / name).read_text(encoding="utf-8").split()))
        for name in ("en.txt", "fa-latn.txt")
    ]
    return both[0] - both[1], both[1] - both[0]


def is_english(tokens: Iterable[Token]) -> bool:
    """
    Whether words of English prevail over those of Persian in Latin letters.
    """
    english, persian = _english()
    odds = 0
    for token in tokens:
        odds += (token.text in english) - (token.text in persian)
    return odds > 0


class Lexicon:
    """
    Looks words up. `weight` says how much is called so: of equals the heavier wins.

    `names` are words that stand for something alone: they are found also where what
    was written is a common word, inflected (کفشم). `spoken` are Persian words, which
    are known by their sound, `places` are of names of cities.
    """

    def __init__(
        self,
        known: Iterable[str],
        names: Iterable[str],
        spoken: Collection[str],
        places: Collection[str],
        reader: NameReader,
        weight: Weight,
    ) -> None:
        compounds = reader.compounds
        self._compounds = dict(compounds)
        self._drawn = _common_as_written(reader.drawn)
        for form, typed in _OTHER_WORDS.items():
            self._drawn[form] = self._drawn.get(form, frozenset()) | typed
        self._parts = frozenset(first for first, _ in compounds)
        self._names = frozenset(names)
        self._forms: dict[str, list[str]] = defaultdict(list)
        everything = sorted(set(known), key=lambda word: (-weight(word), word))
        self._known = frozenset(everything)
        for word in everything:
            for form in _forms(word):
                if form not in self._known:
                    self._forms[form].append(word)
        common = common_words()
        rare = [word for word in everything if word not in common]
        self._sounds = SoundIndex(
            word
            for word in everything
            if word in spoken and not word.isascii() and not _DIGIT.search(word)
        )
        self._ends: dict[tuple[int, bool, str, int], list[str]] = defaultdict(list)
        for word in rare:
            # Of cities there are so many that short words are near to one of them.
            if not _DIGIT.search(word) and (
                word not in places or len(word) >= _SHORTEST_PLACE
            ):
                self._index_ends(word)
        self.find = lru_cache(maxsize=50_000)(self._find)

    def _index_ends(self, word: str) -> None:
        for wrong, size in _ENDS.items():
            shortest = _ONE_LETTER_FROM if wrong == 1 else _TWO_LETTERS_FROM
            if len(word) >= shortest - wrong:
                self._ends[wrong, True, word[:size], len(word)].append(word)
                self._ends[wrong, False, word[-size:], len(word)].append(word)

    def tokens(self, normal: Normalized) -> list[Token]:
        """
        The words of a message, with those joined that the catalogue writes as one.
        """
        found: list[Token] = []
        for token in _tokens(normal.text):
            if token.text == _LINK:
                continue
            if token.text in self._drawn and self._is_another(normal, token):
                continue
            if found and found[-1].text in self._parts:
                last = found[-1]
                whole = self._compounds.get((last.text, token.text))
                if whole is not None:
                    found[-1] = Token(whole, last.start, token.end)
                    continue
            found.append(token)
        return found

    def _is_another(self, normal: Normalized, token: Token) -> bool:
        """
        Compared, "boot" and "bot" are one word: as typed, the common one is not ours.
        """
        start, end = normal.span(token.start, token.end)
        return normal.original[start:end].casefold() in self._drawn[token.text]

    def _find(self, word: str, by_sound: bool, tolerant: bool) -> tuple[str, ...]:
        if word in self._known:
            # "kafsh" may be listed itself, and yet products are called «کفش».
            sounding = self._sounding(word) if by_sound else None
            bare = word[len(_THE) :] if word.startswith(_THE) else None
            also = [each for each in (sounding, bare) if each in self._known]
            return (word, *also)
        if word in self._forms:
            return tuple(self._forms[word])
        if len(word) > _LONGEST or word.isdecimal():
            return ()
        common = word in talk()
        for stem in _stems(word):
            if common and not self._inflects(stem, word):
                continue
            if stem in self._known:
                return (stem,)
            if stem in self._forms and not common:
                return tuple(self._forms[stem])
        if common or _DIGIT.search(word):
            return self._sounds_a_name(word) if by_sound else ()
        sounding = self._sounding(word) if by_sound else None
        if sounding is not None:
            return (sounding,)
        return self._similar(word) if tolerant else ()

    def _inflects(self, stem: str, common: str) -> bool:
        """
        Whether a common word is plainly a name with an ending: کفشم, and not بکره.
        """
        least = _SHORTEST_LATIN_STEM if stem.isascii() else _SHORTEST_STEM
        ending = common[len(stem) :]
        return (
            stem in self._names
            and len(stem) >= least
            and ((common.startswith(stem) and ending != "ی") or common == _THE + stem)
        )

    def _sounds_a_name(self, common: str) -> tuple[str, ...]:
        """
        A common word in Latin letters ("gushi") is a name only if it sounds like it.
        """
        found = self._sounding(common, furthest=0)
        is_name = found is not None and found in self._names
        return (found,) if found is not None and is_name else ()

    def _sounding(self, word: str, furthest: int = 1) -> str | None:
        if not word.isascii() or not word.isalpha() or len(word) < _SHORTEST_SOUND:
            return None
        if len(word) < _LOOSE_SOUND:
            furthest = 0
        found = self._sounds.stem(word, furthest)
        if found is None:
            return None
        stem, ending = found
        # What a short word sounds like without its ending is anything.
        is_plain = not ending or (stem in self._names and len(stem) >= _SHORTEST_STEM)
        return stem if is_plain else None

    def _similar(self, word: str) -> tuple[str, ...]:
        """
        The nearest word that differs by a letter, or by two if it is long.
        """
        # The article is no letter of the word.
        own = len(word) - len(_THE) * word.startswith(_THE)
        for wrong, size in _ENDS.items():
            shortest = _ONE_LETTER_FROM if wrong == 1 else _TWO_LETTERS_FROM
            if own < shortest:
                break
            among = [
                near
                for length in range(len(word) - wrong, len(word) + wrong + 1)
                for at_start in (True, False)
                for near in self._ends.get(
                    (
                        wrong,
                        at_start,
                        word[:size] if at_start else word[-size:],
                        length,
                    ),
                    (),
                )
            ]
            best = process.extractOne(
                word, among, scorer=OSA.distance, score_cutoff=wrong
            )
            if best is not None:
                return (best[0],)
        return ()


def _common_as_written(drawn: Iterable[str]) -> dict[str, frozenset[str]]:
    """
    Common words, as people type them, that compared are words which are not.
    """
    wanted = {normalize(word): word for word in drawn}
    found: dict[str, set[str]] = defaultdict(set)
    for path in _FOLDER.glob("*.txt"):
        for typed in path.read_text(encoding="utf-8").casefold().split():
            form = normalize(typed)
            if form in wanted and typed != wanted[form]:
                found[form].add(typed)
    return {form: frozenset(typed) for form, typed in found.items()}


def _stems(word: str) -> Iterator[str]:
    """
    What a word may be without its grammar; کفشا is how کفش‌ها is said.
    """
    yield from stems(word)
    if word.endswith(_SAID_PLURAL):
        yield word.removesuffix(_SAID_PLURAL)


def _forms(word: str) -> Iterable[str]:
    """
    What a word of the catalogue may be written as besides, and yet be itself.
    """
    if word.startswith(_THE) and len(word) >= len(_THE) + _SHORTEST_STEM:
        yield word[len(_THE) :]
    if word.isascii() and word.isalpha():
        for plural, singular in (("ies", "y"), ("es", ""), ("s", "")):
            rest = word[: -len(plural)]
            if plural == "es" and not rest.endswith(_SIBILANTS):
                continue
            if word.endswith(plural) and len(rest) >= _SHORTEST_SINGULAR:
                yield rest + singular
