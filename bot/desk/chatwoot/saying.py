"""
Says in Chatwoot what is new here: in order, each thing once, with its files.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import structlog
from sqlalchemy.engine import Connection

from bot.conversations import files as known
from bot.conversations.core import Conversations
from bot.conversations.errors import FileUnknown
from bot.conversations.files import File
from bot.desk.chatwoot import store, thread
from bot.desk.chatwoot.client import Chatwoot, Enclosure
from bot.desk.chatwoot.notes import Notes
from bot.desk.chatwoot.store import CLOSED, NEVER_TAKEN, Post, ToSay
from bot.files.keeping import Files
from crm_connector.errors import SourceRejected

_NEVER = (400, 413, 422)
_TRIES = 3
"""What Chatwoot refuses so often by one of these is never said there."""

log = structlog.get_logger(__name__)


class Saying:
    """
    Says in one Chatwoot what is said in our threads; their files are in `files`.
    """

    def __init__(
        self, core: Conversations, client: Chatwoot, notes: Notes, files: Files
    ) -> None:
        self._core = core
        self._client = client
        self._notes = notes
        self._files = files

    async def tell(self, number: int) -> None:
        """
        Say there what is new in the thread of a handoff. Raises `TalkGone`.
        """
        more = True
        while more:
            more = await self._core.write(
                lambda c: thread.carry(c, number, self._notes)
            )
            while True:
                post = await self._core.write(lambda c: store.next_post(c, number))
                if post is None:
                    break
                await self._post(number, post)

    async def _post(self, number: int, post: Post) -> None:
        said = await self._say(number, post)
        await self._core.write(lambda c: store.posted(c, post, said))

    async def _say(self, number: int, post: Post) -> int:
        """
        Say one thing there, unless it is there already; gives the message.
        """
        link = await self._core.read(lambda c: store.find(c, number))
        if link.talk is None:
            return NEVER_TAKEN
        if post.tries:
            last = await self._core.read(lambda c: store.last_posted(c, link))
            there = await self._client.messages(link.talk, max(last, 0))
            for each in there:
                if each.mark == post.mark:
                    return each.number
        if link.stage == CLOSED and not post.is_note:
            # As the customer's own they would open what has been resolved.
            text = self._notes.from_customer(post.text)
            post = replace(post, text=text, is_note=True)
        enclosed = await self._enclosed(post.files)
        if not (post.text.strip() or enclosed):
            # Its files were erased before they could go.
            return NEVER_TAKEN
        try:
            return await self._send(link.talk, post, enclosed)
        except SourceRejected as error:
            if error.status not in _NEVER or post.tries + 1 < _TRIES:
                raise
            log.exception("chatwoot_takes_it_never", handoff=number, mark=post.mark)
        if not enclosed:
            return NEVER_TAKEN
        # Its files may be what is refused: they are named then, and the words still go.
        named = self._notes.files(number, [each.name for each in enclosed])
        told = ToSay(f"{post.mark}:named", named)
        await self._core.write(lambda c: store.put(c, number, [told]))
        return await self._send(link.talk, post, ()) if post.text else NEVER_TAKEN

    async def _send(self, talk: int, post: Post, enclosed: Sequence[Enclosure]) -> int:
        return await self._client.post(
            talk, post.text, is_note=post.is_note, mark=post.mark, files=enclosed
        )

    async def _enclosed(self, ids: Sequence[str]) -> list[Enclosure]:
        """
        The files that go along, without those whose time is over meanwhile.
        """

        def look(connection: Connection) -> list[File]:
            found = []
            for each in ids:
                with suppress(FileUnknown):
                    found.append(known.find(connection, each).file)
            return found

        kept = await self._core.read(look) if ids else []
        paths = [(each, self._files.path(each)) for each in kept]
        return [
            Enclosure(each.name, each.type, path)
            for each, path in paths
            if path is not None
        ]
