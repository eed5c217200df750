"""
A client so small that it takes no core from what it measures.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any


class BadAnswerError(Exception):
    """
    The server refused, broke off, or said what is not JSON.
    """


class Connection:
    """
    One kept-open HTTP/1.1 connection to a server on loopback; one request at a time.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def close(self) -> None:
        """
        Let go of the connection.
        """
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """
        Send JSON, read JSON, or other text as it is.

        Raises `BadAnswerError` for anything but success.
        """
        try:
            return await self._request(method, path, body, headers or {})
        except (OSError, EOFError, ValueError) as error:
            await self.close()
            raise BadAnswerError(f"{method} {path}: {error!r}") from error

    async def _request(
        self, method: str, path: str, body: Any, headers: Mapping[str, str]
    ) -> Any:
        if self._reader is not None and self._reader.at_eof():
            # A server ends what nobody has used for some seconds.
            await self.close()
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self._port
            )
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        content = b""
        if body is not None:
            content = json.dumps(body).encode()
            lines.append("Content-Type: application/json")
            lines.append(f"Content-Length: {len(content)}")
        self._writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
        await self._writer.drain()
        status, kind, text = await self._read(self._reader)
        if not 200 <= status < 300:
            raise BadAnswerError(f"{method} {path}: {status} {text[:200]!r}")
        return json.loads(text) if "json" in kind else text.decode()

    async def _read(self, reader: asyncio.StreamReader) -> tuple[int, str, bytes]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        fields = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:])
        }
        if fields.get("transfer-encoding", "").lower() == "chunked":
            text = await _chunks(reader)
        else:
            text = await reader.readexactly(int(fields.get("content-length", "0")))
        if fields.get("connection", "").lower() == "close":
            await self.close()
        return status, fields.get("content-type", ""), text


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    text = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        text += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return text
