"""
The house put together: customers who are one person come into one thread.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import httpx
import jwt
import pytest

from bot.app import create_app
from bot.conversations.database import Database
from bot.migrations import migrate
from bot.people import People
from bot.settings import Secret, Settings
from crm_connector.identity import ledger
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from tests.fakes.engine import HouseEngine

KEY = "a key of the tests, long enough for HS256"
NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


def token(customer: str) -> str:
    """
    A token as the shop signs it.
    """
    claims = {"sub": customer, "aud": "hamyar", "jti": str(uuid.uuid4())}
    until = datetime.now(timezone.utc) + timedelta(minutes=5)
    return jwt.encode({**claims, "exp": until}, KEY, "HS256")


@pytest.mark.parametrize("is_one", [True, False])
async def test_who_signs_in_comes_into_the_persons_thread(
    settings: Settings, is_one: bool
) -> None:
    """
    As the ledger says of customers of the home source.
    """
    settings = replace(settings, chat_jwt_secret=Secret(KEY))
    migrate(settings.database)
    database = Database(settings.database)
    if is_one:
        met = [
            await database.write(
                lambda c, number=number: ledger.meet(
                    c,
                    Identifier(Kind.SHOP_CUSTOMER_ID, number, "demo-shop"),
                    source="test",
                    now=NOW,
                    rules=Rules(),
                )
            )
            for number in "12"
        ]
        await database.write(
            lambda c: People("demo-shop").merge(
                c, met[0], met[1], by="a", reason="b", now=NOW, rules=Rules()
            )
        )
    await database.close()
    app = await create_app(settings, HouseEngine())  # type: ignore[arg-type]
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://h") as it:
            begun = []
            for customer in "12":
                body = {"customer_token": token(customer)}
                answer = await it.post("/chat/sessions", json=body)
                headers = {"Authorization": f"Bearer {answer.json()['session']}"}
                message = {"id": str(uuid.uuid4()), "text": f"of {customer}"}
                await it.post("/chat/messages", json=message, headers=headers)
                begun.append(headers)
            pages = [
                (await it.get("/chat/messages", headers=headers)).json()
                for headers in begun
            ]

    said = [{message["text"] for message in page["messages"]} for page in pages]
    assert ("of 2" in said[0]) == is_one
    assert ("of 1" in said[1]) == is_one
    same = pages[0]["conversation"] == pages[1]["conversation"]
    assert same == is_one
