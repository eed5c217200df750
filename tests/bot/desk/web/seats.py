"""
People at the desk, with their browsers, as tests speak of them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.accounts import users
from bot.accounts.guard import CSRF_HEADER
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.staff import Account, NewAccount
from bot.desk import presence
from bot.desk.web.house import DeskHouse
from tests.bot.accounts.people import MAIN, PASSWORD
from tests.bot.channels.webchat.sockets import Socket
from tests.bot.desk.house import OPERATOR, House

HOST = "http://hamyar.example"
COOKIE = "hamyar-desk"


@dataclass
class Seat:
    """
    Somebody who is signed in, with their browser.
    """

    app: Starlette
    client: httpx.AsyncClient
    account: Account
    secret: str

    async def get(self, path: str, **query: Any) -> httpx.Response:
        """
        Read.
        """
        return await self.client.get(f"/desk/api/{path}", params=query)

    async def post(self, path: str, **body: Any) -> httpx.Response:
        """
        Do something.
        """
        return await self.client.post(f"/desk/api/{path}", json=body)

    async def do(self, number: int, deed: str, **body: Any) -> dict[str, Any]:
        """
        Do something with a handoff that works; gives the handoff afterwards.
        """
        response = await self.post(f"handoffs/{number}/{deed}", **body)
        assert response.status_code == 200, response.text
        row: dict[str, Any] = response.json()["handoff"]
        return row

    async def say(self, row: dict[str, Any], text: str, **more: Any) -> httpx.Response:
        """
        Reply in a conversation, as it was seen in `row`.
        """
        body = {"epoch": row["epoch"], "id": str(uuid.uuid4()), "text": text} | more
        return await self.post(f"handoffs/{row['number']}/messages", **body)

    async def queue(self, **query: Any) -> dict[str, Any]:
        """
        The lists.
        """
        response = await self.get("queue", **query)
        assert response.status_code == 200, response.text
        lists: dict[str, Any] = response.json()
        return lists

    async def texts(self, number: int, **query: Any) -> list[str]:
        """
        The texts of a conversation as the desk sees them.
        """
        response = await self.get(f"handoffs/{number}/messages", **query)
        assert response.status_code == 200, response.text
        return [message["text"] for message in response.json()["messages"]]

    def live(self, **more: Any) -> Socket:
        """
        Open the live connection.
        """
        more.setdefault("origin", HOST)
        return Socket(
            self.app, path="/desk/live", cookie=f"{COOKIE}={self.secret}", **more
        )


class Desk:
    """
    The house, its accounts, and the app that serves the desk.
    """

    def __init__(
        self, house: House, accounts: Accounts, web: DeskHouse, app: Starlette
    ) -> None:
        self.house = house
        self.core = house.core
        self.clock = house.clock
        self.accounts = accounts
        self.web = web
        self.app = app

    async def seat(
        self,
        login: str,
        role: Role = Role.AGENT,
        *,
        is_there: bool = True,
        **parts: Any,
    ) -> Seat:
        """
        Somebody signs in, after an admin was there before them.
        """
        hashed = self.accounts.passwords.hash_now(PASSWORD)
        now = self.clock()
        described = {"names": {"en": login.title()}} | parts

        def add(connection: Any) -> Account:
            if not users.has_admin(connection):
                first = NewAccount("first", {"en": "First"}, Role.ADMIN)
                users.add(connection, first, hashed, by=OPERATOR, now=now)
            new = NewAccount(login, role=role, **described)
            account = users.add(connection, new, hashed, by=OPERATOR, now=now)
            if is_there:
                presence.seen(connection, account.id, now)
            return account

        account = await self.core.write(add)
        begun = await self.accounts.sign_in(login, PASSWORD, MAIN)
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=HOST
        )
        client.cookies.set(COOKIE, begun.secret)
        client.headers["origin"] = HOST
        seat = Seat(self.app, client, account, begun.secret)
        client.headers[CSRF_HEADER] = (await seat.get("me")).json()["csrf"]
        return seat
