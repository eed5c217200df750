"""
A proxy on this machine between a source and its system, which spoils chosen answers.

The system is a real server, or a fake that is given as a transport. What a fault does
to an answer is a function over `Talk`; see `tests/crm_connector/faults.py`.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

# Of one connection alone, or not true any more once the body was decoded.
_NOT_PASSED_ON = frozenset(
    {"connection", "content-encoding", "content-length", "keep-alive"}
    | {"date", "server", "transfer-encoding"}
)


@dataclass(frozen=True)
class Asked:
    """
    A request as it came.
    """

    method: str
    target: str
    headers: httpx.Headers
    body: bytes


@dataclass(frozen=True)
class Said:
    """
    An answer: what the system said, or what is said in its place.
    """

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


class Talk:
    """
    One request and the connection on which its answer is awaited.
    """

    def __init__(self, proxy: Proxy, asked: Asked, writer: asyncio.StreamWriter):
        self.asked = asked
        self._proxy = proxy
        self._writer = writer

    async def system(self, asked: Asked | None = None) -> Said:
        """
        Pass the request on, or another one, and give what the system says.
        """
        asked = asked or self.asked
        self._proxy.delivered.append(asked)
        return await self._proxy.pass_on(asked)

    async def say(self, said: Said, *, most: int | None = None) -> None:
        """
        Answer; of the body only the first `most` bytes, whatever length was announced.
        """
        head = [f"HTTP/1.1 {said.status} X"]
        head += [f"{name}: {value}" for name, value in said.headers]
        head += [f"content-length: {len(said.body)}", "", ""]
        self._writer.write("\r\n".join(head).encode("latin-1") + said.body[:most])
        await self._writer.drain()

    def drop(self, more: bytes) -> None:
        """
        A little more of the body.
        """
        self._writer.write(more)

    async def silence(self) -> None:
        """
        Say nothing (more) until whoever asked has gone.
        """
        await self._proxy.silence.wait()

    def hang_up(self) -> None:
        """
        End the connection as a server does that has had enough.
        """
        self._writer.close()

    def reset(self) -> None:
        """
        Tear the connection: the other side reads an error, not an end.
        """
        line: socket.socket = self._writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


Fault = Callable[[Talk], Awaitable[None]]


async def honest(talk: Talk) -> None:
    """
    No fault: the system's own answer.
    """
    await talk.say(await talk.system())


@dataclass
class Proxy:
    """
    Stands before the system at `url`. `fault` says which fault a request meets.

    `asked` are the requests that came, `delivered` those that the system got to see.
    """

    url: str
    transport: httpx.AsyncBaseTransport | None = None
    fault: Callable[[Asked], Fault] = lambda asked: honest
    asked: list[Asked] = field(default_factory=list)
    delivered: list[Asked] = field(default_factory=list)
    silence: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._client = httpx.AsyncClient(
            transport=self.transport,
            timeout=20,
            trust_env=False,
            # It speaks to this machine alone; to read who is trusted takes its time.
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )
        self._listener: asyncio.Server | None = None
        self._lines: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def plug_in(self) -> str:
        """
        Begin, and give the address that stands for the system's.
        """
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._listener.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}{urlsplit(self.url).path}"

    async def pull_out(self) -> None:
        """
        End; whoever still waits hears nothing.
        """
        self.silence.set()
        if self._listener is not None:
            self._listener.close()
        for writer in self._lines.values():
            writer.close()
        for task in self._lines:
            task.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)
        await self._client.aclose()

    async def pass_on(self, asked: Asked) -> Said:
        """
        The system's own answer.
        """
        parts = urlsplit(self.url)
        headers = [
            (name, value)
            for name, value in asked.headers.multi_items()
            if name not in _NOT_PASSED_ON and name not in ("host", "accept-encoding")
        ]
        answer = await self._client.request(
            asked.method,
            f"{parts.scheme}://{parts.netloc}{asked.target}",
            headers=headers,
            content=asked.body,
        )
        kept = tuple(
            (name, value)
            for name, value in answer.headers.multi_items()
            if name not in _NOT_PASSED_ON
        )
        return Said(answer.status_code, answer.content, kept)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines[task] = writer
        try:
            while not writer.is_closing():
                asked = await _heard(reader)
                self.asked.append(asked)
                await self.fault(asked)(Talk(self, asked, writer))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            # Whoever asked has gone, or we have.
            pass
        finally:
            del self._lines[task]
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def _heard(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    headers = httpx.Headers([tuple(each.split(": ", 1)) for each in lines])
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(method, target, headers, body)
