"""
Keeps the vectors of what training reads on disk.

So training again after one new sentence encodes one sentence. What no training has read
for long is forgotten.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import structlog

from bot.nlu.encoder.port import Encoder, Vectors

log = structlog.get_logger(__name__)

_ASKED_AT_ONCE = 500
_PATIENCE_SECONDS = 30.0
# An encoder or a sentence that was taken out may come back within so many days.
_KEPT_DAYS = 90
# The day of the last use is written again after so many, not at each training.
_EXACT_DAYS = 7
# The days are beside the vectors, so that to write one does not write vectors again.
_TABLES = """
    CREATE TABLE IF NOT EXISTS vectors (
        model TEXT, text BLOB, vector BLOB, PRIMARY KEY (model, text)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS uses (
        model TEXT, text BLOB, day INTEGER, PRIMARY KEY (model, text)
    ) WITHOUT ROWID;
"""


class VectorStore:
    """
    An encoder's vectors on disk, by the encoder's name and the text.

    Several processes may use the file. `today` is asked for the day of a use.
    """

    def __init__(
        self, path: Path, encoder: Encoder, today: Callable[[], date] = date.today
    ) -> None:
        self._path = path
        self._encoder = encoder
        self._today = today

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Vectors of the texts; those not stored are read and stored.
        """
        wanted = list(dict.fromkeys(texts))
        with self._open() as store:
            found = self._stored(store, wanted)
            missing = [text for text in wanted if text not in found]
            new: list[tuple[str, Vectors]] = []
            if missing:
                vectors = self._encoder.encode(missing)
                new = list(zip(missing, vectors, strict=True))
                found.update(new)
            # Not before the encoder is done: meanwhile nobody else could write.
            self._keep(store, new, wanted)
        if not texts:
            return np.empty((0, self._encoder.dimension), dtype=np.float32)
        return np.stack([found[text] for text in texts])

    def forget_unused(self) -> None:
        """
        Forget the vectors, of any encoder, that nobody has asked for in 90 days.

        It takes a moment, and the disk: for a training, not for who answers messages.
        """
        day = self._today().toordinal()
        try:
            with self._open() as store:
                store.execute("BEGIN IMMEDIATE")
                # What an older version stored has no day yet.
                store.execute(
                    "INSERT OR IGNORE INTO uses SELECT model, text, ? FROM vectors",
                    [day],
                )
                # A day to come is of a clock that was wrong, but for one: midnight.
                store.execute(
                    "DELETE FROM uses WHERE day NOT BETWEEN ? AND ?",
                    [day - _KEPT_DAYS, day + 1],
                )
                store.execute(
                    "DELETE FROM vectors WHERE NOT EXISTS (SELECT 1 FROM uses WHERE "
                    "uses.model = vectors.model AND uses.text = vectors.text)"
                )
                store.commit()
                (pages,) = store.execute("PRAGMA page_count").fetchone()
                (free,) = store.execute("PRAGMA freelist_count").fetchone()
                # The file itself grows smaller only when it is written anew.
                if 2 * free > pages:
                    store.execute("VACUUM")
        except sqlite3.OperationalError as error:
            # Busy, or no room to write: no reason to fail, for the next one does it.
            log.info("old_vectors_kept", why=str(error))

    def _keep(
        self,
        store: sqlite3.Connection,
        new: Iterable[tuple[str, Vectors]],
        used: Iterable[str],
    ) -> None:
        day, model = self._today().toordinal(), self._encoder.name
        store.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
            [(model, _key(text), vector.tobytes()) for text, vector in new],
        )
        store.executemany(
            "INSERT INTO uses VALUES (?, ?, ?) ON CONFLICT (model, text) "
            "DO UPDATE SET day = excluded.day WHERE day NOT BETWEEN ? AND ?",
            [(model, _key(text), day, day - _EXACT_DAYS, day) for text in used],
        )
        store.commit()

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
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)) as store:
            store.executescript(_TABLES)
            yield store


def _key(text: str) -> bytes:
    # A lone surrogate is no UTF-8, but may stand in a message.
    return text.encode("utf-8", "surrogatepass")
