"""
What customers think, kept in memory.
"""

from __future__ import annotations

from actions.opinions import Review


class FakeReviews:
    """
    Keeps reviews in `kept`, in their order.
    """

    def __init__(self) -> None:
        self.kept: list[Review] = []

    async def keep(self, review: Review) -> None:
        """
        Keep it.
        """
        self.kept.append(review)
