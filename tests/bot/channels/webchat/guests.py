"""
A browser with a session, as the tests drive it.
"""

from __future__ import annotations

import uuid
from typing import Any

import httpx

KEY = "a key of the tests, long enough for HS256"
ORIGIN = "https://shop.example"


class Guest:
    """
    A browser with a session.
    """

    def __init__(self, client: httpx.AsyncClient, begun: dict[str, str]) -> None:
        self.client = client
        self.session = begun["session"]
        self.conversation = begun["conversation"]

    @property
    def headers(self) -> dict[str, str]:
        """
        The header that carries the session.
        """
        return {"Authorization": f"Bearer {self.session}"}

    async def post(self, **body: Any) -> httpx.Response:
        """
        Send a message, with an id of its own if none is given.
        """
        body.setdefault("id", str(uuid.uuid4()))
        return await self.client.post("/chat/messages", json=body, headers=self.headers)

    async def get(self, **query: Any) -> httpx.Response:
        """
        Read from the thread.
        """
        return await self.client.get(
            "/chat/messages", params=query, headers=self.headers
        )

    async def thread(self) -> list[dict[str, Any]]:
        """
        Read the messages of a short thread.
        """
        response = await self.get()
        assert response.status_code == 200
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages

    async def ask(self, text: str) -> list[dict[str, Any]]:
        """
        Say something and give the replies to it.
        """
        seq = (await self.post(text=text)).json()["seq"]
        response = await self.get(after=seq, wait=5)
        replies: list[dict[str, Any]] = response.json()["messages"]
        return replies

    async def texts(self) -> list[str]:
        """
        Give the texts of a short thread.
        """
        return [message["text"] for message in await self.thread()]


async def code_of(client: httpx.AsyncClient, token: str, **headers: str) -> str:
    """
    Give the error of a token that is refused.
    """
    response = await client.post(
        "/chat/sessions", json={"customer_token": token}, headers=headers
    )
    assert response.status_code in (401, 403), response.text
    return str(response.json()["error"]["code"])
