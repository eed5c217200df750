"""
A file as the body of a request, with its name in a header.

What has come of it stands on the disk, so that slow lines hold no memory.
"""

from __future__ import annotations

import asyncio
from typing import BinaryIO
from urllib.parse import unquote

from anyio import current_time, fail_after
from starlette.requests import Request

from bot.files.errors import TooLarge
from bot.files.keeping import MOST_BYTES

HEADER = "X-File-Name"
LONGEST_NAME = 1_000
"""Characters of the header, in which every letter of Persian is six."""
LEAST_BYTES, SPAN_SECONDS = 128 * 1024, 20.0
"""So much has to come in such a span, as it does over the poorest line of a telephone:
else a few who send next to nothing would hold every place there is."""


class NameTooLong(ValueError):
    """
    A name that no file has.
    """


async def received(request: Request, into: BinaryIO) -> str:
    """
    Write a file `into` another and give its name; read no more of it than is allowed.

    Raises `NameTooLong`, `TooLarge`, and `TimeoutError` where it comes too slowly.
    """
    named = request.headers.get(HEADER, "")
    if len(named) > LONGEST_NAME:
        raise NameTooLong
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:10]) > MOST_BYTES:
        raise TooLarge
    size, enough = 0, LEAST_BYTES
    with fail_after(SPAN_SECONDS) as span:
        async for chunk in request.stream():
            size += len(chunk)
            if size > MOST_BYTES:
                raise TooLarge
            await asyncio.to_thread(into.write, chunk)
            if size >= enough:
                enough = size + LEAST_BYTES
                span.deadline = current_time() + SPAN_SECONDS
    return unquote(named, errors="replace")
