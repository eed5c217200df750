"""
In which language, and in which letters, a message is written.

Four ways of writing: Persian, Persian in Latin letters, Arabic and English. The script
halves the question; letters that only one language has and a small model of each
language's words (`bot.nlu.word_model`) decide the rest. What a message leaves open, the
conversation so far decides.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from bot.nlu.finglish import SoundIndex
from bot.nlu.text import normalize
from bot.nlu.word_counts import LANGUAGE_WORD
from bot.nlu.word_model import word_models

Language = Literal["fa", "fa-Latn", "ar", "en"]
LANGUAGES: tuple[Language, ...] = ("fa", "fa-Latn", "ar", "en")

_ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]")
# What no customer's word is: an address on the web, a mail address, a code.
_NO_WORDS = re.compile(r"\S*(?:://|@|www\.)\S*|\b(?=\w*[0-9])(?=\w*[a-zA-Z])\w+\b")

# What a street is called tells no language: "Azadi Street" is English.
_OF_A_STREET = re.compile(
    r"\b[a-z']+(?=\s+(?:street|st|avenue|ave|road|rd|alley|lane|boulevard|blvd|square)\b)",
    re.IGNORECASE,
)

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

# How far one word can speak for a language: one that was met, or is only spelled so.
_MOST_FOR_A_WORD, _MOST_FOR_SPELLING = 5.0, 2.5
_LONGEST = 40
# Words in Arabic letters hold a sentence together, foreign ones are set into it; and a
# word in Latin letters that no list has is mostly a brand.
_ARABIC_WORD, _LATIN_NAME = 1.35, 0.4
# A word that only one language's list has, and one that both have, each in a spelling
# of its own: "address" and adres, «أين» and «این».
_ONE_LIST, _OWN_SPELLING = 1.2, 4.0
# A word in Latin letters that nobody has met may sound like a Persian one, but for a
# vowel: of the Persian ones seven in eight do, of the English ones one in four.
_SOUNDS_PERSIAN, _SOUNDS_FOREIGN, _FURTHEST = 1.0, -1.3, 1
_SPELLED_CLEARLY = 3.0
# What a conversation's language weighs.
_PRIOR = 1.5
_PRIOR_OF_FEW, _FEW_WORDS = 2.6, 2
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
_CITIES = Path(__file__).parent / "finders" / "cities.yml"


def _named_anywhere() -> frozenset[str]:
    """
    The names that tell no language, those of cities in Latin letters with them.
    """
    cities = yaml.safe_load(_CITIES.read_text(encoding="utf-8"))
    listed = ",".join(str(each.get("en", "")) for each in cities.values()).split(",")
    one_word = (each.strip() for each in listed if " " not in each.strip())
    return frozenset(map(normalize, (*_NAMES.split(), *one_word)))


_ANYWHERE = _named_anywhere()
# Listed in one language, and yet at home in the other.
_LENT = frozenset({"merci", "bye"})


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
    text = _OF_A_STREET.sub(" ", text)
    words = LANGUAGE_WORD.findall(text)
    arabic = [word for word in words if _ARABIC_LETTER.search(word)]
    latin = [word for word in words if word[0].isascii()]
    if not arabic and not latin:
        return Guess(prior or "fa", 0.5 if prior else 0.3)
    if _ARABIC_WORD * len(arabic) >= sum(map(_weight, latin)):
        odds = _letters(text) + sum(_odds(word, "fa", "ar") for word in arabic)
        return _decide(odds, "fa", "ar", _UNSAID, prior, len(arabic))
    odds = sum(_odds(word, "fa-Latn", "en") for word in latin)
    return _decide(odds, "fa-Latn", "en", -_UNSAID, prior, len(latin))


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
            if positive == "fa-Latn":
                return Guess(prior, 0.5)
            # Arabic letters are none of theirs, and Persian may be read as spoken.
            odds += _PRIOR if prior == "fa-Latn" else unsaid
        else:
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


# People use few words: what a word says is worked out once.
@lru_cache(maxsize=20_000)
def _weight(word: str) -> float:
    """
    How much a word in Latin letters says that the message is in Latin letters.
    """
    form, models = normalize(word), word_models()
    common = models["en"].lists(form) or models["fa-Latn"].lists(form)
    return 1.0 if common else _LATIN_NAME


@lru_cache(maxsize=20_000)
def _odds(word: str, positive: Language, negative: Language) -> float:
    """
    How much a word speaks for the one way of writing and against the other.
    """
    form = normalize(word[:_LONGEST])
    if not form or form in _ANYWHERE:
        return 0.0
    own, other = word_models()[positive], word_models()[negative]
    odds = own.log_probability(form) - other.log_probability(form)
    as_own, as_other = own.lists_as_typed(word), other.lists_as_typed(word)
    if as_own != as_other and form not in _LENT:
        both = own.lists(form) and other.lists(form)
        speaks = 1 if as_own else -1
        odds = speaks * _OWN_SPELLING if both else odds + speaks * _ONE_LIST
    unmet = not own.knows(form) and not other.knows(form)
    if positive == "fa-Latn" and unmet and abs(odds) < _SPELLED_CLEARLY:
        odds += _SOUNDS_PERSIAN if _sounds_persian(form) else _SOUNDS_FOREIGN
    most = _MOST_FOR_SPELLING if unmet else _MOST_FOR_A_WORD
    return max(-most, min(most, odds))


def _sounds_persian(word: str) -> bool:
    return _persian_sounds().stem(word, _FURTHEST) is not None


@lru_cache(maxsize=1)
def _persian_sounds() -> SoundIndex:
    return SoundIndex(word_models()["fa"].words)
