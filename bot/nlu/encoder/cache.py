"""
Remembers the vectors of what customers write in memory, bounded.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np

from bot.nlu.encoder.port import Encoder, Vectors

Vector = Vectors
# With the default encoder's vectors some 40 MB.
_MEMORY = 8_000


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
