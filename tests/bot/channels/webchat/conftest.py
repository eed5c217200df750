"""
The web chat over a core with a fake engine, asked in process.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.conversations import keys
from bot.conversations.core import Conversations
from bot.conversations.threads import Kin, alone
from bot.settings import Rate, Secret, Settings
from crm_connector.identity.proof import Proofs
from tests.bot.channels.webchat.guests import KEY, ORIGIN, Guest
from tests.crm_connector.small_shop import CUSTOMERS, ORDERS
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import FakeEngine, apology
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource


@pytest.fixture
def engine() -> FakeEngine:
    """
    Give the fake engine.
    """
    return FakeEngine()


@pytest.fixture
def clock() -> FakeClock:
    """
    Give the clock of the core.
    """
    return FakeClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """
    Give settings whose limits are out of the way.
    """
    return Settings(
        data=tmp_path,
        database_url=fresh_database(tmp_path),
        chat_jwt_secret=Secret(KEY),
        chat_origins=(ORIGIN,),
        chat_rate_session=Rate(1000, 60),
        chat_rate_address=Rate(5000, 60),
    )


@pytest.fixture
def kin() -> Kin:
    """
    Give who is one person with whom: nobody.
    """
    return alone


@pytest.fixture
async def core(
    settings: Settings, engine: FakeEngine, clock: FakeClock, kin: Kin
) -> AsyncIterator[Conversations]:
    """
    Give a core that answers.
    """
    core = await Conversations.open(
        settings.database, engine=engine, apology=apology, clock=clock, kin=kin
    )
    await core.start()
    yield core
    await core.stop(grace=0)


@pytest.fixture
def source() -> FakeSource:
    """
    Give the shop that Sara and John buy in.
    """
    return FakeSource(CUSTOMERS, ORDERS)


@pytest.fixture
def sender() -> FakeSender:
    """
    Give what sends the shop's codes.
    """
    return FakeSender()


@pytest.fixture
async def proofs(
    core: Conversations, clock: FakeClock, source: FakeSource, sender: FakeSender
) -> AsyncIterator[Proofs]:
    """
    Give what proves its customers by codes.
    """
    key = await core.write(lambda c: keys.server_key(c, keys.CODES))
    proofs = Proofs(core, key, source, [sender], clock=clock, step=0)
    yield proofs
    await proofs.close()


@pytest.fixture
def app(core: Conversations, settings: Settings) -> Starlette:
    """
    Give an application with nothing but the web chat.
    """
    return Starlette(routes=webchat_routes(core, settings))


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """
    Give a client of that application.
    """
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hamyar.example"
    ) as client:
        yield client


@pytest.fixture
def sign(clock: FakeClock) -> Callable[..., str]:
    """
    Give what signs customer tokens as a shop does.
    """

    def signed(customer: str, **changes: Any) -> str:
        claims = {
            "sub": customer,
            "aud": "hamyar",
            "exp": clock() + timedelta(minutes=5),
            "jti": str(uuid.uuid4()),
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, KEY, "HS256")

    return signed


@pytest.fixture
def begin(client: httpx.AsyncClient) -> Callable[..., Any]:
    """
    Give what opens a session, for a stranger or with a customer's token.
    """

    async def begun(token: str | None = None, former: Guest | None = None) -> Guest:
        response = await client.post(
            "/chat/sessions",
            json={} if token is None else {"customer_token": token},
            headers=former.headers if former else None,
        )
        assert response.status_code == 201, response.text
        return Guest(client, response.json())

    return begun
