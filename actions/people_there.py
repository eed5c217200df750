"""
The people who answer in the chat, as actions ask for them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Outlook(Protocol):
    """
    What somebody may expect who waits for a person.

    `ahead` wait before them; `expected` is how long it should take, None if nobody is
    there; `opens` is when people are there again, None while they are. By `promised`
    somebody will have answered.
    """

    @property
    def ahead(self) -> int:
        """
        How many wait before them.
        """

    @property
    def expected(self) -> timedelta | None:
        """
        How long it should take.
        """

    @property
    def opens(self) -> datetime | None:
        """
        When people are there again.
        """

    @property
    def promised(self) -> datetime | None:
        """
        By when somebody will have answered.
        """


class Needed(Protocol):
    """
    A reason of the shop's table for which a person is needed.

    With `is_offered` the customer is asked first.
    """

    @property
    def reason(self) -> str:
        """
        Its code.
        """

    @property
    def is_offered(self) -> bool:
        """
        Whether they are asked first.
        """


@dataclass(frozen=True)
class Signs:
    """
    What may be a reason for a person beside being asked for one.

    The counts are in a row; what is `settled` is no reason again. `upset` is from 0 to
    1, and `order_value` what the order at hand is worth in the smallest unit.
    """

    intent: str = ""
    not_understood: int = 0
    guessed: int = 0
    source_failures: int = 0
    wrong_codes: int = 0
    upset: float = 0.0
    order_value: int | None = None
    touches_order: bool = False
    needs_missing_capability: bool = False
    settled: Collection[str] = ()


class Desk(Protocol):
    """
    The people of the shop who answer in the chat.
    """

    def needed(self, signs: Signs) -> Needed | None:
        """
        Tell whether the shop wants a person for this, other than by being asked.
        """

    @property
    def weighs_orders(self) -> bool:
        """
        Whether it matters what an order is worth.
        """

    async def outlook(self, reason: str, language: str) -> Outlook | None:
        """
        Tell what one may expect who asks now; None if nobody answers at all.
        """

    async def place(self, conversation: str) -> Outlook | None:
        """
        Tell what a conversation may expect that waits; None if it does not.
        """

    async def is_kept(self, conversation: str, handoff: int) -> bool:
        """
        Tell whether what was promised at the end of its handoff is noted as done.
        """

    async def may_be_rated(self, conversation: str, handoff: int) -> bool:
        """
        Tell whether its customer may say, or say anew, how it was with a person.
        """

    async def rate(self, conversation: str, handoff: int, stars: int) -> bool:
        """
        Keep how it was, from 1 to 5; False if it is too late for that.
        """

    async def add_words(self, conversation: str, handoff: int, words: str) -> bool:
        """
        Keep what is said about a rating; False if it is too late for that.
        """
