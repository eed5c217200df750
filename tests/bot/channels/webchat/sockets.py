"""
A WebSocket client that talks to the application in process.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

from starlette.applications import Starlette

from tests.bot.channels.webchat.guests import Guest


class Closed(Exception):
    """
    The server closed the connection, with this code.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Socket:
    """
    One connection. `slow` holds every frame of the server back until it is set.
    """

    def __init__(
        self,
        app: Starlette,
        *,
        origin: str | None = None,
        address: str = "127.0.0.1",
        path: str = "/chat/ws",
        cookie: str = "",
    ) -> None:
        headers = [(b"host", b"hamyar.example"), (b"cookie", cookie.encode())]
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        self._scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "scheme": "ws",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": headers,
            "client": (address, 1),
            "server": ("hamyar.example", 80),
            "subprotocols": [],
            "state": {},
        }
        self._app = app
        self._to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._to_client: asyncio.Queue[Any] = asyncio.Queue()
        self.open = asyncio.Event()
        self.open.set()
        self.sent = 0

    async def __aenter__(self) -> Socket:
        """
        Connect.
        """
        self._to_server.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.ensure_future(
            self._app(self._scope, self._to_server.get, self._send)  # type: ignore[arg-type]
        )
        first = await asyncio.wait_for(self._to_client.get(), 5)
        if first["type"] == "websocket.close":
            raise Closed(first["code"])
        assert first["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        """
        Go away without a word.
        """
        self.open.set()
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await asyncio.wait_for(
            asyncio.gather(self._task, return_exceptions=True), timeout=5
        )

    async def _send(self, message: Any) -> None:
        await self.open.wait()
        self.sent += 1
        self._to_client.put_nowait(message)

    async def put(self, frame: Any = None, **parts: Any) -> None:
        """
        Send a frame: text as it is, bytes as bytes, fields as JSON.
        """
        message: dict[str, Any] = {"type": "websocket.receive"}
        if isinstance(frame, bytes):
            message["bytes"] = frame
        else:
            message["text"] = frame if frame is not None else json.dumps(parts)
        self._to_server.put_nowait(message)

    async def say(self, text: str, number: str | None = None) -> str:
        """
        Send a message and give its id.
        """
        number = number or str(uuid.uuid4())
        await self.put(type="message", id=number, text=text)
        return number

    async def get(self, within: float = 5) -> dict[str, Any]:
        """
        Receive the next frame, or raise `Closed`.
        """
        message = await asyncio.wait_for(self._to_client.get(), within)
        if message["type"] == "websocket.close":
            raise Closed(message["code"])
        frame: dict[str, Any] = json.loads(message["text"])
        return frame

    async def next(self, *kinds: str) -> dict[str, Any]:
        """
        Receive the next frame of one of these kinds, passing over others.
        """
        while True:
            frame = await self.get()
            if frame["type"] in kinds:
                return frame

    async def closed(self) -> int:
        """
        Wait for the end and give its code.
        """
        try:
            while True:
                await self.get()
        except Closed as end:
            return end.code


async def greet(talk: Socket, guest: Guest, **parts: Any) -> dict[str, Any]:
    """
    Say hello and give the frame that answers it.
    """
    await talk.put(type="hello", session=guest.session, **parts)
    return await talk.get()


async def collect(talk: Socket, count: int) -> list[int]:
    """
    Give the seqs of the next messages.
    """
    return [(await talk.next("message"))["seq"] for _ in range(count)]
