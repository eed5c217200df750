"""
Moments as the desk's programs read them.
"""

from __future__ import annotations

from datetime import datetime, timezone


def moment(value: datetime | None) -> str | None:
    """
    In UTC by ISO 8601, with a Z; None stays None.
    """
    if value is None:
        return None
    text = value.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
