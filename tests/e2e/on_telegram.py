"""
The whole demo in this process, with a Telegram of our own and somebody at the desk.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.accounts import actors, users
from bot.accounts.guard import CSRF_HEADER
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.staff import NewAccount
from bot.app import create_app
from bot.conversations.clock import utc_now
from bot.conversations.core import Conversations
from bot.settings import Secret, Settings
from demo import start
from tests.bot.accounts.people import MAIN, PASSWORD, quick_passwords
from tests.bot.channels.telegram.on_the_fake import OnTheFake
from tests.bot.channels.telegram.playground import Said
from tests.bot.desk.web.seats import COOKIE, HOST, Seat
from tests.fakes.telegram.chats import Person

PATIENCE_SECONDS = 60
AGENT = {"fa": "سارا", "ar": "سارة", "en": "Sara"}
_OPEN_ORDERS = """
    SELECT customers.phone, max(orders.number)
    FROM orders JOIN customers ON customers.id = orders.customer_id
    WHERE orders.status NOT IN ('delivered', 'cancelled', 'returned')
    GROUP BY customers.id
    HAVING count(*) = 1 AND max(orders.status) IN ('placed', 'paid')
    ORDER BY customers.id
"""


@dataclass
class Demo:
    """
    The demo at work; `database` is the shop's.
    """

    app: Starlette
    core: Conversations
    accounts: Accounts
    telegram: OnTheFake
    database: Path

    async def agent(self) -> Seat:
        """
        Somebody signs in to the desk.
        """
        hashed = self.accounts.passwords.hash_now(PASSWORD)
        new = NewAccount("sara", AGENT, Role.ADMIN, languages=("fa", "ar", "en"))
        by, now = actors.operator("tests"), utc_now()
        account = await self.core.write(
            lambda c: users.add(c, new, hashed, by=by, now=now)
        )
        begun = await self.accounts.sign_in("sara", PASSWORD, MAIN)
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=HOST
        )
        client.cookies.set(COOKIE, begun.secret)
        client.headers["origin"] = HOST
        seat = Seat(self.app, client, account, begun.secret)
        client.headers[CSRF_HEADER] = (await seat.get("me")).json()["csrf"]
        return seat

    def ask(self, statement: str, *parts: Any) -> list[Any]:
        """
        Ask the shop's database.
        """
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(statement, parts).fetchall()


@dataclass
class Customer:
    """
    Somebody with a Telegram and an order in the demo's shop.
    """

    person: Person
    order: str
    telegram: OnTheFake
    seen: int = 0

    async def writes(self, text: str, count: int = 1) -> str:
        """
        Write; gives what the bot says to it.
        """
        await self.telegram.send_text(self.person, text)
        return await self.hears(count)

    async def presses(self, words: str, count: int = 1) -> str:
        """
        Press the newest button whose title has these words.
        """
        said = await self.telegram.said(self.person)
        buttons = [b for message in said for b in message.buttons if words in b.text]
        assert buttons, f"no button with {words!r} in {said[-3:]}"
        await self.telegram.press(self.person, buttons[-1])
        return await self.hears(count)

    async def hears_of(self, words: str) -> str:
        """
        Wait for a message with these words; gives all that was said until then.
        """
        await self.telegram.until_said(self.person, words)
        return await self.hears(0)

    async def hears(self, count: int = 1) -> str:
        """
        Wait for `count` new messages, and for more of them a little while.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(said := await self.telegram.said(self.person)) < self.seen + count:
            assert time.monotonic() < deadline, said[self.seen :]
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        said = await self.telegram.said(self.person)
        new: list[Said] = said[self.seen :]
        self.seen = len(said)
        return "\n".join(each.text for each in new)


@asynccontextmanager
async def whole_demo(
    folder: Path, engine: Any, telegram: OnTheFake, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Demo]:
    """
    The demo with everything that `./hamyar demo` starts, on Telegram too.
    """
    plan = start.prepare(Settings(data=folder))
    plan.prepare()
    settings = replace(
        plan.settings,
        telegram_token=Secret(telegram.token),
        telegram_url=telegram.url,
        telegram_file_url=f"{telegram.url}/file",
    )
    found: dict[type, Any] = {}
    for kind in (Conversations, Accounts):
        opening = kind.open

        async def keep(
            *given: Any, opening: Any = opening, kind: type = kind, **more: Any
        ) -> Any:
            found[kind] = await opening(*given, **more)
            return found[kind]

        monkeypatch.setattr(f"bot.app.{kind.__name__}.open", keep)
    async with AsyncExitStack() as stack:
        app = await create_app(
            settings, engine, senders=plan.senders, webhooks=plan.webhooks
        )
        await stack.enter_async_context(app.router.lifespan_context(app))
        accounts = found[Accounts]
        accounts.passwords = quick_passwords()
        database = start.database_of(folder)
        yield Demo(app, found[Conversations], accounts, telegram, database)


def somebody(demo: Demo, language: str, which: int) -> Customer:
    """
    A customer who waits for one order that can be cancelled, by their own telephone.
    """
    phone, order = demo.ask(_OPEN_ORDERS)[which]
    person = Person(9000 + which, "Kiana", language=language, phone=phone.lstrip("+"))
    return Customer(person, str(order), demo.telegram)
