"""
Suggestions for a conversation over HTTP.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accounts.actors import Actor
from bot.accounts.guard import Guard
from bot.accounts.requests import address_of
from bot.accounts.rights import Right
from bot.accounts.service import Accounts
from bot.accounts.signed_in import SignedIn
from bot.conversations.handoffs import standing, writing
from bot.desk import canned, sent
from bot.desk.canned import Reply
from bot.desk.earlier import earlier
from bot.desk.suggestions import Suggesting
from bot.desk.web.asked import answering, attended_by, number_of
from bot.handoff import packet as packets
from bot.handoff.packet import Packet, UnreadablePacket


def suggestion_routes(
    guard: Guard,
    accounts: Accounts,
    suggesting: Suggesting,
    of_file: Collection[Reply] = (),
) -> list[BaseRoute]:
    """
    Make `/desk/api/handoffs/{n}/suggestions`.
    """

    async def suggestions(request: Request, who: SignedIn) -> Response:
        number, now = number_of(request), accounts.clock()

        def work(connection: Connection, by: Actor) -> Any:
            found = attended_by(connection, by, number, now)
            recorded = standing.packet(connection, number) or {}
            replies = canned.every(connection, who.account.id, of_file)
            said = writing.said(connection, found.thread, found.requested_at)
            known = earlier(connection, found, now, suggesting.shop.time_zone)
            packet = _read(recorded)
            still = [
                each
                for each in (packet.to_do if packet else ())
                if not sent.is_done(connection, each.order, number)
            ]
            return found, packet, replies, said, known, still

        found, packet, replies, said, known, still = await accounts.act(
            who, work, right=Right.REPLY, address=address_of(request)
        )
        fields = suggesting.fields(packet, who.account.names, found.language)
        shown = suggesting.of(
            found.reason,
            packet,
            replies,
            fields=fields,
            skills=who.account.skills,
            language=found.language,
            said=said,
        )
        step = suggesting.next_step(
            found.reason,
            has_begun=bool(said),
            known=known,
            asked=still[0] if still else None,
        )
        return JSONResponse(
            {
                "next_step": None if step is None else dict(step),
                "fields": fields,
                "lang": found.language,
                "replies": shown,
            }
        )

    return [
        Route(
            "/desk/api/handoffs/{number}/suggestions",
            guard.endpoint(answering(suggestions), Right.REPLY),
            methods=["GET"],
        )
    ]


def _read(recorded: Mapping[str, Any]) -> Packet | None:
    try:
        return packets.read(recorded)
    except UnreadablePacket:
        return None
