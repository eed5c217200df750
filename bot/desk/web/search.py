"""
Finding conversations over HTTP.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn
from bot.desk import search
from bot.desk.web import fields
from bot.desk.web.asked import answering
from bot.desk.web.house import DeskHouse
from bot.desk.web.reading import Reader, Reading


def search_routes(house: DeskHouse) -> list[BaseRoute]:
    """
    Make `/desk/api/search`.
    """
    reading = Reading(house)

    async def find(request: Request, who: SignedIn) -> Response:
        asked = fields.text(request.query_params, "q", search.LONGEST, optional=True)
        reader = Reader(who, house.language_of(request))
        rows = await reading.some(
            reader,
            lambda c: search.find(
                c, asked, account=reader.account, sees_all=reader.sees_all
            ),
        )
        return JSONResponse({"rows": rows})

    return [
        Route(
            "/desk/api/search",
            house.guard.endpoint(answering(find), Right.CLAIM),
            methods=["GET"],
        )
    ]
