"""
Questions and changes within the time limit, and their failures as ours.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from crm_connector.errors import BadSourceData, OutcomeUnknown, SourceUnavailable
from crm_connector.sources.sql.database import Database, Keeping, Unanswered
from crm_connector.sources.sql.failures import FAILURES, crm_error, was_answered
from crm_connector.sources.sql.writing import ChangedMeanwhile

T = TypeVar("T")


class Asking:
    """
    A database to ask, and one to change, which may be the same.
    """

    def __init__(
        self, source: str, reader: Database, writer: Database, seconds: float
    ) -> None:
        self._source = source
        self._reader = reader
        self._writer = writer
        self._seconds = seconds
        self._closed = False

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """
        One question, all its queries on one connection, within the time limit.
        """
        return await self._mapped(lambda: self._reader.ask(question, self._seconds))

    async def change(self, question: Callable[[Connection], T]) -> T:
        """
        One change in one transaction; once more where somebody else was first.

        Raises `OutcomeUnknown` where it may have been carried out; else it was not.
        """
        end = time.monotonic() + self._seconds

        async def kept() -> T:
            left = max(0.0, end - time.monotonic())
            return await self._writer.change(question, left, Keeping(was_answered))

        async def kept_at_last() -> T:
            try:
                return await kept()
            except (ChangedMeanwhile, IntegrityError):
                return await kept()

        return await self._mapped(kept_at_last)

    async def _mapped(self, work: Callable[[], Awaitable[T]]) -> T:
        if self._closed:
            raise SourceUnavailable("The source is closed.", source=self._source)
        try:
            return await work()
        except Unanswered as exc:
            raise OutcomeUnknown(
                "A change was sent and no answer came back.", source=self._source
            ) from exc
        except FAILURES as exc:
            error = crm_error(exc, self._source)
            if isinstance(error, BadSourceData):
                # Not `from` it: a driver that cannot decode a text repeats the text.
                raise error from None
            raise error from exc

    async def close(self) -> None:
        """
        Let go of connections; questions still under way end as unavailable.
        """
        self._closed = True
        await self._reader.close()
        if self._writer is not self._reader:
            await self._writer.close()
