"""
The kernel model as files in a folder: numbers in one, words in the other.
"""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from scipy.sparse import csr_matrix

from bot.nlu.kernel import KernelModel, Likeness, Space
from bot.nlu.kernel_draw import Draw, Sentence
from bot.nlu.ngrams import NgramVectorizer

_NUMBERS, _WORDS = "numbers.npz", "words.json"


def write(model: KernelModel, folder: Path) -> None:
    """
    Write the model into the folder.
    """
    words = {
        "sentences": model.sentences,
        "labels": model.labels,
        "runs": model.space.vectorizer.runs,
        "spelling": model.likeness.spelling,
        "steepness": model.likeness.steepness,
        "sharpness": model.sharpness,
        "share": model.draw.share,
        "left_out": sorted(model.draw.left_out),
    }
    (folder / _WORDS).write_text(
        json.dumps(words, ensure_ascii=False), encoding="utf-8"
    )
    np.savez(
        folder / _NUMBERS,
        middle=model.space.middle,
        directions=model.space.directions,
        run_weights=model.space.vectorizer.weights,
        # They were learnt in half precision.
        rows=model.rows.astype(np.float16),
        run_shares=model.runs.data,
        run_places=model.runs.indices,
        run_ends=model.runs.indptr,
        coefficients=model.coefficients,
    )


def read(folder: Path) -> KernelModel:
    """
    The model in the folder. Raises ValueError if there is none, or half of one.
    """
    try:
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS) as arrays:
            numbers = dict(arrays)
    except (OSError, BadZipFile, json.JSONDecodeError) as error:
        raise ValueError(f"no trained classifier in {folder.name}") from error
    vectorizer = NgramVectorizer(words["runs"], numbers["run_weights"])
    rows = numbers["rows"].astype(np.float32)
    return KernelModel(
        sentences=_sentences(words["sentences"]),
        labels=words["labels"],
        space=Space(vectorizer, numbers["middle"], numbers["directions"]),
        likeness=Likeness(words["spelling"], words["steepness"]),
        rows=rows,
        runs=csr_matrix(
            (numbers["run_shares"], numbers["run_places"], numbers["run_ends"]),
            shape=(len(rows), len(vectorizer.runs)),
        ),
        coefficients=numbers["coefficients"],
        sharpness=words["sharpness"],
        draw=Draw(words["share"], frozenset(_sentences(words["left_out"]))),
    )


def _sentences(pairs: list[list[str]]) -> list[Sentence]:
    return [(text, label) for text, label in pairs]
