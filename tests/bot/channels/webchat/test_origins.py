"""
Only the shop's own pages may talk to the chat.
"""

from __future__ import annotations

import httpx
import pytest

from tests.bot.channels.webchat.guests import ORIGIN

PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


@pytest.mark.parametrize(
    "origin",
    [ORIGIN, "HTTPS://Shop.Example", "http://hamyar.example", "https://hamyar.example"],
)
async def test_a_listed_page_and_our_own_are_let_in(
    client: httpx.AsyncClient, origin: str
) -> None:
    """
    With the headers that a browser asks for.
    """
    headers = {"Origin": origin}
    asked = await client.options("/chat/messages", headers={**headers, **PREFLIGHT})
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == origin
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    assert {"GET", "POST", "DELETE"} <= set(
        asked.headers["access-control-allow-methods"].split(", ")
    )
    answer = await client.post("/chat/sessions", headers=headers)
    assert answer.status_code == 201
    assert answer.headers["access-control-allow-origin"] == origin
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://shop.example.evil.example",
        "https://shop.example:444",
        "http://shop.example",
        "http://hamyar.example:8000",
        "null",
        "",
        "file://",
        "http://[",
        "http://hamyar.example:99999",
    ],
)
async def test_any_other_page_is_turned_away(
    client: httpx.AsyncClient, origin: str
) -> None:
    """
    And can read nothing of the answer.
    """
    headers = {"Origin": origin}
    for response in (
        await client.options("/chat/messages", headers={**headers, **PREFLIGHT}),
        await client.post("/chat/sessions", headers=headers),
        await client.get("/chat/messages", headers=headers),
    ):
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "origin_forbidden"
        assert "access-control-allow-origin" not in response.headers
        assert "Origin" in response.headers["vary"]


async def test_what_is_no_page_is_let_in(client: httpx.AsyncClient) -> None:
    """
    A program sends no Origin.
    """
    response = await client.post("/chat/sessions")
    assert response.status_code == 201
    assert "access-control-allow-origin" not in response.headers


async def test_errors_can_be_read_by_the_page(client: httpx.AsyncClient) -> None:
    """
    They carry the same headers.
    """
    for path in ("/chat/messages", "/chat/nothing"):
        response = await client.get(path, headers={"Origin": ORIGIN})
        assert response.status_code >= 400
        assert response.headers["access-control-allow-origin"] == ORIGIN


async def test_answers_are_nobody_elses_business(client: httpx.AsyncClient) -> None:
    """
    Not a cache's, not a frame's, and without cookies.
    """
    response = await client.post("/chat/sessions")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert "set-cookie" not in response.headers
