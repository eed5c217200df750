"""
A linear classifier whose confidence is a probability, trained in closed form.

Least squares with a ridge over dense and sparse features, solved in the space of the
examples. The same solution gives what each example would have scored had it been left
out, and on those scores the softmax is calibrated: no part of the data is set aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

from bot.nlu.ngrams import NgramVectorizer, Vector

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LinearSettings:
    """
    What the training weighs: the ridge, and each kind of feature's share.
    """

    ridge: float = 0.5
    dense_share: float = 4.0
    sparse_share: float = 1.0


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
    sharpness: float

    def probabilities(self, dense: Array | None, text: str) -> Array:
        """
        The probability of each label, for a dense vector and the compared form.
        """
        places, values = self.vectorizer.vector(text)
        return self._softmax(dense, (places, values))

    def _softmax(self, dense: Array | None, sparse: Vector) -> Array:
        places, values = sparse
        scores = self.bias + values @ self.sparse_weights[places]
        if dense is not None and len(self.dense_weights):
            scores = scores + dense @ self.dense_weights
        return softmax(self.sharpness * scores)


def softmax(scores: npt.NDArray[np.floating]) -> Array:
    """
    Probabilities from scores, along the last axis.
    """
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (raised / raised.sum(axis=-1, keepdims=True)).astype(np.float32)


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
    answers = np.array([place[label] for label in labels])
    vectorizer = NgramVectorizer.fit(texts)
    sparse = vectorizer.matrix(texts)
    vectors = np.zeros((len(texts), 0), dtype=np.float32) if dense is None else dense
    middle = vectors.mean(axis=0)
    # Vectors of this kind all point one way; what tells them apart is the rest.
    spread = float(np.sqrt(((vectors - middle) ** 2).sum(axis=1).mean())) or 1.0
    centred = (vectors - middle) / spread

    solution, left_out = _solve(centred, sparse, answers, len(names), settings)
    sharpness = _calibrate(left_out, answers)
    dense_weights = settings.dense_share * (centred.T @ solution) / spread
    sparse_weights = settings.sparse_share * (sparse.T @ solution)
    bias = solution.sum(axis=0) - middle @ dense_weights
    return LinearModel(
        labels=names,
        vectorizer=vectorizer,
        dense_weights=dense_weights.astype(np.float32),
        sparse_weights=np.asarray(sparse_weights, dtype=np.float32),
        bias=bias.astype(np.float32),
        sharpness=sharpness,
    )


def _solve(
    dense: Array,
    sparse: csr_matrix,
    answers: npt.NDArray[np.intp],
    count: int,
    settings: LinearSettings,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """
    The weight of each example, and its score for each label when left out.
    """
    likeness = settings.dense_share * (dense @ dense.T)
    likeness += settings.sparse_share * (sparse @ sparse.T).toarray()
    likeness += 1  # the bias
    # A rare label's examples count for more, as the root of how rare it is.
    sizes = np.bincount(answers, minlength=count)
    weight = np.sqrt(sizes.mean() / sizes)[answers]
    likeness[np.diag_indices_from(likeness)] += settings.ridge / weight
    targets = np.eye(count)[answers]
    factor = cho_factor(likeness.astype(np.float64), lower=True, overwrite_a=True)
    inverse = cho_solve(factor, np.eye(len(answers)))
    solution = inverse @ targets
    left_out = targets - solution / np.diag(inverse)[:, None]
    return solution, left_out


def _calibrate(scores: npt.NDArray[np.float64], answers: npt.NDArray[np.intp]) -> float:
    """
    The sharpness under which the left-out scores are most probable.
    """
    rows = np.arange(len(answers))

    def surprise(log_sharpness: float) -> float:
        sharp = np.exp(log_sharpness) * scores
        top = sharp.max(axis=1)
        total = top + np.log(np.exp(sharp - top[:, None]).sum(axis=1))
        return float((total - sharp[rows, answers]).mean())

    found = minimize_scalar(surprise, bounds=(-1.0, 5.0), method="bounded")
    return float(np.exp(found.x))
