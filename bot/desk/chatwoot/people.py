"""
Who answers in Chatwoot now, so that customers hear an honest estimate.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.engine import Connection

from bot.conversations.clock import Clock
from bot.conversations.handoffs import standing
from bot.desk.chatwoot.client import Chatwoot
from bot.desk.chatwoot.listening import agent_of, names
from bot.desk.chatwoot.mapping import Person
from bot.handoff.routing import ONLINE, AtDesk
from bot.shop_values import LANGUAGES
from crm_connector.errors import CrmError

SECONDS = 30.0
"""How often Chatwoot is asked who is there."""
CAPACITY = 4
"""Conversations at once: Chatwoot does not say how many somebody takes."""
_GOOD_FOR = timedelta(minutes=2)

log = structlog.get_logger(__name__)


class ChatwootPeople:
    """
    The members of our inbox there, as they were when Chatwoot last answered.

    What languages and skills they have is not known: each is taken to have all
    languages.
    """

    def __init__(self, client: Chatwoot, *, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._members: list[Person] = []
        self._asked_at: datetime | None = None

    async def forever(self) -> None:
        """
        Keep asking until cancelled.
        """
        while True:
            try:
                await self.ask()
            except CrmError as error:
                log.warning("chatwoot_members_not_read", why=str(error))
            except Exception:
                # Else customers would hear for ever that nobody is there.
                log.exception("chatwoot_members_not_read")
            await asyncio.sleep(SECONDS)

    async def ask(self) -> None:
        """
        Ask who is there.
        """
        me = await self._client.me()
        members = await self._client.members()
        self._members = [each for each in members if each.number != me]
        self._asked_at = self._clock()

    def agents(self, connection: Connection, now: datetime) -> Sequence[AtDesk]:
        """
        Give who is there now; nobody if Chatwoot has not said so lately.
        """
        asked_at = self._asked_at
        if asked_at is None or now - asked_at > _GOOD_FOR:
            return ()
        holds = Counter(each.agent for each in standing.held(connection))
        return [
            AtDesk(
                id=agent_of(each),
                languages=frozenset(LANGUAGES),
                skills=frozenset(),
                capacity=CAPACITY,
                holds=holds[agent_of(each)],
                presence=ONLINE,
                seen_at=now,
                idle_since=asked_at,
                names=names(each.name),
            )
            for each in self._members
            if each.is_online
        ]
