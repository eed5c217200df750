"""
Reads handoffs for whoever asks: what they may see, in their language.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection

from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn
from bot.conversations.errors import HandoffUnknown
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import HELD, WAITING, Handoff
from bot.desk import presence, rows, seeing
from bot.desk.rows import Row
from bot.desk.seeing import Takes, View
from bot.desk.web import shown
from bot.desk.web.house import DeskHouse
from bot.desk.web.shown import Names

REMEMBERED = timedelta(days=180)
"""How long a promise that nobody marks as kept stays in its list."""


@dataclass(frozen=True)
class Reader:
    """
    Who reads, and in which language.
    """

    who: SignedIn
    language: str

    @property
    def account(self) -> int:
        """
        The number of their account.
        """
        return self.who.account.id

    @property
    def sees_all(self) -> bool:
        """
        Whether everything is theirs to see.
        """
        return self.who.may(Right.SEE_ALL)


class Reading:
    """
    One method a question; each is one look at the database.
    """

    def __init__(self, house: DeskHouse) -> None:
        self._house = house
        self._core = house.core

    async def ended(
        self, reader: Reader, before: int | None, limit: int
    ) -> list[dict[str, Any]]:
        """
        What has ended: all of it, or what was once theirs.
        """
        agent = None if reader.sees_all else str(reader.account)

        def work(connection: Connection) -> tuple[list[Row], Names]:
            found = rows.ended(connection, agent, before, limit)
            if not reader.sees_all:
                found = _of_their_time(connection, found, reader.account)
            return found, names_in(connection, found)

        found, names = await self._core.read(work)
        now = self._core.clock()
        return [self.told(each, reader, names, _nothing, now) for each in found]

    async def promised(self, reader: Reader, limit: int) -> list[dict[str, Any]]:
        """
        What was promised to customers with a day and is not kept: by all, or by them.
        """
        agent = None if reader.sees_all else str(reader.account)
        now = self._core.clock()

        def work(connection: Connection) -> tuple[list[Row], Names]:
            found = rows.promised(connection, agent, now - REMEMBERED, limit)
            return found, names_in(connection, found)

        found, names = await self._core.read(work)
        return [self.told(each, reader, names, _nothing, now) for each in found]

    async def some(
        self, reader: Reader, find: Callable[[Connection], Collection[int]]
    ) -> list[dict[str, Any]]:
        """
        What is found, the newest first, without what they may not see.
        """
        now = self._core.clock()

        def work(connection: Connection) -> tuple[list[Row], Names, Takes]:
            takes = self._takes(connection, reader, now)
            found = rows.some(connection, find(connection))
            if not reader.sees_all:
                # What waited a moment ago may be a colleague's by now.
                whole = [each for each in found if _is_theirs(each, reader, takes)]
                past = [each for each in found if each not in whole]
                past = _of_their_time(connection, past, reader.account)
                found = sorted([*whole, *past], key=lambda each: each.handoff.number)
            return found, names_in(connection, found), takes

        found, names, takes = await self._core.read(work)
        return [self.told(each, reader, names, takes, now) for each in found[::-1]]

    async def row(self, reader: Reader, number: int) -> dict[str, Any]:
        """
        One handoff. Raises `HandoffUnknown` where it is not theirs to see.
        """
        now = self._core.clock()
        found, names, takes = await self._core.read(
            lambda c: self.look(c, reader, number, now)
        )
        return self.told(found, reader, names, takes, now)

    async def rest(self, reader: Reader, number: int) -> dict[str, Any] | None:
        """
        One handoff that may have slipped away: then who has it now, and no more.

        None where it was never theirs to take.
        """
        try:
            return await self.row(reader, number)
        except HandoffUnknown:
            pass
        now = self._core.clock()

        def work(connection: Connection) -> tuple[Handoff, Names] | None:
            found = standing.find(connection, number)
            takes = self._takes(connection, reader, now)
            if found.state != HELD or not takes(found.language, found.skill):
                return None
            return found, presence.names(connection, [str(found.agent)])

        try:
            left = await self._core.read(work)
        except HandoffUnknown:
            return None
        if left is None:
            return None
        found, names = left
        return shown.handoff(
            found,
            account=reader.account,
            names=names,
            language=reader.language,
            may_claim=False,
        )

    def look(
        self, connection: Connection, reader: Reader, number: int, now: datetime
    ) -> tuple[Row, Names, Takes]:
        """
        Look at one handoff that they may see. Raises `HandoffUnknown`.
        """
        given = self.seen(connection, reader, number, now)
        found = rows.some(connection, [number])
        if given.until is not None:
            found = [each.until(given.until) for each in found]
        takes: Takes = _nothing
        if any(each.handoff.state == WAITING for each in found):
            takes = self._takes(connection, reader, now)
        return found[0], names_in(connection, found), takes

    def seen(
        self, connection: Connection, reader: Reader, number: int, now: datetime
    ) -> View:
        """
        What they may see of a handoff. Raises `HandoffUnknown`.
        """
        return seeing.seen(
            connection,
            number,
            account=reader.account,
            sees_all=reader.sees_all,
            now=now,
        )

    def shown(
        self, look: tuple[Row, Names, Takes], reader: Reader, now: datetime
    ) -> dict[str, Any]:
        """
        What was looked at, as it is told.
        """
        row, names, takes = look
        return self.told(row, reader, names, takes, now)

    @staticmethod
    def _takes(connection: Connection, reader: Reader, now: datetime) -> Takes:
        if reader.sees_all:
            return lambda _language, _skill: True
        return seeing.taking(connection, reader.account, now)

    def told(
        self, row: Row, reader: Reader, names: Names, takes: Takes, now: datetime
    ) -> dict[str, Any]:
        """
        A row as it is told to a reader who may see it.
        """
        found, customers = row.handoff, self._house.customers
        base = shown.handoff(
            found,
            account=reader.account,
            names=names,
            language=reader.language,
            may_claim=takes(found.language, found.skill)
            and reader.who.may(Right.CLAIM),
        )
        return base | shown.details(
            row,
            account=reader.account,
            name=customers.of(row.writer, now),
            sees_rating=reader.sees_all or found.agent == str(reader.account),
            now=now,
            zone=self._house.shop.time_zone,
        )


def _nothing(_language: str, _skill: str | None) -> bool:
    return False


def _is_theirs(row: Row, reader: Reader, takes: Takes) -> bool:
    found = row.handoff
    if found.state == WAITING:
        return takes(found.language, found.skill)
    return seeing.is_held_by(found, reader.account)


def _of_their_time(
    connection: Connection, found: Collection[Row], account: int
) -> list[Row]:
    """
    Those that were once theirs, as they were then.
    """
    numbers = [each.handoff.number for each in found]
    left = seeing.left_at(connection, numbers, account)
    return [
        each.until(left[each.handoff.number])
        for each in found
        if each.handoff.number in left
    ]


def names_in(connection: Connection, found: Iterable[Row]) -> Names:
    """
    Give what those are called who have these.
    """
    agents = {each.handoff.agent for each in found if each.handoff.agent is not None}
    return presence.names(connection, sorted(agents))
