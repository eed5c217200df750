"""
The desk as the dialogue asks for it: whether a person is needed, and when one can come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

from sqlalchemy.engine import Connection

from actions.people_there import Signs
from bot.conversations.clock import Clock
from bot.conversations.core import Conversations
from bot.conversations.handoffs import ratings, standing
from bot.desk import presence, queue
from bot.handoff import policy
from bot.handoff.policy import Policy, Reason
from bot.handoff.routing import AtDesk, Outlook
from bot.handoff.table import DeskSettings


@dataclass(frozen=True)
class Needed:
    """
    A reason for which the shop wants a person, and whether the customer is asked first.
    """

    reason: str
    is_offered: bool


def needed_by(table: Policy, signs: Signs) -> Needed | None:
    """
    Tell whether a shop with this table wants a person for this.
    """
    parts = {each.name: getattr(signs, each.name) for each in fields(signs)}
    upset, settled = parts.pop("upset"), parts.pop("settled")
    decided = table.decide(
        policy.Signs(
            **parts,
            is_upset=table.is_upset(upset),
            # What an older version called otherwise is no reason of today's.
            settled=frozenset(each for each in Reason if each.value in settled),
        )
    )
    if decided is None:
        return None
    reason, rule = decided
    return Needed(reason.value, rule.is_offered)


class Elsewhere(Protocol):
    """
    Another desk than ours, at which people of the shop answer.
    """

    def agents(self, connection: Connection, now: datetime) -> Sequence[AtDesk]:
        """
        Give who is there now, as far as can be known.
        """


class DeskAtHand:
    """
    Answers by the shop's table and by who is at the desk now, or `elsewhere`.
    """

    def __init__(
        self,
        core: Conversations,
        settings: DeskSettings,
        *,
        clock: Clock,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._core = core
        self._settings = settings
        self._clock = clock
        self._elsewhere = elsewhere

    def needed(self, signs: Signs) -> Needed | None:
        """
        Tell whether the shop wants a person for this, other than by being asked.
        """
        return needed_by(self._settings.policy, signs)

    @property
    def weighs_orders(self) -> bool:
        """
        Whether the shop has said from what on an order is dear.
        """
        return self._settings.policy.limits.high_value is not None

    async def outlook(self, reason: str, language: str) -> Outlook | None:
        """
        Tell what one may expect who asks now; None if nobody works at the desk.

        So is the answer where the shop has switched that reason off.
        """
        rule, now = self._settings.policy.rules[Reason(reason)], self._clock()
        if not rule.is_on or not await self._core.read(self._has_people):
            return None
        return await self._core.read(
            lambda c: queue.outlook(
                c, rule, language, self._settings, now, self._others(c, now)
            )
        )

    async def place(self, conversation: str) -> Outlook | None:
        """
        Tell what a conversation may expect that waits; None if it does not.
        """
        now = self._clock()
        return await self._core.read(
            lambda c: queue.place(
                c, conversation, self._settings, now, self._others(c, now)
            )
        )

    async def is_kept(self, conversation: str, handoff: int) -> bool:
        """
        Tell whether what was promised at the end of its handoff is noted as done.
        """
        return await self._core.read(
            lambda c: standing.promise_is_kept(c, conversation, handoff)
        )

    async def may_be_rated(self, conversation: str, handoff: int) -> bool:
        """
        Tell whether its customer may say, or say anew, how it was with a person.
        """
        now = self._clock()
        return await self._core.read(
            lambda c: ratings.is_open(c, conversation, handoff, now)
        )

    async def rate(self, conversation: str, handoff: int, stars: int) -> bool:
        """
        Keep how it was, from 1 to 5; False if it is too late for that.
        """
        now = self._clock()
        return await self._core.write(
            lambda c: ratings.rate(c, conversation, handoff, stars, now)
        )

    async def add_words(self, conversation: str, handoff: int, words: str) -> bool:
        """
        Keep what is said about a rating; False if it is too late for that.
        """
        now = self._clock()
        return await self._core.write(
            lambda c: ratings.add_words(c, conversation, handoff, words, now)
        )

    def _has_people(self, connection: Connection) -> bool:
        return self._elsewhere is not None or bool(presence.everybody(connection))

    def _others(self, connection: Connection, now: datetime) -> Sequence[AtDesk] | None:
        return self._elsewhere.agents(connection, now) if self._elsewhere else None
