"""
The web chat over HTTP: its routes, and what every request goes through.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.addresses import address_key
from bot.channels.links import Links
from bot.channels.webchat import incoming, outgoing, sessions
from bot.channels.webchat.errors import (
    ChatError,
    code_error,
    session_missing,
    unavailable,
)
from bot.channels.webchat.files import ChatFiles
from bot.channels.webchat.linking import Linking
from bot.channels.webchat.openapi import DESCRIPTION
from bot.channels.webchat.origins import OriginGuard
from bot.channels.webchat.service import CustomerExists, WebChat
from bot.channels.webchat.sessions import Session
from bot.channels.webchat.socket import Talk
from bot.conversations.core import Conversations
from bot.conversations.history import Page
from bot.files.keeping import Files
from bot.settings import Settings
from crm_connector.contacts import NOWHERE
from crm_connector.errors import CrmError
from crm_connector.identity.proof import Proofs

T = TypeVar("T")

PATH = "/chat"

log = structlog.get_logger(__name__)


def webchat_routes(
    core: Conversations,
    settings: Settings,
    customer_exists: CustomerExists | None = None,
    proofs: Proofs | None = None,
    country: str = NOWHERE,
    files: Files | None = None,
    links: Links | None = None,
) -> list[BaseRoute]:
    """
    Make the routes of the web chat and of its description.

    Telephones that name no country are of `country` (two letters). Without `files` no
    photos and files are taken, and without `links` nobody goes on elsewhere.

    Raises `SettingsError` when the key of customer tokens does not suit.
    """
    chat = WebChat(core, settings, customer_exists, proofs)
    endpoints = Endpoints(chat, country, files, links)
    guarded = OriginGuard(endpoints.app(), settings.chat_origins)
    return [
        Mount(PATH, app=guarded, name="chat"),
        Route("/openapi.json", openapi, methods=["GET"]),
    ]


async def openapi(_request: Request) -> Response:
    """
    Describe the HTTP API and the WebSocket's frames.
    """
    return JSONResponse(DESCRIPTION, headers={"Access-Control-Allow-Origin": "*"})


class Endpoints:
    """
    One method per route, each: limit, read, do, write.
    """

    def __init__(
        self,
        chat: WebChat,
        country: str = NOWHERE,
        files: Files | None = None,
        links: Links | None = None,
    ) -> None:
        self._chat = chat
        self._files = ChatFiles(chat, files)
        self._linking = Linking(chat, links)
        self._country = country

    def routes(self) -> list[BaseRoute]:
        """
        Give the routes below `PATH`.
        """
        current = "/sessions/current"
        linking = [
            Route(
                f"{current}/telegram", self.telegram, methods=["GET", "POST", "DELETE"]
            ),
            Route(f"{current}/telegram/answer", self.own_account, methods=["POST"]),
        ]
        return [
            Route("/sessions", self.begin, methods=["POST"]),
            Route(current, self.end, methods=["DELETE"]),
            # One route for both methods of a path, so that others get a 405.
            Route(f"{current}/code", self.code, methods=["GET", "POST"]),
            Route(f"{current}/code/check", self.check_code, methods=["POST"]),
            *(linking if self._linking.is_there else ()),
            Route("/messages", self.messages, methods=["GET", "POST"]),
            Route("/files", self.upload, methods=["POST"]),
            Route("/files/{file}", self.file, methods=["GET"]),
            WebSocketRoute("/ws", self.talk),
        ]

    def app(self) -> Starlette:
        """
        Give the application that answers every error in the one form.
        """
        app = Starlette(
            routes=self.routes(),
            exception_handlers={
                ChatError: self._refuse,
                CrmError: self._refuse_code,
                HTTPException: self._refuse_route,
                Exception: _apologise,
            },
        )
        app.router.redirect_slashes = False
        return app

    async def begin(self, request: Request) -> Response:
        """
        POST /chat/sessions.
        """
        address = address_of(request)
        self._chat.limits.take_beginning(address)
        former = incoming.bearer(request.headers.get("authorization"))
        data = await incoming.read_json(request, optional=True)
        token = incoming.parse_sign_in(data)
        async with self._linking.leaving(former if token else None):
            begun = await self._chat.begin(token, former)
        return JSONResponse(
            {"session": begun.session, "conversation": begun.conversation}, 201
        )

    async def end(self, request: Request) -> Response:
        """
        DELETE /chat/sessions/current.
        """
        self._chat.limits.take_end(address_of(request))
        session = _session(request)
        async with self._linking.leaving(session, signs_out=True):
            await self._chat.end(session)
        return Response(status_code=204)

    async def code(self, request: Request) -> Response:
        """
        POST and GET /chat/sessions/current/code.
        """
        address = address_of(request)
        session = self._for_code(request, address)
        if request.method != "POST":
            on_file = await self._chat.on_file(session)
            return JSONResponse(outgoing.contact(on_file, is_own=True))
        data = await incoming.read_json(request)
        wish = incoming.parse_code_wish(data, self._country)
        meant = await self._chat.begin_proof(
            session, address, wish.language, wish.contact
        )
        return JSONResponse(outgoing.code_sent(meant, is_own=wish.contact is None), 202)

    async def check_code(self, request: Request) -> Response:
        """
        POST /chat/sessions/current/code/check.
        """
        session = self._for_code(request, address_of(request))
        typed = incoming.parse_code(await incoming.read_json(request))
        async with self._linking.leaving(session):
            begun = await self._chat.check_code(session, typed)
        return JSONResponse(
            {"session": begun.session, "conversation": begun.conversation}
        )

    async def telegram(self, request: Request) -> Response:
        """
        POST, GET and DELETE /chat/sessions/current/telegram.
        """
        session = _session(request)
        return await self._linking.serve(request, session, address_of(request))

    async def own_account(self, request: Request) -> Response:
        """
        POST /chat/sessions/current/telegram/answer.
        """
        session = _session(request)
        return await self._linking.answer(request, session, address_of(request))

    def _for_code(self, request: Request, address: str) -> str:
        self._chat.limits.take_code(address)
        session = _session(request)
        self._chat.limits.take_session_code(sessions.hash_of(session))
        return session

    async def messages(self, request: Request) -> Response:
        """
        POST and GET /chat/messages.
        """
        if request.method == "POST":
            return await self._send(request)
        return await self._read(request)

    async def upload(self, request: Request) -> Response:
        """
        POST /chat/files.
        """
        address, secret = address_of(request), _session(request)
        return await self._files.upload(request, secret, address)

    async def file(self, request: Request) -> Response:
        """
        GET /chat/files/{file}.
        """
        self._chat.limits.take_read(address_of(request))
        secret = _session(request)
        self._chat.limits.session_reads.take(sessions.hash_of(secret))
        return await self._files.read(secret, request.path_params["file"])

    async def talk(self, websocket: WebSocket) -> None:
        """
        Talk over /chat/ws.
        """
        await Talk(self._chat, websocket, address_of(websocket)).run()

    async def _send(self, request: Request) -> Response:
        self._chat.limits.take_message(address_of(request))
        session = _session(request)
        self._chat.limits.take_session_message(sessions.hash_of(session))
        sent = incoming.parse_message(await incoming.read_json(request))
        accepted = await self._chat.send(session, sent)
        return JSONResponse({"id": sent.id, "seq": accepted.seq}, 202)

    async def _read(self, request: Request) -> Response:
        address = address_of(request)
        self._chat.limits.take_read(address)
        wanted = incoming.parse_wanted(request.query_params)
        secret = _session(request)
        self._chat.limits.session_reads.take(sessions.hash_of(secret))
        session, page = await self._chat.open(secret, wanted)
        if wanted.wait and not page.messages:
            with (
                self._chat.limits.watching(session.hash, address),
                self._chat.core.feed.watch(session.thread, session.hash) as watch,
            ):
                session, page = await _while_connected(
                    request,
                    self._chat.wait_for_news(session, wanted, watch),
                    otherwise=(session, page),
                )
        return JSONResponse(_page(session, page))

    async def _refuse(self, request: Request, error: Any) -> Response:
        return self._chat.note_failure(error, address_of(request)).response()

    async def _refuse_code(self, request: Request, error: Any) -> Response:
        refusal = code_error(error)
        if refusal.code == "unavailable":
            log.warning("code_not_possible", source=error.source, error=str(error))
        return await self._refuse(request, refusal)

    async def _refuse_route(self, request: Request, error: Any) -> Response:
        refusal = ChatError(
            error.status_code,
            _ROUTE_CODES.get(error.status_code, "bad_request"),
            error.detail,
            error.headers,
        )
        return await self._refuse(request, refusal)


_ROUTE_CODES = {404: "not_found", 405: "method_not_allowed"}


def address_of(connection: HTTPConnection) -> str:
    """
    Give the client's address; the server has taken trusted proxies into account.
    """
    return address_key(connection.client.host if connection.client else None)


def _session(request: Request) -> str:
    session = incoming.bearer(request.headers.get("authorization"))
    if session is None:
        raise session_missing()
    return session


def _page(session: Session, page: Page) -> dict[str, Any]:
    return {
        "conversation": session.thread,
        "messages": [outgoing.message(stored) for stored in page.messages],
        "more": page.more,
    }


async def _while_connected(
    request: Request, work: Coroutine[Any, Any, T], *, otherwise: T
) -> T:
    """
    Do `work`, but stop when the client goes away: its place is for others.
    """
    loop = asyncio.get_running_loop()
    task, gone = loop.create_task(work), loop.create_task(_disconnected(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else otherwise
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _apologise(_request: Request, error: Exception) -> Response:
    log.error("chat_request_failed", exc_info=error)
    return unavailable(
        "This did not work. Nothing is lost: try again with the same id."
    ).response()
