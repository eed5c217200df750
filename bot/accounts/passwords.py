"""
Passwords: kept as Argon2id hashes, which are made and checked beside the event loop.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from bot.accounts.errors import TooManyTries

T = TypeVar("T")

PARAMETERS = RFC_9106_LOW_MEMORY
"""Argon2id, 64 MiB, three passes, four lanes: the second recommended option of RFC 9106
(section 4), for machines that also do other things."""
THREADS = 2
"""So much memory and so many cores, times `PARAMETERS`, are used at most."""
MOST_WAITING = 64
"""More than this many at once are asked to come back."""
BUSY_PAUSE = 5.0


class Passwords:
    """
    Makes and checks hashes. A hash says with which parameters it was made.

    `hashings` counts how often Argon2 was run.
    """

    def __init__(self, parameters: Parameters = PARAMETERS) -> None:
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._threads = ThreadPoolExecutor(THREADS, "hamyar-passwords")
        self._waiting = 0
        # Of a password that nobody has; it is checked where there is no account.
        self._nobodys: str | None = None
        self.hashings = 0

    async def hash(self, password: str) -> str:
        """
        Make the hash of a new password.
        """
        return await self._beside(lambda: self.hash_now(password))

    async def is_it(self, password: str, kept: str | None) -> bool:
        """
        Whether the password is the one of a hash; for None, never, after as much work.

        Raises `TooManyTries` while too many others are waiting.
        """
        # Made by whoever comes first, known or not, so that it tells nothing either.
        if self._nobodys is None:
            self._nobodys = await self._beside(lambda: self._hasher.hash("nobody's"))
        compared = kept or self._nobodys or ""
        found = await self._beside(lambda: self._check(password, compared))
        return found and kept is not None

    def is_outgrown(self, kept: str) -> bool:
        """
        Whether the hash was made with other parameters than those of now.
        """
        return self._hasher.check_needs_rehash(kept)

    def hash_now(self, password: str) -> str:
        """
        Make the hash in this very thread.
        """
        self.hashings += 1
        return self._hasher.hash(normal(password))

    async def close(self) -> None:
        """
        Finish what is being hashed.
        """
        await asyncio.to_thread(self._threads.shutdown)

    def _check(self, password: str, kept: str) -> bool:
        self.hashings += 1
        try:
            return self._hasher.verify(kept, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _beside(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise TooManyTries(BUSY_PAUSE)
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def normal(password: str) -> bytes:
    """
    The password as it is hashed: the same however a keyboard composes its letters.
    """
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
