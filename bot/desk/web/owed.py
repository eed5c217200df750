"""
What was promised to a customer when a handoff ended, and is to be kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.accounts import audit
from bot.accounts.actors import Actor
from bot.accounts.requests import address_of
from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn, actor
from bot.conversations.errors import NothingOwed, OwnerChanged
from bot.conversations.handoffs import owed, standing
from bot.conversations.handoffs.standing import HELD, Handoff
from bot.conversations.handoffs.writing import Written
from bot.desk import presence
from bot.desk.web import fields
from bot.desk.web.asked import Refused, number_of, read_json, seen_by
from bot.desk.web.house import DeskHouse
from bot.desk.web.reading import Reader, Reading


class Owed:
    """
    One method a route.
    """

    def __init__(self, house: DeskHouse) -> None:
        self._house = house
        self._core = house.core
        self._reading = Reading(house)

    async def kept(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/kept: what was promised has been done.

        The customer reads so, unless they know nothing of the promise or somebody is
        with them, who says it better.
        """
        number, now = number_of(request), self._core.clock()
        fields.only(await read_json(request))

        def work(connection: Connection, by: Actor) -> Written | None:
            found = self._theirs(connection, by, number, now)
            outcome = owed.open_promise(connection, number)
            if outcome is None or not owed.keep(
                connection, number, now, by=str(by.account)
            ):
                raise Refused(409, "nothing_promised")
            self._note(connection, by, "handoff.kept", found)
            attended = standing.opened(connection, found.thread)
            is_told = outcome.get("quiet") or (attended and attended.state == HELD)
            if is_told:
                return None
            told = self._house.telling.kept(outcome)
            return self._core.desk.tell(connection, found, told, now)

        said = await self._house.accounts.act(
            who, work, right=Right.REPLY, address=address_of(request)
        )
        self._core.desk.was_told(said)
        return await self._answer(request, who, number)

    async def come_back(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/again: whoever promised writes to them again.

        Answers with the handoff that begins by that.
        """
        number, now = number_of(request), self._core.clock()
        fields.only(await read_json(request))
        own = who.account.id

        def first(connection: Connection) -> None:
            by = actor(connection, who.session.hash, now, address_of(request))
            by.demand(Right.REPLY)
            found = self._theirs(connection, by, number, now)
            self._note(connection, by, "handoff.come_back", found)
            # Else it would be put back at once, as of somebody who has left.
            presence.at_work(connection, own, now)
            presence.got_one(connection, own, now)

        told = self._house.telling.joined(who.account.names)
        try:
            opened = await self._core.desk.come_back(
                number, str(own), told, first=first
            )
        except NothingOwed:
            raise Refused(409, "nothing_promised") from None
        except OwnerChanged:
            raise Refused(409, "attended") from None
        return await self._answer(request, who, opened.number)

    @staticmethod
    def _theirs(
        connection: Connection, by: Actor, number: int, now: datetime
    ) -> Handoff:
        """
        The handoff of whoever ended it, also for who sees all.
        """
        found = seen_by(connection, by, number, now)
        if found.agent != str(by.account) and not by.may(Right.SEE_ALL):
            raise Refused(403, "not_yours")
        return found

    def _note(
        self, connection: Connection, by: Actor, deed: str, found: Handoff
    ) -> None:
        about, now = f"handoff:{found.number}", self._core.clock()
        audit.write(connection, by.who, deed, about, now=now)

    async def _answer(self, request: Request, who: SignedIn, number: int) -> Response:
        reader = Reader(who, self._house.language_of(request))
        row: dict[str, Any] | None = await self._reading.rest(reader, number)
        return JSONResponse({"handoff": row})
