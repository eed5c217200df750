"""
Finding conversations over HTTP.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.engine import Connection
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
        said: dict[int, str] = {}

        def numbers(connection: Connection) -> Collection[int]:
            said.update(
                search.find(
                    connection, asked, account=reader.account, sees_all=reader.sees_all
                )
            )
            return said

        rows = await reading.some(reader, numbers)
        return JSONResponse(
            {"rows": [each | {"said": said[each["number"]] or None} for each in rows]}
        )

    return [
        Route(
            "/desk/api/search",
            house.guard.endpoint(answering(find), Right.CLAIM),
            methods=["GET"],
        )
    ]
