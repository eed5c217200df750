"""
Going on in Telegram: the web side of linking a session with an account there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import segno
from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.links import (
    Asker,
    Links,
    LinkState,
    LinkUnavailable,
    NothingAsked,
)
from bot.channels.webchat import incoming, sessions
from bot.channels.webchat.errors import (
    ChatError,
    link_not_asked,
    session_invalid,
    unavailable,
)
from bot.channels.webchat.service import WebChat
from crm_connector.identity.ageing import level
from crm_connector.model import Assurance


def asker_of(connection: Connection, session: str, now: datetime) -> Asker | None:
    """
    Who holds a session (a hash) now; None if it is not good, or proves nobody any more.
    """
    try:
        held = sessions.find(connection, session, now)
    except ChatError:
        return None
    who = held.identity
    if who.customer_id is not None and level(who, now) < Assurance.PROVEN:
        return None
    return Asker(held.hash, held.conversation, who.customer_id)


class Linking:
    """
    What the web chat does with links; without `links` there are none.
    """

    def __init__(self, chat: WebChat, links: Links | None) -> None:
        self._chat = chat
        self._links = links

    @property
    def is_there(self) -> bool:
        """
        Whether there is anything to be linked with.
        """
        return self._links is not None

    async def serve(self, request: Request, session: str, address: str) -> Response:
        """
        POST, GET and DELETE /chat/sessions/current/telegram.
        """
        links, name = self._there(), sessions.hash_of(session)
        if request.method == "POST":
            self._chat.limits.take_link(name, address)
            await self._chat.holder(session)
            asker = await self._asker(name)
            if asker is None:
                raise session_invalid()
            try:
                offered = await links.offer(asker)
            except LinkUnavailable:
                raise unavailable("Telegram is not reached yet: try again.") from None
            shown = {"link": offered.link, "good_for": offered.good_for}
            return JSONResponse({**shown, "qr": qr(offered.link)}, 201)
        if request.method == "DELETE":
            self._chat.limits.take_link(name, address)
            held = await self._chat.holder(session)
            await links.part(name, await links.linked(held.conversation))
            return Response(status_code=204)
        self._chat.limits.take_read(address)
        self._chat.limits.session_reads.take(name)
        await self._chat.holder(session)
        return JSONResponse(_shown(await links.state(name)))

    async def answer(self, request: Request, session: str, address: str) -> Response:
        """
        POST /chat/sessions/current/telegram/answer.
        """
        links, name = self._there(), sessions.hash_of(session)
        self._chat.limits.take_link(name, address)
        link, yes = incoming.parse_link_answer(await incoming.read_json(request))
        await self._chat.holder(session)
        try:
            return JSONResponse(_shown(await links.answer(name, link, yes=yes)))
        except NothingAsked:
            raise link_not_asked() from None

    @asynccontextmanager
    async def leaving(
        self, session: str | None, *, signs_out: bool = False
    ) -> AsyncIterator[None]:
        """
        Part what hangs on a session that ends by what is done meanwhile.

        Whoever `signs_out` takes back what was linked in the customer's name. A
        stranger who signs in has said yes for a stranger's words, not for what the
        customer's thread holds.
        """
        name = sessions.hash_of(session) if session else ""
        asker = await self._asker(name) if session and self._links else None
        if self._links is None or asker is None:
            yield
            return
        if asker.customer_id is not None and not signs_out:
            yield
            return
        linked = await self._links.linked(asker.conversation)
        yield
        if signs_out or await self._asker(name) is None:
            await self._links.part(name, linked)

    async def _asker(self, name: str) -> Asker | None:
        now = self._chat.core.clock()
        return await self._chat.core.read(lambda c: asker_of(c, name, now))

    def _there(self) -> Links:
        if self._links is None:
            raise LookupError("there are no such routes")
        return self._links


def qr(link: str) -> dict[str, Any]:
    """
    The link as a QR code: the `path` of an SVG whose modules have the length 1.

    `size` is its width and height, with the quiet zone around it.
    """
    code = segno.make(link, error="m", micro=False)
    dark = []
    for y, row in enumerate(code.matrix_iter(border=_QUIET)):
        x, line = 0, list(row)
        while x < len(line):
            end = x
            while end < len(line) and line[end]:
                end += 1
            if end > x:
                dark.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    return {"size": code.symbol_size(border=_QUIET)[0], "path": "".join(dark)}


_QUIET = 4


def _shown(state: LinkState) -> dict[str, Any]:
    shown: dict[str, Any] = {"state": state.step.value}
    if state.id:
        shown["id"] = state.id
    if state.account:
        shown["telegram"] = state.account
    if state.good_for:
        shown["good_for"] = state.good_for
    return shown
