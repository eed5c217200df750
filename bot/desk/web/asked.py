"""
What the desk's routes have in common: bodies, refusals, who may see what.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.accounts.actors import Actor
from bot.accounts.errors import NotSignedIn
from bot.accounts.guard import Handler
from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn
from bot.conversations.errors import HandoffOver, HandoffUnknown, OwnerChanged
from bot.conversations.handoffs.standing import ENDED, Handoff
from bot.desk import seeing
from bot.desk.moments import moment
from bot.desk.seeing import View

__all__ = [
    "Refused",
    "answering",
    "attended",
    "attended_by",
    "demand_seen",
    "moment",
    "number_of",
    "read_json",
    "seen_by",
]

MOST_BYTES = 64 * 1024
_LARGEST = 2**63 - 1
_NUMBER = re.compile(r"[0-9]{1,19}")


class Refused(Exception):
    """
    What is not done: a status and a code, with what else helps the client.
    """

    def __init__(self, status: int, code: str, **more: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.more = more

    def response(self) -> JSONResponse:
        """
        As it is told.
        """
        return JSONResponse({"error": self.code, **self.more}, self.status)


def answering(handler: Handler) -> Handler:
    """
    The same handler, which tells in JSON what it and the conversations refuse.
    """

    async def answer(request: Request, who: SignedIn) -> Response:
        try:
            return await handler(request, who)
        except Refused as refused:
            return refused.response()
        except HandoffUnknown:
            return Refused(404, "not_found").response()
        except HandoffOver:
            return Refused(409, "handoff_over").response()
        except OwnerChanged:
            return Refused(409, "owner_changed").response()

    return answer


def number_of(request: Request, name: str = "number") -> int:
    """
    The number in a path. Raises `Refused`.
    """
    text = str(request.path_params[name])
    # Not more digits than the largest has: Python would not even read all there may be.
    is_number = _NUMBER.fullmatch(text) is not None
    if not is_number or int(text) > _LARGEST:
        raise Refused(404, "not_found")
    return int(text)


def seen_by(connection: Connection, by: Actor, number: int, now: Any) -> Handoff:
    """
    A handoff, if whoever acts may see it. Raises `HandoffUnknown`.
    """
    if by.account is None:
        raise NotSignedIn
    sees_all = by.may(Right.SEE_ALL)
    return seeing.seen(
        connection, number, account=by.account, sees_all=sees_all, now=now
    ).handoff


def demand_seen(connection: Connection, by: Actor, found: Handoff, now: Any) -> None:
    """
    Raise `HandoffUnknown` unless whoever acts may see a handoff as it was found.
    """
    if by.account is None:
        raise NotSignedIn
    sees_all = by.may(Right.SEE_ALL)
    seeing.demand(connection, found, account=by.account, sees_all=sees_all, now=now)


def attended_by(connection: Connection, by: Actor, number: int, now: Any) -> Handoff:
    """
    A handoff that whoever acts attends to, or may: it is not only one of their past.

    Raises `HandoffUnknown`, `HandoffOver` and (others have it) `OwnerChanged`.
    """
    if by.account is None:
        raise NotSignedIn
    sees_all = by.may(Right.SEE_ALL)
    return attended(
        seeing.seen(connection, number, account=by.account, sees_all=sees_all, now=now)
    )


def attended(given: View) -> Handoff:
    """
    The handoff of a view, unless it is one of their past. Raises as `attended_by`.
    """
    if given.until is None:
        return given.handoff
    raise HandoffOver if given.handoff.state == ENDED else OwnerChanged


async def read_json(request: Request) -> Mapping[str, Any]:
    """
    A body that is one JSON object. Raises `Refused`, and `HTTPException` for its size.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        value = json.loads(body.decode("utf-8")) if body else {}
    except (ValueError, RecursionError):
        raise Refused(400, "not_json") from None
    if not isinstance(value, dict):
        raise Refused(400, "not_json")
    return value
