"""
The composition root: the web chat and Telegram are connected, and know no other way.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import jwt
from starlette.applications import Starlette

from bot.app import create_app
from bot.conversations.clock import utc_now
from bot.settings import Secret, Settings
from tests.bot.channels.telegram.linked import PATH
from tests.bot.channels.telegram.on_the_fake import on_the_fake
from tests.crm_connector.small_shop import SARA as CUSTOMER
from tests.fakes.engine import HouseEngine
from tests.fakes.telegram.chats import Person
from tests.fakes.telegram.fake import FakeTelegram

KEY = "s" * 48
SARA = Person(501, "Sara", username="sara", language="en")


def at(app: Starlette) -> httpx.AsyncClient:
    """
    A client of the house.
    """
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://hamyar.example")


async def until(condition: Callable[[], Any]) -> Any:
    """
    Wait until something is so, and give it.
    """
    for _ in range(2000):
        if found := condition():
            return found
        await asyncio.sleep(0.005)
    raise AssertionError("waited in vain")


async def test_a_customer_of_the_shop_goes_on_in_telegram(settings: Settings) -> None:
    """
    Named as the shop's own system has them; on the page there is a way to it.
    """
    fake = FakeTelegram()
    async with on_the_fake(fake) as playground:
        set_up = replace(
            settings,
            chat_jwt_secret=Secret(KEY),
            telegram_token=Secret(playground.token),
            telegram_url=playground.base_url.removesuffix("/bot"),
        )
        app = await create_app(set_up, HouseEngine())  # type: ignore[arg-type]
        claims = {
            "sub": "1",
            "aud": "hamyar",
            "exp": utc_now() + timedelta(minutes=5),
            "jti": str(uuid.uuid4()),
        }
        token = jwt.encode(claims, KEY, "HS256")
        async with app.router.lifespan_context(app), at(app) as client:
            assert (await client.get("/widget.json")).json()["telegram"] is True
            body = {"customer_token": token}
            begun = (await client.post("/chat/sessions", json=body)).json()
            headers = {"Authorization": f"Bearer {begun['session']}"}
            await until(lambda: fake.calls_of("getUpdates"))
            link = (await client.post(PATH, headers=headers)).json()["link"]
            start = link.partition("?start=")[2]
            fake.world.says(SARA, f"/start {start}")
            (question,) = await until(lambda: fake.said(SARA.id))
            initials = " ".join(f"{each[0]}." for each in CUSTOMER.name.split())
            assert initials in question["text"]
            (button,) = question["reply_markup"]["inline_keyboard"][0]
            fake.world.presses(SARA, question, button["callback_data"])
            await until(lambda: len(fake.said(SARA.id)) > 1)
            state = (await client.get(PATH, headers=headers)).json()
            answer = {"id": state["id"], "yes": True}
            said = await client.post(f"{PATH}/answer", json=answer, headers=headers)
            assert said.json()["state"] == "done"
            await until(lambda: len(fake.said(SARA.id)) > 2)


async def test_a_shop_that_is_not_there_shows_no_way(settings: Settings) -> None:
    """
    And has none.
    """
    set_up = replace(settings, chat_jwt_secret=Secret(KEY))
    app = await create_app(set_up, HouseEngine())  # type: ignore[arg-type]
    async with app.router.lifespan_context(app), at(app) as client:
        assert (await client.get("/widget.json")).json()["telegram"] is False
        begun = (await client.post("/chat/sessions")).json()
        headers = {"Authorization": f"Bearer {begun['session']}"}
        assert (await client.post(PATH, headers=headers)).status_code == 404
