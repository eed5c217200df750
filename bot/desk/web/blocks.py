"""
Stopping a customer from writing, and letting them write again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accounts import audit
from bot.accounts.actors import Actor
from bot.accounts.guard import Guard
from bot.accounts.requests import address_of
from bot.accounts.rights import Right
from bot.accounts.service import Accounts
from bot.accounts.signed_in import SignedIn
from bot.conversations import blocks
from bot.conversations.blocks import Block
from bot.conversations.core import Conversations
from bot.conversations.handoffs.writing import Written
from bot.desk.telling import Telling
from bot.desk.web import fields
from bot.desk.web.asked import (
    Refused,
    answering,
    moment,
    number_of,
    read_json,
    seen_by,
)

MOST_MINUTES = 365 * 24 * 60
LONGEST_WHY = 300


def block_routes(
    guard: Guard, accounts: Accounts, core: Conversations, telling: Telling
) -> list[BaseRoute]:
    """
    Make `/desk/api/handoffs/{n}/block` and `/unblock`.
    """

    async def block(request: Request, who: SignedIn) -> Response:
        number, asked = number_of(request), await read_json(request)
        minutes, why = _minutes(asked), _why(asked)
        now = core.clock()
        until = None if minutes is None else now + timedelta(minutes=minutes)

        def work(connection: Connection, by: Actor) -> tuple[Block, Written | None]:
            found = seen_by(connection, by, number, now)
            wanted = Block(found.conversation, str(by.account), why, now, until)
            known = blocks.of_thread(connection, found.thread, now)
            blocks.block(connection, wanted)
            about = f"conversation:{found.conversation}"
            ends = moment(until)
            audit.write(
                connection,
                by.who,
                "customer.blocked",
                about,
                now=now,
                handoff=number,
                why=why,
                until=ends,
            )
            # Whom it was told once need not hear it again.
            told = None if known else telling.blocked
            said = core.desk.tell(connection, found, told, now) if told else None
            return wanted, said

        done, said = await accounts.act(
            who, work, right=Right.BLOCK, address=address_of(request)
        )
        core.desk.was_told(said)
        return JSONResponse({"blocked": shown(done)})

    async def unblock(request: Request, who: SignedIn) -> Response:
        number, now = number_of(request), core.clock()
        await read_json(request)

        def work(connection: Connection, by: Actor) -> Written | None:
            found = seen_by(connection, by, number, now)
            if not blocks.lift(connection, found.thread, now):
                return None
            about = f"conversation:{found.conversation}"
            deed = "customer.unblocked"
            audit.write(connection, by.who, deed, about, now=now, handoff=number)
            return core.desk.tell(connection, found, telling.unblocked, now)

        said = await accounts.act(
            who, work, right=Right.BLOCK, address=address_of(request)
        )
        core.desk.was_told(said)
        return JSONResponse({"blocked": None})

    path = "/desk/api/handoffs/{number}"
    return [
        Route(
            f"{path}/{name}",
            guard.endpoint(answering(handler), Right.BLOCK),
            methods=["POST"],
        )
        for name, handler in (("block", block), ("unblock", unblock))
    ]


def shown(found: Block) -> Mapping[str, Any]:
    """
    A block as the desk's page reads it.
    """
    return {
        "by": found.by,
        "why": found.why,
        "at": moment(found.at),
        "until": moment(found.until),
    }


def shown_of(
    connection: Connection, thread: str, now: datetime
) -> Mapping[str, Any] | None:
    """
    The block that holds longest for a thread; None if its messages are taken.
    """
    found = blocks.of_thread(connection, thread, now)
    for_good = [each for each in found if each.until is None]
    timed = sorted(
        (each for each in found if each.until is not None),
        key=lambda each: each.until or each.at,
    )
    longest = (for_good or timed)[-1:]
    return shown(longest[0]) if longest else None


def _minutes(asked: Mapping[str, Any]) -> int | None:
    minutes = asked.get("minutes")
    if minutes is None:
        return None
    is_number = isinstance(minutes, int) and not isinstance(minutes, bool)
    if not is_number or not 1 <= minutes <= MOST_MINUTES:
        raise Refused(400, "bad_minutes", most=MOST_MINUTES)
    return int(minutes)


def _why(asked: Mapping[str, Any]) -> str:
    try:
        return fields.text(asked, "why", LONGEST_WHY)
    except Refused:
        raise Refused(400, "bad_why", longest=LONGEST_WHY) from None
