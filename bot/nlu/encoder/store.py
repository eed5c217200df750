"""
Keeps the vectors of what training reads on disk.

So training again after one new sentence encodes one sentence.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import numpy as np

from bot.nlu.encoder.port import Encoder, Vectors

_ASKED_AT_ONCE = 500


class VectorStore:
    """
    An encoder's vectors on disk, by the encoder's name and the text.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Vectors of the texts; those not stored are read and stored.
        """
        wanted = list(dict.fromkeys(texts))
        with self._open() as store:
            found = self._stored(store, wanted)
            missing = [text for text in wanted if text not in found]
            if missing:
                vectors = self._encoder.encode(missing)
                found.update(zip(missing, vectors, strict=True))
                store.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                    [
                        (self._encoder.name, _key(text), vector.tobytes())
                        for text, vector in zip(missing, vectors, strict=True)
                    ],
                )
                store.commit()
        if not texts:
            return np.empty((0, self._encoder.dimension), dtype=np.float32)
        return np.stack([found[text] for text in texts])

    def _stored(
        self, store: sqlite3.Connection, texts: Iterable[str]
    ) -> dict[str, Vectors]:
        found = {}
        rest = iter(texts)
        while asked := list(islice(rest, _ASKED_AT_ONCE)):
            keys = {_key(text): text for text in asked}
            marks = ",".join("?" * len(keys))
            rows = store.execute(
                # Only the number of marks is put into the statement.
                f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})",  # noqa: S608, E501
                [self._encoder.name, *keys],
            )
            for key, stored in rows:
                vector = np.frombuffer(stored, dtype=np.float32)
                if len(vector) == self._encoder.dimension:
                    found[keys[key]] = vector
        return found

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as store:
            store.execute(
                "CREATE TABLE IF NOT EXISTS vectors "
                "(model TEXT, text BLOB, vector BLOB, PRIMARY KEY (model, text)) "
                "WITHOUT ROWID"
            )
            yield store


def _key(text: str) -> bytes:
    # A lone surrogate is no UTF-8, but may stand in a message.
    return text.encode("utf-8", "surrogatepass")
