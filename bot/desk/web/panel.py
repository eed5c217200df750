"""
The side panel of a conversation.

Whoever opens it reads a customer's data: that stands in the audit log, once for each
time that somebody turns to the conversation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accounts import audit
from bot.accounts.actors import Actor
from bot.accounts.audit import Wanted
from bot.accounts.guard import Guard
from bot.accounts.requests import address_of
from bot.accounts.rights import Right
from bot.accounts.service import Accounts
from bot.accounts.signed_in import SignedIn
from bot.conversations import history
from bot.conversations.core import Conversations
from bot.conversations.handoffs import standing, whose
from bot.desk.odds import at_odds
from bot.desk.panel import AtHand, Panels
from bot.desk.web import blocks
from bot.desk.web.asked import Refused, answering, attended_by, number_of
from bot.handoff import packet as packets
from bot.handoff.packet import UnreadablePacket
from crm_connector.access import Attended
from crm_connector.errors import CrmError, NotProven

SAME_OPENING = timedelta(minutes=10)
"""A page that brings its panel up to date in that time has not opened it anew."""

SAID_LATELY = timedelta(days=1)
"""What was said longer ago may have been about another order."""

DEED = "customer.seen"


def panel_routes(
    guard: Guard, accounts: Accounts, core: Conversations, panels: Panels
) -> list[BaseRoute]:
    """
    Make `/desk/api/handoffs/{n}/panel`.
    """

    async def panel(request: Request, who: SignedIn) -> Response:
        number, now = number_of(request), core.clock()

        def work(
            connection: Connection, by: Actor
        ) -> tuple[Attended, AtHand, object, Sequence[str]]:
            found = attended_by(connection, by, number, now)
            attended = whose.last_proven(connection, found)
            recorded = standing.packet(connection, number) or {}
            blocked = blocks.shown_of(connection, found.thread, now)
            customer_id = attended.identity.customer_id
            if customer_id is not None:
                _note(connection, by, number, customer_id, now)
            said = history.customer_said(connection, found.thread, now - SAID_LATELY)
            return attended, _at_hand(recorded), blocked, said

        attended, hand, blocked, said = await accounts.act(
            who, work, right=Right.SEE_PROFILE, address=address_of(request)
        )
        try:
            shown = await panels.of(attended, hand)
        except NotProven:
            raise Refused(403, "too_long_ago") from None
        except CrmError:
            raise Refused(503, "unavailable") from None
        status = (shown["order"] or {}).get("status")
        odds = at_odds(status, hand.intent, said)
        return JSONResponse({**shown, "odds": odds, "blocked": blocked})

    return [
        Route(
            "/desk/api/handoffs/{number}/panel",
            guard.endpoint(answering(panel), Right.SEE_PROFILE),
            methods=["GET"],
        )
    ]


def _at_hand(recorded: Mapping[str, Any]) -> AtHand:
    try:
        packet = packets.read(recorded)
    except UnreadablePacket:
        return AtHand()
    return AtHand(
        packet.order, packet.product, packet.product_name, packet.wanted.intent
    )


def _note(
    connection: Connection, by: Actor, number: int, customer: str, now: datetime
) -> None:
    about = f"customer:{customer}"
    wanted = Wanted(who=by.who.name, deed=DEED, subject=about, since=now - SAME_OPENING)
    known = audit.read(connection, wanted, limit=50).entries
    if any(each.details.get("handoff") == number for each in known):
        return
    audit.write(connection, by.who, DEED, about, now=now, handoff=number)
