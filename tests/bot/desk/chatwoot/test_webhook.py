"""
Only Chatwoot rings, and only now.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from bot.conversations.handoffs import standing
from bot.desk.chatwoot.webhook import MOST_BYTES, PATH, WINDOW, signature
from tests.bot.desk.chatwoot.shop import Shop
from tests.fakes.chatwoot import SARA, SECRET


async def resolved(shop: Shop) -> tuple[int, dict[str, Any]]:
    """
    A conversation that somebody has taken, and the webhook that would say so.
    """
    _, talk = await shop.open()
    await shop.hooks()
    shop.chatwoot.assign(talk, SARA)
    return talk, shop.chatwoot.hooks.pop()


async def owner(shop: Shop) -> str:
    """
    Who has the one conversation there is.
    """
    (attributes,) = [each["custom_attributes"] for each in shop.chatwoot.talks.values()]
    found = await shop.house.core.read(
        lambda c: standing.find(c, attributes["hamyar_handoff"])
    )
    return (await shop.house.owner(found.thread))[0]


def test_it_is_signed_as_chatwoot_signs() -> None:
    """
    `OpenSSL::HMAC.hexdigest('SHA256', secret, "#{timestamp}.#{body}")`.
    """
    body = '{"event":"سلام"}'.encode()
    digest = hmac.new(b"key", b"1767225600." + body, hashlib.sha256).hexdigest()
    assert signature("key", "1767225600", body) == f"sha256={digest}"


async def test_a_signed_webhook_is_looked_at(shop: Shop) -> None:
    _, payload = await resolved(shop)
    answer = await shop.hook(payload)
    await shop.settled()
    assert answer.json() == {"is_looked_at": True}
    assert await owner(shop) == f"agent:chatwoot:{SARA}"


@pytest.mark.parametrize("away", [-WINDOW.total_seconds(), WINDOW.total_seconds()])
async def test_it_may_be_five_minutes_away(shop: Shop, away: float) -> None:
    _, payload = await resolved(shop)
    now = shop.house.clock().timestamp()
    beyond = away / abs(away)
    assert (await shop.hook(payload, at=now + away + beyond)).status_code == 401
    assert await owner(shop) == "queue"
    assert (await shop.hook(payload, at=now + away)).status_code == 200


async def test_another_secret_is_refused(shop: Shop) -> None:
    _, payload = await resolved(shop)
    answer = await shop.hook(payload, secret=f"{SECRET}x")
    assert (answer.status_code, answer.json()) == (401, {"error": "signature"})
    assert await owner(shop) == "queue"


@pytest.mark.parametrize(
    "change",
    [
        {"X-Chatwoot-Signature": ""},
        {"X-Chatwoot-Signature": "sha256="},
        {"X-Chatwoot-Timestamp": ""},
        {"X-Chatwoot-Timestamp": "1767225601"},
    ],
)
async def test_what_is_not_signed_so_is_refused(
    shop: Shop, change: dict[str, str]
) -> None:
    body = b"{}"
    good = {
        "X-Chatwoot-Timestamp": "1767225600",
        "X-Chatwoot-Signature": signature(SECRET, "1767225600", body),
    }
    assert (await shop.web.post(PATH, content=body, headers=good)).status_code == 200
    answer = await shop.web.post(PATH, content=body, headers=good | change)
    assert answer.status_code == 401


@pytest.mark.parametrize("timestamp", ["now", "-1", "1e9", "٠", "9" * 40])
async def test_a_timestamp_is_a_number_of_seconds(shop: Shop, timestamp: str) -> None:
    sent = timestamp.encode()
    body = b"{}"
    digest = hmac.new(SECRET.encode(), sent + b"." + body, hashlib.sha256).hexdigest()
    headers = {
        b"X-Chatwoot-Timestamp": sent,
        b"X-Chatwoot-Signature": f"sha256={digest}".encode(),
    }
    answer = await shop.web.post(PATH, content=body, headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize("payload", [[], "text", {"event": "message_created"}, 1])
async def test_what_makes_no_sense_changes_nothing(shop: Shop, payload: Any) -> None:
    assert (await shop.hook(payload)).status_code in (200, 400)


async def test_it_is_not_read_without_end(shop: Shop) -> None:
    answer = await shop.web.post(PATH, content=b" " * (MOST_BYTES + 1))
    assert answer.status_code == 413
    assert (await shop.web.get(PATH)).status_code == 405
