"""
Vectors of meaning: the port, the encoder of this process, and where it keeps things.
"""

import os
from functools import lru_cache
from pathlib import Path
from threading import Lock

from bot.nlu.encoder import choice
from bot.nlu.encoder.cache import CachedEncoder
from bot.nlu.encoder.port import Encoder, Vectors
from bot.nlu.encoder.store import VectorStore

__all__ = [
    "CachedEncoder",
    "Encoder",
    "VectorStore",
    "Vectors",
    "cache_folder",
    "default_encoder",
    "encoder_mark",
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
    The one encoder of this process, opened at the first call.

    The packaged one (about a second), or what `HAMYAR_ENCODER` names (some seconds).

    The engine may call its `encode` in a thread before a turn: the turn then finds
    the vector in memory.
    """
    # Two threads must not open the model side by side.
    with _opening:
        return _encoder(os.environ.get("HAMYAR_DATA"), choice.chosen())


def encoder_mark() -> str:
    """
    What a trained model is told of the encoder. Raises `Unusable` if it is not there.

    Empty for the packaged one: its code and the lock are known anyway.
    """
    wanted = choice.chosen()
    if not wanted:
        return ""
    folder = choice.find(wanted, cache_folder())
    return f"{folder.name}-{choice.mark(folder)}"


def training_store() -> VectorStore:
    """
    The vectors of training sentences, kept between trainings.
    """
    return VectorStore(cache_folder() / "vectors.sqlite", default_encoder())


@lru_cache(maxsize=4)
def _encoder(data: str | None, wanted: str) -> CachedEncoder:
    # By the setting itself: paths are slow to make, and every message asks.
    folder = cache_folder()
    if wanted:
        found = choice.find(wanted, folder)
        # There only with the extra.
        from bot.nlu.encoder.sentence_transformers import (  # noqa: PLC0415
            SentenceTransformersEncoder,
        )

        return CachedEncoder(SentenceTransformersEncoder(found))
    from bot.nlu.encoder.onnx_e5 import OnnxE5Encoder  # noqa: PLC0415

    return CachedEncoder(OnnxE5Encoder(folder))
