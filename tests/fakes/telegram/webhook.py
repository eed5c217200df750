"""
Updates carried to the bot: in order in each chat, again and again until it says 200.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.fakes.telegram.refusals import Refusal, bad
from tests.fakes.telegram.updates import Update, Updates

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PORTS = (80, 88, 443, 8443)
LONGEST_DELAY = 60.0
PATIENCE = 60.0
"""Seconds until an answer is not awaited any longer."""

Reply = Callable[[dict[str, Any]], Awaitable[object]]


@dataclass(frozen=True)
class Delivered:
    """
    One attempt: with which secret, and the status that came, or the words of the error.
    """

    update: Update
    secret: str | None
    outcome: int | str


class Webhook:
    """
    Where a bot wants its updates; nowhere while `url` is empty.

    `local` is a Bot API server of one's own, which takes any port and no HTTPS; `pace`
    shortens the waiting before another attempt, and `push` ends it. `reply` does what
    stands in the bot's answer, if that names a method.
    """

    def __init__(self, updates: Updates, clock: Callable[[], datetime]) -> None:
        self.updates = updates
        self.clock = clock
        self.local = True
        self.pace = 1.0
        self.url = ""
        self.secret: str | None = None
        self.ip_address = ""
        self.max_connections = 40
        self.has_certificate = False
        self.last_error: tuple[datetime, str] | None = None
        self.delivered: list[Delivered] = []
        self.reply: Reply | None = None
        self._pushed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._chats: dict[object, asyncio.Task[None]] = {}

    def set(self, parameters: dict[str, Any], *, certificate: bool = False) -> str:
        """
        Take an address; gives what is said of it. Raises `Refusal`.
        """
        url = str(parameters.get("url", ""))
        secret = str(parameters.get("secret_token", ""))
        self._check(url, secret)
        known = (self.url, self.secret or "", self.has_certificate)
        if known == (url, secret, certificate) and not parameters.get("ip_address"):
            return "Webhook is already set"
        self.unset()
        self.url, self.secret, self.has_certificate = url, secret or None, certificate
        self.ip_address = str(parameters.get("ip_address", "") or "127.0.0.1")
        connections = int(parameters.get("max_connections", 40))
        self.max_connections = min(max(connections, 1), 100)
        self.start()
        return "Webhook was set"

    def _check(self, url: str, secret: str) -> None:
        try:
            parts = urlsplit(url if "://" in url else f"https://{url}")
            port = parts.port or (443 if parts.scheme == "https" else 80)
            good = bool(parts.hostname) and parts.scheme in ("http", "https")
        except ValueError:
            good, port = False, 0
        if not good:
            raise bad("invalid webhook URL specified")
        if len(secret) > 256:
            raise bad("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad("secret token contains unallowed characters")
        if not self.local and parts.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not self.local and port not in PORTS:
            raise Refusal(
                400,
                "Bad Request: bad webhook: "
                "Webhook can be set up only on ports 80, 88, 443 or 8443",
            )

    def unset(self) -> str:
        """
        Take the address away; what is pending stays.
        """
        said = "Webhook was deleted" if self.url else "Webhook is already deleted"
        self.stop()
        self.url, self.secret, self.has_certificate = "", None, False
        self.ip_address, self.last_error = "", None
        return said

    @property
    def info(self) -> dict[str, Any]:
        """
        What `getWebhookInfo` tells.
        """
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": self.has_certificate,
            "pending_update_count": len(self.updates.pending),
        }
        if self.url:
            info["max_connections"] = self.max_connections
            info["ip_address"] = self.ip_address
        if self.last_error is not None:
            at, words = self.last_error
            info["last_error_date"] = int(at.timestamp())
            info["last_error_message"] = words
        return info

    def push(self) -> None:
        """
        Whatever waits for another attempt gets it now.
        """
        self._pushed.set()
        self._pushed = asyncio.Event()

    def start(self) -> None:
        """
        Begin to carry, if there is where to.
        """
        if self.url and self._task is None:
            self.updates.carry_all()
            self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """
        Carry no more; what was under way is carried by whoever comes next.
        """
        for task in [self._task, *self._chats.values()]:
            if task is not None:
                task.cancel()
        self._task = None
        self._chats.clear()

    async def _run(self) -> None:
        # It speaks to this machine alone; to read who is trusted takes its time.
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        connections = asyncio.Semaphore(self.max_connections)
        async with httpx.AsyncClient(
            trust_env=False, timeout=PATIENCE, verify=trusted
        ) as client:
            while True:
                come = self.updates.come
                for update in self.updates.to_carry():
                    self._follow(client, connections, update)
                await come.wait()

    def _follow(
        self, client: httpx.AsyncClient, connections: asyncio.Semaphore, update: Update
    ) -> None:
        queue = queue_of(update)
        before = self._chats.get(queue)

        async def carry() -> None:
            if before is not None:
                await asyncio.wait({before})
            await self._carry(client, connections, update)

        self._chats[queue] = asyncio.get_running_loop().create_task(carry())

    async def _carry(
        self, client: httpx.AsyncClient, connections: asyncio.Semaphore, update: Update
    ) -> None:
        fails, delay = 0, 1.0
        while True:
            async with connections:
                error, pause = await self._attempt(client, update)
            if error is None:
                self.updates.forget(update)
                return
            self.last_error = (self.clock(), error)
            # The first time it is tried again at once.
            if not pause and fails:
                pause = delay = min(delay * 2, LONGEST_DELAY)
            fails += 1
            await self._wait(pause * self.pace)

    async def _wait(self, seconds: float) -> None:
        pushed = self._pushed
        try:
            await asyncio.wait_for(pushed.wait(), max(seconds, 0.001))
        except asyncio.TimeoutError:
            return

    async def _attempt(
        self, client: httpx.AsyncClient, update: Update
    ) -> tuple[str | None, float]:
        """
        Give the words of the error, if any, and the seconds that the bot asks for.
        """
        headers = {HEADER: self.secret} if self.secret else {}
        try:
            answer = await client.post(self.url, json=update, headers=headers)
        except httpx.ConnectError:
            error = "Connection refused"
        except httpx.TimeoutException:
            error = "Read timeout expired"
        except httpx.TransportError:
            error = "Webhook connection closed"
        else:
            self.delivered.append(Delivered(update, self.secret, answer.status_code))
            if answer.is_success:
                await self._do(answer)
                return None, 0
            words = f"{answer.status_code} {answer.reason_phrase}"
            after = answer.headers.get("retry-after", "0")
            pause = min(float(after), 3600) if after.isdecimal() else 0
            return f"Wrong response from the webhook: {words}", pause
        self.delivered.append(Delivered(update, self.secret, error))
        return error, 0

    async def _do(self, answer: httpx.Response) -> None:
        try:
            asked = json.loads(answer.content or b"null")
        except ValueError:
            return
        if self.reply is not None and isinstance(asked, dict) and "method" in asked:
            await self.reply(asked)


def queue_of(update: Update) -> object:
    """
    Updates of one queue come one after the other: those of a chat, or of a person.
    """
    for kind, payload in update.items():
        if kind == "update_id":
            continue
        chat = payload.get("chat") or payload.get("message", {}).get("chat")
        if chat:
            return ("chat", chat["id"])
        if "from" in payload:
            return ("person", payload["from"]["id"])
    return update["update_id"]
