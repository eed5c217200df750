"""
A linear classifier whose confidence is a probability, trained in a second.

Multinomial logistic regression over dense and sparse features. For training, the
thousands of sparse features are folded into some hundreds of columns, which keep the
likeness of sentences well enough; for use, the weights are unfolded again, so that one
message costs a few look-ups. How sharp the probabilities are is learnt on sentences
that the model had not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

from bot.nlu.ngrams import NgramVectorizer

Array = npt.NDArray[np.float32]
Whole = npt.NDArray[np.intp]

_COLUMNS = 1024
_COLUMNS_PER_RUN = 4
# Each of two quarters is judged by a model that learnt from the rest.
_PARTS, _JUDGED = 4, 2
# Four odd numbers that spread one hash into four.
_SPREADERS = np.array([2654435761, 2246822519, 3266489917, 668265263], dtype=np.uint64)


@dataclass(frozen=True)
class LinearSettings:
    """
    What the training weighs: large weights against it, and each kind of feature.
    """

    ridge: float = 0.3
    dense_share: float = 2.0
    sparse_share: float = 1.0
    steps: int = 50


@dataclass(frozen=True)
class LinearModel:
    """
    Weights that turn features into a probability for each label.
    """

    labels: tuple[str, ...]
    vectorizer: NgramVectorizer
    dense_weights: Array
    sparse_weights: Array
    bias: Array

    def probabilities(self, dense: Array | None, text: str) -> Array:
        """
        The probability of each label, for a dense vector and the compared form.
        """
        places, values = self.vectorizer.vector(text)
        scores = self.bias + values @ self.sparse_weights[places]
        if dense is not None and len(self.dense_weights):
            scores = scores + dense @ self.dense_weights
        return softmax(scores)


def softmax(scores: Array) -> Array:
    """
    Probabilities from scores, along the last axis.
    """
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Array = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def fit(
    texts: Sequence[str],
    dense: Array | None,
    labels: Sequence[str],
    settings: LinearSettings | None = None,
) -> LinearModel:
    """
    Train on compared forms, their dense vectors (n, d) or None, and their labels.
    """
    settings = settings or LinearSettings()
    names = tuple(sorted(set(labels)))
    place = {name: at for at, name in enumerate(names)}
    answers = np.array([place[label] for label in labels], dtype=np.intp)
    vectorizer = NgramVectorizer.fit(texts)
    fold = _folding(vectorizer.runs) * np.float32(settings.sparse_share)
    folded = (vectorizer.matrix(texts) @ fold).toarray()
    vectors = np.zeros((len(texts), 0), dtype=np.float32) if dense is None else dense
    middle = vectors.mean(axis=0)
    # Vectors of this kind all point one way; what tells them apart is the rest.
    spread = float(np.sqrt(((vectors - middle) ** 2).sum(axis=1).mean())) or 1.0
    scale = settings.dense_share / spread
    ones = np.ones((len(texts), 1), dtype=np.float32)
    features = np.hstack([(vectors - middle) * scale, folded, ones]).astype(np.float32)

    weights = _descend(features, answers, len(names), settings)
    weights *= _sharpness(features, answers, len(names), settings)
    size = vectors.shape[1]
    dense_weights = weights[:size] * np.float32(scale)
    return LinearModel(
        labels=names,
        vectorizer=vectorizer,
        dense_weights=dense_weights,
        sparse_weights=np.asarray(fold @ weights[size:-1], dtype=np.float32),
        bias=(weights[-1] - middle @ dense_weights).astype(np.float32),
    )


def _folding(runs: Sequence[str]) -> csr_matrix:
    """
    Which columns each run of characters is added to or taken from, by its hash alone.
    """
    hashes = np.array([crc32(run.encode()) for run in runs], dtype=np.uint64)
    mixed = (hashes[:, None] + np.uint64(1)) * _SPREADERS
    mixed ^= mixed >> np.uint64(29)
    columns = (mixed >> np.uint64(7)) % np.uint64(_COLUMNS)
    signs = np.where(mixed & np.uint64(1), 1.0, -1.0) / np.sqrt(_COLUMNS_PER_RUN)
    ends = np.arange(0, len(runs) * _COLUMNS_PER_RUN + 1, _COLUMNS_PER_RUN)
    return csr_matrix(
        (signs.ravel(), columns.ravel().astype(np.int32), ends),
        shape=(len(runs), _COLUMNS),
        dtype=np.float32,
    )


def _descend(
    features: Array, answers: Whole, count: int, settings: LinearSettings
) -> Array:
    """
    The weights (features, labels) under which the answers are most probable.
    """
    shape = features.shape[1], count
    rows = np.arange(len(answers))
    # A rare label's sentences count for more, by the root of how rare it is.
    sizes = np.maximum(np.bincount(answers, minlength=count), 1)
    counts = np.sqrt(sizes.mean() / sizes)[answers].astype(np.float32)

    def surprise(flat: npt.NDArray[np.float64]) -> tuple[float, Array]:
        weights = flat.astype(np.float32).reshape(shape)
        shares = softmax(features @ weights)
        found = np.maximum(shares[rows, answers], 1e-12)
        shares[rows, answers] -= 1
        held = weights.copy()
        held[-1] = 0  # the bias is free
        loss = -(counts * np.log(found)).sum() + settings.ridge / 2 * (held**2).sum()
        slope = features.T @ (shares * counts[:, None]) + settings.ridge * held
        return float(loss), slope.ravel().astype(np.float64)

    start = np.zeros(shape[0] * shape[1])
    options = {"maxiter": settings.steps, "gtol": 1e-3}
    found = minimize(surprise, start, jac=True, method="L-BFGS-B", options=options)
    weights: Array = found.x.astype(np.float32).reshape(shape)
    return weights


def _sharpness(
    features: Array, answers: Whole, count: int, settings: LinearSettings
) -> float:
    """
    By how much to sharpen scores, so that confidence is how often one is right.
    """
    part = np.random.default_rng(0).permutation(len(answers)) % _PARTS
    judged = part < _JUDGED
    scores = np.zeros((len(answers), count), dtype=np.float32)
    for unseen in (part == at for at in range(_JUDGED)):
        weights = _descend(features[~unseen], answers[~unseen], count, settings)
        scores[unseen] = features[unseen] @ weights
    scores, right = scores[judged], answers[judged]
    rows = np.arange(len(right))

    def surprise(log_sharpness: float) -> float:
        shares = softmax(np.exp(log_sharpness) * scores)
        return float(-np.log(np.maximum(shares[rows, right], 1e-12)).mean())

    found = minimize_scalar(surprise, bounds=(-2.0, 3.0), method="bounded")
    return float(np.exp(found.x))
