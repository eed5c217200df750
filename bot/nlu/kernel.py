"""
A classifier of sentences by their likeness, whose confidence is a probability.

Kernel ridge regression on the one-hot answers: Saunders, Gammerman and Vovk, "Ridge
regression learning algorithm in dual variables" (ICML 1998). Two sentences are alike
by meaning (the encoder's vectors) and by spelling (runs of characters). How sharp the
scores must be made for a confidence to be how often one is right is found on sentences
held back (Guo et al., "On calibration of modern neural networks", ICML 2017).
Everything is solved in closed form: the same sentences give the same model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh, lapack
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

from bot.nlu.kernel_draw import EVERYTHING, Draw, Sentence, drawn, share_for
from bot.nlu.ngrams import NgramVectorizer

Array = npt.NDArray[np.float32]
Whole = npt.NDArray[np.intp]
# On rows held back 96 to 576 directions do not differ; a message costs by their number.
_DIRECTIONS = 128
RIDGE = 0.01
# How much of the likeness is spelling, and how steeply what is less alike counts less:
# the best of forty pairs on a fifth held back of our own sentences and of BANKING77's
# training rows. With ten sentences an intent the pairs do not differ.
_LIKENESS = (0.2, 1.5)
# One part in so many is held back to find the sharpness.
_PARTS = 4
# Beyond this many sentences, about so many are drawn: memory grows with the square.
MOST_SENTENCES = 25_000
_BLOCK = 1000


@dataclass(frozen=True)
class Likeness:
    """
    How alike sentences are: `spelling` is its share, `steepness` that of the scale.
    """

    spelling: float
    steepness: float

    def kernel(self, meaning: Array, spelling: Array) -> Array:
        """
        The kernel, from the cosines of meaning and of spelling; changes `meaning`.
        """
        meaning *= 1 - self.spelling
        meaning += self.spelling * spelling
        meaning -= 1
        meaning *= self.steepness
        return np.exp(meaning, out=meaning)


@dataclass(frozen=True)
class Space:
    """
    From a sentence's vector and text to where it lies among the sentences learnt.
    """

    vectorizer: NgramVectorizer
    middle: Array
    directions: Array

    @classmethod
    def fit(cls, texts: Sequence[str], dense: Array) -> Space:
        """
        The middle of the vectors, and the directions in which they differ most.
        """
        middle = dense.mean(axis=0)
        around = _unit(dense - middle)
        size = dense.shape[1]
        if size <= _DIRECTIONS:
            directions = np.eye(size, dtype=np.float32)
        else:
            last = [size - _DIRECTIONS, size - 1]
            _, directions = eigh(around.T @ around, subset_by_index=last)
        return cls(NgramVectorizer.fit(texts), middle, directions.astype(np.float32))

    def place(self, dense: Array) -> Array:
        """
        Where vectors (..., d) lie; the product of two places is their likeness.
        """
        return _unit(dense - self.middle) @ self.directions


class KernelModel:
    """
    The sentences learnt, each with what it says for and against every label.

    `sentences` are n pairs of text and label, `rows` (n, directions) and `runs` (n,
    runs of characters) where they lie, `coefficients` (n, labels) their say. `draw`
    tells them from those that were too many.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        labels: Sequence[str],
        space: Space,
        likeness: Likeness,
        rows: Array,
        runs: csr_matrix,
        coefficients: Array,
        sharpness: float,
        draw: Draw = EVERYTHING,
    ) -> None:
        self.sentences = tuple(sentences)
        self.labels = tuple(labels)
        self.space = space
        self.likeness = likeness
        self.rows = rows
        self.runs = runs
        self.coefficients = coefficients
        self.sharpness = sharpness
        self.draw = draw
        # By run: the sentences that hold it. One message asks for a hundred runs.
        by_run = runs.tocsc()
        self._ends = by_run.indptr
        self._holders = by_run.indices
        self._shares = by_run.data

    def probabilities(self, dense: Array | None, text: str) -> Array:
        """
        The probability of each label, for a dense vector and the compared form.
        """
        alike = np.zeros(len(self.rows), dtype=np.float32)
        if dense is not None and self.rows.shape[1]:
            alike = self.rows @ self.space.place(dense)
        kernel = self.likeness.kernel(alike, self._spelled_like(text))
        return softmax(self.sharpness * (kernel @ self.coefficients))

    def _spelled_like(self, text: str) -> Array:
        """
        The cosine of a text with every sentence learnt.
        """
        places, values = self.space.vectorizer.vector(text)
        if not len(places):
            return np.zeros(len(self.rows), dtype=np.float32)
        firsts, lasts = self._ends[places], self._ends[places + 1]
        found = [slice(a, b) for a, b in zip(firsts, lasts, strict=True)]
        holders = np.concatenate([self._holders[part] for part in found])
        shares = np.concatenate([self._shares[part] for part in found])
        shares = shares * np.repeat(values, lasts - firsts)
        likeness = np.bincount(holders, shares, minlength=len(self.rows))
        return likeness.astype(np.float32)


def fit(
    texts: Sequence[str],
    dense: Array | None,
    labels: Sequence[str],
    said: Sequence[str] | None = None,
) -> KernelModel:
    """
    Learn compared forms, their dense vectors (n, d) or None, and their labels.

    `said` are the texts as they were written, if the model is to be updated later.
    """
    sentences = list(zip(said or texts, labels, strict=True))
    names = tuple(sorted(set(labels)))
    chosen, draw = _draw(sentences)
    if draw is not EVERYTHING:
        sentences = [sentences[at] for at in chosen]
        texts = [texts[at] for at in chosen]
        dense = None if dense is None else dense[chosen]
    place = {name: at for at, name in enumerate(names)}
    answers = np.array([place[label] for _, label in sentences], dtype=np.intp)
    vectors = np.zeros((len(texts), 0), dtype=np.float32) if dense is None else dense
    space = Space.fit(texts, vectors)
    # Kept in half precision, so learnt in half precision.
    rows = space.place(vectors).astype(np.float16).astype(np.float32)
    # Mixed, for the last of them are held back to find the sharpness.
    mixed = np.random.default_rng(0).permutation(len(texts))
    rows, answers = rows[mixed], answers[mixed]
    runs = space.vectorizer.matrix([texts[at] for at in mixed])
    likeness = Likeness(*_LIKENESS)
    coefficients, sharpness = _solve_and_sharpen(
        _kernel(likeness, rows, runs), _wanted(answers, len(names)), answers
    )
    return KernelModel(
        [sentences[at] for at in mixed],
        names,
        space,
        likeness,
        rows,
        runs,
        coefficients,
        sharpness,
        draw,
    )


def _draw(sentences: Sequence[Sentence]) -> tuple[list[int], Draw]:
    """
    Which of the sentences are learnt, and what is to be known of the others.
    """
    if len(sentences) <= MOST_SENTENCES:
        return list(range(len(sentences))), EVERYTHING
    first: dict[Sentence, int] = {}
    for at, sentence in enumerate(sentences):
        first.setdefault(sentence, at)
    share = share_for(first, MOST_SENTENCES)
    kept = drawn(first, share)
    left_out = frozenset(first.keys() - kept)
    return [at for each, at in first.items() if each in kept], Draw(share, left_out)


def _wanted(answers: Whole, labels: int) -> Array:
    """
    The scores (n, labels) to be met: one for the answer, on the whole nothing.
    """
    wanted = np.full((len(answers), labels), -1 / labels, np.float32)
    wanted[np.arange(len(answers)), answers] += 1
    return wanted


def _kernel(likeness: Likeness, rows: Array, runs: csr_matrix) -> Array:
    """
    The lower half of the kernel between all sentences (n, n), in blocks of rows.
    """
    whole = np.zeros((len(rows), len(rows)), dtype=np.float32)
    for first in range(0, len(rows), _BLOCK):
        last = min(first + _BLOCK, len(rows))
        meaning = rows[first:last] @ rows[:last].T
        spelling = (runs[first:last] @ runs[:last].T).toarray()
        whole[first:last, :last] = likeness.kernel(meaning, spelling)
    return whole


def _solve_and_sharpen(
    kernel: Array, wanted: Array, answers: Whole
) -> tuple[Array, float]:
    """
    The say of every sentence and the sharpness of the scores; uses up the kernel.

    For the sharpness the last part is judged by the say of the others. They need no
    factors of their own: Cholesky's of a leading block are a block of the whole's.
    """
    cut = len(kernel) - max(1, len(kernel) // _PARTS)
    between = kernel[cut:, :cut].copy()
    kernel.flat[:: len(kernel) + 1] += RIDGE
    # The transpose is the same matrix in the order that LAPACK works in, in place.
    factors, fault = lapack.spotrf(kernel.T, lower=False, overwrite_a=True, clean=False)
    if fault:
        raise ArithmeticError(f"the sentences could not be told apart ({fault})")
    of_others, _ = lapack.spotrs(factors[:cut, :cut], wanted[:cut], lower=False)
    sharpness = _sharpness(between @ of_others, answers[cut:])
    say, _ = lapack.spotrs(factors, wanted, lower=False)
    return np.ascontiguousarray(say, dtype=np.float32), sharpness


def _sharpness(scores: Array, right: Whole) -> float:
    """
    By how much to sharpen scores, so that confidence is how often one is right.
    """
    rows = np.arange(len(right))

    def surprise(log_sharpness: float) -> float:
        shares = softmax(np.float32(np.exp(log_sharpness)) * scores)
        return float(-np.log(np.maximum(shares[rows, right], 1e-12)).mean())

    found = minimize_scalar(surprise, bounds=(-2.0, 5.0), method="bounded")
    return float(np.exp(found.x))


def solve(kernel: Array, wanted: Array) -> Array:
    """
    The say of every sentence; uses up the kernel's memory.
    """
    kernel.flat[:: len(kernel) + 1] += RIDGE
    # The transpose is the same matrix in the order that LAPACK works in, in place.
    _, found, fault = lapack.sposv(
        kernel.T, wanted, lower=False, overwrite_a=True, overwrite_b=False
    )
    if fault:
        raise ArithmeticError(f"the sentences could not be told apart ({fault})")
    return np.ascontiguousarray(found, dtype=np.float32)


def softmax(scores: Array) -> Array:
    """
    Probabilities from scores, along the last axis.
    """
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Array = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _unit(vectors: Array) -> Array:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Array = vectors / np.maximum(lengths, 1e-6)
    return unit
