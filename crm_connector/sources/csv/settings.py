"""
What may be set about reading exported files, apart from their mapping.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CsvSettings:
    """
    How patient the source is, and how much it takes in.
    """

    timeout: float = 5.0
    """Seconds for one question, with the first reading of a file."""
    look_again: float = 1.0
    """Seconds for which a file is not looked at again."""
    settled: float = 2.0
    """Seconds since its last change after which a file counts as written."""
    doubtful: float = 60.0
    """The same for one that may be cut off: half its former size, no last line end."""
    most_bytes: int = 64_000_000
    """A file that is longer is not read."""
    most_rows: int = 300_000
    """Nor one with more rows; this bounds the memory."""

    def __post_init__(self) -> None:
        if not 0 < self.timeout < float("inf"):
            raise ValueError("timeout must be a positive number of seconds")
        if min(self.look_again, self.settled, self.doubtful) < 0:
            raise ValueError("look_again, settled and doubtful must not be negative")
        if self.most_bytes < 1 or self.most_rows < 1:
            raise ValueError("most_bytes and most_rows must be at least 1")
