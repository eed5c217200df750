"""
A house with a desk, as tests speak of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.accounts import actors, users
from bot.accounts.rights import Role
from bot.accounts.staff import NewAccount
from bot.conversations.core import Conversations
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.messages import HandOver
from bot.desk import presence
from bot.handoff.calendar import Calendar
from bot.handoff.table import DeskSettings
from bot.shop_values import Opening
from tests.bot.conversations.builders import eventually, owner_of, say
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine

ALWAYS = ((Opening(time(0), time(23, 59)),),) * 7
SETTINGS = DeskSettings(Calendar(ALWAYS, ZoneInfo("UTC")))
OPERATOR = actors.operator("tests")


@dataclass
class House:
    """
    The core with its engine and its clock.
    """

    core: Conversations
    engine: FakeEngine
    clock: FakeClock

    async def agent(self, login: str, *, is_there: bool = True, **parts: Any) -> int:
        """
        Somebody works here; gives the account.
        """
        # The first account has to be an admin's.
        described = {"names": {"en": login.title()}, "role": Role.ADMIN} | parts
        new = NewAccount(login, **described)
        account = await self.core.write(
            lambda c: users.add(c, new, "-", by=OPERATOR, now=self.clock())
        )
        if is_there:
            await self.seen(account.id)
        return account.id

    async def seen(self, account: int) -> None:
        """
        Their browser is heard of.
        """
        await self.core.write(lambda c: presence.seen(c, account, self.clock()))

    async def waiting(self, **wanted: Any) -> Handoff:
        """
        A customer asks for a person.
        """
        return await self._asks(await self.core.new_conversation(), **wanted)

    async def asks_again(self, found: Handoff) -> Handoff:
        """
        The customer of one that has ended asks for a person once more.
        """
        return await self._asks(found.thread)

    async def _asks(self, place: str, **wanted: Any) -> Handoff:
        self.engine.hand_over = replace(HandOver("asked", "en"), **wanted)
        await say(self.core, place, "person")

        async def waits() -> bool:
            return (await self.owner(place))[0] == "queue"

        await eventually(waits)
        found = await self.core.read(lambda c: standing.opened(c, place))
        assert found is not None
        return found

    async def now(self, found: Handoff) -> Handoff:
        """
        The handoff as it now stands.
        """
        return await self.core.read(lambda c: standing.find(c, found.number))

    async def owner(self, thread: str) -> tuple[str, int]:
        """
        The owner and the epoch of a thread.
        """
        return await owner_of(self.core, thread)

    def later(self, minutes: float) -> None:
        """
        Time passes.
        """
        self.clock.now += timedelta(minutes=minutes)
