"""
The fake, asked by the library that the channel uses.
"""

from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import Callable

import httpx
import pytest
import pytest_asyncio
from PIL import Image
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from tests.fakes.clock import FakeClock
from tests.fakes.telegram.chats import Person
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.server import Served, serving

SARA = Person(501, "Sara", "Ahmadi", "sara_a", "fa", "+989121234567")
OMID = Person(502, "Omid", phone="+989350000000")
# It is this machine alone that is spoken to; to read who is trusted takes its time.
TRUSTED = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.fixture
def clock() -> FakeClock:
    """
    Time stands still until a test turns it.
    """
    return FakeClock()


@pytest.fixture
def fake(clock) -> FakeTelegram:
    """
    A Telegram in which Sara has written to the bot.
    """
    fake = FakeTelegram(clock=clock)
    fake.world.says(SARA, "/start")
    fake.updates.drop_all()
    return fake


@pytest_asyncio.fixture
async def url(fake):
    """
    Where it is served.
    """
    async with serving(fake) as url:
        yield url


@pytest_asyncio.fixture
async def bot(fake, url):
    """
    As the channel asks it.
    """
    async with ExtBot(
        fake.token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=asking(),
        get_updates_request=asking(),
    ) as bot:
        yield bot


def asking() -> HTTPXRequest:
    """
    How it asks.
    """
    return HTTPXRequest(httpx_kwargs={"verify": TRUSTED, "trust_env": False})


async def until(is_so: Callable[[], object]) -> None:
    """
    Wait until it is so.
    """
    while not is_so():  # noqa: ASYNC110 - what is waited for has no event
        await asyncio.sleep(0.005)


@pytest_asyncio.fixture
async def ask(fake):
    """
    Asks without a library or a line; gives the status and the JSON.
    """
    line = httpx.ASGITransport(Served(fake).app)
    async with httpx.AsyncClient(transport=line, base_url="http://telegram") as client:

        async def asking(method, token=fake.token, files=None, **parameters):
            address = f"/bot{token}/{method}"
            if files:
                answer = await client.post(address, data=parameters, files=files)
            else:
                answer = await client.post(address, json=parameters)
            return answer.status_code, answer.json()

        yield asking


@pytest.fixture(scope="session")
def photo() -> bytes:
    """
    A picture of 1000 by 600.
    """
    written = io.BytesIO()
    Image.new("RGB", (1000, 600), "teal").save(written, "PNG")
    return written.getvalue()
