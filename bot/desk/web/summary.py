"""
The summary of a conversation over HTTP.

It has a route of its own: where a server writes it, that takes up to two seconds, which
nobody should wait for who only wants to read on.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn
from bot.desk.summing import Summing, shown
from bot.desk.web.asked import Refused, answering, attended, number_of
from bot.desk.web.house import DeskHouse
from bot.desk.web.reading import Reader, Reading
from bot.handoff.summary import AgentLanguage

_LANGUAGES: dict[str, AgentLanguage] = {"fa": "fa", "ar": "ar", "en": "en"}


def summary_routes(house: DeskHouse, summing: Summing) -> list[BaseRoute]:
    """
    Make `/desk/api/handoffs/{n}/summary`.
    """
    reading = Reading(house)

    async def summary(request: Request, who: SignedIn) -> Response:
        number, now = number_of(request), house.core.clock()
        own = house.language_of(request)
        language = _LANGUAGES.get(request.query_params.get("lang", own))
        if language is None:
            raise Refused(400, "bad_language")
        reader = Reader(who, own)
        given = await house.core.read(lambda c: reading.seen(c, reader, number, now))
        found = attended(given)
        return JSONResponse(dict(shown(await summing.of(found, language))))

    return [
        Route(
            "/desk/api/handoffs/{number}/summary",
            house.guard.endpoint(answering(summary), Right.CLAIM),
            methods=["GET"],
        )
    ]
