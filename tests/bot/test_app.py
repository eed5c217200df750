"""
The composition root: the chat reads the sources that the settings name.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from actions import services
from bot.accounts import actors, users
from bot.accounts.rights import Role
from bot.accounts.staff import NewAccount
from bot.app import create_app
from bot.conversations.clock import utc_now
from bot.conversations.core import Conversations
from bot.conversations.database import Database
from bot.conversations.messages import HandOver
from bot.desk.chatwoot.opened import open_client
from bot.desk.chatwoot.webhook import PATH, signature
from bot.settings import Secret, Settings, SettingsError
from bot.shop import load_shop
from bot.sources import open_shop
from crm_connector.errors import SourceUnavailable
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity
from crm_connector.profile.facts import Field
from crm_connector.sources.opening import Opened
from tests.bot.accounts.people import PASSWORD, quick_passwords
from tests.bot.accounts.web import Browser
from tests.bot.conftest import SOURCES
from tests.bot.conversations.builders import eventually, say, texts
from tests.crm_connector.small_shop import NOW, SARA
from tests.fakes.chatwoot import ACCOUNT, INBOX, SECRET, TOKEN, URL, FakeChatwoot
from tests.fakes.engine import HouseEngine

SARAS = Identity("1", Assurance.PROVEN, by_shop(NOW))


@pytest.fixture
def serving(settings: Settings) -> Settings:
    """
    Settings with which a server starts, and a club that has a name.
    """
    path = settings.sources
    shop = path.with_name("shop.db")
    named = SOURCES.replace("club.yml}", "club.yml, title: {fa: باشگاه}}")
    path.write_text(named.replace("SHOP", str(shop)), "utf-8")
    return replace(settings, chat_jwt_secret=Secret("s" * 48))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Opened]:
    """
    What the root has opened of sources.
    """
    found: list[Opened] = []

    async def opening(*given: Any, **more: Any) -> Opened:
        found.append(await open_shop(*given, **more))
        return found[-1]

    monkeypatch.setattr("bot.app.open_shop", opening)
    return found


async def are_closed(opened: list[Opened]) -> None:
    """
    Nobody can ask them any more.
    """
    (shop,) = opened
    for source in shop.sources.values():
        with pytest.raises(SourceUnavailable):
            await source.customer("1")


async def test_the_chat_reads_all_sources_and_leaves_nothing_open(
    serving: Settings, opened: list[Opened]
) -> None:
    before = asyncio.all_tasks()
    app = await create_app(serving, HouseEngine())  # type: ignore[arg-type]
    async with app.router.lifespan_context(app):
        house = services.services()
        points = await house.gate.loyalty(SARAS)
        orders = await house.gate.orders(SARAS)
        profile = await house.gate.profile(SARAS, fields=(Field.NAME, Field.PHONES))

        # The club's list is of an hour ago: that is to be said.
        late = {each.source: each.is_late for each in points.facts}
        assert late == {"demo-shop": False, "club": True}
        assert [each.number for each in orders.values][:2] == ["Web-10043", "10042"]
        assert profile.phones[0].rule == "several sources agree"
        assert profile.name is not None
        assert profile.name.value == SARA.name
        assert house.called("club", "fa") == "باشگاه"
        assert house.called("club", "en") is None
        assert house.called("demo-shop", "fa") is None

    with pytest.raises(services.NotConfigured):
        services.services()
    await are_closed(opened)
    assert asyncio.all_tasks() == before


async def test_the_desk_goes_its_rounds_and_the_chat_asks_for_it(
    serving: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A promise that has passed is told; who works there is seen at once.
    """
    opened: list[Conversations] = []
    opening = Conversations.open

    async def keep(*given: Any, **more: Any) -> Conversations:
        opened.append(await opening(*given, **more))
        return opened[-1]

    monkeypatch.setattr("bot.app.Conversations.open", keep)
    monkeypatch.setattr("bot.desk.rounds.SECONDS", 0.05)
    engine = HouseEngine()
    passed = utc_now() - timedelta(minutes=1)
    engine.hand_over = HandOver("asked", "en", promised_at=passed)
    app = await create_app(serving, engine)  # type: ignore[arg-type]
    async with app.router.lifespan_context(app):
        (core,) = opened
        desk = services.services().desk
        assert desk is not None
        assert await desk.outlook("asked", "en") is None
        await core.write(
            lambda c: users.add(
                c,
                NewAccount("mina", {"fa": "مینا"}, Role.ADMIN),
                "-",
                by=actors.operator("tests"),
                now=utc_now(),
            )
        )
        assert await desk.outlook("asked", "en") is not None

        place = await core.new_conversation()
        await say(core, place, "person")

        async def is_told() -> bool:
            return (await texts(core, place))[-1] == "utter_desk_late en ['by']"

        await eventually(is_told)


async def test_a_shop_with_a_chatwoot_hands_over_there(
    serving: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Who has proven it goes by name; its webhooks arrive; it counts as a desk.
    """
    chatwoot = FakeChatwoot()
    monkeypatch.setattr(
        "bot.desk.opening.open_client",
        lambda given: open_client(given, chatwoot.transport),
    )
    settings = replace(
        serving,
        chatwoot_url=URL,
        chatwoot_account=ACCOUNT,
        chatwoot_inbox=INBOX,
        chatwoot_token=Secret(TOKEN),
        chatwoot_webhook_secret=Secret(SECRET),
    )
    opened: list[Conversations] = []
    opening = Conversations.open

    async def keep(*given: Any, **more: Any) -> Conversations:
        opened.append(await opening(*given, **more))
        return opened[-1]

    monkeypatch.setattr("bot.app.Conversations.open", keep)
    before = asyncio.all_tasks()
    app = await create_app(settings, HouseEngine())  # type: ignore[arg-type]
    async with app.router.lifespan_context(app):
        (core,) = opened
        desk = services.services().desk
        assert desk is not None
        place = await core.new_conversation("1")
        proven = replace(SARAS, proof=by_shop(utc_now()))
        await say(core, place, "person", identity=proven)

        async def is_there() -> bool:
            return any(map(chatwoot.texts, chatwoot.talks))

        await eventually(is_there)
        outlook = await desk.outlook("asked", "en")
        assert outlook is not None
        assert outlook.expected is not None or outlook.opens is not None
        (talk,) = chatwoot.talks
        assert chatwoot.contacts[0]["name"] == SARA.name
        chatwoot.says(talk, "at your service")
        body = json.dumps(chatwoot.hooks[-1]).encode()
        timestamp = str(int(utc_now().timestamp()))
        headers = {
            "X-Chatwoot-Timestamp": timestamp,
            "X-Chatwoot-Signature": signature(SECRET, timestamp, body),
        }
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=URL) as web:
            answer = await web.post(PATH, content=body, headers=headers)
        assert answer.status_code == 200

        async def is_told() -> bool:
            return (await texts(core, place))[-1] == "at your service"

        await eventually(is_told)
    assert asyncio.all_tasks() == before


async def test_half_a_chatwoot_is_refused(serving: Settings) -> None:
    settings = replace(serving, chatwoot_url=URL, chatwoot_token=Secret(TOKEN))
    with pytest.raises(SettingsError, match="HAMYAR_CHATWOOT_INBOX") as caught:
        await create_app(settings, HouseEngine())  # type: ignore[arg-type]
    assert TOKEN not in str(caught.value)


async def test_a_start_that_fails_closes_what_it_opened(
    serving: Settings, opened: list[Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asyncio.all_tasks()

    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no proofs today")

    monkeypatch.setattr("bot.app.open_proofs", fails)
    with pytest.raises(RuntimeError, match="no proofs"):
        await create_app(serving, HouseEngine())  # type: ignore[arg-type]

    with pytest.raises(services.NotConfigured):
        services.services()
    await are_closed(opened)
    assert asyncio.all_tasks() == before


async def test_the_desk_asks_who_comes_and_demands_what_the_shop_says(
    serving: Settings,
) -> None:
    settings = replace(serving, desk_second_factor=("admin",))
    app = await create_app(settings, HouseEngine())  # type: ignore[arg-type]
    operator = actors.operator("operator")
    async with app.router.lifespan_context(app):
        database = Database(settings.database)
        hashed = quick_passwords().hash_now(PASSWORD)
        await database.write(
            lambda c: users.add(
                c,
                NewAccount("mina", {"fa": "مینا"}, Role.ADMIN),
                hashed,
                by=operator,
                now=utc_now(),
            )
        )
        browser = Browser(app)
        page = await browser.open("/desk/account")
        answer = await browser.sign_in("mina", PASSWORD)
        await browser.client.aclose()
        await database.close()

    assert page.headers["location"] == "/desk/login?next=/desk/account"
    assert answer.headers["location"] == "/desk/account/second-factor"


async def test_who_signs_in_lands_at_the_desk_and_sees_who_waits_by_name(
    serving: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The name comes through the gate, of those alone who have proven who they are.
    """
    opened: list[Conversations] = []
    opening = Conversations.open

    async def keep(*given: Any, **more: Any) -> Conversations:
        opened.append(await opening(*given, **more))
        return opened[-1]

    monkeypatch.setattr("bot.app.Conversations.open", keep)
    app = await create_app(serving, HouseEngine())  # type: ignore[arg-type]
    async with app.router.lifespan_context(app):
        (core,) = opened
        hashed = quick_passwords().hash_now(PASSWORD)
        mina = NewAccount("mina", {"fa": "مینا"}, Role.ADMIN)
        operator = actors.operator("operator")
        await core.write(
            lambda c: users.add(c, mina, hashed, by=operator, now=utc_now())
        )
        proven = Identity("1", Assurance.PROVEN, by_shop(utc_now()))
        unsure = Identity("2", Assurance.CHANNEL)
        for identity in (proven, unsure):
            place = await core.new_conversation()
            await say(core, place, "person", identity=identity)
        browser = Browser(app)
        answer = await browser.sign_in("mina", PASSWORD)
        page = await browser.open("/desk")

        async def names() -> list[str | None]:
            lists = (await browser.open("/desk/api/queue")).json()
            return [row["customer"]["name"] for row in lists["waiting"]]

        async def are_known() -> bool:
            return await names() == [SARA.name, None]

        await eventually(are_known)
        replies = (await browser.open("/desk/api/canned")).json()["replies"]
        await browser.client.aclose()

    # Those of the shop's file.
    listed = load_shop(serving.shop).desk.replies
    shown = [each["titles"] for each in replies]
    assert all(each["title"] in shown for each in listed)
    assert len(shown) == len(listed)
    assert len(replies) >= 12
    assert answer.headers["location"] == "/desk"
    assert page.status_code == 200
