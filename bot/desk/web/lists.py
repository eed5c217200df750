"""
What the desk's page reads: who is here, who waits, what was said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.accounts.rights import RIGHTS
from bot.accounts.signed_in import SignedIn
from bot.conversations import history
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.outcomes import Settled
from bot.desk import presence, wordings
from bot.desk.earlier import earlier
from bot.desk.earlier import shown as shown_earlier
from bot.desk.web import fields, shown
from bot.desk.web.asked import number_of
from bot.desk.web.house import DeskHouse
from bot.desk.web.open_lists import OpenLists, Wanted
from bot.desk.web.reading import Reader, Reading
from bot.desk.web.shown import Names
from bot.handoff.policy import Reason
from bot.handoff.routing import OFFLINE, AtDesk

USUAL_LIMIT = 100
MOST = 200
PAGE = 50


class Lists:
    """
    One method a route.
    """

    def __init__(self, house: DeskHouse) -> None:
        self._house = house
        self._core = house.core
        self._reading = Reading(house)
        self._open_lists = OpenLists(house, self._reading)

    def reader(self, request: Request, who: SignedIn) -> Reader:
        """
        Who reads.
        """
        return Reader(who, self._house.language_of(request))

    async def me(self, request: Request, who: SignedIn) -> Response:
        """
        GET /desk/api/me.
        """
        reader, now = self.reader(request, who), self._core.clock()
        everybody = await self._core.read(presence.everybody)
        account, shop = who.account, self._house.shop
        own = next((e for e in everybody if e.id == str(account.id)), None)
        skills = {skill for each in everybody for skill in each.skills}
        rules = self._house.settings.policy.rules.values()
        skills |= {rule.skill for rule in rules if rule.skill is not None}
        return JSONResponse(
            {
                "account": {
                    "id": account.id,
                    "login": account.login,
                    "names": dict(account.names),
                    "role": account.role.value,
                    "rights": sorted(each.value for each in RIGHTS[account.role]),
                    "languages": list(account.languages),
                    "skills": list(account.skills),
                    "capacity": account.capacity,
                },
                "language": reader.language,
                "csrf": self._house.guard.csrf_token(request),
                "shop": {
                    "name": dict(shop.name),
                    "time_zone": str(shop.time_zone),
                    "country": shop.country,
                    "languages": list(shop.languages),
                },
                "presence": OFFLINE if own is None else _presence(own, now),
                "colleagues": [
                    _colleague(each, now) for each in everybody if each is not own
                ],
                "skills": sorted(skills),
                "skilled": {
                    skill: _skilled(skill, everybody, own, shop.languages, now)
                    for skill in sorted(skills)
                },
                "reasons": [each.value for each in Reason],
                "settled": [each.value for each in Settled],
            }
        )

    async def queue(self, request: Request, who: SignedIn) -> Response:
        """
        GET /desk/api/queue.
        """
        query = request.query_params
        wanted = Wanted(
            fields.asked_number(query, "limit", USUAL_LIMIT, 1, MOST) or 1,
            fields.asked_number(query, "waiting_from", 0, 0, fields.LARGEST) or 0,
            fields.asked_number(query, "others_from", 0, 0, fields.LARGEST) or 0,
        )
        reader = self.reader(request, who)
        text = await self._open_lists.read(reader, wanted)
        return Response(text, media_type="application/json")

    async def ended(self, request: Request, who: SignedIn) -> Response:
        """
        GET /desk/api/ended.
        """
        query = request.query_params
        before = fields.asked_number(query, "before", None, 0, fields.LARGEST)
        limit = fields.asked_number(query, "limit", PAGE, 1, MOST) or PAGE
        reader = self.reader(request, who)
        rows = await self._reading.ended(reader, before, limit)
        return JSONResponse({"rows": rows})

    async def promised(self, request: Request, who: SignedIn) -> Response:
        """
        GET /desk/api/promised.
        """
        limit = fields.asked_number(request.query_params, "limit", PAGE, 1, MOST)
        reader = self.reader(request, who)
        rows = await self._reading.promised(reader, limit or PAGE)
        return JSONResponse({"rows": rows})

    async def handoff(self, request: Request, who: SignedIn) -> Response:
        """
        GET /desk/api/handoffs/{number}.
        """
        reader, number = self.reader(request, who), number_of(request)
        now, zone = self._core.clock(), self._house.shop.time_zone

        def work(connection: Connection) -> tuple[Any, Any, list[Any], Names, Any]:
            look = self._reading.look(connection, reader, number, now)
            events = standing.history(connection, number)
            agents = {each[part] for each in events for part in ("by", "to")}
            known = [each for each in agents if each is not None]
            packet = standing.packet(connection, number)
            given = self._reading.seen(connection, reader, number, now)
            # Whoever let it go reads nothing of what has been done since.
            is_live = given.until is None
            before = earlier(connection, given.handoff, now, zone) if is_live else ()
            found = presence.names(connection, known)
            return look, packet, list(events), found, before

        look, packet, events, names, before = await self._core.read(work)
        return JSONResponse(
            {
                "handoff": self._reading.shown(look, reader, now),
                "packet": packet and wordings.told(packet, self._house.called),
                "earlier": shown_earlier(before),
                "history": [
                    shown.event(each, names, reader.language, each["at"])
                    for each in events
                ],
            }
        )

    async def messages(self, request: Request, who: SignedIn) -> Response:
        """
        GET /desk/api/handoffs/{number}/messages.
        """
        reader, number = self.reader(request, who), number_of(request)
        query, most = request.query_params, fields.LARGEST
        after = fields.asked_number(query, "after", None, -most, most)
        before = fields.asked_number(query, "before", None, -most, most)
        limit = fields.asked_number(query, "limit", PAGE, 1, MOST) or PAGE
        now = self._core.clock()
        given = await self._core.read(
            lambda c: self._reading.seen(c, reader, number, now)
        )
        conversation, until = given.handoff.conversation, given.until
        if after is not None:
            page = await self._core.desk.after(conversation, after, limit, until)
        else:
            start = history.END if before is None else before
            page = await self._core.desk.before(conversation, start, limit, until)
        return JSONResponse(
            {
                "messages": [shown.message(each) for each in page.messages],
                "more": page.more,
            }
        )


def _skilled(
    skill: str,
    everybody: Sequence[AtDesk],
    own: AtDesk | None,
    languages: Sequence[str],
    now: datetime,
) -> Mapping[str, int]:
    """
    How many colleagues are there who have a skill, by the language that they know.
    """
    there = [e for e in everybody if e is not own and e.is_there(now)]
    able = [each for each in there if skill in each.skills]
    return {lang: sum(lang in each.languages for each in able) for lang in languages}


def _presence(agent: AtDesk, now: datetime) -> str:
    return agent.presence if agent.is_there(now) else OFFLINE


def _colleague(agent: AtDesk, now: datetime) -> Mapping[str, Any]:
    return {
        "id": int(agent.id),
        "names": dict(agent.names),
        "presence": _presence(agent, now),
        "holds": agent.holds,
        "capacity": agent.capacity,
        "languages": sorted(agent.languages),
        "skills": sorted(agent.skills),
    }
