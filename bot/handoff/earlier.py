"""
What came of the same customer's earlier talks with people of the shop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

PROMISED = "promised"
COMING, TODAY, LATE, KEPT = "coming", "today", "late", "kept"
"""How a promise stands."""


@dataclass(frozen=True)
class Earlier:
    """
    A handoff that has ended: who ended it how (`settled` is the outcome's code).

    `agent` is the account's number, `names` what it is called, by language; `words` are
    the agent's, `due` is the day of a promise, in words by language in `days`, and
    `state` how that stands. `wish` is what the customer wanted then, in their own
    words, `files` how many they sent.
    """

    number: int
    agent: str
    settled: str
    ended_at: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    due: date | None = None
    days: Mapping[str, str] = field(default_factory=dict)
    state: str = ""
    wish: str = ""
    files: int = 0

    @property
    def is_owed(self) -> bool:
        """
        Whether something was promised that nobody has said to be done.
        """
        return self.settled == PROMISED and self.state != KEPT
