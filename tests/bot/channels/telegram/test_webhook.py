"""
Updates that are brought: from Telegram alone, kept before they are answered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from bot.channels.telegram.settings import PATH, TelegramSettings
from bot.channels.telegram.webhook import HEADER, MOST_BYTES, webhook_route
from bot.conversations.core import Conversations
from bot.settings import Secret
from tests.bot.channels.telegram.harness import Shop
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import FakeEngine, apology
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara")
SECRET = "of-the-tests"


class Hook:
    """
    The route by itself; `taken` are the updates that it has handed on.
    """

    def __init__(self, core: Conversations) -> None:
        self.taken: list[Any] = []
        self.fault: Exception | None = None
        app = Starlette(routes=[webhook_route(self.take, SECRET, core.tally)])
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://shop")

    async def take(self, bodies: Sequence[Any]) -> int:
        """
        Keep them.
        """
        if self.fault is not None:
            raise self.fault
        self.taken += bodies
        return len(bodies)

    async def bring(self, content: Any, secret: str | None = SECRET) -> int:
        """
        Bring something; gives the status of the answer.
        """
        headers = {} if secret is None else {HEADER: secret.encode("latin-1")}
        body = {"content": content} if isinstance(content, bytes) else {"json": content}
        answer = await self.client.post(PATH, headers=headers, **body)
        return answer.status_code


@pytest.fixture
async def hook(tmp_path: Path) -> AsyncIterator[Hook]:
    """
    Give the route over a core.
    """
    core = await Conversations.open(
        fresh_database(tmp_path),
        engine=FakeEngine(),
        apology=apology,
        clock=FakeClock(),
    )
    hook = Hook(core)
    yield hook
    await hook.client.aclose()
    await core.stop(grace=0)


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "é", SECRET[:-1]])
async def test_who_does_not_know_the_secret_finds_nothing(
    hook: Hook, secret: str | None
) -> None:
    """
    As if there were no such address.
    """
    assert await hook.bring({"update_id": 1}, secret) == 404
    assert hook.taken == []


SENSELESS = {
    "empty": b"",
    "no json": b"no json",
    "a list": b"[1]",
    "null": b"null",
    "no number": b"{}",
    "a number in quotes": b'{"update_id": "1"}',
    "true": b'{"update_id": true}',
    "deep": b"[" * 100_000,
    "long": b" " * (MOST_BYTES + 1),
    "no text": b"\xff\xfe",
}


@pytest.mark.parametrize("content", SENSELESS.values(), ids=SENSELESS.keys())
async def test_what_is_no_update_is_refused(hook: Hook, content: bytes) -> None:
    """
    For good: to bring it again would help nobody.
    """
    assert await hook.bring(content) == 400
    assert hook.taken == []


async def test_what_cannot_be_kept_is_to_come_again(hook: Hook) -> None:
    """
    So Telegram keeps it meanwhile.
    """
    hook.fault = OperationalError("insert", {}, Exception("disk full"))
    assert await hook.bring({"update_id": 1}) == 503


async def test_an_update_is_handed_on(hook: Hook) -> None:
    """
    As it came.
    """
    assert await hook.bring({"update_id": 1, "message": {}}) == 200
    assert hook.taken == [{"update_id": 1, "message": {}}]


def test_the_secret_is_the_token_s_and_not_the_token() -> None:
    """
    In the letters that Telegram takes, the same in every process.
    """
    one = TelegramSettings(Secret("1:a"))
    assert one.secret == TelegramSettings(Secret("1:a")).secret
    assert one.secret != TelegramSettings(Secret("1:b")).secret
    assert one.secret.isalnum()
    assert len(one.secret) == 64


@pytest.mark.parametrize("way", ["webhook"])
class TestAtWork:
    """
    Over our own Telegram, which brings to the address that it was told.
    """

    async def test_telegram_is_told_how(self, shop: Shop) -> None:
        """
        Exactly the kinds that we do something with, and nothing is dropped.
        """
        (call,) = shop.telegram.calls_of("setWebhook")
        assert sorted(call.json("allowed_updates")) == [
            "callback_query",
            "edited_message",
            "message",
            "my_chat_member",
        ]
        assert not call.flag("drop_pending_updates")
        assert call.text("secret_token")

    async def test_a_talk_is_brought(self, shop: Shop, engine: FakeEngine) -> None:
        """
        And answered.
        """
        (said,) = await shop.says(SARA, "hello")
        assert "hello" in said["text"]
        assert shop.telegram.calls_of("getUpdates") == []
        assert [turn.text for turn in engine.turns] == ["hello"]
