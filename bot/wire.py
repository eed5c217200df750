"""
Our side of a WebSocket: frames to a client, as fast as it takes them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from anyio import fail_after, move_on_after
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

SEND_SECONDS = 20.0
"""A client that takes no data for so long is cut off."""

BAD_FRAME_CLOSE = 4400
SIGNED_OUT_CLOSE = 4401
HELLO_CLOSE = 4408
TOO_MANY_CLOSE = 4429
TOO_BIG_CLOSE = 1009
TROUBLE_CLOSE = 1011
RESTART_CLOSE = 1012


class Wire:
    """
    Sends frames to one client, whoever wants to, and closes its connection.
    """

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        # Time limits are anyio's: asyncio.wait_for can swallow a cancellation.
        self._sending = asyncio.Lock()

    async def send(self, frame: Mapping[str, Any]) -> None:
        """
        Send one frame. Raises `WebSocketDisconnect`, and TimeoutError.
        """
        # ASCII, so that no half of a surrogate pair can break the connection.
        text = json.dumps(frame, separators=(",", ":"))
        async with self._sending:
            with fail_after(SEND_SECONDS):
                await self._websocket.send_text(text)

    async def close(self, code: int) -> None:
        """
        Say goodbye, unless the client is gone already: then it needs none.
        """
        if self._websocket.application_state is WebSocketState.CONNECTED:
            gone = suppress(RuntimeError, WebSocketDisconnect)
            with gone, move_on_after(SEND_SECONDS):
                await self._websocket.close(code)
