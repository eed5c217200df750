"""
Talking over the REST channel's form, which both engines answer.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence

from bench._http import BadAnswerError, Connection
from bench._processes import Side
from bot.unusable import Unusable

WEBHOOK = "/webhooks/rest/webhook"
_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 180


class RestTalk:
    """
    One sender, on a connection that it may use for now.
    """

    def __init__(
        self, connection: Connection, order: str, free: list[Connection]
    ) -> None:
        self.order = order
        self._sender = uuid.uuid4().hex
        self._connection = connection
        self._free = free

    async def say(self, text: str) -> Sequence[str]:
        """
        One turn.
        """
        replies = await self._connection.request(
            "POST", WEBHOOK, {"sender": self._sender, "message": text}
        )
        return [str(reply.get("text") or "") for reply in replies]

    async def end(self) -> None:
        """
        Leave the connection to the next one.
        """
        self._free.append(self._connection)


class RestTalks:
    """
    New senders on one port, all of them the customer who waits for `order`.

    Connections are kept open, as a front server keeps them: a busy server takes up new
    ones late, and that would be measured instead of its turns.
    """

    def __init__(self, port: int, order: str) -> None:
        self._port = port
        self._order = order
        self._free: list[Connection] = []

    async def begin(self) -> RestTalk:
        """
        A new sender.
        """
        connection = self._free.pop() if self._free else Connection(self._port)
        return RestTalk(connection, self._order, self._free)

    async def close(self) -> None:
        """
        Let go of the kept connections.
        """
        for connection in self._free:
            await connection.close()


async def wait_for(side: Side, port: int, path: str) -> None:
    """
    Wait until a server answers a GET. Raises `Unusable` if it ends or never does.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    connection = Connection(port)
    while time.monotonic() < deadline:
        side.check()
        try:
            await connection.request("GET", path)
        except BadAnswerError:
            await asyncio.sleep(_LOOK_SECONDS)
        else:
            return
        finally:
            await connection.close()
    raise Unusable(f"{side.name} did not start; see {side.log}.")
