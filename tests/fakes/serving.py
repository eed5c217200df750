"""
An ASGI app on uvicorn, in the loop of the test that asks it.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

GRACE_SECONDS = 0.1
"""So long connections have at the end before they are torn."""


def nothing() -> None:
    """
    Nothing is to be done before the end.
    """


class Server(uvicorn.Server):
    """
    Ends as soon as it is told to: uvicorn's own looks every tenth of a second.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.over = asyncio.Event()

    async def main_loop(self) -> None:
        """
        Serve until it is over.
        """
        await self.on_tick(0)
        await self.over.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """
        Take nobody else, and let nothing of it be left in the loop.
        """
        for server in self.servers:
            server.close()
        for sock in sockets or []:
            sock.close()
        state, end = self.server_state, time.monotonic() + GRACE_SECONDS
        for connection in list(state.connections):
            connection.shutdown()
        while (  # noqa: ASYNC110 - uvicorn has no event for it
            state.connections or state.tasks
        ) and time.monotonic() < end:
            await asyncio.sleep(0.001)
        for connection in list(state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


@asynccontextmanager
async def listening(
    app: Any, http: Any = "h11", before_end: Callable[[], object] = nothing
) -> AsyncIterator[str]:
    """
    Serve it on a free port of loopback; gives its address.

    `http` is the protocol of its connections. `before_end` lets go of what waits there.
    """
    config = uvicorn.Config(
        app, http=http, log_level="critical", ws="none", lifespan="off"
    )
    server = Server(config)
    # With the protocol named, or each answer waits some 40 ms (see `bot/serving.py`).
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.005)
            yield f"http://127.0.0.1:{port}"
        finally:
            before_end()
            server.over.set()
            await task
