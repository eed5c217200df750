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


class WordModel:
    """
    The words of one way of writing.
    """

    def __init__(self, listed: Iterable[str], counts: Mapping[str, int]) -> None:
        self._listed = frozenset(listed)
        self._counts = counts
        self._total = sum(counts.values()) or 1
        self._runs: dict[str, int] = defaultdict(int)
        self._contexts: dict[str, int] = defaultdict(int)
        self.words = self._listed.union(counts)
        for word in self.words:
            for context, letter in _steps(word):
                # Longer contexts and shorter ones; the shorter fill the gaps.
                for cut in range(len(context) + 1):
                    self._runs[context[cut:] + letter] += 1
                    self._contexts[context[cut:]] += 1

    def lists(self, word: str) -> bool:
        """
        Whether it is a common word.
        """
        return word in self._listed

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
        total = 0.0
        for context, letter in _steps(word):
            probability = 1 / _LETTERS
            for cut in range(len(context), -1, -1):
                shorter = context[cut:]
                seen = self._contexts.get(shorter, 0)
                if not seen:
                    break
                share = self._runs.get(shorter + letter, 0) / seen
                weight = seen / (seen + _FADES)
                probability = weight * share + (1 - weight) * probability
            total += math.log(max(probability, 1e-6))
        return math.exp(total)


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
        for word in path.read_text(encoding="utf-8").split():
            yield normalize(word)
