"""
A server that speaks OpenAI's protocol, as well or as badly as it is told.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any


class FakeLlm:
    """
    Answers every request alike, after `delay` seconds; keeps what it was asked.
    """

    def __init__(
        self, text: str = "", *, status: int = 200, delay: float = 0, body: bytes = b""
    ) -> None:
        choice = {"message": {"role": "assistant", "content": text}}
        self._body = body or json.dumps({"choices": [choice]}).encode()
        self._status = status
        self._delay = delay
        self._server: asyncio.Server | None = None
        self.asked: list[dict[str, Any]] = []
        self.heads: list[str] = []

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}/v1"

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lower = head.lower()
            size = int(lower.split("content-length:")[1].split("\r\n")[0])
            self.heads.append(head)
            self.asked.append(json.loads(await reader.readexactly(size)))
            await asyncio.sleep(self._delay)
            first = f"HTTP/1.1 {self._status} X\r\nContent-Length: {len(self._body)}"
            writer.write(first.encode() + b"\r\nConnection: close\r\n\r\n" + self._body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
