"""
What a training that was killed left behind: found, and taken away at the next start.

A training makes its model in a folder of its own beside the models, which it cannot
remove when it is killed. While any training is at work, in whatever process, nothing
is taken away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LEFT = "tmp"
"""How the names of such folders begin."""


@contextmanager
def leaving_nothing(models: Path) -> Iterator[None]:
    """
    Within this block a training is at work in this folder.
    """
    with _locked(models, fcntl.LOCK_SH):
        yield


def clear_left(models: Path) -> None:
    """
    Take away what nobody is working on any more.
    """
    try:
        with _locked(models, fcntl.LOCK_EX | fcntl.LOCK_NB):
            for folder in models.glob(f"{LEFT}*"):
                shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    # The system lets go of it, however the process ends.
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, how)
        yield
    finally:
        os.close(opened)
