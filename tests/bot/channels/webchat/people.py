"""
Who decides who is one person, while they chat.
"""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.conversations.core import Conversations
from bot.people import People
from crm_connector.identity import ledger
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules

PEOPLE = People("shop")


class Admin:
    """
    Who decides who is one person, in the running program or beside it.
    """

    def __init__(self, core: Conversations) -> None:
        self.core = core
        self._merged: dict[int, tuple[PersonId, PersonId]] = {}

    def _person(self, connection: Connection, customer: str) -> PersonId:
        return ledger.meet(
            connection,
            Identifier(Kind.SHOP_CUSTOMER_ID, customer, "shop"),
            source="shop",
            now=self.core.clock(),
            rules=Rules(),
        )

    async def merge(self, one: str, other: str, *, beside: bool = False) -> int:
        """
        They are one; `beside` as a command in another process would.
        """
        core = self.core
        first = await core.write(lambda c: self._person(c, one))
        second = await core.write(lambda c: self._person(c, other))

        def work(connection: Connection) -> int:
            return PEOPLE.merge(
                connection,
                first,
                second,
                by="admin",
                reason="same phone",
                now=core.clock(),
                rules=Rules(),
            )

        if beside:
            return await core.write(work)
        merged = await core.join(work, *await self._held(first, second))
        self._merged[merged] = (first, second)
        return merged

    async def split(self, merged: int, *, beside: bool = False) -> None:
        """
        They are not.
        """
        core = self.core

        def work(connection: Connection) -> None:
            PEOPLE.split(connection, merged, by="admin", reason="no", now=core.clock())

        if beside:
            await core.write(work)
            return
        await core.join(work, *await self._held(*self._merged[merged]))

    async def _held(self, *persons: PersonId) -> set[str]:
        """
        The threads in which they talk.
        """
        return await self.core.read(lambda c: PEOPLE.threads(c, *persons))
