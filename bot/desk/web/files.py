"""
Photos and files at the desk: an agent's own, and those of who may see the conversation.
"""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from anyio import fail_after
from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accounts.guard import Guard
from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn
from bot.conversations import files as known
from bot.conversations.core import Conversations
from bot.conversations.errors import FileUnknown
from bot.conversations.files import Kept
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.tables import handoffs
from bot.desk import seeing
from bot.desk.web.asked import Refused, answering, attended, number_of
from bot.files.errors import Damaged, Empty, NoRoom, NotTaken, TooLarge
from bot.files.keeping import Files
from bot.files.receiving import NameTooLong, received
from bot.files.serving import described, file_response

UPLOADS = 8
"""Files of agents on their way at a time."""
UPLOAD_SECONDS = 300.0

_REFUSALS: dict[type[NotTaken], tuple[int, str]] = {
    Empty: (400, "file_empty"),
    Damaged: (400, "file_damaged"),
    TooLarge: (413, "file_too_large"),
    NoRoom: (503, "unavailable"),
}


def files_routes(core: Conversations, guard: Guard, files: Files) -> list[BaseRoute]:
    """
    Make the routes of files at the desk.
    """
    desk = DeskFiles(core, guard, files)
    return [
        Route(
            "/desk/api/handoffs/{number}/files",
            guard.endpoint(answering(desk.upload), Right.NOTE),
            methods=["POST"],
        ),
        Route(
            "/desk/api/files/{file}",
            guard.endpoint(answering(desk.file), Right.REPLY),
            methods=["GET"],
        ),
    ]


class DeskFiles:
    """
    One method a route.
    """

    def __init__(self, core: Conversations, guard: Guard, files: Files) -> None:
        self._core = core
        self._guard = guard
        self._files = files
        self._uploads = asyncio.Semaphore(UPLOADS)

    async def upload(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/files.

        Where they may leave a note; it is said to nobody before a note or a reply of
        theirs names it.
        """
        number = number_of(request)
        await self._attended(who, number)
        async with self._uploads:
            try:
                with self._files.coming() as came:
                    with fail_after(UPLOAD_SECONDS):
                        name = await received(request, came)
                    # It took a while: they may have been signed out, or lost it.
                    who = await self._guard.still(request, Right.NOTE)
                    found = await self._attended(who, number)
                    kept = await self._files.take(
                        found.conversation, name, came, agent=str(who.account.id)
                    )
            except NameTooLong:
                raise Refused(400, "bad_request") from None
            except NotTaken as error:
                raise Refused(*_REFUSALS.get(type(error), (415, "file_type"))) from None
            except TimeoutError:
                raise Refused(408, "upload_slow") from None
        return JSONResponse(described(kept), 201)

    async def file(self, request: Request, who: SignedIn) -> Response:
        """
        GET /desk/api/files/{file}.
        """
        wanted, now = str(request.path_params["file"]), self._core.clock()

        def look(connection: Connection) -> Kept:
            kept = known.find(connection, wanted)
            by = str(who.account.id)
            if kept.thread is None and kept.agent == by:
                return kept
            if kept.thread is not None:
                for each in _of_thread(connection, kept.thread):
                    given = seeing.view(
                        connection,
                        each,
                        account=who.account.id,
                        sees_all=who.may(Right.SEE_ALL),
                        now=now,
                    )
                    if given is not None and kept.is_sent_by(given.until):
                        return kept
            raise FileUnknown

        try:
            kept = await self._core.read(look)
        except FileUnknown:
            raise Refused(404, "not_found") from None
        path = self._files.path(kept.file)
        if path is None:
            raise Refused(410, "file_gone")
        return file_response(kept.file, path)

    async def _attended(self, who: SignedIn, number: int) -> Handoff:
        """
        The handoff, unless it is only one of their past. Raises as `attended`.
        """
        now = self._core.clock()

        def look(connection: Connection) -> Handoff:
            return attended(
                seeing.seen(
                    connection,
                    number,
                    account=who.account.id,
                    sees_all=who.may(Right.SEE_ALL),
                    now=now,
                )
            )

        return await self._core.read(look)


def _of_thread(connection: Connection, thread: str) -> list[Handoff]:
    query = sa.select(handoffs.c.id).where(handoffs.c.conversation == thread)
    numbers = connection.execute(query.order_by(handoffs.c.id.desc())).scalars()
    return [standing.find(connection, each) for each in list(numbers)]
