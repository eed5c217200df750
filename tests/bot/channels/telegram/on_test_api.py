"""
The playground that is telegram-test-api, with what `tests/peers/telegram` corrects.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx

from bot import HOUSE
from tests.bot.channels.telegram.playground import (
    Button,
    Playground,
    Said,
    read_keys,
    read_said,
)
from tests.bot.channels.telegram.processes import running
from tests.fakes.telegram.chats import Person
from tests.fakes.telegram.texts import found_in
from tests.ports import free_port

PEER = HOUSE / "var" / "peers" / "telegram"
SERVER = HOUSE / "tests" / "peers" / "telegram" / "server.cjs"
MISSING = (
    "telegram-test-api is not installed here: tests/peers/telegram/install does it."
)
_bots = itertools.count(1)


def is_installed() -> bool:
    """
    Whether there is one to start.
    """
    return (PEER / "packages.done").exists()


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """
    Start it on a free port, with its log in `folder`; gives its address.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    def is_ready() -> bool:
        try:
            return httpx.get(f"{url}/bot0:x/getMe", trust_env=False).is_success
        except httpx.TransportError:
            return False

    command = ["node", str(SERVER), str(port)]
    paths = {"NODE_PATH": str(PEER / "node_modules")}
    with running(command, folder, is_ready, paths):
        yield url


class OnTestApi(Playground):
    """
    A bot of its own in it, so that tests do not see each other.
    """

    name = "telegram-test-api"

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self.url = url
        self.token = f"{1000 + next(_bots)}:token-of-a-test-that-opens-nothing"
        self._client = client

    async def send_text(self, person: Person, text: str) -> None:
        """
        Somebody writes.
        """
        entities = found_in(text)
        if any(each["type"] == "bot_command" for each in entities):
            await self._send("/sendCommand", person, text=text, entities=entities)
        else:
            await self._send("/sendMessage", person, text=text)

    async def share_contact(self, person: Person, of: Person | None = None) -> None:
        """
        Somebody shares a number.
        """
        whose = of or person
        contact: dict[str, Any] = {
            "phone_number": whose.phone,
            "first_name": whose.first_name,
        }
        if whose.id:
            contact["user_id"] = whose.id
        await self._send("/sendMessage", person, contact=contact)

    async def send_location(
        self, person: Person, latitude: float, longitude: float
    ) -> None:
        """
        Somebody tells where they are.
        """
        where = {"latitude": latitude, "longitude": longitude}
        await self._send("/sendMessage", person, location=where)

    async def press_inline(self, person: Person, button: Button) -> None:
        """
        Somebody presses a button below a message, which the update encloses.
        """
        found = next(
            e for e in await self._messages(person) if e["messageId"] == button.message
        )
        message = {
            "message_id": button.message,
            "date": found["time"] // 1000,
            "chat": _chat(person),
            "text": found["message"].get("text", ""),
            "reply_markup": found["message"].get("reply_markup"),
        }
        await self._send("/sendCallback", person, message=message, data=button.data)

    async def said(self, person: Person) -> list[Said]:
        """
        What the bot has said to somebody, in order.
        """
        found = await self._messages(person)
        return [read_said(each["messageId"], each["message"]) for each in found]

    async def keyboard(self, person: Person) -> tuple[Button, ...]:
        """
        The buttons that they have below the chat.
        """
        markups = [
            e["message"].get("reply_markup") for e in await self._messages(person)
        ]
        below = [e for e in markups if e and "inline_keyboard" not in e]
        return read_keys(below[-1]) if below else ()

    async def _messages(self, person: Person) -> list[dict[str, Any]]:
        asked = {"token": self.token}
        answer = await self._client.post("/getUpdatesHistory", json=asked)
        found = answer.raise_for_status().json()["result"]
        own = [
            e
            for e in found
            if str(e.get("message", {}).get("chat_id")) == str(person.id)
        ]
        return sorted(own, key=lambda each: each["messageId"])

    async def _send(self, path: str, person: Person, **content: Any) -> None:
        body = {
            "botToken": self.token,
            "from": person.user,
            "chat": _chat(person),
            "date": int(time.time()),
            **content,
        }
        (await self._client.post(path, json=body)).raise_for_status()


def _chat(person: Person) -> dict[str, Any]:
    return {"id": person.id, "type": "private", "first_name": person.first_name}


@asynccontextmanager
async def on_test_api(url: str) -> AsyncIterator[OnTestApi]:
    """
    A new bot in the one that was started.
    """
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        yield OnTestApi(url, client)
