"""
How probable a word is in each way of writing.

Three sources, mixed: how often it stands in the training sentences, whether a list of
common words has it, and, for a word nobody has met, how it is spelled.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from bot.nlu.text import normalize
from bot.nlu.word_counts import read_counts

_FOLDER = Path(__file__).parent / "words"
# The lists of a way of writing: the shop's commonest words, and everyday ones.
_LISTS = ("{}.txt", "everyday/{}.txt")
_COUNTED, _LISTED, _SPELLED = 0.5, 0.2, 0.3
# How many letters before one are looked at to spell it.
_CONTEXT = 4
_FADES = 2.0
_LETTERS = 60
_LEAST = 1e-6
# Persian is typed on Arabic keyboards too: these letters are no other spelling.
_KEYBOARDS = str.maketrans("يىك", "ییک")


class WordModel:
    """
    The words of one way of writing.
    """

    def __init__(self, typed: Iterable[str], counts: Mapping[str, int]) -> None:
        self._typed = frozenset(map(_as_typed, typed))
        self._listed = frozenset(map(normalize, self._typed))
        self._counts = counts
        self._total = sum(counts.values()) or 1
        self.words = self._listed.union(counts)
        runs: dict[str, int] = defaultdict(int)
        contexts: dict[str, int] = defaultdict(int)
        for word in self.words:
            for context, letter in _steps(word):
                # Longer contexts and shorter ones; the shorter fill the gaps.
                for cut in range(len(context) + 1):
                    runs[context[cut:] + letter] += 1
                    contexts[context[cut:]] += 1
        # How much a context leaves to the shorter one, and with that each letter's
        # probability after it: worked out here, so that a word only looks them up.
        self._left = {run: _FADES / (seen + _FADES) for run, seen in contexts.items()}
        self._after: dict[str, float] = {}
        for run in sorted(runs, key=len):
            context = run[:-1]
            left = self._left[context]
            shorter = self._after[run[1:]] if context else 1 / _LETTERS
            share = runs[run] / contexts[context]
            self._after[run] = (1 - left) * share + left * shorter

    def lists(self, word: str) -> bool:
        """
        Whether it is a common word.
        """
        return word in self._listed

    def lists_as_typed(self, typed: str) -> bool:
        """
        Whether a word is a common one in this very spelling, as "address" is.
        """
        return _as_typed(typed) in self._typed

    def knows(self, word: str) -> bool:
        """
        Whether a list or a training sentence has the word.
        """
        return word in self.words

    def log_probability(self, word: str) -> float:
        """
        The logarithm of a word's probability.
        """
        probability = _COUNTED * self._counts.get(word, 0) / self._total
        if word in self._listed:
            probability += _LISTED / len(self._listed)
        return math.log(probability + _SPELLED * self._spelled(word) + 1e-30)

    def _spelled(self, word: str) -> float:
        total = 1.0
        for context, letter in _steps(word):
            total *= max(self._next(context, letter), _LEAST)
        return total

    def _next(self, context: str, letter: str) -> float:
        left = 1.0
        for cut in range(len(context) + 1):
            shorter = context[cut:]
            known = self._after.get(shorter + letter)
            if known is not None:
                return left * known
            left *= self._left.get(shorter, 1.0)
        return left / _LETTERS


def _steps(word: str) -> Iterable[tuple[str, str]]:
    """
    Each letter of a word with those before it, and the word's end.
    """
    padded = f"^{word}$"
    for at in range(1, len(padded)):
        yield padded[max(0, at - _CONTEXT) : at], padded[at]


@lru_cache(maxsize=1)
def word_models() -> dict[str, WordModel]:
    """
    The model of each way of writing.
    """
    return {
        way: WordModel(_listed(way), counts) for way, counts in read_counts().items()
    }


def _listed(way: str) -> Iterable[str]:
    for name in _LISTS:
        path = _FOLDER / name.format(way.lower())
        yield from path.read_text(encoding="utf-8").split()


def _as_typed(word: str) -> str:
    return word.casefold().translate(_KEYBOARDS)
