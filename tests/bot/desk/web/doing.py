"""
What was done at the desk, as the log and the threads show it.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.accounts import audit
from bot.conversations.core import Conversations
from bot.conversations.tables import messages
from tests.bot.conversations.builders import (
    texts,
)
from tests.bot.desk.web.seats import Desk


async def deeds(desk: Desk) -> list[str]:
    """
    What the log has of handoffs, oldest first.
    """
    wanted = audit.Wanted(deed="handoff")
    page = await desk.core.read(lambda c: audit.read(c, wanted))
    return [each.deed for each in page.entries][::-1]


async def ends_with(core: Conversations, thread: str, words: str) -> bool:
    return any(each.startswith(words) for each in (await texts(core, thread))[-2:])


async def epoch_of(desk: Desk, thread: str, text: str) -> int:
    query = sa.select(messages.c.epoch).where(
        messages.c.conversation == thread, messages.c.text == text
    )
    return int(await desk.core.read(lambda c: c.execute(query).scalar()))
