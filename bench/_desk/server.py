"""
The desk and the chat without Rasa, on a database that is full of open conversations.

    python -m bench._desk.server FOLDER PORT AGENTS OPEN HELD

FOLDER gets `seats.json`, with which the other side signs in. No bot answers: all that
is measured is between a customer and a person.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bench._desk.filling import fill
from bench._shop import SHOP
from bot.accounts.look import Look
from bot.accounts.pages import make_guard
from bot.accounts.service import Accounts
from bot.channels.webchat import webchat_routes
from bot.conversations.clock import utc_now
from bot.conversations.core import Conversations
from bot.conversations.messages import Answer, Reply, Turn
from bot.desk.customers import CustomerNames
from bot.desk.rounds import Rounds
from bot.desk.telling import Telling
from bot.desk.web.house import DeskHouse
from bot.desk.web.routes import desk_routes
from bot.serving import bind
from bot.settings import Rate, Settings
from bot.shop import load_shop
from crm_connector.access import Attended


class Silent:
    """
    A bot that has nothing to do: everybody waits for a person, or has one.
    """

    async def respond(self, turn: Turn) -> Answer:
        """
        Say nothing.
        """
        return Answer((), turn.state or b"", "en")


async def serve(
    folder: Path, port: int, agents: int, open_ones: int, held: int
) -> None:
    """
    Fill, then serve until told to stop.
    """
    address = f"sqlite+aiosqlite:///{folder / 'desk.db'}"
    shop = load_shop(SHOP)
    core = await Conversations.open(
        address, engine=Silent(), apology=lambda lang: Reply("", lang or "en")
    )
    lead, seats = await core.write(
        lambda c: fill(c, agents, open_ones, held, utc_now())
    )
    written = {"lead": lead, "agents": [asdict(each) for each in seats]}
    (folder / "seats.json").write_text(json.dumps(written))
    accounts = await Accounts.open(core)
    guard = make_guard(accounts, shop)
    telling = Telling(_wording, clock=utc_now, zone=shop.time_zone)
    names = CustomerNames(_nobody, core.feed.queue)
    look = Look(shop, utc_now)
    house = DeskHouse(core, accounts, guard, shop, telling, names, look)
    # One address plays all customers here; a shop's limits are for one.
    free = Rate(1_000_000, 60)
    settings = Settings(chat_rate_session=free, chat_rate_address=free)
    await core.start()
    rounds = Rounds(core, shop.desk, released=telling.left, late=telling.late)
    clockworks = [
        asyncio.create_task(house.open_rows.forever()),
        asyncio.create_task(rounds.forever()),
    ]
    app = Starlette(
        routes=[
            *webchat_routes(core, settings),
            *desk_routes(house),
            Route("/health", _health),
        ]
    )
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, ws="websockets", lifespan="off"
    )
    with bind("127.0.0.1", port) as listener:
        await uvicorn.Server(config).serve(sockets=[listener])
    for each in clockworks:
        each.cancel()
    await core.stop(grace=0)


async def _nobody(_: Attended) -> str:
    return ""


async def _health(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


def _wording(response: str, language: str, **_: str) -> str:
    return f"{response} {language}"


if __name__ == "__main__":
    where, *numbers = sys.argv[1:]
    asyncio.run(serve(Path(where), *map(int, numbers)))
