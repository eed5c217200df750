"""
The part of the fake chat server that links a session with an account of Telegram.
"""

from __future__ import annotations

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.webchat.linking import qr
from tests.fakes.chat_server import ChatServer
from tests.fakes.chat_wire import bearer, error

PATH = "/chat/sessions/current/telegram"


class ChatLinking:
    """
    Links that go as far as the test says; `answers` is what sessions have answered.
    """

    def __init__(self, chat: ChatServer) -> None:
        self._chat = chat
        self.state: dict[str, Any] = {"state": "none"}
        self.answers: list[dict[str, Any]] = []
        self.asked = 0
        self.refusals: list[Response] = []
        chat.app.router.routes += [
            Route(PATH, self.offer, methods=["POST"]),
            Route(PATH, self.tell, methods=["GET"]),
            Route(PATH, self.end, methods=["DELETE"]),
            Route(f"{PATH}/answer", self.answer, methods=["POST"]),
        ]

    def become(self, state: str, **more: Any) -> None:
        """
        Let the link get so far, and tell whoever is connected to look.
        """
        self.state = {"state": state, "id": "a" * 32, **more}
        for talk in self._chat.talks.values():
            talk.tell({"type": "telegram"})

    async def offer(self, request: Request) -> Response:
        """
        Make a link, or refuse it as the test wants.
        """
        if bearer(request) not in self._chat.sessions:
            return error(401, "session_expired")
        if self.refusals:
            return self.refusals.pop(0)
        self.asked += 1
        link = f"https://t.me/a_bot?start={secrets.token_urlsafe(32)}"
        self.state = {"state": "open", "id": "a" * 32, "good_for": 600}
        return JSONResponse({"link": link, "good_for": 600, "qr": qr(link)}, 201)

    async def tell(self, request: Request) -> Response:
        """
        How far it has got.
        """
        if bearer(request) not in self._chat.sessions:
            return error(401, "session_expired")
        return JSONResponse(self.state)

    async def answer(self, request: Request) -> Response:
        """
        Take yes or no.
        """
        said = await request.json()
        self.answers.append(said)
        if self.state["state"] != "asked":
            return error(409, "link_not_asked")
        self.state["state"] = "done" if said["yes"] else "refused"
        return JSONResponse(self.state)

    async def end(self, _: Request) -> Response:
        """
        End it.
        """
        self.state = {"state": "none"}
        return Response(status_code=204)
