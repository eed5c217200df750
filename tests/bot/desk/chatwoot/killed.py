"""
A process that carries one customer's words to a Chatwoot, to be killed at any moment.

    python -m tests.bot.desk.chatwoot.killed DATABASE CHATWOOT FIRST LAST

It asks for a person if nobody waits yet, then says the numbers from FIRST up to LAST.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.conversations.core import Conversations
from bot.conversations.handoffs import standing
from bot.desk.chatwoot import relay
from bot.desk.chatwoot.notes import Notes
from bot.desk.chatwoot.opened import open_client, open_desk
from bot.desk.telling import Telling
from bot.files.folder import Folder
from bot.files.keeping import Files
from tests.bot.conversations.builders import eventually, incoming
from tests.bot.desk.chatwoot.shop import SETTINGS, name_of, wording
from tests.fakes.engine import FakeEngine, apology


async def main(database: str, address: str, first: int, last: int) -> None:
    """
    Talk and carry until killed.
    """
    # A server that is killed while it answers leaves nothing to wait long for.
    relay.pause_after = lambda _: timedelta(seconds=0.05)  # type: ignore[assignment]
    core = await Conversations.open(database, engine=FakeEngine(), apology=apology)
    await core.start()
    settings = replace(SETTINGS, url=address)
    zone = ZoneInfo("UTC")
    async with open_client(settings) as client:
        desk = open_desk(
            settings,
            core,
            client,
            telling=Telling(wording, clock=core.clock, zone=zone),
            notes=Notes("en", zone=zone, title=lambda intent, _: intent),
            name_of=name_of,
            files=Files(core, Folder(Path(database.partition(":///")[2]).parent)),
        )
        async with desk.working():
            waiting = await core.read(standing.waiting)
            if waiting:
                place = waiting[0].conversation
            else:
                place = await core.new_conversation()
                await core.accept(incoming(place, "person"))
                await eventually(lambda: _waits(core))
            for number in range(first, last):
                # The same words are the same message, whoever says them again.
                await core.accept(incoming(place, str(number), external_id=str(number)))
                await asyncio.sleep(0.02)
            print("said", flush=True)
            await asyncio.sleep(3600)


async def _waits(core: Conversations) -> bool:
    return bool(await core.read(standing.waiting))


if __name__ == "__main__":
    _, where, server, start, end = sys.argv
    asyncio.run(main(where, server, int(start), int(end)))
