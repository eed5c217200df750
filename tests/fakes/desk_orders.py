"""
Orders behind the desk's server in memory: the real rules over a shop in memory.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from actions.changing.state.deal import Deal
from bot.desk import deals
from bot.desk.operations import Came, Operations
from bot.desk.telling import Telling
from bot.desk.web.asked import Refused
from bot.desk.web.wished import wish_of
from crm_connector.access import Attended
from crm_connector.errors import OutcomeUnknown
from crm_connector.model import Identity
from tests.actions.changing.shops import says

NOBODY: Any = Attended(Identity(), None)  # type: ignore[arg-type]
_NOT_OF_WISH = frozenset({"epoch", "digest", "id", "agreed", "note", "quiet"})


def order_routes(shop: Any, asked: list[Any]) -> list[BaseRoute]:
    """
    What the desk's page asks of orders; each body that comes stands in `asked`.
    """
    operations = Operations(lambda _: shop)
    telling = Telling(says, clock=shop.now, zone=shop.policies.zone)
    sent: dict[str, Any] = {}

    async def possible(request: Request) -> Response:
        number = request.path_params["order"]
        return JSONResponse(deals.possible(*await operations.possible(NOBODY, number)))

    async def read_back(request: Request) -> Response:
        body = await request.json()
        asked.append(body)
        try:
            wish = wish_of(body, request.path_params["order"])
        except Refused as refused:
            return refused.response()
        seen, step = await operations.read_back(NOBODY, wish)
        beside = telling.beside(step, seen) if isinstance(step, Deal) else {}
        return JSONResponse(deals.step(step, seen, beside))

    async def carry_out(request: Request) -> Response:
        body = await request.json()
        asked.append(body)
        plain = {name: it for name, it in body.items() if name not in _NOT_OF_WISH}
        wish = wish_of(plain, request.path_params["order"])
        key = body["id"]

        async def sending(made: Any, _: Any) -> None:
            sent[key] = made

        try:
            if key in sent:
                outcome = await operations.again(NOBODY, wish, sent[key], key)
            else:
                outcome = await operations.carry_out(
                    NOBODY, wish, body["digest"], key, sending
                )
        except OutcomeUnknown:
            return Refused(503, "outcome_unknown").response()
        if outcome.came is Came.MOVED:
            return Refused(409, "order_moved").response()
        return JSONResponse(deals.outcome(outcome))

    path = "/desk/api/handoffs/{number:int}/orders/{order}/operations"
    return [
        Route(path, possible),
        Route(f"{path}/read-back", read_back, methods=["POST"]),
        Route(f"{path}/carry-out", carry_out, methods=["POST"]),
    ]
