"""
The playground that is telemelya, which knows webhooks alone; a proxy stands between.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
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
from tests.bot.channels.telegram.telemelya_proxy import TelemelyaProxy
from tests.fakes.serving import listening
from tests.fakes.telegram.chats import Person
from tests.ports import free_port

PEER = HOUSE / "var" / "peers" / "telemelya"
MISSING = "telemelya is not installed here: tests/peers/telemelya/install does it."
KEY = "key-of-the-tests"
ALLOWED = {"authorization": f"Bearer {KEY}"}
_bots = itertools.count(1)


def is_installed() -> bool:
    """
    Whether there is one to start.
    """
    return (PEER / "installed").exists()


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """
    Start it on free ports, with its Redis and something like S3; gives its address.
    """
    redis, files, port = free_port(), free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    programs = PEER / "env" / "bin"
    with ExitStack() as stack:
        stack.enter_context(
            running(
                [
                    *("redis-server", "--port", str(redis), "--bind", "127.0.0.1"),
                    *("--save", "", "--appendonly", "no", "--dir", str(folder)),
                ],
                folder,
                lambda: "Ready to accept" in (folder / "redis-server.log").read_text(),
            )
        )
        stack.enter_context(
            running(
                [str(programs / "moto_server"), "-H", "127.0.0.1", "-p", str(files)],
                folder,
                lambda: answers(f"http://127.0.0.1:{files}/moto-api/"),
            )
        )
        settings = {
            "MOCK_SERVER_HOST": "127.0.0.1",
            "MOCK_SERVER_PORT": str(port),
            "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
            "MINIO_ENDPOINT": f"127.0.0.1:{files}",
            "AUTH_KEYS": KEY,
            # It would else make up what is edited and was never there.
            "STRICT_EDIT": "true",
        }
        stack.enter_context(
            running(
                [str(programs / "telemelya-server")],
                folder,
                lambda: answers(f"{url}/api/v1/test/health"),
                settings,
            )
        )
        yield url


def answers(url: str) -> bool:
    """
    Whether something answers there.
    """
    try:
        return httpx.get(url, headers=ALLOWED, trust_env=False).is_success
    except httpx.TransportError:
        return False


class OnTelemelya(Playground):
    """
    A bot and a session of its own in it, so that tests do not see each other.
    """

    name = "telemelya"

    def __init__(self, url: str, token: str, client: httpx.AsyncClient) -> None:
        self.url = url
        self.token = token
        self._client = client

    async def send_text(self, person: Person, text: str) -> None:
        """
        Somebody writes.
        """
        await self._send(person, text=text)

    async def press_inline(self, person: Person, button: Button) -> None:
        """
        Somebody presses a button below a message.
        """
        await self._send(
            person,
            callback_data=button.data,
            callback_message_id=button.message,
        )

    async def send_photo(self, person: Person, data: bytes, caption: str = "") -> None:
        """
        Somebody sends a photo.
        """
        files = {"file": ("photo.jpg", data, "image/jpeg")}
        answer = await self._client.post("/upload_media", files=files)
        photo = answer.raise_for_status().json()["file_id"]
        await self._send(person, photo_file_id=photo, photo_caption=caption or None)

    async def said(self, person: Person) -> list[Said]:
        """
        What the bot has said to somebody, in order.
        """
        standing: dict[int, Said] = {}
        for done in await self._done(person):
            number = done["message_id"]
            if done["method"] == "deleteMessage":
                standing.pop(number, None)
                continue
            # It reads words that look like JSON, "12" say, as what they look like.
            words = {k: str(done[k]) for k in ("text", "caption") if done.get(k)}
            mode = done["raw"].get("parse_mode")
            if done["method"] == "sendPhoto":
                # It forgets how the words of photos are to be read.
                mode = "HTML"
            message = {**done, **words, "parse_mode": mode}
            was_photo = number in standing and standing[number].photo
            message["photo"] = was_photo or bool(done.get("photo"))
            standing[number] = read_said(number, message)
        return list(standing.values())

    async def keyboard(self, person: Person) -> tuple[Button, ...]:
        """
        The buttons that they have below the chat.
        """
        markups = [each.get("reply_markup") for each in await self._done(person)]
        below = [e for e in markups if e and "inline_keyboard" not in e]
        return read_keys(below[-1]) if below else ()

    async def _done(self, person: Person) -> list[dict[str, Any]]:
        answer = await self._client.get("/responses")
        done = answer.raise_for_status().json()["responses"]
        messages = ("send", "edit", "delete")
        return [
            each
            for each in done
            if each["method"].startswith(messages)
            and each.get("chat_id") == person.id
            and each.get("message_id")
        ]

    async def _send(self, person: Person, **content: Any) -> None:
        body = {"chat_id": person.id, "from_user": person.user, **content}
        asked = {"bot_token": self.token}
        answer = await self._client.post("/send_update", params=asked, json=body)
        answer.raise_for_status()


@asynccontextmanager
async def on_telemelya(url: str) -> AsyncIterator[OnTelemelya]:
    """
    A new bot in the one that was started.
    """
    token = f"{1000 + next(_bots)}:token-of-a-test-that-opens-nothing"
    headers = {**ALLOWED, "x-test-session": str(uuid.uuid4())}
    address = f"{url}/api/v1/test"
    async with (
        httpx.AsyncClient(trust_env=False, timeout=20) as onward,
        httpx.AsyncClient(
            base_url=address, headers=headers, trust_env=False, timeout=20
        ) as client,
    ):
        proxy = TelemelyaProxy(url, onward)
        async with listening(proxy.app) as before:
            proxy.address = before
            yield OnTelemelya(before, token, client)
