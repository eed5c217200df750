"""
A process that serves the chat and the desk over a fake engine, to be killed or doubled.

    python -m tests.bot.desk.web.served DATABASE

It says its port in a line once it serves. "person" asks for somebody, who is promised
within ten minutes.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from dataclasses import replace
from datetime import timedelta

import uvicorn
from starlette.applications import Starlette

from bot import HOUSE
from bot.accounts.look import Look
from bot.accounts.pages import make_guard
from bot.accounts.service import Accounts
from bot.channels.webchat import webchat_routes
from bot.conversations.clock import utc_now
from bot.conversations.core import Conversations
from bot.conversations.messages import HandOver
from bot.desk.customers import CustomerNames
from bot.desk.rounds import Rounds
from bot.desk.telling import Telling
from bot.desk.web.house import DeskHouse
from bot.desk.web.routes import desk_routes
from bot.serving import bind
from bot.settings import Settings
from bot.shop import load_shop
from crm_connector.model import Identity
from tests.bot.desk.house import SETTINGS
from tests.fakes.engine import FakeEngine, apology

PROMISED = timedelta(minutes=10)


class Promising(FakeEngine):
    """
    The fake engine with a promise to whoever asks for a person.
    """

    @property
    def hand_over(self) -> HandOver:  # type: ignore[override]
        """
        A wish of now.
        """
        return HandOver("asked", "en", promised_at=utc_now() + PROMISED)


class Announcing(uvicorn.Server):
    """
    A server that says its port once it listens: before, connections are refused.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """
        Start, then say where.
        """
        assert sockets
        await super().startup(sockets)
        print(sockets[0].getsockname()[1], flush=True)


async def main(database: str) -> None:
    """
    Serve until killed.
    """
    shop = replace(load_shop(HOUSE / "demo" / "shop.yml"), desk=SETTINGS)
    core = await Conversations.open(database, engine=Promising(), apology=apology)
    accounts = await Accounts.open(core)
    guard = make_guard(accounts, shop)
    telling = Telling(wording, clock=utc_now, zone=shop.time_zone)
    names = CustomerNames(name_of, core.feed.queue)
    look = Look(shop, utc_now)
    house = DeskHouse(core, accounts, guard, shop, telling, names, look)
    rounds = Rounds(core, shop.desk, released=telling.left, late=telling.late)
    await core.start()
    app = Starlette(routes=[*webchat_routes(core, Settings()), *desk_routes(house)])
    config = uvicorn.Config(app, log_level="error", ws="websockets", lifespan="off")
    with bind("127.0.0.1", 0) as listener:
        await asyncio.gather(
            Announcing(config).serve(sockets=[listener]),
            house.open_rows.forever(),
            rounds.forever(),
        )


async def name_of(_: Identity) -> str:
    """
    Nobody has a name.
    """
    return ""


def wording(response: str, language: str, **fields: str) -> str:
    """
    The response's own name, with whom it names.
    """
    return " ".join(filter(None, [response, language, fields.get("agent", "")]))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
