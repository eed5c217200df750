"""
What agents write over HTTP: to the customer, and to each other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.accounts.actors import Actor
from bot.accounts.requests import address_of
from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn, actor
from bot.conversations.errors import (
    FileUnknown,
    HandoffOver,
    HandoffUnknown,
    OwnerChanged,
)
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import ENDED, HELD, Handoff
from bot.conversations.handoffs.writing import Words
from bot.desk.web import fields
from bot.desk.web.asked import (
    Refused,
    attended_by,
    number_of,
    read_json,
    seen_by,
)
from bot.desk.web.house import DeskHouse
from bot.desk.web.reading import Reader, Reading

Look = Callable[[Connection, Actor, int, datetime], Handoff]
"""Gives the handoff, or raises that it is not theirs so."""


class Speaking:
    """
    One method a route.
    """

    def __init__(self, house: DeskHouse) -> None:
        self._house = house
        self._core = house.core
        self._reading = Reading(house)

    async def reply(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/messages.

        What may not be said any more comes back with the refusal: nothing is lost.
        """
        number, asked = number_of(request), await read_json(request)
        fields.only(asked, "epoch", "id", "text", "files")
        epoch, name = fields.whole(asked, "epoch"), fields.message_id(asked)
        text, files = fields.said(asked)
        found = await self._seen(request, who, number)
        speaker = who.account.name(found.language)
        words = Words(text, speaker, name, files=files)
        try:
            written = await self._core.desk.reply(
                number,
                epoch,
                str(who.account.id),
                words,
                first=lambda c: self._demand(
                    c, request, who, number, Right.REPLY, seen_by
                ),
            )
        except FileUnknown:
            raise Refused(404, "file_unknown", id=name, text=text) from None
        except (OwnerChanged, HandoffOver):
            raise await self._refused(request, who, number, name, text) from None
        return JSONResponse({"seq": await self._seq(found, written.seq)}, 201)

    async def note(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/notes.
        """
        number, asked = number_of(request), await read_json(request)
        fields.only(asked, "id", "text", "files")
        name, (text, files) = fields.message_id(asked), fields.said(asked)
        found = await self._seen(request, who, number)
        language = self._house.shop.default_language
        try:
            written = await self._core.desk.note(
                found.conversation,
                Words(text, who.account.name(language), name, files=files),
                agent=str(who.account.id),
                first=lambda c: self._demand(
                    c, request, who, number, Right.NOTE, attended_by
                ),
            )
        except FileUnknown:
            raise Refused(404, "file_unknown", id=name, text=text) from None
        except (OwnerChanged, HandoffOver):
            raise await self._refused(request, who, number, name, text) from None
        return JSONResponse({"seq": await self._seq(found, written.seq)}, 201)

    async def typing(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/typing.
        """
        number, asked = number_of(request), await read_json(request)
        fields.only(asked, "epoch", "on")
        epoch, on = fields.whole(asked, "epoch"), fields.flag(asked, "on")
        if not await self.writes(who, number, epoch, on=on):
            raise OwnerChanged
        return Response(status_code=204)

    async def writes(self, who: SignedIn, number: int, epoch: int, *, on: bool) -> bool:
        """
        Let the customer see that the agent writes; False if it is not theirs so.
        """
        try:
            found = await self._core.read(lambda c: standing.find(c, number))
        except HandoffUnknown:
            return False
        holds = found.state == HELD and found.agent == str(who.account.id)
        if not holds or found.epoch != epoch:
            return False
        name = who.account.name(found.language)
        self._core.feed.agent_writes(found.thread, name if on else None)
        return True

    def _demand(
        self,
        connection: Connection,
        request: Request,
        who: SignedIn,
        number: int,
        right: Right,
        look: Look,
    ) -> None:
        now = self._core.clock()
        by = actor(connection, who.session.hash, now, address_of(request))
        by.demand(right)
        look(connection, by, number, now)

    async def _seen(self, request: Request, who: SignedIn, number: int) -> Handoff:
        reader = Reader(who, self._house.language_of(request))
        now = self._core.clock()
        given = await self._core.read(
            lambda c: self._reading.seen(c, reader, number, now)
        )
        return given.handoff

    async def _seq(self, found: Handoff, seq: int) -> int:
        """
        As the conversation counts, whose thread may have had others' words before.
        """
        place = await self._core.place(found.conversation)
        return seq - place.shift

    async def _refused(
        self, request: Request, who: SignedIn, number: int, name: str, text: str
    ) -> Refused:
        reader = Reader(who, self._house.language_of(request))
        row = await self._reading.rest(reader, number)
        if row is None:
            return Refused(404, "not_found")
        over = row["state"] == ENDED
        code = "handoff_over" if over else "owner_changed"
        return Refused(409, code, handoff=row, id=name, text=text)
