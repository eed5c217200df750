"""
Which pages may talk to the web chat, and the headers that keep it to itself.

There are no cookies, so a page of somebody else has nothing to abuse; it is turned
away all the same, over HTTP and over WebSockets. A request without an Origin does not
come from a page.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.addresses import is_same_place
from bot.channels.webchat.errors import ChatError

PREFLIGHT_SECONDS = 600
ORIGIN_CLOSE = 4403
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


class OriginGuard:
    """
    Middleware that lets in the listed origins and the server's own.

    It answers preflights too.
    """

    def __init__(self, app: ASGIApp, allowed: Iterable[str]) -> None:
        self._app = app
        self._allowed = frozenset(origin.rstrip("/").lower() for origin in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Pass the request on, or turn it away.
        """
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        allowed = origin is None or self.is_allowed(origin, headers.get("host", ""))
        if scope["type"] == "websocket":
            await self._websocket(allowed, scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, origin if allowed else None)
            await send(message)

        app = self._app if allowed else _forbidden().response()
        if allowed and origin is not None and _is_preflight(scope, headers):
            app = _preflight()
        await app(scope, receive, send_with_headers)

    def is_allowed(self, origin: str, host: str) -> bool:
        """
        Tell whether a page of `origin` may talk to us, who are asked as `host`.
        """
        if origin.lower() in self._allowed:
            return True
        return is_same_place(origin, host)

    async def _websocket(
        self, allowed: bool, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if allowed:
            await self._app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": ORIGIN_CLOSE})


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    return scope["method"] == "OPTIONS" and "access-control-request-method" in headers


def _preflight() -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, X-File-Name",
            "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        },
    )


def _forbidden() -> ChatError:
    return ChatError(
        403, "origin_forbidden", "This origin is not one of HAMYAR_CHAT_ORIGINS."
    )


def _add_headers(message: Message, origin: str | None) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in _SECURITY.items():
        headers.setdefault(name, value)
    headers.add_vary_header("Origin")
    if origin is not None:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = "Retry-After"
