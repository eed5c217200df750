"""
A house whose people answer in a Chatwoot, as tests speak of it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import ENDED, Handoff
from bot.conversations.tables import handoffs, messages
from bot.desk.chatwoot.notes import Notes
from bot.desk.chatwoot.opened import ChatwootDesk, open_client, open_desk
from bot.desk.chatwoot.settings import ChatwootSettings
from bot.desk.chatwoot.store import CLOSED, OPEN, Link
from bot.desk.chatwoot.tables import links, outbox
from bot.desk.chatwoot.webhook import PATH, signature
from bot.desk.telling import Telling
from bot.files.folder import Folder
from bot.files.keeping import Files
from bot.settings import Secret
from crm_connector.access import Attended
from tests.bot.conversations.builders import desk_texts, eventually, say, texts
from tests.bot.desk.house import House
from tests.fakes.chatwoot import ACCOUNT, INBOX, SECRET, TOKEN, URL, FakeChatwoot

SETTINGS = ChatwootSettings(URL, ACCOUNT, INBOX, Secret(TOKEN), Secret(SECRET))


@dataclass
class Shop:
    """
    The house, its Chatwoot, and what is between them.
    """

    house: House
    chatwoot: FakeChatwoot
    desk: ChatwootDesk
    web: httpx.AsyncClient
    files: Files
    folder: Path

    async def upload(self, place: str, name: str, data: bytes) -> str:
        """
        The customer has uploaded a file; gives its id.
        """
        return (await self.files.take(place, name, BytesIO(data))).id

    async def sends(self, place: str, text: str, **named: bytes) -> None:
        """
        The customer sends files, by their names, with words or without.
        """
        ids = [await self.upload(place, name, data) for name, data in named.items()]
        await say(self.house.core, place, text, files=tuple(ids))

    async def open(self, **wanted: Any) -> tuple[Handoff, int]:
        """
        A customer asks for a person; gives the handoff, and its conversation there.
        """
        found = await self.house.waiting(**wanted)
        return found, await self.arrived(found)

    async def arrived(self, found: Handoff) -> int:
        """
        Give the conversation of a handoff there, when all that was said is there.
        """

        async def has_arrived() -> bool:
            link = await self.link(found)
            return link is not None and link.talk is not None

        await eventually(has_arrived)
        link = await self.link(found)
        assert link is not None
        assert link.talk is not None
        await self.settled()
        return link.talk

    async def link(self, found: Handoff) -> Link | None:
        """
        What is kept of a handoff there, if anything is.
        """
        query = sa.select(links).where(links.c.handoff == found.number)
        row = await self.house.core.read(lambda c: c.execute(query).mappings().first())
        return Link(**row) if row else None

    async def settled(self) -> None:
        """
        Wait until all is said there that was said here, and no webhook waits.
        """
        newest = (
            sa.select(sa.func.max(messages.c.id))
            .where(
                messages.c.conversation == handoffs.c.conversation,
                sa.or_(
                    handoffs.c.ended_at.is_(None), messages.c.at <= handoffs.c.ended_at
                ),
            )
            .scalar_subquery()
        )
        both = links.join(handoffs, handoffs.c.id == links.c.handoff)
        behind = (
            sa.select(links.c.handoff)
            .select_from(both)
            .where(
                sa.or_(
                    links.c.rings > links.c.answered,
                    # What the bot says behind the end may be of the same moment here.
                    sa.and_(links.c.stage == OPEN, links.c.cursor < newest),
                    sa.and_(links.c.stage != CLOSED, handoffs.c.state == ENDED),
                )
            )
        )
        unsaid = sa.select(outbox.c.id).where(outbox.c.posted.is_(None))

        async def is_quiet() -> bool:
            for query in (behind, unsaid):
                if await self.house.core.read(lambda c, q=query: c.execute(q).first()):
                    return False
            return True

        await eventually(is_quiet)

    async def still(self) -> int:
        """
        Wait until nothing more is asked of Chatwoot; gives how often it was.
        """
        await self.settled()
        asked = -1
        while asked != len(self.chatwoot.asked):
            asked = len(self.chatwoot.asked)
            await asyncio.sleep(0.2)
        return asked

    async def hook(
        self, payload: Any, *, secret: str = SECRET, at: float | None = None
    ) -> httpx.Response:
        """
        A webhook comes, as Chatwoot signs it.
        """
        body = json.dumps(payload).encode()
        moment = self.house.clock().timestamp() if at is None else at
        timestamp = str(int(moment))
        return await self.web.post(
            PATH,
            content=body,
            headers={
                "X-Chatwoot-Timestamp": timestamp,
                "X-Chatwoot-Signature": signature(secret, timestamp, body),
                "X-Chatwoot-Delivery": "0b0f7f3e-0000-4000-8000-000000000000",
            },
        )

    async def hooks(
        self, change: Callable[[list[Any]], list[Any]] = lambda each: each
    ) -> None:
        """
        All webhooks come that have not, as `change` lets them.
        """
        waiting, self.chatwoot.hooks = self.chatwoot.hooks, []
        for payload in change(waiting):
            assert (await self.hook(payload)).status_code == 200
        await self.settled()

    async def says(self, found: Handoff, text: str) -> None:
        """
        The customer writes.
        """
        await say(self.house.core, found.conversation, text)

    async def now(self, found: Handoff) -> Handoff:
        """
        The handoff as it stands.
        """
        return await self.house.core.read(lambda c: standing.find(c, found.number))

    async def texts(self, found: Handoff) -> list[str]:
        """
        What the customer sees.
        """
        return await texts(self.house.core, found.thread)

    async def desk_texts(self, found: Handoff) -> list[str]:
        """
        What our own desk sees.
        """
        return await desk_texts(self.house.core, found.thread)


async def name_of(writer: Attended) -> str:
    """
    Customers are called by their ids here.
    """
    return (writer.identity.customer_id or "").title()


def wording(response: str, language: str, **fields: str) -> str:
    """
    The response's own name, with whom it names.
    """
    return " ".join(filter(None, [response, language, fields.get("agent", "")]))


@asynccontextmanager
async def opened(
    house: House, chatwoot: FakeChatwoot, *, sweep: float = 3600, language: str = "en"
) -> AsyncIterator[Shop]:
    """
    A shop whose desk in Chatwoot is opened and does not work yet.
    """
    zone = ZoneInfo("UTC")
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(
            open_client(SETTINGS, chatwoot.transport)
        )
        folder = Path(stack.enter_context(TemporaryDirectory()))
        files = Files(house.core, Folder(folder, least_free=0))
        desk = open_desk(
            SETTINGS,
            house.core,
            client,
            telling=Telling(wording, clock=house.clock, zone=zone),
            notes=Notes(language, zone=zone, title=lambda intent, _: intent),
            name_of=name_of,
            files=files,
            sweep=sweep,
        )
        transport = httpx.ASGITransport(app=Starlette(routes=desk.routes))
        web = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://hamyar")
        )
        yield Shop(house, chatwoot, desk, web, files, folder)
