"""
Messages as a channel would bring them.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from bot.conversations import history, owner, threads
from bot.conversations.core import Conversations
from bot.conversations.history import Page
from bot.conversations.inbox import Accepted
from bot.conversations.messages import IncomingMessage
from crm_connector.model import Identity


def incoming(
    conversation: str, text: str | None = None, **parts: Any
) -> IncomingMessage:
    """
    Give a message of the web chat with an id of its own.
    """
    parts.setdefault("external_id", str(uuid.uuid4()))
    return IncomingMessage(
        conversation=conversation,
        channel=parts.pop("channel", "web"),
        identity=parts.pop("identity", Identity()),
        text=text,
        scoped=parts.pop("scoped", True),
        **parts,
    )


async def say(
    core: Conversations, conversation: str, text: str | None = None, **parts: Any
) -> Accepted:
    """
    Bring a message in.
    """
    return await core.accept(incoming(conversation, text, **parts))


async def messages_after(
    core: Conversations, conversation: str, seq: int = 0, limit: int = 100
) -> Page:
    """
    Give the oldest messages behind `seq`, as the holder of the conversation sees them.
    """
    now = core.clock()
    return await core.read(
        lambda c: history.after(
            c, core.key, threads.place(c, conversation), seq, limit, now
        )
    )


async def texts(core: Conversations, conversation: str) -> list[str]:
    """
    Give the texts of a thread.
    """
    page = await messages_after(core, conversation, 0, 1000)
    return [message.text for message in page.messages]


async def desk_texts(core: Conversations, conversation: str) -> list[str]:
    """
    Give the texts of a thread as the desk sees them.
    """
    page = await core.desk.after(conversation, 0, 1000)
    return [message.text for message in page.messages]


async def change_owner(
    core: Conversations, conversation: str, *, to: str, expected_epoch: int
) -> int:
    """
    Make `to` the owner, whatever handoffs there are; gives the new epoch.
    """
    return await core.write(
        lambda c: owner.change(c, conversation, to=to, expected_epoch=expected_epoch)
    )


async def owner_of(core: Conversations, conversation: str) -> tuple[str, int]:
    """
    Give the owner and the epoch as they stand.
    """
    return await core.read(lambda c: owner.current(c, conversation))


async def until(core: Conversations, conversation: str, seq: int) -> None:
    """
    Wait until the thread has a message `seq`.
    """
    with core.feed.watch(conversation) as watch:
        while not (await messages_after(core, conversation, seq - 1, 1)).messages:
            assert await watch.wait(10), "no message came"


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """
    Wait until `condition` holds.
    """
    for _ in range(5000):
        if await condition():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came true")
