"""
Killed at any moment (kill -9), it goes on: each message is there once and in order.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import HOUSE
from bot.serving import bind
from tests.bot.conversations.builders import eventually
from tests.fakes.chatwoot import FakeChatwoot
from tests.fakes.database import fresh_database

ROUNDS, EACH = 4, 6


@pytest.fixture
async def address(chatwoot: FakeChatwoot) -> AsyncIterator[str]:
    """
    The fake on a port, where other processes reach it.
    """

    async def answer(request: Request) -> Response:
        asked = httpx.Request(
            request.method,
            str(request.url),
            headers=request.headers.raw,
            content=await request.body(),
        )
        given = chatwoot(asked)
        # What is done is done, whether or not who asked is still there.
        await asyncio.sleep(0.01)
        return Response(given.content, given.status_code, media_type="application/json")

    route = Route("/{path:path}", answer, methods=["GET", "POST"])
    config = uvicorn.Config(Starlette(routes=[route]), log_level="error", ws="none")
    with bind("127.0.0.1", 0) as listener:
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))

        async def is_started() -> bool:
            return server.started

        # Before that, connections are refused.
        await eventually(is_started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


async def start(database: str, address: str, first: int) -> asyncio.subprocess.Process:
    """
    Start the process that says the numbers from `first` on.
    """
    numbers = str(first), str(first + EACH)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bot.desk.chatwoot.killed"),
        *(database, address, *numbers),
        cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE,
    )


@pytest.mark.slow
async def test_a_process_that_is_killed_says_nothing_twice_and_forgets_nothing(
    tmp_path: Path, chatwoot: FakeChatwoot, address: str
) -> None:
    database, chance = fresh_database(tmp_path), random.Random(7)
    wanted = ["person", *map(str, range(ROUNDS * EACH))]
    for each in range(ROUNDS):
        process = await start(database, address, each * EACH)
        assert process.stdout is not None
        await process.stdout.readuntil(b"said\n")
        if each < ROUNDS - 1:
            await asyncio.sleep(chance.random() * 0.3)
            process.send_signal(signal.SIGKILL)
            await process.wait()

    async def is_all_there() -> bool:
        return [len(chatwoot.texts(each)) for each in chatwoot.talks] == [len(wanted)]

    try:
        await eventually(is_all_there)
    finally:
        process.kill()
        await process.wait()
    (talk,) = chatwoot.talks
    assert chatwoot.texts(talk) == wanted
    marks = [
        message["content_attributes"]["hamyar"] for message in chatwoot.messages[talk]
    ]
    assert len(marks) == len(set(marks))
