"""
The routes of the desk, each with the right that it takes.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.accounts.guard import Handler
from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn
from bot.conversations.errors import HandoffOver, OwnerChanged
from bot.desk.web.asked import Refused, answering, number_of
from bot.desk.web.deeds import Deeds
from bot.desk.web.house import DeskHouse
from bot.desk.web.lists import Lists
from bot.desk.web.live import LiveDesk
from bot.desk.web.opinions import Opinions
from bot.desk.web.owed import Owed
from bot.desk.web.reading import Reader, Reading
from bot.desk.web.speaking import Speaking

API = "/desk/api"
HANDOFF = f"{API}/handoffs/{{number}}"
LIVE = "/desk/live"


def desk_routes(house: DeskHouse) -> list[BaseRoute]:
    """
    Make the routes of queue, conversations and the live connection.
    """
    lists, deeds, speaking = Lists(house), Deeds(house), Speaking(house)
    opinions, owed = Opinions(house), Owed(house)

    def route(method: str, path: str, handler: Handler, right: Right) -> Route:
        told = answering(_with_state(house, handler))
        return Route(path, house.guard.endpoint(told, right), methods=[method])

    return [
        route("GET", f"{API}/me", lists.me, Right.CLAIM),
        route("POST", f"{API}/presence", deeds.presence, Right.CLAIM),
        route("GET", f"{API}/queue", lists.queue, Right.CLAIM),
        route("GET", f"{API}/ended", lists.ended, Right.CLAIM),
        route("GET", f"{API}/promised", lists.promised, Right.CLAIM),
        route("GET", f"{API}/reviews", opinions.reviews, Right.REPORTS),
        route("GET", f"{API}/ratings", opinions.ratings, Right.REPORTS),
        route("GET", HANDOFF, lists.handoff, Right.CLAIM),
        route("GET", f"{HANDOFF}/messages", lists.messages, Right.CLAIM),
        route("POST", f"{HANDOFF}/messages", speaking.reply, Right.REPLY),
        route("POST", f"{HANDOFF}/notes", speaking.note, Right.NOTE),
        route("POST", f"{HANDOFF}/typing", speaking.typing, Right.REPLY),
        route("POST", f"{HANDOFF}/claim", deeds.claim, Right.CLAIM),
        route("POST", f"{HANDOFF}/release", deeds.release, Right.TRANSFER),
        route("POST", f"{HANDOFF}/transfer", deeds.transfer, Right.TRANSFER),
        route("POST", f"{HANDOFF}/return", deeds.give_back, Right.REPLY),
        route("POST", f"{HANDOFF}/needed", deeds.needed, Right.REPLY),
        route("POST", f"{HANDOFF}/kept", owed.kept, Right.REPLY),
        route("POST", f"{HANDOFF}/again", owed.come_back, Right.REPLY),
        WebSocketRoute(LIVE, LiveDesk(house).connect),
    ]


def _with_state(house: DeskHouse, handler: Handler) -> Handler:
    """
    The same handler; a step that came too late is told with how things stand now.
    """
    reading = Reading(house)

    async def answer(request: Request, who: SignedIn) -> Response:
        try:
            return await handler(request, who)
        except (OwnerChanged, HandoffOver) as error:
            reader = Reader(who, house.language_of(request))
            row = await reading.rest(reader, number_of(request))
            if row is None:
                raise Refused(404, "not_found") from None
            over = isinstance(error, HandoffOver)
            code = "handoff_over" if over else "owner_changed"
            raise Refused(409, code, handoff=row) from None

    return answer
