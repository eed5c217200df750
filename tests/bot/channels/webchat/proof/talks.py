"""
A browser in which somebody proves who they are by a code.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.channels.webchat.service import WebChat
from crm_connector.model import Contact, ContactKind, Identity
from tests.bot.channels.webchat.guests import Guest
from tests.crm_connector.small_shop import SARA
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender

Sign = Callable[..., str]

PHONE = Contact(ContactKind.PHONE, SARA.phones[0])
NOBODYS = Contact(ContactKind.PHONE, "+989120000000")
ADDRESS = "203.0.113.7"


class Talk:
    """
    A browser, whose session is another one after signing in.
    """

    def __init__(self, chat: WebChat, sender: FakeSender, guest: Guest) -> None:
        self.chat = chat
        self.sender = sender
        self.guest = guest

    async def ask_for(self, contact: Contact | None = PHONE) -> str:
        """
        Ask for a code; gives the one that went out, or nothing.
        """
        before = len(self.sender.sent)
        await self.chat.begin_proof(self.guest.session, ADDRESS, "fa", contact)
        for _ in range(100):
            await asyncio.sleep(0)
        went = self.sender.sent[before:]
        return went[0].code if went else ""

    async def type(self, code: str) -> None:
        """
        Type a code; the session that this brings is the browser's from now on.
        """
        begun = await self.chat.check_code(self.guest.session, code)
        self.guest.session = begun.session
        self.guest.conversation = begun.conversation

    async def prove(self, contact: Contact | None = PHONE) -> None:
        """
        Ask for a code and type it.
        """
        await self.type(await self.ask_for(contact))

    async def status(self) -> int:
        """
        Whether the session is good.
        """
        return (await self.guest.get()).status_code


async def identity_of(talk: Talk, engine: FakeEngine) -> Identity:
    """
    Who the engine hears now.
    """
    await talk.guest.ask("hello")
    return engine.turns[-1].identity


def later(moment: Any, **parts: float) -> Any:
    """
    A moment so much later.
    """
    clock = FakeClock(moment)
    clock.advance(**parts)
    return clock.now
