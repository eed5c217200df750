"""
Files as a guest of the web chat uploads and reads them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx

from bot.channels.webchat.openapi import DESCRIPTION
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.test_openapi import problems


async def upload(
    guest: Guest,
    data: bytes | AsyncIterator[bytes],
    name: str = "کفش.jpg",
    **headers: str,
) -> httpx.Response:
    """
    Upload something as the guest's.
    """
    response = await guest.client.post(
        "/chat/files",
        content=data,
        headers={**guest.headers, "X-File-Name": quote(name), **headers},
    )
    schema = "File" if response.status_code == 201 else "Error"
    assert problems(schema, response.json()) == []
    if schema == "Error":
        told = DESCRIPTION["paths"]["/chat/files"]["post"]["responses"]
        code = response.json()["error"]["code"]
        assert code in told[str(response.status_code)]["description"]
    return response


async def read(guest: Guest, file: str) -> httpx.Response:
    """
    Read a file as the guest.
    """
    return await guest.client.get(f"/chat/files/{file}", headers=guest.headers)


def code_of(response: httpx.Response) -> str:
    """
    Give the code of a refusal.
    """
    return str(response.json()["error"]["code"])


async def dripping(
    pause: float, count: int, each: bytes = b"word "
) -> AsyncIterator[bytes]:
    """
    Give a body that comes little by little.
    """
    for _ in range(count):
        yield each
        await asyncio.sleep(pause)
