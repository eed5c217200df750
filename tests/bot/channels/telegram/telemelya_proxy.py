"""
Stands between a bot and telemelya, both ways, with the few corrections that it needs.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram.webhook import HEADER

LEAVE_NOTHING = frozenset({"setmycommands", "deletemycommands", "setchatmenubutton"})
"""Methods that telemelya has not, and that people of the tests would not see anyway."""
EDITS = frozenset({"editmessagetext", "editmessagecaption", "editmessagereplymarkup"})
_KEPT = ("content-type",)


class TelemelyaProxy:
    """
    One bot's way to telemelya at `url`, and back; `address` is where this is served.

    - telemelya sends no secret with its updates: here the header is added, so a webhook
      that is set is this proxy's, and the bot's own is kept here.
    - A photo of somebody has an empty text there; with Telegram it has none.
    - Where something was refused it answers 200; clients look at the status.
    - A message that is edited keeps its keyboard there unless told otherwise; with
      Telegram it loses it.
    - It gives keyboards below the chat back with the message, where Telegram gives only
      those below messages; python-telegram-bot cannot read them.
    """

    def __init__(self, url: str, onward: httpx.AsyncClient) -> None:
        self.url = url
        self.onward = onward
        self.address = ""
        self.hook = ""
        self.secret = ""
        self.app = Starlette(
            routes=[
                Route("/hook", self.carry, methods=["POST"]),
                Route("/bot{token}/{method}", self.call, methods=["POST"]),
                Route("/file/{path:path}", self.file),
            ]
        )

    async def call(self, request: Request) -> Response:
        """
        One call of the bot.
        """
        method = request.path_params["method"].lower()
        body = await request.body()
        if method in LEAVE_NOTHING:
            return JSONResponse({"ok": True, "result": True})
        if method == "setwebhook":
            body = self.keep(body)
        if method in EDITS and b"reply_markup=" not in body:
            body += b"&reply_markup={}"
        answer = await self.onward.post(
            f"{self.url}{request.url.path}",
            content=body,
            headers={n: v for n, v in request.headers.items() if n in _KEPT},
        )
        return self.corrected(method, answer)

    def keep(self, body: bytes) -> bytes:
        """
        Remember where the bot wants its updates; telemelya is told of here.
        """
        asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        self.hook = asked.get("url", "")
        self.secret = asked.get("secret_token", "")
        return urlencode({**asked, "url": f"{self.address}/hook"}).encode()

    def corrected(self, method: str, answer: httpx.Response) -> Response:
        """
        What telemelya says, as Telegram would.
        """
        if not answer.is_success:
            words = "Not Found: method not found"
            wrong = {"ok": False, "error_code": 404, "description": words}
            return JSONResponse(wrong, 404)
        said: dict[str, Any] = answer.json()
        result = said.get("result")
        if isinstance(result, dict):
            if "inline_keyboard" not in (result.get("reply_markup") or {}):
                result.pop("reply_markup", None)
            if method == "getwebhookinfo" and result["url"]:
                result["url"] = self.hook
        kept = {name: value for name, value in said.items() if value is not None}
        return JSONResponse(kept, 200 if said["ok"] else said["error_code"])

    async def carry(self, request: Request) -> Response:
        """
        One update, to the bot.
        """
        headers = {HEADER: self.secret} if self.secret else {}
        update = await request.json()
        if not update.get("message", {}).get("text", "some"):
            del update["message"]["text"]
        answer = await self.onward.post(self.hook, json=update, headers=headers)
        return Response(answer.content, answer.status_code)

    async def file(self, request: Request) -> Response:
        """
        A file that the bot fetches.
        """
        answer = await self.onward.get(f"{self.url}{request.url.path}")
        return Response(answer.content, answer.status_code)
