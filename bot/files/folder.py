"""
Where the bytes are: a folder of Hamyar's data, each file below its own id.

The id says nothing of what is in it, nor does anything else in the folder.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

from bot.files.errors import NoRoom

LEAST_FREE = 500_000_000
"""Bytes that uploads leave free on the disk: conversations need them more."""

_ID = re.compile(r"[0-9a-f]{32}")


class Folder:
    """
    Files by their ids. All of it waits for the disk, so call it in a thread.
    """

    def __init__(self, root: Path, least_free: int = LEAST_FREE) -> None:
        self._root = root
        self._least_free = least_free

    def add(self, data: bytes) -> str:
        """
        Keep this and give its id; it is on the disk when this returns.

        Raises `NoRoom`.
        """
        with self.coming(len(data)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            half = Path(file.name)
            half.replace(half.with_suffix(""))
        # Only with these is it still there after the power has failed.
        _settle(half.parent)
        _settle(self._root)
        return half.stem

    @contextmanager
    def coming(self, size: int = 0) -> Iterator[BufferedRandom]:
        """
        Give a file for what is under way; it is gone at the end, whatever happens.

        Raises `NoRoom`, also where `size` bytes would leave too little of it.
        """
        half = self.path(secrets.token_hex(16)).with_suffix(".part")
        half.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(half.parent).free - size < self._least_free:
            raise NoRoom
        try:
            with half.open("x+b") as file:
                half.chmod(0o600)
                yield file
        finally:
            half.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """
        Give where a file is, or would be. Raises ValueError for what is no id.
        """
        if not _ID.fullmatch(name):
            raise ValueError("this is no id of a file")
        return self._root / name[:2] / name

    def remove(self, names: Iterable[str]) -> None:
        """
        Take files away, those too that are gone already.
        """
        for name in names:
            self.path(name).unlink(missing_ok=True)

    def older_than(self, seconds: float) -> Iterator[str]:
        """
        Give what has been here for so long, and take away what was never finished.
        """
        limit = time.time() - seconds
        for path in self._root.glob("??/*"):
            try:
                is_old = path.stat().st_mtime <= limit
            except FileNotFoundError:
                continue
            if is_old and path.suffix:
                path.unlink(missing_ok=True)
            elif is_old and _ID.fullmatch(path.name):
                yield path.name


def _settle(folder: Path) -> None:
    """
    Have it on the disk which files a folder has.
    """
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
