"""
Where the time comes from, so that tests can turn it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

Clock = Callable[[], datetime]
"""Gives the present moment, aware and in UTC."""


def utc_now() -> datetime:
    """
    Tell the present moment by the machine's own clock.
    """
    return datetime.now(timezone.utc)
