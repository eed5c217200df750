"""
A clock that stands still until a test turns it.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


class FakeClock:
    """
    Gives a fixed moment; `advance` moves it.
    """

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime(2026, 1, 1, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        """
        Give the moment.
        """
        return self.now

    def advance(self, **parts: float) -> None:
        """
        Let time pass, in the units of `timedelta`.
        """
        self.now += timedelta(**parts)
