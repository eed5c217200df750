"""
A kernel model brought up to date after an edit, without solving everything anew.

What a sentence says depends above all on the sentences like it. So only the sentences
of the edited labels and the nearest neighbours of what came and went are solved again;
the others keep their say. That is one step of block coordinate descent on the same
sum that the whole training minimises (Bertsekas, "Nonlinear Programming", section 2.7).
A whole training afterwards makes the model exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy

import numpy as np
from scipy.sparse import vstack

from bot.nlu.kernel import Array, KernelModel, Whole, solve
from bot.nlu.kernel_draw import Draw, Sentence, drawn

# So many are solved again: those of the edited labels, and what is nearest to the edit.
_NEAREST = 1500
_MOST_AGAIN = 3000
_BLOCK = 500

Reader = Callable[[Sequence[Sentence]], tuple[list[str], Array]]


class TooMuchChanged(Exception):
    """
    So much was edited that only a whole training will do.
    """


def updated(
    model: KernelModel, sentences: Iterable[Sentence], read: Reader
) -> KernelModel:
    """
    The model for these sentences. `read` gives compared forms and vectors (n, d).

    Of a model that learnt a share of its sentences the same share is drawn. Raises
    `TooMuchChanged`.
    """
    every = dict.fromkeys(sentences)
    wanted = drawn(every, model.draw.share)
    draw = Draw(model.draw.share, frozenset(every.keys() - wanted))
    kept = [at for at, known in enumerate(model.sentences) if known in wanted]
    gone = [at for at, known in enumerate(model.sentences) if known not in wanted]
    known = set(model.sentences)
    came = [each for each in every if each in wanted and each not in known]
    if not came and not gone:
        return model if draw == model.draw else _with(model, draw)
    labels = sorted({label for _, label in wanted})
    if len(labels) < 2:
        raise TooMuchChanged
    forms, vectors = read(came) if came else ([], np.zeros((0, 0), np.float32))
    rows = model.rows[kept]
    runs = model.runs[kept]
    if came:
        placed = model.space.place(vectors).astype(np.float16).astype(np.float32)
        rows = np.vstack([rows, placed])
        runs = vstack([runs, model.space.vectorizer.matrix(forms)], format="csr")
    said = [*(model.sentences[at] for at in kept), *came]
    answers = np.array([labels.index(label) for _, label in said], dtype=np.intp)
    fresh = KernelModel(
        said,
        labels,
        model.space,
        model.likeness,
        rows,
        runs,
        _carried_over(model, kept, labels, len(said)),
        model.sharpness,
        draw,
    )
    touched = {model.sentences[at][1] for at in gone} | {label for _, label in came}
    _solve_again(fresh, answers, _to_solve(model, fresh, touched, gone, len(kept)))
    return fresh


def _with(model: KernelModel, draw: Draw) -> KernelModel:
    """
    The same model, that knows of other sentences that it did not learn.
    """
    fresh = copy(model)
    fresh.draw = draw
    return fresh


def _carried_over(
    model: KernelModel, kept: Sequence[int], labels: Sequence[str], count: int
) -> Array:
    """
    The say of the sentences kept, for the labels of now; the rest say nothing yet.
    """
    coefficients = np.zeros((count, len(labels)), dtype=np.float32)
    place = {label: at for at, label in enumerate(model.labels)}
    for at, label in enumerate(labels):
        if label in place:
            coefficients[: len(kept), at] = model.coefficients[kept, place[label]]
    return coefficients


def _to_solve(
    model: KernelModel,
    fresh: KernelModel,
    touched: set[str],
    gone: Sequence[int],
    kept: int,
) -> Whole:
    """
    Which sentences are solved again. Raises `TooMuchChanged` where they are too many.
    """
    came = list(range(kept, len(fresh.sentences)))
    own = [at for at, (_, label) in enumerate(fresh.sentences) if label in touched]
    if len(own) > _MOST_AGAIN:
        raise TooMuchChanged
    edited = np.vstack([fresh.rows[came], model.rows[list(gone)]])
    nearness = np.full(len(fresh.sentences), -1.0, dtype=np.float32)
    for first in range(0, len(edited), _BLOCK):
        likeness = fresh.rows @ edited[first : first + _BLOCK].T
        np.maximum(nearness, likeness.max(axis=1), out=nearness)
    nearness[own] = np.inf
    count = min(len(nearness), max(len(own), _NEAREST))
    again: Whole = np.sort(np.argpartition(-nearness, count - 1)[:count])
    return again


def _solve_again(fresh: KernelModel, answers: Whole, again: Whole) -> None:
    """
    Solve for these sentences, given what the others say; changes the coefficients.
    """
    meaning = fresh.rows[again] @ fresh.rows.T
    spelling = (fresh.runs[again] @ fresh.runs.T.tocsr()).toarray()
    kernel = fresh.likeness.kernel(meaning, spelling)
    others = fresh.coefficients.copy()
    others[again] = 0
    count = len(fresh.labels)
    wanted = np.full((len(again), count), -1 / count, dtype=np.float32)
    wanted[np.arange(len(again)), answers[again]] += 1
    wanted -= kernel @ others
    fresh.coefficients[again] = solve(np.ascontiguousarray(kernel[:, again]), wanted)
