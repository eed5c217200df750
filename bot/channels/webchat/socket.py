"""
The web chat over a WebSocket: one `Talk` per connection.

The server writes messages in the order of the thread, without gap or repeat, from the
client's cursor on. It reads them from the database as fast as the client takes them,
so a slow client costs no memory.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from anyio import fail_after
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channels.webchat import errors, incoming, outgoing
from bot.channels.webchat.errors import ChatError, bad_request, session_invalid
from bot.channels.webchat.incoming import Hello, Wanted
from bot.channels.webchat.service import WebChat
from bot.channels.webchat.sessions import Session
from bot.conversations import blocks
from bot.conversations.feed import Watch
from bot.wire import (
    BAD_FRAME_CLOSE,
    HELLO_CLOSE,
    RESTART_CLOSE,
    SIGNED_OUT_CLOSE,
    TOO_BIG_CLOSE,
    TOO_MANY_CLOSE,
    TROUBLE_CLOSE,
    Wire,
)

HELLO_SECONDS = 10.0
CHECK_SECONDS = 60.0
"""How often a silent connection's session is looked at again."""


class Talk:
    """
    One connection, from its hello to its end.
    """

    def __init__(self, chat: WebChat, websocket: WebSocket, address: str) -> None:
        self._chat = chat
        self._websocket = websocket
        self._address = address
        self._wire = Wire(websocket)

    async def run(self) -> None:
        """
        Talk until one side ends it.
        """
        await self._websocket.accept()
        try:
            await self._talk()
        except ChatError as error:
            await self._refuse(error)
            await self._wire.close(_close_code(error))
        except (WebSocketDisconnect, TimeoutError):
            # Gone, or as good as gone: it comes back with its cursor.
            await self._wire.close(TROUBLE_CLOSE)

    async def _talk(self) -> None:
        limits = self._chat.limits
        limits.take_read(self._address)
        hello = await self._hello()
        session, _ = await self._chat.open(hello.session, _NOTHING)
        with (
            limits.watching(session.hash, self._address),
            self._chat.core.feed.watch(session.thread, session.hash) as watch,
        ):
            loop = asyncio.get_running_loop()
            tasks = {
                loop.create_task(self._show(session, hello.after, watch)),
                loop.create_task(self._listen(hello.session, session)),
            }
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            except _Moved:
                # It comes back with its cursor, and hears of its other thread.
                await self._wire.close(RESTART_CLOSE)
            except ChatError as error:
                if error.code != "session_invalid":
                    raise
                await self._wire.send({"type": "signed_out"})
                await self._wire.close(SIGNED_OUT_CLOSE)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _hello(self) -> Hello:
        try:
            with fail_after(HELLO_SECONDS):
                frame = await self._receive()
        except TimeoutError:
            raise ChatError(
                408, "hello_expected", f"No hello within {HELLO_SECONDS:.0f} s."
            ) from None
        return incoming.parse_hello(incoming.parse_object(frame))

    async def _show(self, session: Session, after: int | None, watch: Watch) -> None:
        """
        Send the thread from the cursor on, then whatever comes.
        """
        newest = await self._chat.newest(session)
        await self._wire.send(
            {"type": "ready", "conversation": session.thread, "seq": newest}
        )
        cursor = await self._catch_up(session, Wanted(after=after), after or 0)
        typing, writing, links = False, None, 0
        news = True
        shift = session.place.shift
        while not (watch.signed_out or watch.closed or watch.moved):
            # After a long silence a look tells whether the session is still good.
            if watch.newest - shift > cursor or not news:
                cursor = await self._catch_up(session, Wanted(after=cursor), cursor)
            if watch.typing != typing:
                typing = not typing
                await self._wire.send({"type": "typing", "on": typing})
            if watch.writing != writing:
                writing = watch.writing
                await self._wire.send(outgoing.typing(writing))
            if watch.links != links:
                links = watch.links
                await self._wire.send({"type": "telegram"})
            news = await watch.wait(CHECK_SECONDS)
        if watch.signed_out:
            raise session_invalid()
        await self._wire.close(RESTART_CLOSE)

    async def _catch_up(self, session: Session, wanted: Wanted, cursor: int) -> int:
        """
        Send what stands behind the cursor, and give where it is then.
        """
        while True:
            held, page = await self._chat.page(session, wanted)
            if held.place != session.place:
                raise _Moved
            for stored in page.messages:
                await self._wire.send({"type": "message", **outgoing.message(stored)})
                cursor = stored.seq
            if wanted.after is None or not page.more:
                return cursor
            wanted = Wanted(after=cursor)

    async def _listen(self, secret: str, session: Session) -> None:
        """
        Take what the client sends, one frame after the other.
        """
        limits = self._chat.limits
        while True:
            frame = await self._receive()
            # Beyond this nobody is answered any more: the connection ends.
            limits.take_frame(session.hash, self._address)
            message_id, kind = None, None
            try:
                try:
                    data = dict(incoming.parse_object(frame))
                    message_id, kind = data.get("id"), data.pop("type", None)
                finally:
                    # Nonsense counts too.
                    if kind != "typing":
                        limits.take_message(self._address)
                        limits.take_session_message(session.hash)
                if kind == "typing":
                    if limits.takes_typing(session.hash, self._address):
                        on = incoming.parse_typing(data)
                        await self._writes(session, on=on)
                    continue
                if kind != "message":
                    raise bad_request(
                        "unknown_type", "Frames of clients: message, typing."
                    )
                sent = incoming.parse_message(data)
                accepted = await self._chat.send(secret, sent)
                if accepted.place != session.place:
                    raise _Moved
            except ChatError as error:
                if error.code.startswith("session_"):
                    raise
                await self._refuse(error, message_id)
                continue
            await self._wire.send(
                {"type": "accepted", "id": message_id, "seq": accepted.seq}
            )

    async def _writes(self, session: Session, *, on: bool) -> None:
        """
        Tell the desk that the customer is writing, or no longer; not of one blocked.
        """
        core, now = self._chat.core, self._chat.core.clock()
        if not await core.read(lambda c: blocks.holds(c, session.thread, now)):
            core.feed.customer_writes(session.thread, on)

    async def _receive(self) -> str:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        text: str | None = message.get("text")
        if text is None:
            raise bad_request("not_json", "Frames are text.")
        if len(text) > incoming.MOST_BYTES:
            raise ChatError(
                413,
                "body_too_large",
                f"A frame has at most {incoming.MOST_BYTES} bytes.",
            )
        return text

    async def _refuse(self, error: ChatError, message_id: Any = None) -> None:
        error = self._chat.note_failure(error, self._address)
        if not isinstance(message_id, str) or len(message_id) > len(_UUID_SHAPE):
            message_id = None
        with suppress(WebSocketDisconnect, TimeoutError):
            await self._wire.send(errors.frame(error, message_id))


class _Moved(Exception):
    """
    The session's conversation stands in another thread than when the talk began.
    """


_NOTHING = Wanted(after=incoming.LARGEST_SEQ)
_UUID_SHAPE = "00000000-0000-0000-0000-000000000000"
_CLOSE_CODES = {401: SIGNED_OUT_CLOSE, 408: HELLO_CLOSE, 413: TOO_BIG_CLOSE}


def _close_code(error: ChatError) -> int:
    if error.status == 429:
        return TOO_MANY_CLOSE
    return _CLOSE_CODES.get(error.status, BAD_FRAME_CLOSE)
