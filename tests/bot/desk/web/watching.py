"""
What is heard over a socket of the desk.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from tests.bot.channels.webchat.sockets import Socket


async def hello(talk: Socket) -> None:
    """
    Begin.
    """
    await talk.put(type="hello")
    assert (await talk.get())["type"] == "ready"


async def watch(talk: Socket, number: int, **more: Any) -> dict[str, Any]:
    """
    Watch a conversation; gives how it stands.
    """
    await talk.put(type="watch", number=number, **more)
    return await talk.next("changed", "gone", "error")


async def message(talk: Socket) -> str:
    """
    The text of the next message.
    """
    text: str = (await talk.next("message"))["message"]["text"]
    return text


async def rest(talk: Socket, within: float = 0.4) -> list[dict[str, Any]]:
    """
    What comes until nothing comes any more.
    """
    frames = []
    with suppress(asyncio.TimeoutError):
        while True:
            frames.append(await talk.get(within))
    return frames
