"""
What agents have done with a customer's order, over HTTP.

Whoever holds the conversation asks what is possible, has it read back, and says that
the customer agrees to exactly that. The audit log has it before it is sent to the
shop's system, and how it came; a note in the conversation tells colleagues.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from actions.changing.state.deal import Deal, Seen
from bot.accounts import audit
from bot.accounts.actors import Actor
from bot.accounts.guard import Guard, Handler
from bot.accounts.requests import address_of
from bot.accounts.rights import Right
from bot.accounts.service import Accounts
from bot.accounts.signed_in import SignedIn
from bot.conversations.core import Conversations
from bot.conversations.errors import HandoffOver, OwnerChanged
from bot.conversations.handoffs import noting, whose
from bot.conversations.handoffs.desk import Told, nothing
from bot.conversations.handoffs.standing import ENDED, HELD, Handoff
from bot.conversations.handoffs.writing import Words, Written
from bot.desk import deals, sent
from bot.desk.operations import Came, Operations, Outcome
from bot.desk.telling import Telling
from bot.desk.web import fields
from bot.desk.web.asked import Refused, answering, number_of, read_json, seen_by
from bot.desk.web.wished import WISH, recorded, wish_of
from crm_connector.access import Attended
from crm_connector.errors import (
    CrmError,
    NotFound,
    NotGivenBack,
    NotProven,
    NotSupported,
    OutcomeUnknown,
)
from crm_connector.errors import Refused as RefusedByShop

_SHOWN = 8
_ORDER = re.compile(r"[^\x00-\x1f/]{1,64}")


def operation_routes(
    guard: Guard,
    accounts: Accounts,
    core: Conversations,
    operations: Operations,
    telling: Telling,
    language: str,
) -> list[BaseRoute]:
    """
    Make `/desk/api/handoffs/{n}/orders/{order}/operations` and what is below it.

    In notes agents are called as they are in `language`.
    """
    made = _Operating(accounts, core, operations, telling, language)
    path = "/desk/api/handoffs/{number}/orders/{order}/operations"

    def route(method: str, below: str, handler: Handler) -> Route:
        endpoint = guard.endpoint(answering(handler), Right.CHANGE_ORDERS)
        return Route(path + below, endpoint, methods=[method])

    return [
        route("GET", "", made.possible),
        route("POST", "/read-back", made.read_back),
        route("POST", "/carry-out", made.carry_out),
    ]


class _Operating:
    def __init__(
        self,
        accounts: Accounts,
        core: Conversations,
        operations: Operations,
        telling: Telling,
        language: str,
    ) -> None:
        self._accounts = accounts
        self._core = core
        self._operations = operations
        self._telling = telling
        self._language = language

    async def possible(self, request: Request, who: SignedIn) -> Response:
        number, order = number_of(request), _order_of(request)
        attended, _ = await self._attended(request, who, number)
        with _Told():
            found = await self._operations.possible(attended, order)
        return JSONResponse(deals.possible(*found))

    async def read_back(self, request: Request, who: SignedIn) -> Response:
        number, order = number_of(request), _order_of(request)
        asked = await read_json(request)
        fields.only(asked, *WISH)
        wish = wish_of(asked, order)
        attended, _ = await self._attended(request, who, number)
        with _Told():
            seen, step = await self._operations.read_back(attended, wish)
        if not isinstance(step, Deal):
            return JSONResponse(deals.step(step, seen))
        return JSONResponse(deals.step(step, seen, self._telling.beside(step, seen)))

    async def carry_out(self, request: Request, who: SignedIn) -> Response:
        number, order = number_of(request), _order_of(request)
        asked = await read_json(request)
        fields.only(asked, *WISH, "epoch", "digest", "id", "agreed", "note", "quiet")
        wish, epoch = wish_of(asked, order), fields.whole(asked, "epoch")
        digest, name = fields.text(asked, "digest", 64), fields.message_id(asked)
        note = fields.text(asked, "note", fields.LONGEST_WORDS)
        quiet = fields.flag(asked, "quiet", otherwise=False)
        if not fields.flag(asked, "agreed"):
            raise Refused(400, "not_agreed", field="agreed")
        # Nobody else's wish has this key, whatever their page may make up.
        key = f"desk:{number}:{who.account.id}:{name}"
        attended, found = await self._attended(
            request, who, number, epoch=epoch, asks={"key": key, **recorded(asked)}
        )
        kept = await self._core.read(lambda c: sent.last(c, order, key))

        told: Mapping[str, str] = {}

        async def sending(made: Deal, seen: Seen) -> None:
            nonlocal told
            told = self._telling.done(made, seen, name[:_SHOWN].upper(), found.language)
            details = {"key": key, **sent.record(made, digest, told)}
            await self._sending(request, who, found, order, details)

        async def again(kept: Mapping[str, Any]) -> Outcome:
            nonlocal told
            same = sent.again(kept, order, digest, wish.address)
            told = kept.get("told", {})
            if same is None:
                raise Refused(409, "id_taken")
            return await self._operations.again(attended, wish, same, key)

        try:
            with _Told():
                try:
                    outcome = await (
                        self._operations.carry_out(attended, wish, digest, key, sending)
                        if kept is None
                        else again(kept)
                    )
                except _IsSent as other:
                    outcome = await again(other.kept)
        except Refused as refused:
            await self._came(request, who, found, order, key, refused.code)
            raise
        came = outcome.came
        tells: Told = nothing
        if came is Came.DONE and not quiet:
            tells = self._telling.carried_out(wish, told, who.account.names, key)
        await self._came(request, who, found, order, key, came.value, tells)
        if came is Came.MOVED:
            raise Refused(409, "order_moved", **deals.outcome(outcome))
        if came is Came.DONE:
            await self._note(who, found, note, name)
        return JSONResponse(deals.outcome(outcome))

    async def _attended(
        self,
        request: Request,
        who: SignedIn,
        number: int,
        *,
        epoch: int | None = None,
        asks: Mapping[str, Any] | None = None,
    ) -> tuple[Attended, Handoff]:
        """
        Whom they attend to, if they hold the conversation; what they ask is logged.
        """
        now = self._core.clock()

        def work(connection: Connection, by: Actor) -> tuple[Attended, Handoff]:
            found = seen_by(connection, by, number, now)
            if found.state == ENDED:
                raise HandoffOver
            if found.state != HELD or found.agent != str(by.account):
                raise OwnerChanged
            if epoch is not None and found.epoch != epoch:
                raise OwnerChanged
            attended = whose.last_proven(connection, found)
            order = _order_of(request)
            if asks is not None and not sent.is_asked(connection, order, asks):
                self._log(connection, by.who, found, order, sent.ASKED, **asks)
            return attended, found

        return await self._accounts.act(
            who, work, right=Right.CHANGE_ORDERS, address=address_of(request)
        )

    async def _came(
        self,
        request: Request,
        who: SignedIn,
        found: Handoff,
        order: str,
        key: str,
        came: str,
        tells: Told = nothing,
    ) -> None:
        """
        Log how it came, and tell the customer, whatever became of who asked meanwhile.
        """
        by, desk = _who(request, who), self._core.desk
        now = self._core.clock()

        def work(connection: Connection) -> Written | None:
            noting.lock_thread(connection, found.number)
            if not sent.has_come(connection, order, key, came):
                self._log(connection, by, found, order, sent.CAME, key=key, came=came)
            return desk.tell(connection, found, tells, now)

        desk.was_told(await self._core.write(work))

    async def _sending(
        self,
        request: Request,
        who: SignedIn,
        found: Handoff,
        order: str,
        details: Mapping[str, Any],
    ) -> None:
        """
        Log what is about to be sent; `_IsSent` where the same is on its way already.
        """
        by = _who(request, who)

        def work(connection: Connection) -> None:
            # Of two at once with one key, also at two servers, the second one waits.
            noting.lock_thread(connection, found.number)
            kept = sent.last(connection, order, details["key"])
            if kept is not None:
                raise _IsSent(kept)
            self._log(connection, by, found, order, sent.SENT, **details)

        await self._core.write(work)

    def _log(
        self,
        connection: Connection,
        by: audit.Who,
        found: Handoff,
        order: str,
        deed: str,
        **details: Any,
    ) -> None:
        now, about = self._core.clock(), sent.subject(order)
        audit.write(
            connection, by, deed, about, now=now, handoff=found.number, **details
        )

    async def _note(self, who: SignedIn, found: Handoff, note: str, name: str) -> None:
        words = Words(note, who.account.name(self._language), f"{name}:done")
        await self._core.desk.note(found.conversation, words, agent=str(who.account.id))


class _IsSent(Exception):
    """
    The same was sent by another request meanwhile; `kept` is what.
    """

    def __init__(self, kept: Mapping[str, Any]) -> None:
        super().__init__("sent meanwhile")
        self.kept = kept


def _who(request: Request, who: SignedIn) -> audit.Who:
    return audit.Who(who.account.id, who.account.login, address_of(request))


class _Told:
    """
    Tells what the shop's systems refuse as the desk's page knows it.
    """

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if error is None or not isinstance(error, CrmError):
            return
        if isinstance(error, NotProven):
            raise Refused(403, "not_proven") from None
        if isinstance(error, NotFound):
            raise Refused(404, "no_such_order") from None
        if isinstance(error, NotSupported):
            raise Refused(409, "not_able") from None
        if isinstance(error, NotGivenBack):
            raise Refused(409, "not_given_back") from None
        if isinstance(error, OutcomeUnknown):
            raise Refused(503, sent.UNKNOWN) from None
        if isinstance(error, RefusedByShop):
            raise Refused(409, "refused_by_shop") from None
        raise Refused(503, "unavailable") from None


def _order_of(request: Request) -> str:
    order = str(request.path_params["order"])
    if not _ORDER.fullmatch(order):
        raise Refused(404, "no_such_order")
    return order
