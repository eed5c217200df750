"""
Updates brought by Telegram to the shop's public address.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.settings import PATH
from bot.channels.telegram.updates import Body, number_of
from bot.conversations.counters import Tally

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024
"""Many times the longest update that Telegram knows."""

log = structlog.get_logger(__name__)

Take = Callable[[Sequence[Body]], Awaitable[int]]


def webhook_route(take: Take, secret: str, tally: Tally) -> Route:
    """
    The route to which Telegram brings updates, one a request.

    Whoever does not say `secret` is told that there is nothing. An update is answered
    as soon as it is safe; what cannot be kept now Telegram brings again.
    """
    expected = secret.encode()

    async def webhook(request: Request) -> Response:
        said = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(said, expected):
            tally.count("telegram_webhook_refused")
            return Response(status_code=404)
        body = await _read(request)
        if body is None:
            tally.count("telegram_webhook_senseless")
            return Response(status_code=400)
        try:
            await take([body])
        except SQLAlchemyError:
            log.exception("update_not_kept")
            return Response(status_code=503)
        return Response(status_code=200)

    return Route(PATH, webhook, methods=["POST"])


async def _read(request: Request) -> Body | None:
    """
    The update in a request; None where there is none.
    """
    whole = bytearray()
    async for chunk in request.stream():
        whole += chunk
        if len(whole) > MOST_BYTES:
            return None
    try:
        body = json.loads(bytes(whole))
        number_of(body)
    except (ValueError, AttributeError, RecursionError):
        return None
    return dict(body)
