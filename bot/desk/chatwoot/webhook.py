"""
Where Chatwoot's webhooks arrive: each one only rings.

Chatwoot signs `timestamp.body` by HMAC-SHA256 and sends it as `sha256=<hex>`. It waits
five seconds for the answer and, for an inbox's webhook, never comes again; so a ring is
noted and answered, and worked afterwards.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.conversations.clock import Clock
from bot.desk.chatwoot import mapping
from bot.desk.chatwoot.mapping import Ring
from bot.desk.chatwoot.settings import ChatwootSettings
from crm_connector.errors import BadSourceData

PATH = "/desk/chatwoot/webhook"
WINDOW = timedelta(minutes=5)
"""An older webhook, or one from so far ahead, may be somebody's who has recorded it."""
MOST_BYTES = 1_000_000

_SIGNATURE, _TIMESTAMP = "X-Chatwoot-Signature", "X-Chatwoot-Timestamp"
_LONGEST_TIMESTAMP = 12

log = structlog.get_logger(__name__)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """
    Sign a webhook as Chatwoot does.
    """
    signed = timestamp.encode() + b"." + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def webhook_routes(
    settings: ChatwootSettings, ring: Callable[[Ring], Awaitable[None]], *, clock: Clock
) -> list[Route]:
    """
    Give the route that Chatwoot is told of.
    """
    secret = settings.secret.reveal()

    async def receive(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _refused(413, "too_long")
        given = request.headers.get(_SIGNATURE, "")
        timestamp = request.headers.get(_TIMESTAMP, "")
        expected = signature(secret, timestamp, body)
        # Compared as bytes: a header may hold anything.
        if not hmac.compare_digest(expected.encode(), given.encode()):
            log.warning("chatwoot_webhook_refused", why="signature")
            return _refused(401, "signature")
        if not _is_of_now(timestamp, clock):
            log.warning("chatwoot_webhook_refused", why="timestamp")
            return _refused(401, "timestamp")
        try:
            found = mapping.ring(
                json.loads(body), account=settings.account, inbox=settings.inbox
            )
        except (ValueError, RecursionError, BadSourceData):
            return _refused(400, "unreadable")
        if found is not None:
            await ring(found)
        return JSONResponse({"is_looked_at": found is not None})

    return [Route(PATH, receive, methods=["POST"])]


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _is_of_now(timestamp: str, clock: Clock) -> bool:
    is_number = timestamp.isascii() and timestamp.isdecimal()
    if not is_number or len(timestamp) > _LONGEST_TIMESTAMP:
        return False
    away = abs(clock().timestamp() - int(timestamp))
    return away <= WINDOW.total_seconds()


def _refused(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status_code=status)
