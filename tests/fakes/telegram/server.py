"""
Serves a fake Telegram on loopback, as an ASGI app on uvicorn.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.fakes.serving import listening
from tests.fakes.telegram.calls import read_call
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.faults import (
    CutOff,
    Fault,
    Hang,
    Page,
    Reset,
    Slow,
    Truncate,
)
from tests.fakes.telegram.refusals import NOT_FOUND, UNAUTHORIZED, Refusal

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{30,}")
_PAGE = "<html><body><center><h1>{} Bad Gateway</h1></center></body></html>"

Lines = dict[tuple[str, int], asyncio.Transport]
"""Open connections, by who is at the other end."""


class Nobody(Response):
    """
    No answer at all: the connection has been torn.
    """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """
        Say nothing.
        """


class Served:
    """
    The app over a fake, and the connections to it.
    """

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake = fake
        self.lines: Lines = {}
        self.ending = asyncio.Event()
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self.file),
                Route("/{rest:path}", self.nowhere, methods=["GET", "POST"]),
            ]
        )

    def end(self) -> None:
        """
        Let go of whoever waits.
        """
        self.ending.set()
        self.fake.webhook.stop()
        for line in list(self.lines.values()):
            line.close()

    async def call(self, request: Request) -> Response:
        """
        One call of a method.
        """
        try:
            self.check_token(request.path_params["token"])
            call = read_call(
                request.path_params["method"],
                request.headers.get("content-type", ""),
                request.url.query,
                await request.body(),
                self.fake.clock(),
            )
            answered = await self.until_gone(request, self.fake.answer(call))
        except Refusal as refusal:
            return JSONResponse(refusal.body, refusal.code)
        if answered is None:
            return self.tear(request)
        body, fault = answered
        return await self.spoil(request, JSONResponse(body), fault)

    async def until_gone(self, request: Request, doing: Any) -> Any:
        """
        Give what is answered; None if whoever asked is gone before, or the server ends.
        """
        task = asyncio.ensure_future(doing)
        others = [
            asyncio.ensure_future(self.gone(request)),
            asyncio.ensure_future(self.ending.wait()),
        ]
        try:
            await asyncio.wait({task, *others}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for each in [task, *others]:
                each.cancel()
            await asyncio.gather(task, *others, return_exceptions=True)

    @staticmethod
    async def gone(request: Request) -> None:
        """
        Wait until the other end has hung up.
        """
        while (await request.receive())["type"] != "http.disconnect":
            pass

    async def spoil(
        self, request: Request, answer: Response, fault: Fault | None
    ) -> Response:
        """
        The answer, and what happens to it on its way.
        """
        if isinstance(fault, Page):
            return Response(
                _PAGE.format(fault.status), fault.status, media_type="text/html"
            )
        if isinstance(fault, Reset):
            return self.tear(request)
        if isinstance(fault, Hang):
            await self.until_gone(request, asyncio.Event().wait())
            return self.tear(request)
        if isinstance(fault, Slow):
            await self.until_gone(request, asyncio.sleep(fault.seconds))
            return answer
        body = bytes(answer.body)
        if isinstance(fault, Truncate):
            return Response(body[: len(body) // 2], media_type="application/json")
        if isinstance(fault, CutOff):
            return self.cut(request, body)
        return answer

    def line_of(self, request: Request) -> asyncio.Transport | None:
        """
        The connection on which it was asked, while there is one.
        """
        client = request.client
        return self.lines.get((client.host, client.port)) if client else None

    def tear(self, request: Request) -> Response:
        """
        Tear the connection: the other side reads an error, not an end.
        """
        line = self.line_of(request)
        if line is not None:
            end: socket.socket = line.get_extra_info("socket")
            with suppress(OSError):
                off = struct.pack("ii", 1, 0)
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, off)
            line.abort()
        return Nobody()

    def cut(self, request: Request, body: bytes) -> Response:
        """
        Hang up in the middle of the body.
        """
        line = self.line_of(request)
        if line is not None:
            head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n"
            line.write(head.encode() + body[: len(body) // 2])
            line.close()
        return Nobody()

    async def file(self, request: Request) -> Response:
        """
        A file, where `getFile` has said.
        """
        try:
            self.check_token(request.path_params["token"])
        except Refusal as refusal:
            return JSONResponse(refusal.body, refusal.code)
        kept = self.fake.world.files.kept.values()
        path = request.path_params["path"]
        found = next((each for each in kept if each.path == path), None)
        if found is None:
            return JSONResponse(NOT_FOUND.body, NOT_FOUND.code)
        return Response(found.data, media_type="application/octet-stream")

    def check_token(self, token: str) -> None:
        """
        Raises `Refusal` if nobody has it.
        """
        if not _TOKEN.fullmatch(token):
            raise NOT_FOUND
        if token != self.fake.token:
            raise UNAUTHORIZED

    async def nowhere(self, request: Request) -> Response:
        """
        Any other address.
        """
        return JSONResponse(NOT_FOUND.body, NOT_FOUND.code)


def protocol_of(lines: Lines) -> type[H11Protocol]:
    """
    HTTP as uvicorn speaks it, with the connections noted.
    """

    class Noting(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            lines[transport.get_extra_info("peername")] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            lines.pop(self.transport.get_extra_info("peername"), None)
            super().connection_lost(exc)

    return Noting


@asynccontextmanager
async def serving(fake: FakeTelegram) -> AsyncIterator[str]:
    """
    Serve it on a free port of loopback, in this loop; gives its address.
    """
    served = Served(fake)
    async with listening(served.app, protocol_of(served.lines), served.end) as url:
        yield url
