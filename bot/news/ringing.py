"""
Where the shop's systems ring when orders have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.conversations.core import Conversations
from bot.news import following
from crm_connector.errors import BadSourceData
from crm_connector.gate import CustomerGate
from crm_connector.identity import present
from crm_connector.identity.identifiers import Identifier, Kind
from crm_connector.webhooks import Webhook, WebhookRefused

PATH = "/news/webhook/{source}"
MOST_BYTES = 1_000_000

log = structlog.get_logger(__name__)


def ringing_routes(
    core: Conversations,
    gate: CustomerGate,
    home: str,
    webhooks: Mapping[str, Webhook],
    *,
    rung: Callable[[], None] = lambda: None,
) -> list[Route]:
    """
    Give the route that the systems are told of; none where no system rings.

    After each ring that was noted, `rung` is called.

    Whoever rings learns nothing by the answer: neither who is a customer nor who wants
    to be told.
    """

    async def receive(request: Request) -> Response:
        source = request.path_params["source"]
        webhook = webhooks.get(source)
        if webhook is None:
            return _refused(404, "unknown")
        body = await _body(request)
        if body is None:
            return _refused(413, "too_long")
        now = core.clock()
        try:
            customer = webhook.customer(request.headers, body, now)
        except WebhookRefused as refused:
            log.warning("news_webhook_refused", source=source, why=str(refused))
            return _refused(401, "refused")
        except BadSourceData:
            return _refused(400, "unreadable")
        if customer is not None:
            gate.forget(source, customer)
            await core.write(
                lambda c: following.ring(c, whose(c, home, source, customer), now)
            )
            rung()
        return JSONResponse({"status": "ok"})

    return [Route(PATH, receive, methods=["POST"])] if webhooks else []


def whose(connection: Connection, home: str, source: str, customer_id: str) -> set[str]:
    """
    Give the home source's customers who are whoever this is in a source.
    """
    identifier = Identifier(Kind.SHOP_CUSTOMER_ID, customer_id, source)
    found = {customer_id} if source == home else set()
    for person in present.people(connection, identifier):
        found |= {
            link.identifier.value
            for link in present.links_of(connection, person)
            if link.identifier.kind is Kind.SHOP_CUSTOMER_ID
            and link.identifier.scope == home
        }
    return found


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _refused(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status_code=status)
