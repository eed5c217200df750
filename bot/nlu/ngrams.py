"""
Sparse features: which short runs of characters a sentence holds.

They carry what vectors of meaning blur: endings, typing mistakes, short words. Written
here because a vectoriser made for matrices costs a millisecond on a single message.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

LONGEST = 4
# Beyond this many characters head and tail say what the message is about.
MOST_CHARACTERS = 600

# A run in more texts than this says next to nothing of one, and costs the most.
_COMMON, _COMMON_SHARE = 200, 0.05

# A word that begins so is one feature, whatever its letters.
MARK = "§"

Vector = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]


def ngrams(text: str) -> set[str]:
    """
    The runs of one to four characters inside the words, the pairs of words, the marks.
    """
    if len(text) > MOST_CHARACTERS:
        half = MOST_CHARACTERS // 2
        # Marks stand at the end and so are kept.
        text = f"{text[:half]} {text[-half:]}"
    words = [word for word in text.split() if not word.startswith(MARK)]
    found: set[str] = set(map(" ".join, pairwise(words)))
    for word in words:
        padded = f" {word} "
        for size in range(1, LONGEST + 1):
            found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
        # A word longer than the longest run is also one feature.
        found.add(padded)
    found.update(word for word in text.split() if word.startswith(MARK))
    found.discard(" ")
    return found


class NgramVectorizer:
    """
    Unit vectors over the runs seen in training, rare runs weighing more.
    """

    def __init__(self, runs: Sequence[str], weights: npt.NDArray[np.float32]) -> None:
        self.runs = list(runs)
        self.weights = weights
        self._index = {run: at for at, run in enumerate(self.runs)}

    @classmethod
    def fit(cls, texts: Sequence[str], least_texts: int = 2) -> "NgramVectorizer":
        """
        Learn the runs that stand in at least so many of the texts, but not in most.
        """
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(ngrams(text))
        most = max(_COMMON, len(texts) * _COMMON_SHARE)
        runs = sorted(
            run for run, count in seen.items() if least_texts <= count <= most
        )
        counts = np.array([seen[run] for run in runs], dtype=np.float32)
        weights = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(runs, weights.astype(np.float32))

    def vector(self, text: str) -> Vector:
        """
        The places and values of one text's features, of unit length together.
        """
        index = self._index
        places = np.array(
            sorted(index[run] for run in ngrams(text) if run in index), dtype=np.int32
        )
        values = self.weights[places]
        length = float(np.sqrt(values @ values))
        return places, values / length if length else values

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """
        The vectors of many texts, one a row.
        """
        vectors = [self.vector(text) for text in texts]
        ends = np.cumsum([0] + [len(places) for places, _ in vectors])
        places = np.concatenate([places for places, _ in vectors])
        values = np.concatenate([values for _, values in vectors])
        return csr_matrix(
            (values, places, ends), shape=(len(vectors), len(self.runs)), dtype="f4"
        )
