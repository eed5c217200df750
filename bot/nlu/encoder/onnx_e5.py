"""
The default encoder: the packaged multilingual-e5-small, run by ONNX Runtime in int8.
"""

import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime

from bot.nlu.encoder import graph
from bot.nlu.encoder.port import Vectors
from bot.nlu.encoder.tokens import PieceCutter
from bot.nlu.encoder.weights import Weights, model_file, model_version, read, unpack

MOST_TOKENS = 128
# What e5 was trained to see before a question.
PREFIX = "query: "
_BATCH = 16
# In natural logarithms: a piece as common as a comma says nothing, the rarest not more
# than a hundred times as much. Chosen on BANKING77 with ten sentences an intent.
_SAYS_NOTHING, _INFORMATION = 4.0, (0.1, 12.0)


class OnnxE5Encoder:
    """
    The network is built once into `folder`; later starts only open it.

    One thread a sentence is the quickest: a short sentence is read in less time than
    it takes to wake a second thread. Cores are used by sentences side by side.
    """

    def __init__(self, folder: Path) -> None:
        weights = read(model_file())
        self._name = f"e5-small-{model_version()}-int8-{graph.BUILDER}"
        self._width = weights.width
        self._cutter = PieceCutter(weights.vocabulary, MOST_TOKENS)
        self._words = weights.blocks("emb.word", weights.width)
        self._informs = _information(weights.vocabulary.scores)
        # The signs for the begin and the prefix stand before every text.
        self._before = len(self._cutter.pieces(PREFIX, "")) - 1
        places = weights.plain("emb.pos").reshape(-1, weights.width)
        kind = weights.plain("emb.type")[: weights.width]
        self._places = places[:MOST_TOKENS] + kind
        self._session = onnxruntime.InferenceSession(
            str(_network(weights, folder, self._name)),
            _options(),
            providers=["CPUExecutionProvider"],
        )
        # For many sentences at once; its threads begin with the first of them.
        self._pool = ThreadPoolExecutor(min(2, os.cpu_count() or 1))

    @property
    def name(self) -> str:
        """
        The model, the version of its package and of our building.
        """
        return self._name

    @property
    def dimension(self) -> int:
        """
        Three views of 384 numbers: 1,152.
        """
        return graph.VIEWS * self._width

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Vectors (n, dimension) of unit length, in the order of the texts.

        The first third is the vector that the package itself gives, shortened. Words
        that stand everywhere say little of a wish, so the second third weighs tokens
        by how rare they are; the third holds the largest number of any token.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        pieces = [self._cutter.pieces(PREFIX, text) for text in texts]
        # Texts of like length share a batch, so that little of it is filling.
        order = sorted(range(len(texts)), key=lambda at: len(pieces[at]))
        batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]

        def work(batch: list[int]) -> None:
            vectors[batch] = self._run([pieces[at] for at in batch])

        if len(batches) == 1:
            work(batches[0])
        else:
            list(self._pool.map(work, batches))
        return vectors

    def _run(self, batch: list[list[int]]) -> Vectors:
        longest = max(map(len, batch))
        rows = np.zeros((len(batch), longest, self._width), dtype=np.float32)
        mask = np.zeros((len(batch), longest), dtype=np.float32)
        weights = np.zeros((len(batch), longest), dtype=np.float32)
        for row, pieces in enumerate(batch):
            size = len(pieces)
            rows[row, :size] = unpack(self._words[pieces]) + self._places[:size]
            mask[row, :size] = 1
            said = slice(self._before, size - 1)
            weights[row, said] = self._informs[pieces[said]]
            if size - 1 <= self._before:
                # Nothing was said: the signs are all there is.
                weights[row, :size] = 1
        (vectors,) = self._session.run(
            [graph.OUTPUT],
            {graph.INPUT: rows, graph.MASK: mask, graph.WEIGHTS: weights},
        )
        return vectors


def _information(scores: Vectors) -> Vectors:
    """
    How much a piece says, from its logarithm of probability in the vocabulary.
    """
    return np.clip(-scores - _SAYS_NOTHING, *_INFORMATION).astype(np.float32)


def _network(weights: Weights, folder: Path, name: str) -> Path:
    """
    The built network in the folder, built now if it is not there yet.
    """
    path = folder / f"{name}.onnx"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: another process may be looking for it just now.
        with tempfile.TemporaryDirectory(dir=folder) as unfinished:
            built = Path(unfinished) / path.name
            graph.build(weights, built)
            built.replace(path)
    return path


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take the cores from the rest of the process.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options
