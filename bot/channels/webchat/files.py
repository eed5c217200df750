"""
Photos and files of the web chat, each for the session that holds its conversation.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from anyio import fail_after
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.webchat import sessions
from bot.channels.webchat.errors import (
    ChatError,
    bad_request,
    file_error,
    file_gone,
    file_unknown,
    not_accepted,
    session_invalid,
)
from bot.channels.webchat.service import WebChat
from bot.channels.webchat.sessions import Session
from bot.conversations import blocks
from bot.conversations import files as known
from bot.conversations.errors import Blocked, FileUnknown
from bot.conversations.files import File, Kept
from bot.files.errors import NotTaken
from bot.files.keeping import MOST_BYTES, Files
from bot.files.receiving import HEADER, NameTooLong, received
from bot.files.serving import described, file_response
from crm_connector.access import Access, is_sure

UPLOAD_SECONDS = 300.0
"""For one file, on a poor line too."""


class ChatFiles:
    """
    What the web chat does with files; without `files` there are none.
    """

    def __init__(self, chat: WebChat, files: Files | None) -> None:
        self._chat = chat
        self._files = files

    async def upload(self, request: Request, session: str, address: str) -> Response:
        """
        Keep the body of a request for a message of the session's conversation.
        """
        if self._files is None:
            raise file_unknown()
        with self._chat.limits.uploading(sessions.hash_of(session), address):
            held = await self._chat.holder(session)
            await self._demand_welcome(held)
            try:
                with self._files.coming() as came:
                    with fail_after(UPLOAD_SECONDS):
                        name = await received(request, came)
                    kept = await self._files.take(held.conversation, name, came)
            except NameTooLong:
                raise bad_request("invalid_field", f"{HEADER} is too long.") from None
            except NotTaken as error:
                raise file_error(error, MOST_BYTES) from None
            except TimeoutError:
                raise ChatError(408, "upload_slow", "This came too slowly.") from None
            except IntegrityError:
                # The conversation has become part of the customer's meanwhile.
                raise session_invalid() from None
        return JSONResponse(described(kept), 201)

    async def _demand_welcome(self, held: Session) -> None:
        """
        Refuse whose messages an agent has stopped.
        """
        core, now = self._chat.core, self._chat.core.clock()
        if await core.read(lambda c: blocks.holds(c, held.thread, now)):
            raise not_accepted(Blocked())

    async def read(self, session: str, wanted: str) -> Response:
        """
        Give a file of the thread that the session reads, or one that it uploaded.
        """
        return file_response(*await self._find(session, wanted))

    async def _find(self, session: str, wanted: str) -> tuple[File, Path]:
        held = await self._chat.holder(session)
        try:
            kept = await self._chat.core.read(lambda c: known.find(c, wanted))
        except FileUnknown:
            raise file_unknown() from None
        now = self._chat.core.clock()
        if self._files is None or not _may_see(held, kept, now):
            raise file_unknown()
        path = self._files.path(kept.file)
        if path is None:
            raise file_gone()
        return kept.file, path


def _may_see(held: Session, kept: Kept, now: datetime) -> bool:
    if kept.thread is None:
        return kept.agent is None and kept.conversation == held.conversation
    if not kept.for_all or kept.thread != held.thread:
        return False
    if not kept.is_handed_out:
        return True
    # What is in it is of this customer's orders: not of others who read the thread too,
    # and not for whoever has the browser when the proof has ended.
    is_theirs = kept.conversation == held.conversation
    return is_theirs and is_sure(Access.ORDERS, held.identity, now)
