"""
Real processes: one that is killed between a claim and the first reply, and two at once.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from websockets.client import connect

from bot import HOUSE
from bot.accounts import sessions, users
from bot.accounts.guard import CSRF_HEADER
from bot.accounts.rights import Role
from bot.accounts.sessions import Stage
from bot.accounts.staff import NewAccount
from bot.conversations.clock import utc_now
from bot.conversations.database import make_engine
from bot.conversations.tables import handoffs
from bot.desk.moments import moment
from bot.desk.tables import presence
from tests.bot.accounts.people import MAIN
from tests.bot.both import address
from tests.bot.channels.webchat.guests import Guest
from tests.bot.conversations.builders import eventually
from tests.bot.desk.house import OPERATOR
from tests.bot.desk.web.seats import COOKIE, Seat

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL

AGENTS = ("boss", "sara", "omid")
SECONDS = 20.0


@dataclass
class Server:
    """
    A process that serves, and the browsers of those who use it.
    """

    process: asyncio.subprocess.Process
    address: str
    secrets: dict[str, str]
    clients: list[httpx.AsyncClient]

    def client(self) -> httpx.AsyncClient:
        """
        A browser.
        """
        made = httpx.AsyncClient(base_url=self.address, timeout=SECONDS)
        self.clients.append(made)
        return made

    async def customer(self) -> Guest:
        """
        Somebody opens the chat.
        """
        client = self.client()
        begun = (await client.post("/chat/sessions", json={})).json()
        return Guest(client, begun)

    async def seat(self, login: str) -> Seat:
        """
        Somebody at the desk, who is signed in already.
        """
        client, secret = self.client(), self.secrets[login]
        client.cookies.set(COOKIE, secret)
        client.headers["origin"] = self.address
        seat = Seat(Starlette(), client, None, secret)  # type: ignore[arg-type]
        client.headers[CSRF_HEADER] = (await seat.get("me")).json()["csrf"]
        return seat

    async def kill(self) -> None:
        """
        Without warning.
        """
        self.process.kill()
        await self.process.wait()
        for each in self.clients:
            await each.aclose()


@asynccontextmanager
async def served(database: str, secrets: dict[str, str]) -> AsyncIterator[Server]:
    """
    Give a server of its own process, which is killed at the end.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bot.desk.web.served", database),
        cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    port = int(await asyncio.wait_for(process.stdout.readline(), SECONDS))
    server = Server(process, f"http://127.0.0.1:{port}", secrets, [])
    try:
        yield server
    finally:
        if process.returncode is None:
            await server.kill()


@pytest.fixture
def engine(address: str) -> Any:
    """
    Give the database behind the servers' backs.
    """
    engine = make_engine(address)
    yield engine
    engine.dispose()


@pytest.fixture
def secrets(engine: Engine) -> dict[str, str]:
    """
    Give the sessions of who works here, by login; the first one sees everything.
    """
    found, now = {}, utc_now()
    with engine.begin() as connection:
        for login in AGENTS:
            role = Role.ADMIN if login == AGENTS[0] else Role.AGENT
            names = {"en": login.title()}
            new = NewAccount(login, names, role, ("fa", "ar", "en"))
            account = users.add(connection, new, "-", by=OPERATOR, now=now).id
            found[login] = sessions.begin(connection, account, Stage.FULL, MAIN, now)
    return found


async def asked(customer: Guest, seat: Seat) -> int:
    """
    A customer asks for a person; gives the handoff when this seat can see it.
    """
    before = {row["number"] for row in (await seat.queue())["waiting"]}
    assert (await customer.post(text="person")).status_code == 202
    found: list[int] = []

    async def waits() -> bool:
        waiting = {row["number"] for row in (await seat.queue())["waiting"]}
        found[:] = waiting - before
        return bool(found)

    await eventually(waits)
    return found[0]


async def hears(customer: Guest, text: str) -> None:
    """
    The customer reads this some time.
    """

    async def heard() -> bool:
        return text in await customer.texts()

    await eventually(heard)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
async def test_a_server_that_dies_after_a_claim_leaves_nobody_alone(
    address: str, engine: Engine, secrets: dict[str, str]
) -> None:
    """
    Sara's browser dies with the server, Omid's does not, and one has waited too long.
    """
    async with served(address, secrets) as server:
        sara, omid = await server.seat("sara"), await server.seat("omid")
        boss = await server.seat("boss")
        customers = [await server.customer() for _ in range(3)]
        numbers = [await asked(each, boss) for each in customers]
        rows = [
            await seat.do(number, "claim")
            for seat, number in zip((sara, omid), numbers, strict=False)
        ]
        await server.kill()
    left, _, late = numbers
    with engine.begin() as connection:
        # The server was down for some minutes, in which nobody heard of Sara.
        some = utc_now() - timedelta(minutes=3)
        sara_id = rows[0]["agent"]["id"]
        connection.execute(
            presence.update()
            .where(presence.c.account == sara_id)
            .values(seen_at=some, idle_since=some)
        )
        connection.execute(
            handoffs.update().where(handoffs.c.id == late).values(promised_at=some)
        )
        promised = connection.execute(
            sa.select(handoffs.c.promised_at).where(handoffs.c.id == left)
        ).scalar()
    async with served(address, secrets) as server:
        first, second, third = (Guest(server.client(), vars(e)) for e in customers)
        # The one is Omid's as before, and hears him: his claim was safe.
        omid = await server.seat("omid")
        assert (await omid.say(rows[1], "here I am")).status_code == 201
        await hears(second, "here I am")
        assert "agent" in {each["author"] for each in await second.thread()}
        # The other waits again, hears so and is answered by the bot meanwhile.
        await hears(first, "utter_desk_left en Sara")
        assert (await first.ask("hello"))[-1]["text"] == "echo: hello"
        # What was promised to them still holds, and somebody keeps it.
        row = await omid.do(left, "claim")
        assert row["promised_at"] == rows[0]["promised_at"]
        assert (await omid.say(row, "I am with you")).status_code == 201
        await hears(first, "I am with you")
        with engine.connect() as connection:
            answered = connection.execute(
                sa.select(handoffs.c.answered_at).where(handoffs.c.id == left)
            ).scalar()
        assert promised is not None
        assert answered is not None
        assert answered < promised
        # Who was promised somebody for when nobody was there hears of it at once.
        await hears(third, "utter_desk_late en")
        boss = await server.seat("boss")
        (row,) = (await boss.queue())["waiting"]
        assert row["number"] == late
        assert row["promised_at"] > str(moment(utc_now()))
        assert (await boss.queue())["counts"]["missed_today"] == 1
        await server.kill()


async def test_two_servers_on_one_database(
    address: str, secrets: dict[str, str]
) -> None:
    """
    One customer after the other at the one, agents at both.
    """
    async with served(address, secrets) as one, served(address, secrets) as other:
        sara, omid = await one.seat("sara"), await other.seat("omid")
        customer = await one.customer()
        for _ in range(5):
            # Lists are as new as the moment, whichever process has made the change.
            number = await asked(await one.customer(), omid)
            answers = await asyncio.gather(
                sara.post(f"handoffs/{number}/claim"),
                omid.post(f"handoffs/{number}/claim"),
            )
            codes = [each.status_code for each in answers]
            assert sorted(codes) == [200, 409], [each.text for each in answers]
            winner, loser = answers if codes[0] == 200 else answers[::-1]
            held = winner.json()["handoff"]
            assert loser.json()["error"] == "owner_changed"
            for seat, is_theirs in ((sara, codes[0] == 200), (omid, codes[1] == 200)):
                mine = {row["number"] for row in (await seat.queue())["mine"]}
                assert (number in mine) is is_theirs
            assert held["state"] == "held"
        number = await asked(customer, omid)
        row = await omid.do(number, "claim")
        async with connect(
            f"{other.address.replace('http', 'ws')}/desk/live",
            origin=other.address,  # type: ignore[arg-type]
            extra_headers={"Cookie": f"{COOKIE}={omid.secret}"},
        ) as live:
            await live.send('{"type":"hello","fresh":true}')
            await live.send(json.dumps({"type": "watch", "number": number}))

            async def frame(kind: str, text: str = "") -> dict[str, Any]:
                while True:
                    found: dict[str, Any] = json.loads(await live.recv())
                    shown = found.get("message", {}).get("text", "")
                    if found["type"] == kind and text in shown:
                        return found

            await asyncio.wait_for(frame("message", "utter_desk_joined"), SECONDS)
            # From the one server to the agent at the other ...
            await customer.post(text="are you there?")
            await asyncio.wait_for(frame("message", "are you there?"), SECONDS)
            # ... and back, without the customer asking again.
            seq = (await customer.thread())[-1]["seq"]
            heard = asyncio.create_task(customer.get(after=seq, wait=15))
            assert (await omid.say(row, "yes, I am")).status_code == 201
            (message,) = (await heard).json()["messages"]
            assert (message["author"], message["text"]) == ("agent", "yes, I am")
            # That somebody else waits is told as well.
            await (await one.customer()).post(text="person")
            await asyncio.wait_for(frame("queue"), SECONDS)
