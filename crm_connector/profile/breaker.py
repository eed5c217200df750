"""
A circuit breaker: a system that does not answer is left alone for a while.

After M. Nygard, Release It! (2nd edition, 5.2): closed, open, half open.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from crm_connector.errors import SourceUnavailable

T = TypeVar("T")


@dataclass(frozen=True)
class BreakerSettings:
    """
    When a system counts as down, and for how long it is then not asked.
    """

    failures: int = 5
    """So many in a row, without an answer between them."""
    seconds: float = 10.0
    longest: float = 300.0
    """The most seconds, however long the system asks us to stay away."""


class Breaker:
    """
    Stands before one source. `clock` gives seconds that only grow.

    Only `SourceUnavailable` counts as a failure: whatever else a system says, it spoke.
    """

    def __init__(
        self,
        source: str,
        clock: Callable[[], float],
        settings: BreakerSettings | None = None,
    ) -> None:
        self._source = source
        self._clock = clock
        self._settings = settings or BreakerSettings()
        self._failures = 0
        self._until: float | None = None
        self._trying = False

    @property
    def is_open(self) -> bool:
        """
        Whether a question now would be refused without asking.
        """
        if self._until is None:
            return False
        return self._trying or self._clock() < self._until

    async def through(self, ask: Callable[[], Awaitable[T]]) -> T:
        """
        What `ask` gives, or `SourceUnavailable` at once while the circuit is open.

        After the time one question is let through; its fate decides for all.
        """
        if self.is_open:
            wait = max(0.0, (self._until or 0.0) - self._clock())
            raise SourceUnavailable(
                "The system has not answered for a while.",
                source=self._source,
                retry_after=wait,
            )
        is_trial = self._trying = self._until is not None
        try:
            answer = await ask()
        except SourceUnavailable as error:
            self._failed(error.retry_after)
            raise
        except Exception:
            self._answered()
            raise
        finally:
            # Also when the one who asked went away: somebody else may try. But one that
            # was asked before it opened, and ends only now, is no trial.
            if is_trial:
                self._trying = False
        self._answered()
        return answer

    def _failed(self, asked_to_wait: float | None) -> None:
        self._failures += 1
        is_down = self._until is not None or self._failures >= self._settings.failures
        if is_down or asked_to_wait is not None:
            wait = max(self._settings.seconds if is_down else 0.0, asked_to_wait or 0.0)
            self._until = self._clock() + min(wait, self._settings.longest)

    def _answered(self) -> None:
        self._failures = 0
        self._until = None
