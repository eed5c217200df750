"""
The desk's live connection: one `Live` for each browser that is open.

It carries what changes: that the lists are not as before, the messages of the
conversations that the page watches, who writes. Each watched conversation is read from
the database by a cursor of its own, as fast as the client takes it, so a slow client
costs no memory.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog
from anyio import fail_after
from sqlalchemy.engine import Connection
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.accounts.errors import NotAllowed, NotSignedIn
from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn
from bot.conversations.feed import QUEUE
from bot.desk import presence
from bot.desk.web import fields
from bot.desk.web.asked import Refused
from bot.desk.web.following import Following, Gone, Moved
from bot.desk.web.house import DeskHouse
from bot.desk.web.reading import Reader
from bot.desk.web.speaking import Speaking
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
CHECK_SECONDS = 5.0
"""How often it is looked whether the session is still good."""
QUEUE_SECONDS = 1.0
"""Between two frames that say that the lists have changed."""
SEEN_SECONDS = 10.0
"""How exactly it is known when somebody was here; each time would cost a write."""
SILENCE_SECONDS = 70.0
"""A page that says nothing for so long is not there any more."""
MOST_WATCHED = 20
MOST_BYTES = 16 * 1024
MOST_FRAMES = 40
"""Frames in ten seconds; a page that sends more is out of order."""
FRAMES_SECONDS = 10.0
MOST_OF_ONE = 20
"""Connections of one account at a time."""

log = structlog.get_logger(__name__)


class LiveDesk:
    """
    All live connections of this process.
    """

    def __init__(self, house: DeskHouse) -> None:
        self._house = house
        self._open: Counter[int] = Counter()

    async def connect(self, websocket: WebSocket) -> None:
        """
        /desk/live.
        """
        who = await self._house.guard.socket(websocket, Right.CLAIM)
        if who is None:
            return
        account = who.account.id
        await websocket.accept()
        if self._open[account] >= MOST_OF_ONE:
            await websocket.close(TOO_MANY_CLOSE)
            return
        self._open[account] += 1
        try:
            await Live(self._house, websocket, who).run()
        finally:
            self._open[account] -= 1
            if not self._open[account]:
                del self._open[account]


class Live:
    """
    One connection, from its hello to its end.
    """

    def __init__(self, house: DeskHouse, websocket: WebSocket, who: SignedIn) -> None:
        self._house = house
        self._core = house.core
        self._websocket = websocket
        self._who = who
        self._reader = Reader(who, house.language_of(websocket))
        self._speaking = Speaking(house)
        self._wire = Wire(websocket)
        self._watched: dict[int, asyncio.Task[None]] = {}
        self._seen_at = 0.0
        self._frames: list[float] = []

    async def run(self) -> None:
        """
        Serve until one side ends it.
        """
        loop = asyncio.get_running_loop()
        self._broken: asyncio.Future[None] = loop.create_future()
        try:
            await self._serve()
        except (NotSignedIn, NotAllowed):
            with suppress(WebSocketDisconnect, TimeoutError, RuntimeError):
                await self._wire.send({"type": "signed_out"})
            await self._wire.close(SIGNED_OUT_CLOSE)
        except _End as end:
            await self._wire.close(end.code)
        except (WebSocketDisconnect, TimeoutError):
            # Gone, or as good as gone: it comes back with its cursors.
            await self._wire.close(TROUBLE_CLOSE)
        finally:
            if not self._broken.done():
                self._broken.cancel()

    async def _serve(self) -> None:
        is_fresh = await self._hello()
        loop = asyncio.get_running_loop()
        with self._core.feed.watch(QUEUE) as watch:
            chosen = await self._come(is_fresh)
            await self._wire.send({"type": "ready", "presence": chosen})
            tasks: set[asyncio.Future[None]] = {
                loop.create_task(self._listen()),
                loop.create_task(self._tell_queue(watch)),
                loop.create_task(self._check()),
                self._broken,
            }
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                tasks.update(self._watched.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _hello(self) -> bool:
        """
        Wait for the hello; tells whether it is a page's first.
        """
        try:
            with fail_after(HELLO_SECONDS):
                frame = await self._receive()
        except TimeoutError:
            raise _End(HELLO_CLOSE) from None
        if frame.get("type") != "hello":
            raise _End(BAD_FRAME_CLOSE)
        return frame.get("fresh") is True

    async def _check(self) -> None:
        """
        See that whoever was signed out by somebody else hears no more.
        """
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self._house.guard.still(self._websocket, Right.CLAIM)

    async def _tell_queue(self, watch: Any) -> None:
        while not watch.closed:
            if await watch.wait(60.0) and not watch.closed:
                await self._wire.send({"type": "queue"})
                await asyncio.sleep(QUEUE_SECONDS)
        await self._wire.send({"type": "restart"})
        raise _End(RESTART_CLOSE)

    async def _listen(self) -> None:
        while True:
            try:
                with fail_after(SILENCE_SECONDS):
                    frame = await self._receive()
            except TimeoutError:
                raise _End(TROUBLE_CLOSE) from None
            try:
                await self._take(frame)
            except Refused as refused:
                number = frame.get("number")
                about = {"number": number} if isinstance(number, int) else {}
                await self._wire.send(
                    {"type": "error", "error": refused.code, **about, **refused.more}
                )

    async def _take(self, frame: Mapping[str, Any]) -> None:
        kind = frame.get("type")
        if kind == "alive":
            await self._seen()
        elif kind == "watch":
            await self._watch(frame)
        elif kind == "unwatch":
            await self._unwatch(fields.whole(frame, "number"))
        elif kind == "typing":
            who = await self._house.guard.still(self._websocket, Right.REPLY)
            number, epoch = fields.whole(frame, "number"), fields.whole(frame, "epoch")
            await self._speaking.writes(who, number, epoch, on=fields.flag(frame, "on"))
        else:
            raise Refused(400, "unknown_type")

    async def _come(self, is_fresh: bool) -> str:
        """
        Note that they are here, and give what their status is.
        """
        self._seen_at, now = asyncio.get_running_loop().time(), self._core.clock()
        account = self._who.account.id

        def work(connection: Connection) -> str:
            note = presence.came if is_fresh else presence.seen
            note(connection, account, now)
            return presence.chosen_by(connection, account)

        chosen = await self._core.write(work)
        # Whoever comes may take what nobody could, and colleagues see them.
        self._core.feed.queue()
        return chosen

    async def _seen(self) -> None:
        loop, now = asyncio.get_running_loop(), self._core.clock()
        if loop.time() - self._seen_at < SEEN_SECONDS:
            return
        self._seen_at = loop.time()
        account = self._who.account.id
        await self._core.write(lambda c: presence.seen(c, account, now))

    async def _watch(self, frame: Mapping[str, Any]) -> None:
        number = fields.whole(frame, "number")
        after = None if frame.get("after") is None else fields.whole(frame, "after")
        await self._house.guard.still(self._websocket, Right.CLAIM)
        await self._unwatch(number)
        if len(self._watched) >= MOST_WATCHED:
            raise Refused(400, "too_many_watched", most=MOST_WATCHED)
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._follow(number, after))
        self._watched[number] = task

        def over(ended: asyncio.Task[None]) -> None:
            if self._watched.get(number) is ended:
                del self._watched[number]
            error = None if ended.cancelled() else ended.exception()
            if error is not None and not self._broken.done():
                self._broken.set_exception(error)

        task.add_done_callback(over)

    async def _unwatch(self, number: int) -> None:
        task = self._watched.pop(number, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _follow(self, number: int, after: int | None) -> None:
        try:
            await Following(self._house, self._reader, self._wire.send).follow(
                number, after
            )
        except Moved:
            await self._wire.send({"type": "moved", "number": number})
        except Gone as gone:
            if gone.row is not None:
                frame = {"type": "changed", "number": number, "handoff": gone.row}
                await self._wire.send(frame)
            await self._wire.send({"type": "gone", "number": number})

    async def _receive(self) -> Mapping[str, Any]:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        text: str | None = message.get("text")
        if text is None:
            raise _End(BAD_FRAME_CLOSE)
        if len(text) > MOST_BYTES:
            raise _End(TOO_BIG_CLOSE)
        self._count()
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            raise _End(BAD_FRAME_CLOSE) from None
        if not isinstance(frame, dict):
            raise _End(BAD_FRAME_CLOSE)
        return frame

    def _count(self) -> None:
        now = asyncio.get_running_loop().time()
        self._frames = [at for at in self._frames if now - at < FRAMES_SECONDS]
        self._frames.append(now)
        if len(self._frames) > MOST_FRAMES:
            raise _End(TOO_MANY_CLOSE)


class _End(Exception):
    """
    The connection is to be closed with this code.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
