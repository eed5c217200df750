"""
In which language, and in which letters, a message is written.

Four ways of writing: Persian, Persian in Latin letters, Arabic and English. The script
halves the question; letters that only one language has and a small model of each
language's words, built from lists of common words, decide the rest. What a message
leaves open, the conversation so far decides.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.nlu.text import normalize

Language = Literal["fa", "fa-Latn", "ar", "en"]
LANGUAGES: tuple[Language, ...] = ("fa", "fa-Latn", "ar", "en")

_FOLDER = Path(__file__).parent / "words"
_WORD = re.compile(r"[^\W\d_]+(?:['’\u200c][^\W\d_]+)*")
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]")
# What no customer's word is: an address on the web, a mail address, a code.
_NO_WORDS = re.compile(r"\S*(?:://|@|www\.)\S*|\b(?=\w*[0-9])(?=\w*[a-zA-Z])\w+\b")

# Evidence for Persian (above zero) or Arabic in single letters, as log odds.
_LETTERS = {
    **dict.fromkeys("پچژگ", 3.0),
    **dict.fromkeys("کی", 1.8),
    **dict.fromkeys("ةإ", -3.0),
    **dict.fromkeys("أ", -1.5),
    **dict.fromkeys("ىيك", -0.7),
    "\u200c": 2.0,
}
_MOST_FOR_A_LETTER = 2

# How far one word can speak for a language; and what a conversation's language weighs.
_MOST_FOR_A_WORD = 4.0
_PRIOR = 1.5
_PRIOR_OF_FEW, _FEW_WORDS = 2.2, 2
# Persian is what is not said otherwise, English what Latin letters mostly are.
_UNSAID = 0.4
# Below this evidence a message says nothing of its language ("ok", a name, a number).
_SILENT = 1.6
_MOST_CHARACTERS = 600
# Said and written in every one of the languages.
_NAMES = """
    ok okay okey oky k iphone ipad samsung apple xiaomi huawei nike adidas lego sony
    chat gpt chatgpt sms app online iban pc usb wifi instagram telegram whatsapp
"""
_ANYWHERE = frozenset(map(normalize, _NAMES.split()))


@dataclass(frozen=True)
class Guess:
    """
    The language a message is in, and how sure that is (0 to 1).
    """

    language: Language
    confidence: float


def detect(text: str, prior: Language | None = None) -> Guess:
    """
    The language of a text; `prior` is the conversation's, if it has one.
    """
    text = _NO_WORDS.sub(" ", text[:_MOST_CHARACTERS])
    words = _WORD.findall(text)
    arabic = [word for word in words if _ARABIC_LETTER.search(word)]
    latin = [word for word in words if word[0].isascii()]
    if not arabic and not latin:
        return Guess(prior or "fa", 0.5 if prior else 0.3)
    if _weight_of_arabic(arabic) >= _weight_of_latin(latin):
        odds = _letters(text) + _words(arabic, "fa", "ar")
        return _decide(odds, "fa", "ar", _UNSAID, prior, len(arabic))
    odds = _words(latin, "fa-Latn", "en")
    return _decide(odds, "fa-Latn", "en", -_UNSAID, prior, len(latin))


def _weight_of_arabic(words: list[str]) -> float:
    return float(len(words))


def _weight_of_latin(words: list[str]) -> float:
    # Names of brands and models stand in any language; common words do not.
    known = _model().known
    return sum(1.0 if normalize(word) in known else 0.4 for word in words)


def _decide(
    odds: float,
    positive: Language,
    negative: Language,
    unsaid: float,
    prior: Language | None,
    words: int,
) -> Guess:
    # A word or two say little against a whole conversation («صندل» is both).
    against = _PRIOR_OF_FEW if words <= _FEW_WORDS else _PRIOR / 2
    if abs(odds) < _SILENT and prior is not None:
        # A conversation goes on in its language unless something speaks against it.
        if prior not in (positive, negative):
            return Guess(prior, 0.5)
        odds += _PRIOR if prior == positive else -_PRIOR
    elif prior == positive:
        odds += against
    elif prior == negative:
        odds -= against
    else:
        odds += unsaid
    sure = 1 / (1 + math.exp(-abs(odds)))
    return Guess(positive if odds >= 0 else negative, sure)


def _letters(text: str) -> float:
    odds = 0.0
    for letter, weight in _LETTERS.items():
        count = text.count(letter)
        if count:
            odds += weight * min(count, _MOST_FOR_A_LETTER)
    return odds


def _words(words: Iterable[str], positive: Language, negative: Language) -> float:
    return sum(_odds(normalize(word), positive, negative) for word in words)


# People use few words: what a word says is worked out once.
@lru_cache(maxsize=20_000)
def _odds(form: str, positive: Language, negative: Language) -> float:
    if not form or form in _ANYWHERE:
        return 0.0
    model = _model()
    own = model.log_probability(form, positive)
    other = model.log_probability(form, negative)
    return max(-_MOST_FOR_A_WORD, min(_MOST_FOR_A_WORD, own - other))


class _WordModel:
    """
    How probable a word is in each language: as a listed word, else by its letters.
    """

    _LISTED = 0.5
    _ADDED = 0.05

    def __init__(self, lists: Mapping[Language, Iterable[str]]) -> None:
        self._listed = {language: frozenset(words) for language, words in lists.items()}
        self.known = frozenset().union(*self._listed.values())
        self._runs: dict[Language, dict[str, float]] = {}
        self._contexts: dict[Language, dict[str, float]] = {}
        for language, words in self._listed.items():
            runs: dict[str, float] = defaultdict(float)
            contexts: dict[str, float] = defaultdict(float)
            for word in words:
                for context, letter in _steps(word):
                    # Longer contexts and shorter ones; the shorter fill the gaps.
                    for cut in range(len(context) + 1):
                        runs[context[cut:] + letter] += 1
                        contexts[context[cut:]] += 1
            self._runs[language] = dict(runs)
            self._contexts[language] = dict(contexts)

    def log_probability(self, word: str, language: Language) -> float:
        """
        The logarithm of a word's probability in a language.
        """
        listed = self._listed[language]
        spelled = math.exp(self._spelled(word, language))
        if word in listed:
            return math.log(self._LISTED / len(listed) + (1 - self._LISTED) * spelled)
        return math.log((1 - self._LISTED) * spelled + 1e-30)

    def _spelled(self, word: str, language: Language) -> float:
        runs, contexts = self._runs[language], self._contexts[language]
        total = 0.0
        for context, letter in _steps(word):
            probability = 1 / 60
            for cut in range(len(context), -1, -1):
                shorter = context[cut:]
                seen = contexts.get(shorter, 0.0)
                weight = seen / (seen + 4.0)
                if seen:
                    share = runs.get(shorter + letter, 0.0) / seen
                    probability = weight * share + (1 - weight) * probability
            total += math.log(max(probability, 1e-6))
        return total


def _steps(word: str) -> Iterable[tuple[str, str]]:
    """
    Each letter of a word with the three before it, and the word's end.
    """
    padded = f"^{word}$"
    for at in range(1, len(padded)):
        yield padded[max(0, at - 3) : at], padded[at]


@lru_cache(maxsize=1)
def _model() -> _WordModel:
    lists: dict[Language, list[str]] = {}
    for language in LANGUAGES:
        path = _FOLDER / f"{language.lower()}.txt"
        listed = path.read_text(encoding="utf-8").split()
        lists[language] = [normalize(word) for word in listed]
    return _WordModel(lists)
