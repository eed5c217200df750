"""
Agents at their desks and customers who write: when each message is there.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.client import WebSocketClientProtocol, connect
from websockets.exceptions import WebSocketException

from bench._http import BadAnswerError, Connection
from bot.unusable import Unusable

ALIVE_SECONDS = 20.0
_LATE_SECONDS = 10.0
_LOOK_SECONDS, _LEAST_LOOKS = 0.2, 5
_CUSTOMERS = 16
"""Connections over which customers write."""


@dataclass
class Times:
    """
    In seconds: until the agent's frame, and how long the lists took.
    """

    sent: list[float] = field(default_factory=list)
    accepted: list[float] = field(default_factory=list)
    queue: list[float] = field(default_factory=list)
    leads_queue: list[float] = field(default_factory=list)


class Office:
    """
    All agents of a shop, each with a socket that watches what they hold.
    """

    def __init__(self, port: int, seats: Mapping[str, Any]) -> None:
        self._port = port
        self._seats = seats
        self._arrived: dict[str, asyncio.Future[float]] = {}

    async def measure(self, messages: int, per_second: float) -> Times:
        """
        Seat everybody, let customers write, and take the times. Raises `Unusable`.
        """
        times = Times()
        async with AsyncExitStack() as open_ones:
            tasks = [
                asyncio.create_task(self._sit(socket, agent))
                for agent in self._seats["agents"]
                for socket in [await self._open(open_ones, agent["secret"])]
            ]
            enough: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            lists = asyncio.create_task(self._look(times, enough))
            try:
                await asyncio.sleep(1.0)
                await self._write(messages, per_second, times)
                either = asyncio.FIRST_COMPLETED
                await asyncio.wait({lists, enough}, return_when=either)
            except (BadAnswerError, OSError, WebSocketException) as error:
                raise Unusable(f"the run is void: {error!r}.") from error
            finally:
                for task in (*tasks, lists):
                    task.cancel()
                ended = await asyncio.gather(*tasks, lists, return_exceptions=True)
            for outcome in ended:
                if isinstance(outcome, Exception):
                    raise Unusable(f"the run is void: {outcome!r}.") from outcome
        return times

    async def _open(
        self, open_ones: AsyncExitStack, secret: str
    ) -> WebSocketClientProtocol:
        socket = await open_ones.enter_async_context(
            connect(
                f"ws://127.0.0.1:{self._port}/desk/live",
                origin=f"http://127.0.0.1:{self._port}",  # type: ignore[arg-type]
                extra_headers={"Cookie": f"hamyar-desk={secret}"},
                compression=None,
            )
        )
        await socket.send('{"type":"hello"}')
        return socket

    async def _sit(
        self, socket: WebSocketClientProtocol, agent: Mapping[str, Any]
    ) -> None:
        for number, _ in agent["held"][:20]:
            frame = {"type": "watch", "number": number, "after": 0}
            await socket.send(json.dumps(frame))
        alive = asyncio.create_task(self._stay(socket))
        try:
            async for text in socket:
                frame = json.loads(text)
                if frame["type"] == "message":
                    arrived = self._arrived.get(frame["message"].get("id", ""))
                    if arrived is not None and not arrived.done():
                        arrived.set_result(time.perf_counter())
        finally:
            alive.cancel()

    @staticmethod
    async def _stay(socket: WebSocketClientProtocol) -> None:
        while True:
            await asyncio.sleep(ALIVE_SECONDS)
            with suppress(WebSocketException):
                await socket.send('{"type":"alive"}')

    async def _write(self, messages: int, per_second: float, times: Times) -> None:
        """
        Write evenly, whatever is still on its way; each in somebody's conversation.
        """
        chance = random.Random(7)
        customers = [
            session for agent in self._seats["agents"] for _, session in agent["held"]
        ]
        lines = [Connection(self._port) for _ in range(_CUSTOMERS)]
        free: asyncio.Queue[Connection] = asyncio.Queue()
        for line in lines:
            free.put_nowait(line)
        begun = time.perf_counter()
        tasks = []
        for n in range(messages):
            await asyncio.sleep(max(0.0, begun + n / per_second - time.perf_counter()))
            session = chance.choice(customers)
            tasks.append(asyncio.create_task(self._say(free, session, times)))
        try:
            await asyncio.gather(*tasks)
        finally:
            for line in lines:
                await line.close()

    async def _say(
        self, free: asyncio.Queue[Connection], session: str, times: Times
    ) -> None:
        name, loop = str(uuid.uuid4()), asyncio.get_running_loop()
        here = self._arrived[name] = loop.create_future()
        line = await free.get()
        begun = time.perf_counter()
        try:
            await line.request(
                "POST",
                "/chat/messages",
                {"id": name, "text": "is it there yet?"},
                {"Authorization": f"Bearer {session}"},
            )
            accepted = time.perf_counter()
        finally:
            free.put_nowait(line)
        try:
            arrived = await asyncio.wait_for(here, _LATE_SECONDS)
        except asyncio.TimeoutError:
            raise BadAnswerError("a message never reached the agent") from None
        finally:
            del self._arrived[name]
        times.sent.append(arrived - begun)
        times.accepted.append(max(0.0, arrived - accepted))

    async def _look(self, times: Times, enough: asyncio.Future[None]) -> None:
        """
        An agent and a lead open their lists, time and again.
        """
        line, agents = Connection(self._port), self._seats["agents"]
        looks: Sequence[tuple[str, list[float]]] = (
            (agents[0]["secret"], times.queue),
            (self._seats["lead"], times.leads_queue),
        )
        try:
            while True:
                for secret, taken in looks:
                    begun = time.perf_counter()
                    await line.request(
                        "GET",
                        "/desk/api/queue",
                        headers={"Cookie": f"hamyar-desk={secret}"},
                    )
                    taken.append(time.perf_counter() - begun)
                    if len(times.leads_queue) == _LEAST_LOOKS and not enough.done():
                        enough.set_result(None)
                    await asyncio.sleep(_LOOK_SECONDS)
        finally:
            await line.close()
