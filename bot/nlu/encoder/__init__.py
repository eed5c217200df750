"""
Vectors of meaning: the port, the default encoder, and where it keeps things.
"""

import os
from functools import lru_cache
from pathlib import Path
from threading import Lock

from bot.nlu.encoder.cache import CachedEncoder, VectorStore
from bot.nlu.encoder.port import Encoder, Vectors

__all__ = [
    "CachedEncoder",
    "Encoder",
    "VectorStore",
    "Vectors",
    "cache_folder",
    "default_encoder",
    "training_store",
]

_opening = Lock()


def cache_folder() -> Path:
    """
    The folder for what the encoder builds and remembers.
    """
    return Path(os.environ.get("HAMYAR_DATA") or "var").absolute() / "encoder"


def default_encoder() -> CachedEncoder:
    """
    The one encoder of this process, opened at the first call (about a second).

    The engine may call its `encode` in a thread before a turn: the turn then finds
    the vector in memory.
    """
    # Two threads must not open the model side by side.
    with _opening:
        return _encoder(cache_folder())


def training_store() -> VectorStore:
    """
    The vectors of training sentences, kept between trainings.
    """
    return VectorStore(cache_folder() / "vectors.sqlite", default_encoder())


@lru_cache(maxsize=4)
def _encoder(folder: Path) -> CachedEncoder:
    from bot.nlu.encoder.onnx_e5 import OnnxE5Encoder  # noqa: PLC0415

    return CachedEncoder(OnnxE5Encoder(folder))
