"""
What may be set about reading a database, apart from its mapping.
"""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_TIMEOUT = 5.0


@dataclass(frozen=True)
class SqlSettings:
    """
    How patient the source is.
    """

    timeout: float = DEFAULT_TIMEOUT
    """Seconds for one question, all its queries together; never without an end."""
    connections: int = 8
    """The most connections held open to a database server."""
    max_orders: int = 200
    """The most orders one question may ask for."""

    def __post_init__(self) -> None:
        if not 0 < self.timeout < float("inf"):
            raise ValueError("timeout must be a positive number of seconds")
        if self.connections < 1:
            raise ValueError("connections must be at least 1")
        if self.max_orders < 1:
            raise ValueError("max_orders must be at least 1")
