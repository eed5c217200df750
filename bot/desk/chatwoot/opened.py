"""
A shop's Chatwoot, put together: what carries, who is there, where its webhooks arrive.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from starlette.routing import Route

from bot.conversations.core import Conversations
from bot.desk.chatwoot.bringing import Bringing
from bot.desk.chatwoot.client import Chatwoot
from bot.desk.chatwoot.listening import Listening, is_theirs
from bot.desk.chatwoot.notes import Notes
from bot.desk.chatwoot.opening import NameOf, Opening
from bot.desk.chatwoot.people import ChatwootPeople
from bot.desk.chatwoot.relay import SWEEP_SECONDS, Relay, ended
from bot.desk.chatwoot.saying import Saying
from bot.desk.chatwoot.settings import ChatwootSettings
from bot.desk.chatwoot.webhook import webhook_routes
from bot.desk.telling import Telling
from bot.files.keeping import Files
from crm_connector.sources.http import Http

__all__ = ["ChatwootDesk", "is_theirs", "open_client", "open_desk"]


@dataclass(frozen=True)
class ChatwootDesk:
    """
    The other desk; it works as long as `working`.
    """

    relay: Relay
    people: ChatwootPeople
    routes: list[Route]

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """
        Carry handoffs there and back.
        """
        tasks = [
            asyncio.create_task(self.people.forever()),
            asyncio.create_task(self.relay.forever()),
        ]
        try:
            yield
        finally:
            await ended(tasks)


def open_client(
    settings: ChatwootSettings, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """
    Give a client for Chatwoot; whoever takes it closes it.
    """
    options = {} if transport is None else {"transport": transport}
    return settings.http.client(
        base_url=settings.url,
        headers={"api_access_token": settings.token.reveal()},
        **options,
    )


def open_desk(
    settings: ChatwootSettings,
    core: Conversations,
    client: httpx.AsyncClient,
    *,
    telling: Telling,
    notes: Notes,
    name_of: NameOf,
    files: Files,
    sweep: float = SWEEP_SECONDS,
) -> ChatwootDesk:
    """
    Put it together: `files` are those of all conversations.

    Nothing is asked of Chatwoot before it works.
    """
    http = Http(client, "chatwoot", settings.http, clock=core.clock)
    chatwoot = Chatwoot(http, settings)
    relay = Relay(
        core,
        chatwoot,
        settings.house,
        notes,
        opening=Opening(core, chatwoot, notes, name_of),
        listening=Listening(core, chatwoot, telling, notes, Bringing(chatwoot, files)),
        saying=Saying(core, chatwoot, notes, files),
        sweep=sweep,
    )
    return ChatwootDesk(
        relay,
        ChatwootPeople(chatwoot, clock=core.clock),
        webhook_routes(settings, relay.ring, clock=core.clock),
    )
