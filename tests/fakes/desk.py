"""
A desk in memory: the real table of reasons, and whatever outlook a test sets.
"""

from __future__ import annotations

from datetime import timedelta

from actions.people_there import Signs
from bot.desk.at_hand import Needed, needed_by
from bot.handoff.policy import Policy
from bot.handoff.routing import Outlook

FREE = Outlook(ahead=0, expected=timedelta(0), opens=None, promised=None)


class FakeDesk:
    """
    Everybody who asks may expect `expects`; None for a shop with nobody at the desk.
    """

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self.expects: Outlook | None = FREE
        self.asked: list[tuple[str, str]] = []
        self.ratings: dict[int, tuple[int, str]] = {}
        self.is_over = False
        self.kept: set[int] = set()

    def needed(self, signs: Signs) -> Needed | None:
        """
        By the real table.
        """
        return needed_by(self.policy, signs)

    @property
    def weighs_orders(self) -> bool:
        """
        As the real one.
        """
        return self.policy.limits.high_value is not None

    async def outlook(self, reason: str, language: str) -> Outlook | None:
        """
        What was set.
        """
        self.asked.append((reason, language))
        return self.expects

    async def place(self, conversation: str) -> Outlook | None:
        """
        The same.
        """
        return self.expects

    async def is_kept(self, conversation: str, handoff: int) -> bool:
        """
        As a test says.
        """
        return handoff in self.kept

    async def may_be_rated(self, conversation: str, handoff: int) -> bool:
        """
        As long as nobody has said that it is over.
        """
        return not self.is_over

    async def rate(self, conversation: str, handoff: int, stars: int) -> bool:
        """
        Kept by handoff.
        """
        if self.is_over:
            return False
        self.ratings[handoff] = (stars, "")
        return True

    async def add_words(self, conversation: str, handoff: int, words: str) -> bool:
        """
        Kept with the stars.
        """
        if self.is_over or handoff not in self.ratings:
            return False
        self.ratings[handoff] = (self.ratings[handoff][0], words)
        return True
