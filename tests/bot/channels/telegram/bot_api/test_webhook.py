"""
Updates are brought: with the secret, in order, again and again until they are taken.
"""

from __future__ import annotations

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram.error import BadRequest

from tests.bot.channels.telegram.bot_api.conftest import OMID, SARA, until
from tests.fakes.serving import listening
from tests.fakes.telegram.webhook import HEADER


class Hook:
    """
    A bot's webhook. `says` are its next answers, else 200.
    """

    def __init__(self):
        self.heard = []
        self.says = []
        self.url = ""

    async def hear(self, request):
        update = await request.json()
        self.heard.append((update["message"]["text"], request.headers.get(HEADER)))
        return self.says.pop(0) if self.says else Response()

    async def until(self, count):
        await until(lambda: len(self.heard) >= count)
        return [text for text, _ in self.heard]


@pytest_asyncio.fixture
async def hook():
    hook = Hook()
    async with listening(
        Starlette(routes=[Route("/", hook.hear, methods=["POST"])])
    ) as url:
        hook.url = f"{url}/"
        yield hook


async def until_taken(fake):
    """
    Wait until nothing is pending.
    """
    await until(lambda: not fake.updates.pending)


async def test_an_update_comes_with_the_secret(fake, bot, hook):
    assert await bot.set_webhook(hook.url, secret_token="A-secret_1")
    fake.world.says(SARA, "hello")
    await hook.until(1)
    await until_taken(fake)

    assert hook.heard == [("hello", "A-secret_1")]
    assert fake.webhook.delivered[0].outcome == 200


async def test_what_came_before_the_webhook_is_brought(fake, bot, hook):
    fake.world.says(SARA, "one")
    await bot.set_webhook(hook.url)
    fake.world.says(SARA, "two")

    assert await hook.until(2) == ["one", "two"]
    assert hook.heard[0][1] is None


async def test_it_is_brought_until_it_is_taken_and_others_wait_only_in_that_chat(
    fake, bot, hook, clock
):
    fake.webhook.pace = 1e6
    hook.says = [Response(status_code=500), Response(status_code=503)]
    await bot.set_webhook(hook.url)
    fake.world.says(SARA, "one")
    fake.world.says(SARA, "two")
    # The first failure is tried again at once, the second has to wait.
    assert await hook.until(2) == ["one", "one"]
    fake.world.says(OMID, "other")
    assert await hook.until(3) == ["one", "one", "other"]

    info = await bot.get_webhook_info()
    assert info.pending_update_count >= 2
    words = "Wrong response from the webhook: 503 Service Unavailable"
    assert (info.last_error_message, info.last_error_date) == (words, clock.now)

    fake.webhook.push()
    assert await hook.until(5) == ["one", "one", "other", "one", "two"]
    await until_taken(fake)


async def test_nobody_at_the_other_end_is_told_of(fake, bot):
    fake.webhook.pace = 1e6
    await bot.set_webhook("http://127.0.0.1:9/", allowed_updates=["message"])
    fake.world.says(SARA, "hello")
    await until(lambda: fake.webhook.last_error)

    info = await bot.get_webhook_info()
    assert info.last_error_message == "Connection refused"
    assert (info.ip_address, info.pending_update_count) == ("127.0.0.1", 1)
    assert info.allowed_updates == ("message",)


async def test_what_was_taken_can_be_brought_once_more(fake, bot, hook):
    await bot.set_webhook(hook.url)
    update = fake.world.says(SARA, "hello")
    await hook.until(1)
    await until_taken(fake)

    fake.updates.repeat(update)

    assert await hook.until(2) == ["hello", "hello"]


async def test_what_stands_in_the_answer_is_done(fake, bot, hook):
    asked = {"method": "sendMessage", "chat_id": SARA.id, "text": "hi"}
    hook.says = [JSONResponse(asked)]
    await bot.set_webhook(hook.url)
    fake.world.says(SARA, "hello")
    await until_taken(fake)

    assert [each["text"] for each in fake.said(SARA.id)] == ["hi"]


async def test_a_webhook_is_taken_away_and_what_is_pending_stays(fake, bot, hook):
    fake.webhook.pace = 1e6
    hook.says = [Response(status_code=500)] * 2
    await bot.set_webhook(hook.url)
    fake.world.says(SARA, "hello")
    await hook.until(2)

    assert await bot.delete_webhook()

    assert (await bot.get_webhook_info()).url == ""
    assert [each.message.text for each in await bot.get_updates()] == ["hello"]


async def test_what_is_pending_can_be_dropped(fake, bot, hook):
    fake.world.says(SARA, "old")
    await bot.set_webhook(hook.url, drop_pending_updates=True)
    fake.world.says(SARA, "new")

    assert await hook.until(1) == ["new"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://a.example/x", "An HTTPS URL must be provided for webhook"),
        ("https://a.example:3000/x", "only on ports 80, 88, 443 or 8443"),
    ],
)
async def test_telegrams_own_server_wants_https_on_few_ports(fake, bot, address, words):
    fake.webhook.local = False

    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.set_webhook(address)

    assert (await bot.get_webhook_info()).url == ""
