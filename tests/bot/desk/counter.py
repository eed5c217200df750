"""
The desk's routes over a house with customers of a shop, and agents who are signed in.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from starlette.routing import BaseRoute

from bot import HOUSE
from bot.accounts import audit, users
from bot.accounts.guard import Guard
from bot.accounts.pages import account_routes, make_guard
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.staff import NewAccount
from bot.conversations.core import Conversations
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.messages import HandOver
from bot.desk import presence
from bot.handoff.packet import Packet, Who, Wish, record
from bot.shop import load_shop
from crm_connector.identity.ageing import by_code
from crm_connector.model import Assurance, Identity
from tests.bot.accounts.people import PASSWORD, quick_passwords
from tests.bot.accounts.web import HOST, Browser, app_of
from tests.bot.conversations.builders import eventually, say
from tests.bot.desk.house import OPERATOR, House
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine, apology
from tests.fakes.house import FakeHouse
from tests.fakes.orders import NOW, a_customer, an_order
from tests.fakes.source import FakeSource

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
PACKET = Packet(
    "asked",
    Wish("track_order", "سفارش ۲۱۹۶۳ کجاست؟", "fa", {"order_number": "21963"}),
    order="21963",
    who=Who("proven", "مریم رضایی"),
)


@dataclass
class Agent:
    """
    Somebody at the desk with a browser.
    """

    id: int
    browser: Browser
    csrf: str

    async def get(self, path: str, **query: Any) -> httpx.Response:
        """
        Ask for something.
        """
        return await self.browser.client.get(
            path, params=query, headers={"accept": "application/json"}
        )

    async def send(self, method: str, path: str, **body: Any) -> httpx.Response:
        """
        Change something, as the desk's own page does.
        """
        headers = {
            "accept": "application/json",
            "origin": HOST,
            "x-csrf-token": self.csrf,
            "content-type": "application/json",
        }
        # In ASCII, as which also halves of pairs can be sent.
        return await self.browser.client.request(
            method, path, content=json.dumps(body), headers=headers
        )

    async def post(self, path: str, **body: Any) -> httpx.Response:
        """
        Do something.
        """
        return await self.send("POST", path, **body)


@dataclass
class Counter:
    """
    The house, its accounts, and a shop in which customer 7 has ordered.

    `orders` and `shelf` are fakes of their own, where a test puts such behind it.
    """

    house: House
    accounts: Accounts
    guard: Guard
    source: FakeSource
    shop: FakeHouse
    routes: list[BaseRoute] = field(default_factory=list)
    orders: Any = None
    shelf: Any = None

    @property
    def core(self) -> Conversations:
        """
        The conversations.
        """
        return self.house.core

    async def agent(self, login: str, role: Role = Role.AGENT, **parts: Any) -> Agent:
        """
        Somebody who works here has signed in.
        """
        now = self.house.clock()
        if login != "boss" and not await self.core.read(users.has_admin):
            await self._account("boss", Role.ADMIN)
        account = await self._account(login, role, **parts)
        await self.core.write(lambda c: presence.seen(c, account, now))
        browser = Browser(app_of(self.routes))
        await browser.sign_in(login, PASSWORD)
        await browser.open("/desk/account")
        return Agent(account, browser, browser.token())

    async def _account(self, login: str, role: Role, **parts: Any) -> int:
        described = {
            "names": {"fa": "سارا", "en": login.title()},
            "languages": ["fa", "ar", "en"],
        } | parts
        hashed = self.accounts.passwords.hash_now(PASSWORD)
        new = NewAccount(login, role=role, **described)
        now = self.house.clock()
        made = await self.core.write(
            lambda c: users.add(c, new, hashed, by=OPERATOR, now=now)
        )
        return made.id

    async def waiting(
        self,
        customer: str | None = "7",
        packet: Packet = PACKET,
        *,
        text: str = "سفارشم کجاست؟ می‌خوام با یه نفر صحبت کنم",
        **wanted: Any,
    ) -> Handoff:
        """
        A customer asks for a person; with a number they have proven to be that one.
        """
        who = Identity()
        if customer is not None:
            proof = by_code("web", self.house.clock())
            who = Identity(customer, Assurance.FRESH_CODE, proof)
        place = await self.core.new_conversation(customer)
        over = HandOver("asked", "fa", packet=record(packet))
        self.house.engine.hand_over = replace(over, **wanted)
        await say(self.core, place, text, identity=who)
        await say(self.core, place, "person", identity=who)

        async def waits() -> bool:
            return (await self.house.owner(place))[0] == "queue"

        await eventually(waits)
        found = await self.core.read(lambda c: standing.opened(c, place))
        assert found is not None
        return found

    async def held(self, by: Agent, **more: Any) -> Handoff:
        """
        The same, and this agent attends to them.
        """
        found = await self.waiting(**more)
        return await self.core.desk.claim(found.number, str(by.id))

    async def log(self, deed: str) -> Sequence[audit.Entry]:
        """
        What the audit log has of a deed.
        """
        wanted = audit.Wanted(deed=deed)
        page = await self.core.read(lambda c: audit.read(c, wanted))
        return page.entries


@asynccontextmanager
async def counter(
    address: str, routes: Callable[[Counter], list[BaseRoute]]
) -> AsyncIterator[Counter]:
    """
    Give a counter on this database, with these routes beside those of accounts.
    """
    clock, engine = FakeClock(NOW), FakeEngine()
    core = await Conversations.open(
        address, engine=engine, apology=apology, clock=clock
    )
    accounts = await Accounts.open(core, passwords=quick_passwords(), clock=clock)
    source = FakeSource(
        [a_customer()],
        [an_order("21963"), an_order("21928", days_ago=40)],
        clock=clock,
    )
    guard = make_guard(accounts, SHOP)
    shop = FakeHouse(source, clock=clock)
    made = Counter(House(core, engine, clock), accounts, guard, source, shop)
    made.routes = [*account_routes(accounts, guard, SHOP), *routes(made)]
    await core.start()
    yield made
    await core.stop(grace=0)
    await accounts.close()
    await shop.keeper.close()


async def refused_to_others(
    counter: Counter, found: Handoff, method: str, path: str, **body: Any
) -> None:
    """
    Without a session, without the token, and for somebody else's it is not done.
    """
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app_of(counter.routes)), base_url=HOST
    ) as stranger:
        answer = await stranger.request(method, path, json=body)
        assert (answer.status_code, answer.json()) == (401, {"error": "not_signed_in"})
    other = await counter.agent("other")
    answer = await other.send(method, path, **body)
    assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})
    missing = path.replace(f"/{found.number}/", "/987654/")
    answer = await other.send(method, missing, **body)
    # As if it did not exist.
    assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})
    if method != "GET":
        forged = replace(other, csrf="0" * 64)
        answer = await forged.send(method, path, **body)
        assert answer.status_code == 403
