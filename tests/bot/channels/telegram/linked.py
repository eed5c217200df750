"""
The web chat beside Telegram on one core, and the steps of linking as people take them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import jwt
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.settings import Settings
from tests.bot.channels.telegram.harness import Shop
from tests.bot.channels.webchat.guests import KEY, Guest
from tests.fakes.source import FakeSource
from tests.fakes.telegram.chats import Message, Person

PATH = "/chat/sessions/current/telegram"


@dataclass
class Site:
    """
    The shop's site with its chat.
    """

    shop: Shop
    app: Starlette
    client: httpx.AsyncClient
    settings: Settings
    source: FakeSource

    def without(self) -> Starlette:
        """
        The chat of a shop that is not on Telegram.
        """
        return Starlette(routes=webchat_routes(self.shop.core, self.settings))

    async def link(self, guest: Guest) -> str:
        """
        Ask for a link; gives what stands behind `start=`.
        """
        response = await self.client.post(PATH, headers=guest.headers)
        assert response.status_code == 201, response.text
        link: str = response.json()["link"]
        return link.partition("?start=")[2]

    async def state(self, guest: Guest) -> dict[str, Any]:
        """
        How far the link of a session has got.
        """
        response = await self.client.get(PATH, headers=guest.headers)
        assert response.status_code == 200, response.text
        state: dict[str, Any] = response.json()
        return state

    async def answer(
        self, guest: Guest, *, yes: bool, link: str | None = None
    ) -> httpx.Response:
        """
        Say for a session whether the account is theirs.
        """
        named = link or (await self.state(guest)).get("id", "0" * 32)
        body = {"id": named, "yes": yes}
        return await self.client.post(
            f"{PATH}/answer", json=body, headers=guest.headers
        )


async def begin(
    site: Site, customer: str | None = None, former: Guest | None = None
) -> Guest:
    """
    A browser comes to the site, perhaps as a customer.
    """
    claims = {
        "sub": customer,
        "aud": "hamyar",
        "exp": site.shop.clock() + timedelta(minutes=5),
        "jti": str(uuid.uuid4()),
    }
    token = jwt.encode(claims, KEY, "HS256")
    response = await site.client.post(
        "/chat/sessions",
        json={} if customer is None else {"customer_token": token},
        headers=former.headers if former else None,
    )
    assert response.status_code == 201, response.text
    return Guest(site.client, response.json())


async def start(shop: Shop, person: Person, token: str) -> Message:
    """
    Open a link in Telegram; gives what is said to that.
    """
    (said,) = await shop.says(person, f"/start {token}")
    return said


async def press(
    shop: Shop, person: Person, question: Message, row: int, count: int = 1
) -> list[Message]:
    """
    Press the button of a row of the question; gives what is said to that.
    """
    before = len(shop.heard(person))
    (button,) = question["reply_markup"]["inline_keyboard"][row]
    shop.telegram.world.presses(person, question, button["callback_data"])
    return await shop.hears(person, before, count)


async def agree(shop: Shop, site: Site, guest: Guest, person: Person) -> str:
    """
    Link a session with an account; gives what is said in Telegram at the end.
    """
    question = await start(shop, person, await site.link(guest))
    await press(shop, person, question, 0)
    before = len(shop.heard(person))
    response = await site.answer(guest, yes=True)
    assert response.json()["state"] == "done", response.text
    (said,) = await shop.hears(person, before)
    return str(said["text"])
