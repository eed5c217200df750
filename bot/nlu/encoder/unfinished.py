"""
Folders for what is being made: they go with their maker, or with the next one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = ".tuning-"


@contextmanager
def unfinished(place: Path) -> Iterator[Path]:
    """
    A folder in this place for as long as the block runs.
    """
    with _held(place):
        made = tempfile.TemporaryDirectory(dir=place, prefix=_PREFIX)
        folder = Path(made.name)
        held = _open(folder)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        with made:
            yield folder
    finally:
        os.close(held)


def remove_left_behind(place: Path) -> None:
    """
    Remove the folders in this place whose makers were killed.
    """
    with _held(place):
        for folder in place.glob(f"{_PREFIX}*"):
            # Its maker holds it, as long as there is one.
            with suppress(OSError), _held(folder, fcntl.LOCK_NB):
                shutil.rmtree(folder)


@contextmanager
def _held(folder: Path, how: int = 0) -> Iterator[None]:
    """
    Nobody else holds this folder within the block. Raises OSError if it cannot be had.
    """
    held = _open(folder)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(held)


def _open(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
