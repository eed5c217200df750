"""
Rounds of the clock that tests go, and what they look at after.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.handoffs.writing import Words
from bot.desk.rounds import Rounds
from tests.bot.desk.house import SETTINGS, House


def rounds(house: House, **parts: object) -> Rounds:
    """
    Whose customers hear what happens.
    """

    def late(found: Handoff) -> Words:
        """
        A word about the promise.
        """
        return Words("a little longer", "", id=f"late {found.promised_at}")

    return Rounds(house.core, replace(SETTINGS, **parts), late=late)


async def kinds(house: House, found: Handoff) -> list[str]:
    """
    What happened to a handoff.
    """
    events = await house.core.read(lambda c: standing.history(c, found.number))
    return [each["kind"] for each in events]
