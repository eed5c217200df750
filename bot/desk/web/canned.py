"""
Reading and changing ready-made replies.

One's own are everybody's to change; the shop's take the right to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
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
from bot.desk import canned
from bot.desk.canned import BadReply, Reply
from bot.desk.web.asked import Refused, answering, moment, number_of, read_json

Work = Callable[[Connection, Actor], Any]


def canned_routes(
    guard: Guard, accounts: Accounts, of_file: Collection[Reply] = ()
) -> list[BaseRoute]:
    """
    Make `/desk/api/canned` and `/desk/api/canned/{id}`.

    Those of the shop's file (`of_file`) are changed there, or by others of that title.
    """

    async def act(request: Request, who: SignedIn, work: Work) -> Any:
        try:
            return await accounts.act(who, work, address=address_of(request))
        except BadReply as error:
            raise Refused(400, error.code, detail=error.detail) from None

    async def every(request: Request, who: SignedIn) -> Response:
        if request.method == "POST":
            return await add(request, who)
        own = who.account.id
        found = await accounts.store.read(lambda c: canned.every(c, own, of_file))
        return JSONResponse({"replies": [shown(each, own) for each in found]})

    async def add(request: Request, who: SignedIn) -> Response:
        asked = await read_json(request)
        own, now = who.account.id, accounts.clock()
        is_shops = asked.get("shop", False)
        if not isinstance(is_shops, bool):
            raise Refused(400, "bad_shop")

        def work(connection: Connection, by: Actor) -> Reply:
            if is_shops:
                by.demand(Right.CANNED_EDIT)
            reply = canned.read(asked, None if is_shops else by.account)
            made = canned.add(connection, reply, now)
            note(connection, by, "canned.added", made)
            return made

        made = await act(request, who, work)
        return JSONResponse(shown(made, own), 201)

    async def one(request: Request, who: SignedIn) -> Response:
        number, own, now = number_of(request), who.account.id, accounts.clock()
        asked = await read_json(request)

        def work(connection: Connection, by: Actor) -> Reply | None:
            known = allowed(connection, by, number)
            if request.method == "DELETE":
                canned.remove(connection, number)
                note(connection, by, "canned.removed", known)
                return None
            reply = canned.read(asked, known.owner)
            changed = canned.change(connection, number, reply, now)
            note(connection, by, "canned.changed", changed)
            return changed

        changed = await act(request, who, work)
        if changed is None:
            return Response(status_code=204)
        return JSONResponse(shown(changed, own))

    def note(connection: Connection, by: Actor, deed: str, reply: Reply) -> None:
        # What is everybody's is changed in everybody's sight; one's own is one's own.
        if reply.owner is None:
            about, now = f"canned:{reply.id}", accounts.clock()
            audit.write(connection, by.who, deed, about, now=now, title=reply.title)

    path = "/desk/api/canned"
    return [
        Route(path, guard.endpoint(answering(every), None), methods=["GET", "POST"]),
        Route(
            f"{path}/{{number}}",
            guard.endpoint(answering(one), None),
            methods=["PUT", "DELETE"],
        ),
    ]


def allowed(connection: Connection, by: Actor, number: int) -> Reply:
    """
    A reply that whoever acts may change. Raises `Refused` and `NotAllowed`.
    """
    known = canned.find(connection, number)
    if known is None or known.owner not in (None, by.account):
        raise Refused(404, "not_found")
    if known.owner is None:
        by.demand(Right.CANNED_EDIT)
    return known


def shown(reply: Reply, account: int) -> Mapping[str, Any]:
    """
    A reply as the desk's page reads it.
    """
    return {
        "id": reply.id,
        "title": reply.title,
        "titles": dict(reply.titles),
        "texts": dict(reply.texts),
        "skill": reply.skill,
        "about": list(reply.about),
        "mine": reply.owner == account,
        "in_file": reply.id < 0,
        "updated_at": moment(reply.updated_at),
    }
