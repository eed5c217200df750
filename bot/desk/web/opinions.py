"""
What customers think, for those who lead: of the shop, and of who served them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot import reviews
from bot.accounts.signed_in import SignedIn
from bot.conversations.handoffs import ratings
from bot.conversations.handoffs.ratings import Rated
from bot.desk import presence
from bot.desk.moments import moment
from bot.desk.web import fields, shown
from bot.desk.web.house import DeskHouse
from bot.desk.web.shown import Names
from bot.reviews import Listed

PAGE = 30
MOST = 200


class Opinions:
    """
    One method a route. The newest come first, in pages.
    """

    def __init__(self, house: DeskHouse) -> None:
        self._house = house
        self._core = house.core

    async def reviews(self, request: Request, _: SignedIn) -> Response:
        """
        GET /desk/api/reviews.
        """
        before, limit = _asked(request)
        which = fields.asked_number(request.query_params, "bad", 0, 0, 1)
        found = await self._core.read(
            lambda c: reviews.newest(c, before, limit + 1, only_bad=bool(which))
        )
        rows = [_review(each) for each in found[:limit]]
        return JSONResponse({"rows": rows, "more": len(found) > limit})

    async def ratings(self, request: Request, _: SignedIn) -> Response:
        """
        GET /desk/api/ratings.
        """
        before, limit = _asked(request)

        def work(connection: Connection) -> tuple[list[Rated], Names]:
            found = ratings.newest(connection, before, limit + 1)
            agents = sorted({each.agent for each in found if each.agent is not None})
            return found, presence.names(connection, agents)

        found, names = await self._core.read(work)
        language = self._house.language_of(request)
        rows = [_rating(each, names, language) for each in found[:limit]]
        return JSONResponse({"rows": rows, "more": len(found) > limit})


def _asked(request: Request) -> tuple[int | None, int]:
    query = request.query_params
    before = fields.asked_number(query, "before", None, 0, fields.LARGEST)
    return before, fields.asked_number(query, "limit", PAGE, 1, MOST) or PAGE


def _review(listed: Listed) -> dict[str, Any]:
    """
    A review. Who wrote it is told by the shop's own number of that customer.
    """
    review = listed.kept.review
    return {
        "number": listed.number,
        "at": moment(listed.kept.at),
        "words": review.words,
        "language": review.language,
        "bad": review.is_bad,
        "customer": review.customer or None,
        "order": review.order or None,
        "product": review.product or None,
        "handoff": listed.handoff,
    }


def _rating(rated: Rated, names: Names, language: str) -> dict[str, Any]:
    rating = rated.rating
    return {
        "number": rated.handoff,
        "at": moment(rating.changed_at),
        "stars": rating.stars,
        "words": rating.words,
        "agent": shown.somebody(rated.agent, names, language),
        "handoff": rated.handoff,
    }
