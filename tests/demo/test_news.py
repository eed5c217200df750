"""
The whole way: agreeing in the chat, the carrier's work, and being told in the chat.
"""

import shutil
import uuid
from datetime import date, datetime, timezone

import httpx
import pytest

from bot.app import create_app
from bot.settings import Settings
from bot.shop import load_shop
from crm_connector.identity.senders.demo import DemoSender
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.secret import Secret
from crm_connector.webhooks import SignedWebhook
from demo.bell import SOURCE
from demo.club import write_club
from demo.people import customers_with_open_orders
from demo.site import demo_routes
from demo.start import demo_settings
from tests.fakes.clock import FakeClock

pytestmark = pytest.mark.engine

TODAY = date(2026, 5, 11)
NOON = datetime(2026, 5, 11, 8, 30, tzinfo=timezone.utc)


class Visitor:
    """
    A browser at the demo's page: `asks` gives the shop's answer to a message.
    """

    def __init__(self, client, customer):
        self.client = client
        self.customer = customer
        self.headers = {}
        self.read = 0

    async def signs_in(self):
        """
        As one of the page's customers.
        """
        token = await self.client.post("/demo/token", json={"customer": self.customer})
        begun = await self.client.post("/chat/sessions", json=token.json())
        self.headers = {"Authorization": f"Bearer {begun.json()['session']}"}

    async def asks(self, text):
        """
        Write, and give what comes.
        """
        await self.client.post(
            "/chat/messages",
            headers=self.headers,
            json={"id": str(uuid.uuid4()), "text": text},
        )
        return await self.hears()

    async def hears(self):
        """
        The next messages of the bot.
        """
        while True:
            page = await self.client.get(
                "/chat/messages",
                headers=self.headers,
                params={"after": self.read, "wait": 5},
            )
            messages = page.json()["messages"]
            self.read = max((each["seq"] for each in messages), default=self.read)
            heard = [each for each in messages if each["author"] == "bot"]
            if heard:
                return heard


@pytest.fixture
async def page(tmp_path, rasa_engine, demo_shop_of):
    """
    Gives visitors of a demo whose clock stands at noon, and the clock.
    """
    path = tmp_path / "demo-shop.db"
    shutil.copy(demo_shop_of(TODAY), path)
    write_club(path, tmp_path, 1)
    clock, bell = FakeClock(NOON), Secret("ding dong, ding dong")
    settings = demo_settings(Settings(data=tmp_path))
    shop = load_shop(settings.shop)
    codes = DemoSender(CodeTexts(shop.name))
    app = await create_app(
        settings,
        rasa_engine,
        clock=clock,
        senders=[codes],
        extra_routes=demo_routes(settings, shop, path, codes, bell, clock=clock),
        webhooks={SOURCE: SignedWebhook(bell)},
    )
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1"
        ) as client:
            yield clock, path, lambda who: Visitor(client, who)


async def test_a_parcel_that_moves_is_told_in_the_chat(page):
    clock, path, visitor = page
    person = next(
        each for each in customers_with_open_orders(path) if len(each.open_orders) == 1
    )
    sara = visitor(person.id)
    (number,) = person.open_orders
    await sara.signs_in()
    *_, question = await sara.asks(f"where is my order {number}?")
    assert "Shall I tell you" in question["text"]
    (yes, *_) = await sara.asks("yes")
    assert "I will" in yes["text"]
    clock.advance(minutes=1)

    answer = await sara.client.post(
        "/demo/parcel", json={"customer": person.id, "order": number}
    )
    said = {"shipped": "shipped", "out_for_delivery": "out for delivery"}
    status = answer.json()["status"]
    while status not in {*said, "delivered"}:
        answer = await sara.client.post(
            "/demo/parcel", json={"customer": person.id, "order": number}
        )
        status = answer.json()["status"]
    (news,) = await sara.hears()

    assert number in news["text"]
    assert said.get(status, "delivered") in news["text"]
    assert [card["id"] for card in news["cards"]] == [number]
    (told, *_) = await sara.asks("when will it arrive?")
    assert number in told["text"]


async def test_nobody_moves_the_parcels_of_others(page):
    clock, path, visitor = page
    first, second, *_ = customers_with_open_orders(path)
    sara, ali = visitor(first.id), visitor(second.id)
    for each in (sara, ali):
        await each.signs_in()
        await each.asks("let me know when my order ships")
    clock.advance(minutes=1)
    number = first.open_orders[0]

    refused = await ali.client.post(
        "/demo/parcel", json={"customer": second.id, "order": number}
    )

    assert refused.status_code == 404
