"""
Remembers vectors, so that no sentence is read twice.

In memory for what customers write, bounded. On disk for what training reads, so that
training again after one new sentence encodes one sentence.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from threading import Lock

import numpy as np

from bot.nlu.encoder.port import Encoder, Vectors

Vector = Vectors
# With the default encoder's vectors some 40 MB.
_MEMORY = 8_000
_ASKED_AT_ONCE = 500


class CachedEncoder:
    """
    An encoder with a memory in front; the least recently used is forgotten first.
    """

    def __init__(self, encoder: Encoder, most: int = _MEMORY) -> None:
        self._encoder = encoder
        self._most = most
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        """
        The name of the encoder behind.
        """
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """
        The dimension of the encoder behind.
        """
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Vectors of the texts; only those not known are read.
        """
        found = self._recall(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            # Not under the lock: others may recall meanwhile.
            vectors = self._encoder.encode(missing)
            found.update(zip(missing, vectors, strict=True))
            self.remember(zip(missing, vectors, strict=True))
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([found[text] for text in texts])

    def remember(self, vectors: Iterable[tuple[str, Vector]]) -> None:
        """
        Keep vectors that were worked out elsewhere.
        """
        with self._lock:
            for text, vector in vectors:
                # A copy: a row would keep its whole batch in memory.
                self._known[text] = vector.copy()
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def _recall(self, texts: Sequence[str]) -> dict[str, Vector]:
        found = {}
        with self._lock:
            for text in texts:
                vector = self._known.get(text)
                if vector is not None:
                    self._known.move_to_end(text)
                    found[text] = vector
        return found


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
    ) -> dict[str, Vector]:
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
