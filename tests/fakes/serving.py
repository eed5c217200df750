"""
An ASGI app on uvicorn, in the loop of the test that asks it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn


def nothing() -> None:
    """
    Nothing is to be done before the end.
    """


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
    server = uvicorn.Server(config)
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
            server.should_exit = True
            # It would look every tenth of a second whether all have hung up.
            server.force_exit = True
            await task
