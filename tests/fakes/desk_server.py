"""
A desk's server in memory, as its page meets it: lists, one thread each, and the wire.

It keeps to the forms of the real routes and to what a page must bear with: answers that
get lost, a colleague who was quicker, a connection that breaks. The real server is met
in tests/e2e.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.accounts.look import WEB
from bot.conversations.clock import utc_now
from bot.desk.web.pages import page_routes
from bot.shop import ShopSettings
from tests.fakes.desk_board import (
    COLLEAGUE,
    CSRF,
    REZA,
    SARA,
    DeskBoard,
    Json,
    moment,
)

Handler = Callable[[Request, Any], Awaitable[Response]]


class OpenGuard:
    """
    Lets everybody in.
    """

    def endpoint(self, handler: Handler, _right: object) -> Any:
        async def endpoint(request: Request) -> Response:
            return await handler(request, None)

        return endpoint


class DeskServer(DeskBoard):
    """
    The board behind the routes that the desk's page knows.
    """

    def __init__(self, shop: ShopSettings, *, rights: list[str] | None = None) -> None:
        super().__init__(rights=rights)
        self.shop = shop
        routes = [
            Mount("/desk/fonts", StaticFiles(directory=WEB / "fonts")),
            Route("/desk/api/me", self._me),
            Route("/desk/api/queue", self._queue),
            Route("/desk/api/ended", self._ended),
            Route("/desk/api/promised", self._promised),
            Route("/desk/api/search", self._search),
            Route("/desk/api/reviews", self._opinions),
            Route("/desk/api/ratings", self._opinions),
            Route("/desk/api/canned", self._canned, methods=["GET", "POST"]),
            Route(
                "/desk/api/canned/{number:int}",
                self._change,
                methods=["PUT", "DELETE"],
            ),
            Route("/desk/api/presence", self._choose, methods=["POST"]),
            Route("/desk/api/lookup", self._lookup, methods=["POST"]),
            Route("/desk/api/lookup/check", self._look, methods=["POST"]),
            Route("/desk/api/handoffs/{number:int}", self._handoff),
            Route("/desk/api/handoffs/{number:int}/summary", self._summary),
            Route("/desk/api/handoffs/{number:int}/panel", self._panel),
            Route("/desk/api/handoffs/{number:int}/suggestions", self._suggest),
            Route("/desk/api/handoffs/{number:int}/messages", self._messages),
            Route(
                "/desk/api/handoffs/{number:int}/{deed}", self._deed, methods=["POST"]
            ),
            WebSocketRoute("/desk/live", self._live),
        ]
        pages = page_routes(OpenGuard(), shop, utc_now)  # type: ignore[arg-type]
        self.app = Starlette(routes=[*pages, *routes])

    # -- what pages read --------------------------------------------------------------

    async def _me(self, request: Request) -> Response:
        self.language = request.cookies.get("hamyar-desk-language", self.language)
        colleague = {
            "id": COLLEAGUE,
            "names": REZA,
            "presence": "online",
            "holds": 2,
            "capacity": 5,
            "languages": ["fa", "en"],
            "skills": ["returns"],
        }
        away = colleague | {
            "id": 3,
            "names": {"fa": "مینا کریمی", "ar": "مينا كريمي", "en": "Mina Karimi"},
            "presence": "away",
            "holds": 0,
        }
        return JSONResponse(
            {
                "account": {
                    "id": self.account,
                    "login": "sara",
                    "names": SARA,
                    "role": "lead",
                    "rights": self.rights,
                    "languages": ["fa", "ar", "en"],
                    "skills": [],
                    "capacity": 5,
                },
                "csrf": CSRF,
                "shop": {"name": dict(self.shop.name)},
                "presence": self.presence,
                "colleagues": [colleague, away, *self.colleagues],
                "skills": ["returns", "shoes"],
                "skilled": {"returns": {"fa": 2, "en": 1}, "shoes": {"fa": 1}},
                "reasons": ["asked"],
                "settled": ["solved", "promised", "refused", "other"],
            }
        )

    async def _queue(self, _: Request) -> Response:
        rows = list(self.rows.values())
        held = [row for row in rows if row["state"] == "held"]
        waiting = [row for row in rows if row["state"] == "waiting"]
        now = moment(datetime.now(timezone.utc))
        late = [row for row in waiting if row["promised_at"] < now]
        return JSONResponse(
            {
                "now": now,
                "waiting": waiting,
                "mine": [row for row in held if row["mine"]],
                "others": [row for row in held if not row["mine"]],
                "counts": {
                    "waiting": len(waiting),
                    "near": 0,
                    "late": len(late),
                    "missed_today": 2,
                },
            }
        )

    async def _ended(self, request: Request) -> Response:
        query = request.query_params
        limit, before = int(query["limit"]), int(query.get("before", 10**9))
        found = [each for each in self.rows.values() if each["state"] == "ended"]
        found = [each for each in found if each["number"] < before]
        newest = sorted(found, key=lambda each: each["number"], reverse=True)
        return JSONResponse({"rows": newest[:limit]})

    async def _promised(self, _: Request) -> Response:
        rows = [each for each in self.rows.values() if each["promise"]]
        open_ = [each for each in rows if each["promise"]["state"] != "kept"]
        return JSONResponse({"rows": open_})

    async def _opinions(self, request: Request) -> Response:
        query = request.query_params
        found = self.ratings if request.url.path.endswith("ratings") else self.reviews
        if "bad" in query:
            found = [each for each in found if each["bad"]]
        before = int(query.get("before", 10**9))
        left = [each for each in found if each["number"] < before]
        left.sort(key=lambda each: -each["number"])
        return JSONResponse({"rows": left[:30], "more": len(left) > 30})

    async def _search(self, request: Request) -> Response:
        words = request.query_params["q"]
        found = [
            row
            for row in self.rows.values()
            if words in json.dumps([row["customer"], row["wish"]], ensure_ascii=False)
            or words in self.said.get(row["number"], "")
        ]
        rows = [each | {"said": self.said.get(each["number"])} for each in found]
        return JSONResponse({"rows": rows})

    async def _canned(self, request: Request) -> Response:
        if request.method == "GET":
            return JSONResponse({"replies": self.canned})
        body = await self._body(request)
        if "{costumer}" in body["texts"]["en"]:
            wrong = {"error": "unknown_field", "detail": "costumer"}
            return JSONResponse(wrong, 400)
        number = 1 + max((each["id"] for each in self.canned), default=0)
        made = body | {"id": number, "mine": not body["shop"], "in_file": False}
        self.canned.append(made)
        return JSONResponse(made, 201)

    async def _change(self, request: Request) -> Response:
        body, number = await self._body(request), request.path_params["number"]
        known = next(each for each in self.canned if each["id"] == number)
        if request.method == "DELETE":
            self.canned.remove(known)
            return Response(status_code=204)
        known.update(body)
        return JSONResponse(known)

    async def _handoff(self, request: Request) -> Response:
        number = request.path_params["number"]
        if number not in self.rows:
            return JSONResponse({"error": "not_found"}, 404)
        about = {"packet": {}, "history": []} | self.about.get(number, {})
        return JSONResponse({"handoff": self.rows[number], **about})

    async def _summary(self, request: Request) -> Response:
        lines = self.summaries.get(request.path_params["number"], [])
        language = request.query_params.get("lang", "en")
        return JSONResponse({"lines": lines, "language": language, "by": "offline"})

    async def _messages(self, request: Request) -> Response:
        number, query = request.path_params["number"], request.query_params
        limit, before = int(query["limit"]), int(query.get("before", 10**9))
        found = [each for each in self.threads[number] if each["seq"] < before]
        return JSONResponse(
            {"messages": found[-limit:], "more": len(found) > len(found[-limit:])}
        )

    async def _panel(self, request: Request) -> Response:
        number = request.path_params["number"]
        if number in self.closed:
            status, code = self.closed[number]
            return JSONResponse({"error": code}, status)
        found = self.panels.get(number)
        if found is None:
            return JSONResponse({"error": "unavailable"}, 503)
        return JSONResponse(found)

    async def _suggest(self, request: Request) -> Response:
        number = request.path_params["number"]
        nothing: Json = {"next_step": None, "replies": [], "fields": {}}
        return JSONResponse(self.suggested.get(number, nothing))

    # -- what pages do ----------------------------------------------------------------

    async def _choose(self, request: Request) -> Response:
        self.presence = (await self._body(request))["chosen"]
        return JSONResponse({"presence": self.presence})

    async def _lookup(self, request: Request) -> Response:
        await self._body(request)
        return JSONResponse({"to": "+98912…"}, 202)

    async def _look(self, request: Request) -> Response:
        if (await self._body(request))["code"] != "123456":
            return JSONResponse({"error": "code_wrong", "left": 4}, 403)
        return JSONResponse({"panel": next(iter(self.panels.values()))})

    async def _deed(self, request: Request) -> Response:
        number, deed = request.path_params["number"], request.path_params["deed"]
        if deed == "files":
            await request.body()
            name = unquote(request.headers["x-file-name"])
            if name in self.refused_files:
                return JSONResponse({"error": self.refused_files[name]}, 415)
            await self.uploads.wait()
            self.posted.append((request.url.path, {"name": name}))
            return JSONResponse({"id": "f1", "name": name, "type": "image/png"})
        body, row = await self._body(request), self.rows[number]
        if number in self.quicker and "epoch" in body:
            self.quicker.discard(number)
            other = {"mine": False, "agent": self._somebody(COLLEAGUE)}
            row.update(epoch=row["epoch"] + 1, **other)
        if "epoch" in body and body["epoch"] != row["epoch"]:
            return JSONResponse({"error": "owner_changed", "handoff": row}, 409)
        if deed == "again" and number in self.attended:
            return JSONResponse({"error": "attended"}, 409)
        answer = getattr(self, f"do_{deed}")(number, body)
        if self.broken:
            self.broken -= 1
            return JSONResponse({"error": "unavailable"}, 503)
        return JSONResponse(answer)

    async def _body(self, request: Request) -> Json:
        assert request.headers["x-csrf-token"] == CSRF
        body: Json = await request.json()
        self.posted.append((request.url.path, body))
        return body

    async def _live(self, websocket: WebSocket) -> None:
        await websocket.accept()
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                frame = await websocket.receive_json()
                self.frames.append(frame)
                await self._hear(websocket, frame)
        self._sockets.pop(websocket, None)

    async def _hear(self, websocket: WebSocket, frame: Json) -> None:
        if frame["type"] == "hello":
            self._sockets[websocket] = set()
            if frame["fresh"]:
                self.presence = "online"
            await websocket.send_json({"type": "ready", "presence": self.presence})
        elif frame["type"] == "watch":
            number = frame["number"]
            self._sockets[websocket].add(number)
            row = self.rows[number]
            await websocket.send_json(
                {"type": "changed", "number": number, "handoff": row}
            )
            for message in self.threads[number]:
                if message["seq"] > frame.get("after", 0):
                    told = {"type": "message", "number": number, "message": message}
                    await websocket.send_json(told)
        elif frame["type"] == "unwatch":
            self._sockets[websocket].discard(frame["number"])
