"""
The clock that sources read where none is given to them.
"""

from __future__ import annotations

from datetime import datetime, timezone


def utc_now() -> datetime:
    """
    This moment, aware, in UTC.
    """
    return datetime.now(timezone.utc)
