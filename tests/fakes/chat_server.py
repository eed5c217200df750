"""
A small web chat server that obeys the widget's side of the contract, with a canned bot.

It keeps everything in memory and has switches for what goes wrong in real life: sockets
refused or hanging, answers lost, rate limits, sessions ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import Counter
from typing import Any
from urllib.parse import unquote

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.files.errors import NotTaken
from bot.files.kinds import kind_of
from bot.files.stripping import stripped
from tests.fakes.chat_bot import Message, Talk, answer
from tests.fakes.chat_wire import SECRET, bearer, error

PAGE = 30


class ChatServer:
    """
    The state of the fake and its switches; `app` is the ASGI side.
    """

    def __init__(self) -> None:
        self.talks: dict[str, Talk] = {}
        self.sessions: dict[str, Talk] = {}
        self.customers: dict[str, Talk] = {}
        self.taken: dict[str, int] = {}
        self.posts: list[Message] = []
        self.asked: Counter[str] = Counter()
        self.used_tokens: set[str] = set()
        self.sockets = "fine"  # or "refused", "hanging"
        self.down = False
        self.lost_answers = 0
        self.rate_limited = 0
        self.rejected = 0
        self.answering = True
        self.opening = asyncio.Event()
        self.opening.set()
        self.code = "123456"
        self.writing: list[bool] = []
        self.wishes: list[Message] = []
        self.awaited: dict[str, int] = {}  # tries left, by session
        self.code_refusals: list[Response] = []
        self.again_in = 60
        self.files: dict[str, tuple[Message, bytes]] = {}
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.app = Starlette(
            routes=[
                Route("/chat/sessions", self.open_session, methods=["POST"]),
                Route("/chat/sessions/current", self.end_session, methods=["DELETE"]),
                Route("/chat/sessions/current/code", self.send_code, methods=["POST"]),
                Route("/chat/sessions/current/code", self.on_file, methods=["GET"]),
                Route(
                    "/chat/sessions/current/code/check",
                    self.check_code,
                    methods=["POST"],
                ),
                Route("/chat/messages", self.post, methods=["POST"]),
                Route("/chat/messages", self.read, methods=["GET"]),
                Route("/chat/files", self.upload, methods=["POST"]),
                Route("/chat/files/{file}", self.file, methods=["GET"]),
                WebSocketRoute("/chat/ws", self.follow),
            ]
        )

    # -- sessions ----------------------------------------------------------------------

    async def open_session(self, request: Request) -> Response:
        """
        Open a session: a stranger's, a customer's, or one that joins the thread.
        """
        self.asked["sessions"] += 1
        if self.down:
            return error(503, "down")
        await self.opening.wait()
        token = (await request.json()).get("customer_token")
        old = bearer(request)
        if old and old not in self.sessions:
            return error(401, "session_expired")
        stranger = self.sessions.pop(old, None) if old else None
        talk = Talk(secrets.token_hex(4))
        if token:
            try:
                claims = jwt.decode(token, SECRET, ["HS256"], audience="hamyar")
            except jwt.InvalidTokenError:
                return error(403, "bad_token")
            talk = self.customers.setdefault(claims["sub"], talk)
            if stranger and stranger is not talk:
                talk.messages += [
                    {**message, "seq": len(talk.messages) + place}
                    for place, message in enumerate(stranger.messages, 1)
                ]
        if stranger:
            stranger.tell({"type": "signed_out"})
        self.talks[talk.id] = talk
        session = secrets.token_hex(8)
        self.sessions[session] = talk
        return JSONResponse({"session": session, "conversation": talk.id})

    async def end_session(self, request: Request) -> Response:
        """
        Sign out.
        """
        self.asked["ended"] += 1
        talk = self.sessions.pop(bearer(request) or "", None)
        if talk is None:
            return error(401, "session_expired")
        talk.tell({"type": "signed_out"})
        return Response(status_code=204)

    # -- codes -------------------------------------------------------------------------

    async def on_file(self, _: Request) -> Response:
        """
        Where a customer's code goes.
        """
        return JSONResponse({"kind": "phone", "to": "•••4567"})

    async def send_code(self, request: Request) -> Response:
        """
        Have a code sent, or refuse it as the test wants.
        """
        body = await request.json()
        self.wishes.append(body)
        session = bearer(request) or ""
        if session not in self.sessions:
            return error(401, "session_expired")
        if self.code_refusals:
            return self.code_refusals.pop(0)
        self.awaited[session] = 5
        told = {"kind": "phone", "to": body.get("contact", "•••4567"), "digits": 6}
        told |= {"good_for": 600, "again_in": self.again_in}
        return JSONResponse(told, 202)

    async def check_code(self, request: Request) -> Response:
        """
        Sign in as customer 7 with the right code.
        """
        typed = (await request.json())["code"]
        session = bearer(request) or ""
        talk = self.sessions.get(session)
        if talk is None:
            return error(401, "session_expired")
        if self.code_refusals:
            return self.code_refusals.pop(0)
        left = self.awaited.get(session, 0) - 1
        if left < 0:
            return error(410, "code_over")
        digits = "".join(str(int(c)) for c in typed if c.isdecimal())
        if digits != self.code:
            self.awaited[session] = left
            return error(403, "code_wrong", left=left)
        del self.awaited[session]
        if talk not in self.customers.values():
            del self.sessions[session]
            mine = self.customers.setdefault("7", Talk(secrets.token_hex(4)))
            mine.messages += [
                {**message, "seq": len(mine.messages) + place}
                for place, message in enumerate(talk.messages, 1)
            ]
            talk.tell({"type": "signed_out"})
            talk, session = mine, secrets.token_hex(8)
            self.talks[talk.id] = talk
            self.sessions[session] = talk
        talk.say("bot", "Your order is on its way.", lang="en")
        return JSONResponse({"session": session, "conversation": talk.id})

    # -- files -------------------------------------------------------------------------

    async def upload(self, request: Request) -> Response:
        """
        Keep a file if it is of a kind that is taken.
        """
        self.asked["uploads"] += 1
        data = await request.body()
        await self.may_take.wait()
        if bearer(request) not in self.sessions:
            return error(401, "session_expired")
        try:
            kind = kind_of(data)
            size = stripped(data, kind.type).size
        except NotTaken:
            return error(415, "file_type")
        name = unquote(request.headers["x-file-name"])
        number = secrets.token_hex(16)
        file = {"id": number, "name": name, "type": kind.type, "size": len(data)}
        if size:
            file |= {"width": size[0], "height": size[1]}
        self.files[number] = (file, data)
        return JSONResponse(file, 201)

    async def file(self, request: Request) -> Response:
        """
        Give a file to whoever has a session.
        """
        self.asked["files"] += 1
        if bearer(request) not in self.sessions:
            return error(401, "session_expired")
        found = self.files.get(request.path_params["file"])
        if found is None:
            return error(410, "file_gone")
        return Response(found[1], media_type=found[0]["type"])

    # -- messages ----------------------------------------------------------------------

    async def post(self, request: Request) -> Response:
        """
        Take a message; a repeated id changes nothing.
        """
        self.asked["posts"] += 1
        body = await request.json()
        if self.down:
            return error(503, "down")
        talk = self.sessions.get(bearer(request) or "")
        if talk is None:
            return error(401, "session_expired")
        if self.rate_limited > 0:
            self.rate_limited -= 1
            return error(429, "rate_limited", {"Retry-After": "1"})
        if self.rejected > 0:
            self.rejected -= 1
            return error(422, "bad_message")
        if self.is_code(bearer(request) or "", body):
            return error(409, "code_expected")
        self.take(talk, body)
        if self.lost_answers > 0:
            self.lost_answers -= 1
            return error(500, "lost")
        return JSONResponse({"seq": self.taken[body["id"]]}, 202)

    def take(self, talk: Talk, body: Message) -> None:
        """
        Store a message of a customer once, and let the canned bot answer.
        """
        self.posts.append(body)
        if body["id"] in self.taken:
            return
        sent = [self.files[each][0] for each in body.get("files", ())]
        more = {"files": sent} if sent else {}
        text = body.get("text", "")
        if "button" in body:
            text = self.title_of(talk, body["button"])
        message = talk.say("customer", text, id=body["id"], **more)
        self.taken[body["id"]] = message["seq"]
        if self.answering:
            asyncio.get_running_loop().create_task(answer(talk, text))

    @staticmethod
    def title_of(talk: Talk, token: str) -> str:
        """
        The words on a button.
        """
        buttons = (b for m in talk.messages for b in m["buttons"])
        return next(b["title"] for b in buttons if b["token"] == token)

    async def read(self, request: Request) -> Response:
        """
        The newest page, an earlier one, or what came after, waiting for it.
        """
        self.asked["reads"] += 1
        if self.down:
            return error(503, "down")
        talk = self.sessions.get(bearer(request) or "")
        if talk is None:
            return error(401, "session_expired")
        query = request.query_params
        if "after" in query:
            until = asyncio.get_running_loop().time() + float(query.get("wait", 0))
            while True:
                talk = self.sessions.get(bearer(request) or "", talk)
                found = talk.messages[int(query["after"]) :]
                late = asyncio.get_running_loop().time() >= until
                if found or late or await request.is_disconnected():
                    page = {"conversation": talk.id, "messages": found}
                    return JSONResponse(page)
                await asyncio.sleep(0.05)
        end = int(query["before"]) - 1 if "before" in query else len(talk.messages)
        first = max(0, end - PAGE)
        messages = talk.messages[first:end]
        page = {"conversation": talk.id, "messages": messages, "more": first > 0}
        return JSONResponse(page)

    # -- sockets -----------------------------------------------------------------------

    async def follow(self, socket: WebSocket) -> None:
        """
        One WebSocket: hello, ready, then messages both ways.
        """
        self.asked["sockets"] += 1
        if self.down or self.sockets == "refused":
            await socket.close()
            return
        await socket.accept()
        hello = await socket.receive_json()
        if self.sockets == "hanging":
            await asyncio.sleep(30)
        talk = self.sessions.get(hello["session"])
        if talk is None:
            bad = {"code": "session_expired", "message": "gone"}
            await socket.send_json({"type": "error", "error": bad})
            await socket.close(4401)
            return
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        for message in talk.messages[hello["after"] :]:
            queue.put_nowait({"type": "message", **message})
        talk.followers.append(queue)
        ready = {"type": "ready", "conversation": talk.id, "seq": len(talk.messages)}
        await socket.send_json(ready)
        sending = asyncio.create_task(self.send_all(socket, queue))
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                frame = await socket.receive_json()
                await self.heard(socket, talk, frame, hello["session"])
        sending.cancel()
        talk.followers.remove(queue)

    @staticmethod
    async def send_all(socket: WebSocket, queue: asyncio.Queue[dict[str, Any]]) -> None:
        """
        Pass on what is said; a frame of type "drop" cuts the line.
        """
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (frame := await queue.get())["type"] != "drop":
                await socket.send_json(frame)
            await socket.close(1012)

    def is_code(self, session: str, body: Message) -> bool:
        """
        Whether it is six digits while a code is awaited.
        """
        text = (body.get("text") or "").replace(" ", "")
        return session in self.awaited and text.isdecimal() and len(text) == 6

    async def heard(
        self, socket: WebSocket, talk: Talk, frame: Message, session: str
    ) -> None:
        """
        Take a message that came by socket.
        """
        if frame["type"] == "typing":
            self.writing.append(frame["on"])
            return
        self.asked["frames"] += 1
        if self.rate_limited > 0:
            self.rate_limited -= 1
            slow = {"code": "rate_limited", "message": "slow", "retry_after": 1}
            await socket.send_json({"type": "error", "id": frame["id"], "error": slow})
            return
        if self.rejected > 0:
            self.rejected -= 1
            bad = {"code": "bad_message", "message": "no"}
            await socket.send_json({"type": "error", "id": frame["id"], "error": bad})
            return
        if self.is_code(session, frame):
            bad = {"code": "code_expected", "message": "code"}
            await socket.send_json({"type": "error", "id": frame["id"], "error": bad})
            return
        frame.pop("type")
        self.take(talk, frame)
        if self.lost_answers > 0:
            self.lost_answers -= 1
            await socket.close(1011)
            return
        seq = self.taken[frame["id"]]
        await socket.send_json({"type": "accepted", "id": frame["id"], "seq": seq})

    def move(self, customer: str, talk: Talk) -> None:
        """
        The customer's thread is another one from now on; open sockets are cut.
        """
        former, self.customers[customer] = self.customers[customer], talk
        self.talks[talk.id] = talk
        for session, held in self.sessions.items():
            if held is former:
                self.sessions[session] = talk
        former.tell({"type": "drop"})

    def drop_sockets(self) -> None:
        """
        Cut all open sockets.
        """
        for talk in self.talks.values():
            talk.tell({"type": "drop"})
