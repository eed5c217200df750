"""
A system rings: who may, and what comes of it.
"""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.news.ringing import MOST_BYTES, ringing_routes
from crm_connector.identity import ledger
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.model import Assurance, OrderStatus
from crm_connector.secret import Secret
from crm_connector.webhooks import SIGNATURE, TIMESTAMP, SignedWebhook, signature
from tests.bot.news.house import House

SECRET = Secret("a secret that nobody guesses")


def client(house: House, **webhooks: SignedWebhook) -> httpx.AsyncClient:
    """
    Whoever posts to the webhooks of these sources.
    """
    known = webhooks or {"fake": SignedWebhook(SECRET)}
    app = Starlette(routes=ringing_routes(house.core, house.gate, "fake", known))
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://shop.test")


async def ring(
    house: House, said: Any, *, source: str = "fake", **headers: str
) -> httpx.Response:
    """
    A ring as the shop signs it, unless `headers` say otherwise.
    """
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    timestamp = headers.pop("timestamp", str(int(house.clock().timestamp())))
    signed = headers.pop("signed", signature(SECRET, timestamp, body))
    sent = {SIGNATURE: signed.encode("latin-1"), TIMESTAMP: timestamp.encode()}
    known = {each: SignedWebhook(SECRET) for each in ("fake", "club")}
    async with client(house, **known) as shop:
        return await shop.post(f"/news/webhook/{source}", content=body, headers=sent)


async def is_due(house: House) -> bool:
    """
    Whether customer 7 is looked after next.
    """
    return (await house.next_look()).total_seconds() <= 0


@pytest.fixture
async def followed(house: House) -> House:
    """
    Customer 7 is looked after, and is not due.
    """
    await house.follower()
    rounds = house.rounds(rings=["fake"])
    for _ in range(3):
        await rounds.once()
        house.clock.advance(minutes=2)
    assert not await is_due(house)
    return house


async def test_a_ring_leads_to_telling(followed: House) -> None:
    followed.becomes("21963", OrderStatus.SHIPPED)

    assert (await ring(followed, {"customer": "7"})).status_code == 200
    await followed.rounds(rings=["fake"]).once()

    await followed.told(await followed.core.new_conversation("7"), 1)
    assert followed.news == [[("21963", "shipped")]]


async def test_what_was_kept_from_before_is_not_what_is_told(followed: House) -> None:
    thread = await followed.core.new_conversation("7")
    await followed.gate.orders(followed.identity())
    followed.becomes("21963", OrderStatus.SHIPPED)

    await ring(followed, {"customer": 7})
    await followed.rounds(rings=["fake"]).once()

    await followed.told(thread, 1)


async def test_repeats_are_one(followed: House) -> None:
    thread = await followed.core.new_conversation("7")
    followed.becomes("21963", OrderStatus.SHIPPED)
    for _ in range(3):
        assert (await ring(followed, {"customer": "7"})).status_code == 200
        await followed.rounds(rings=["fake"]).once()
        followed.clock.advance(minutes=1)

    await followed.told(thread, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"signed": ""},
        {"signed": "sha256=00"},
        {"signed": "sha256=\u00e9"},
        {"signed": signature(Secret("another one"), "0", b"")},
        {"timestamp": "0"},
        {"timestamp": "1e9"},
        {"timestamp": "9" * 30},
    ],
)
async def test_whoever_is_not_the_shop_is_refused(
    followed: House, headers: dict[str, Any]
) -> None:
    answer = await ring(followed, {"customer": "7"}, **headers)

    assert answer.status_code == 401
    assert answer.json() == {"error": "refused"}
    assert not await is_due(followed)


async def test_a_ring_of_five_minutes_ago_is_refused(followed: House) -> None:
    past = str(int(followed.clock().timestamp()) - 301)

    answer = await ring(followed, {"customer": "7"}, timestamp=past)

    assert answer.status_code == 401
    assert not await is_due(followed)


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "\xff", '{"customer": {"id": 7}}', "[" * 50_000], ids=len
)
async def test_what_cannot_be_read_is_refused(followed: House, body: str) -> None:
    sent = body.encode("latin-1")
    assert (await ring(followed, sent)).status_code == 400
    assert not await is_due(followed)


async def test_what_is_too_long_is_not_even_read(followed: House) -> None:
    answer = await ring(followed, b" " * (MOST_BYTES + 1))

    assert answer.status_code == 413


async def test_an_unknown_source_has_no_bell(followed: House) -> None:
    answer = await ring(followed, {"customer": "7"}, source="other")

    assert answer.status_code == 404


async def test_the_answer_tells_nothing_of_anybody(followed: House) -> None:
    answers = [
        await ring(followed, said)
        for said in ({"customer": "7"}, {"customer": "nobody"}, {"customer": None}, {})
    ]

    assert {each.status_code for each in answers} == {200}
    assert {each.text for each in answers} == {answers[0].text}


async def test_a_ring_of_another_system_is_for_whoever_they_are_at_home(
    followed: House,
) -> None:
    seven = await followed.gate.person(followed.identity())
    await followed.core.write(
        lambda c: ledger.link(
            c,
            seven,
            Identifier(Kind.SHOP_CUSTOMER_ID, "900", "club"),
            assurance=Assurance.PROVEN,
            source="club",
            now=followed.clock(),
            rules=Rules(),
        )
    )
    # The home source's number is nobody's in the other one.
    await ring(followed, {"customer": "7"}, source="club")
    assert not await is_due(followed)

    await ring(followed, {"customer": "900"}, source="club")

    assert await is_due(followed)


def test_where_nobody_rings_there_is_no_bell(house: House) -> None:
    assert ringing_routes(house.core, house.gate, "fake", {}) == []
