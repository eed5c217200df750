"""
A stand-in of the Bot API, so small that it takes no core from what it measures.

It refuses nothing and limits nobody. It notes what is said in which chat and when.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from bot.unusable import Unusable

TOKEN = "7012345678:AAE-benchmark-0123456789-abcdefghij"  # noqa: S105 - nobody's
BOT_ID = int(TOKEN.partition(":")[0])
USERNAME = "hamyar_benchmark_bot"
_FORM = "application/x-www-form-urlencoded"
_BOT = {"id": BOT_ID, "is_bot": True, "first_name": "Hamyar", "username": USERNAME}
_SAYING = ("sendMessage", "sendPhoto")
_DOING = frozenset(
    {"sendChatAction", "answerCallbackQuery", "setMyCommands", "deleteMyCommands"}
    | {"editMessageText", "editMessageReplyMarkup", "deleteWebhook"}
)


@dataclass(frozen=True)
class Heard:
    """
    What a chat has heard: its words as they were sent, and when (`perf_counter`).
    """

    chat: int
    text: str
    at: float


class BotApi:
    """
    One bot's Bot API on a port of loopback; a context manager.

    `heard` is each chat's, in the order of arrival; `calls` counts by method.
    """

    def __init__(self) -> None:
        self.heard: dict[int, list[Heard]] = {}
        self.calls: Counter[str] = Counter()
        self.listener: Callable[[Heard], None] = lambda _: None
        self.webhook = ""
        self.secret = ""
        self._told: asyncio.Event = asyncio.Event()
        self._strange: list[str] = []
        self._messages = 0
        self._server: asyncio.base_events.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> BotApi:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            for line in list(self._lines):
                line.close()
            await self._server.wait_closed()

    @property
    def url(self) -> str:
        """
        Its address, as a bot is told it.
        """
        if self._server is None:
            raise LookupError("it is not served yet")
        port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def until_told(self, seconds: float) -> None:
        """
        Wait until the bot has said where updates are to be brought.
        """
        try:
            await asyncio.wait_for(self._told.wait(), seconds)
        except asyncio.TimeoutError:
            raise Unusable("the bot never said where updates are to go.") from None

    def check(self) -> None:
        """
        Raise `Unusable` if it was asked for something that it does not know.
        """
        if self._strange:
            raise Unusable(f"the run is void: the bot called {self._strange[0]}.")

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._lines.add(writer)
        try:
            with suppress(EOFError, OSError):
                while True:
                    await self._answer(reader, writer)
        finally:
            self._lines.discard(writer)
            writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:])
        }
        body = await reader.readexactly(int(fields.get("content-length", "0")))
        at = time.perf_counter()
        method = head[0].split()[1].rpartition("/")[2]
        if body and not fields.get("content-type", "").startswith(_FORM):
            self._strange.append(f"{method} with a file")
        asked = dict(parse_qsl(body.decode("utf-8", "replace")))
        answer = json.dumps({"ok": True, "result": self._do(method, asked, at)})
        content = answer.encode()
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % len(content) + content
        )
        await writer.drain()

    def _do(self, method: str, asked: Mapping[str, str], at: float) -> Any:
        # Names of methods are the same to Telegram in any case.
        self.calls[method] += 1
        if method in _SAYING:
            words = asked.get("text") or asked.get("caption") or ""
            return self._said(int(asked["chat_id"]), words, at)
        if method == "sendMediaGroup":
            return [
                self._said(int(asked["chat_id"]), each.get("caption", ""), at)
                for each in json.loads(asked["media"])
            ]
        if method == "getMe":
            return _BOT
        if method == "setWebhook":
            self.webhook = asked.get("url", "")
            self.secret = asked.get("secret_token", "")
            self._told.set()
        elif method not in _DOING:
            self._strange.append(method)
        return True

    def _said(self, chat: int, words: str, at: float) -> dict[str, Any]:
        heard = Heard(chat, words, at)
        self.heard.setdefault(chat, []).append(heard)
        self.listener(heard)
        self._messages += 1
        return {
            "message_id": 1_000_000 + self._messages,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "."},
            "from": _BOT,
            "text": words,
        }
